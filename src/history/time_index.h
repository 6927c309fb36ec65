/* A sorted list of moments: how many there were up to a time, and the sum of the time since each,
 * both by binary search. Moments are mostly added in order. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct time_index {
    uint64_t *at;   /* moments, sorted after time_index_settle(); owned */
    uint64_t *sums; /* of all moments before each block of TIME_INDEX_BLOCK, modulo 2^64; owned */
    size_t count, room, sorted;
};

#define TIME_INDEX_BLOCK 64

void time_index_add(struct time_index *time_index, uint64_t at);

/* Sorts them. Call after adding and before asking. */
void time_index_settle(struct time_index *time_index);

/* How many moments are at `at` or before. */
size_t time_index_until(const struct time_index *time_index, uint64_t at);

/* The sum of `at` - moment over all moments at `at` or before. */
uint64_t time_index_since(const struct time_index *time_index, uint64_t at);

void time_index_release(struct time_index *time_index);
