/* The plain loop that tictoc's trial kernel is held against: what anyone would write first,
 * and -O2 makes of it what it can. Shared by bare_trial.c and bare_openmp.c. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

static inline bool is_perfect(unsigned n)
{
    unsigned long sum = 0;

    for (unsigned divisor = 1; divisor < n; divisor++)
        if (n % divisor == 0)
            sum += divisor;
    return sum == n;
}

static inline uint64_t now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}
