/* A confidence interval for the ratio of two medians from a few repeats, by a bootstrap.
 * The generator is seeded: the same times give the same interval. Pure arithmetic.
 *
 * Repeats are interleaved, so drift of the machine hits both strategies of a repeat alike:
 * whole repeats are resampled, each with its two times.
 * r is the logarithm of the ratio of medians, s the standard deviation of r over the resamples.
 * The 95 % interval is exp(r ± t(0.975, n - 1) × s):
 * B. Efron, R. J. Tibshirani, "An Introduction to the Bootstrap", 1993, chapters 6 and 12.
 * Plain percentiles are too narrow: with five repeats no resample lies beyond the smallest and the largest,
 * an error of 6 % at best (2 / 2^5), measured at 5.7 to 7 %. See T. C. Hesterberg,
 * "What Teachers Should Know About the Bootstrap", The American Statistician 69 (2015) 371-386.
 * This one was measured at 2 to 5 % for 5 to 30 repeats; tests/analysis/bootstrap.c checks that. */
#pragma once

#include <stddef.h>

/* Fewer repeats than this decide nothing: a bootstrap of three medians is wrong one time in ten. */
#define BOOTSTRAP_LEAST 5

/* More repeats than this are never advised. */
#define BOOTSTRAP_MOST 1000

struct interval {
    double ratio;     /* median of a / median of b */
    double low, high; /* 95 % */
    double scatter;   /* s × sqrt(n): what does not depend on the number of repeats */
};

/* a[i] and b[i] are times (above 0) of repeat i; `count` at least 2. Dies when out of memory. */
struct interval bootstrap_ratio(const double *a, const double *b, size_t count);

/* How many repeats in all distinguish a ratio from 1 in four cases of five:
 * the smallest n from BOOTSTRAP_LEAST on with
 *
 *     |log ratio| >= (t(0.975, n - 1) + 0.84) × scatter / sqrt(n)
 *
 * 0.84 is the normal quantile of 0.8. For normal times with standard deviations a and b (relative
 * to their medians) the scatter is about 1.2533 × sqrt(a^2 + b^2). BOOTSTRAP_MOST + 1: more than that. */
size_t bootstrap_repeats(double scatter, double ratio);
