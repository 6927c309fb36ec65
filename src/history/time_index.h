/* Moments at which something happened, in order: how many there were until a time, and the sum of the time since, both
 * by binary search. What comes is mostly later than what is there already. */
#ifndef TICTOC_MOMENTS_H
#define TICTOC_MOMENTS_H

#include <stddef.h>
#include <stdint.h>

struct moments {
    uint64_t *at;   /* in order, from moments_settle() on; owned */
    uint64_t *sums; /* of all moments before each block of MOMENTS_BLOCK, modulo 2^64 */
    size_t count, room, sorted;
};

#define MOMENTS_BLOCK 64

void moments_add(struct moments *moments, uint64_t at);

/* Puts them in order. Before anything is asked, after something was added. */
void moments_settle(struct moments *moments);

/* How many there were at `at` or before. */
size_t moments_until(const struct moments *moments, uint64_t at);

/* The sum over all of them until `at` of the time from then to `at`. */
uint64_t moments_since(const struct moments *moments, uint64_t at);

void moments_release(struct moments *moments);

#endif
