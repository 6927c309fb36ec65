/* Pseudorandom numbers: SplitMix64 (G. L. Steele, D. Lea, C. H. Flood, "Fast Splittable Pseudorandom Number
 * Generators", OOPSLA 2014). The initial state is the seed. Async-signal-safe. */
#pragma once

#include "base/number.h"

static inline uint64_t random_next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* 0 … end - 1. */
static inline uint64_t random_below(uint64_t *state, uint64_t end)
{
    return number_product_high(random_next(state), end);
}
