/* Moments at which something happened, in order: how many there were until a time, and
 * the sum of the time since, both by binary search. What comes is mostly later than what is there already. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct time_index {
    uint64_t *at;   /* in order, from time_index_settle() on; owned */
    uint64_t *sums; /* of all moments before each block of TIME_INDEX_BLOCK, modulo 2^64 */
    size_t count, room, sorted;
};

#define TIME_INDEX_BLOCK 64

void time_index_add(struct time_index *time_index, uint64_t at);

/* Puts them in order. Before anything is asked, after something was added. */
void time_index_settle(struct time_index *time_index);

/* How many there were at `at` or before. */
size_t time_index_until(const struct time_index *time_index, uint64_t at);

/* The sum over all of them until `at` of the time from then to `at`. */
uint64_t time_index_since(const struct time_index *time_index, uint64_t at);

void time_index_release(struct time_index *time_index);
