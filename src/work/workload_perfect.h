/* The search for perfect numbers: is n the sum of its divisors smaller than n? */
#pragma once

#include "work/workload.h"

/* The settings. Numbers are 1 … 2^63-1; `to` is included. */
struct perfect {
    uint64_t from, to;
    unsigned kernel; /* 0: trial division */
};

/* Adds those numbers in [first, end), 1 <= first and end <= n, that divide n to *sum;
 * one division each. False when the sum no longer fits 64 bits, which is far more than n. */
bool perfect_add_divisors(uint64_t n, uint64_t first, uint64_t end, uint64_t *sum);
