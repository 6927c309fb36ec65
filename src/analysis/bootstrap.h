/* How much can be said about the ratio of two medians from a few repeats? A bootstrap that repeats: seeded, nothing but
 * arithmetic.
 *
 * Repeats are interleaved, so drift of the machine hits both strategies of a repeat alike: whole repeats are
 * resampled, each with its two times. Of the logarithm of the ratio of medians, r, the resamples give the standard error
 * s; the 95 % interval is exp(r ± t(0.975, n - 1) × s) (B. Efron, R. J. Tibshirani, "An Introduction to the Bootstrap",
 * 1993, chapters 6 and 12). Plain percentiles will not do: with five repeats no resample lies beyond the smallest and
 * the largest, which is 6 % of error at best (2 / 2^5), and measured 5.7 to 7 % (compare T. C. Hesterberg, "What
 * Teachers Should Know About the Bootstrap", The American Statistician 69 (2015) 371-386). This one was measured
 * at 2 to 5 % for 5 to 30 repeats; tests/analysis/verdict.c holds it to that. */
#ifndef TICTOC_BOOTSTRAP_H
#define TICTOC_BOOTSTRAP_H

#include <stddef.h>
#include <stdint.h>

/* Fewer repeats than this decide nothing: a bootstrap of three medians is wrong one time in ten. */
#define BOOTSTRAP_LEAST 5

/* More repeats than this nobody is advised to make. */
#define BOOTSTRAP_MOST 1000

struct interval {
    double ratio;     /* median of a / median of b */
    double low, high; /* 95 % */
    double scatter;   /* s × sqrt(n): what does not depend on the number of repeats */
};

/* a[i] and b[i] are times (above 0) of repeat i; `count` at least 2. Dies when out of memory. */
struct interval bootstrap_ratio(const double *a, const double *b, size_t count);

/* How many repeats, all in all, tell a ratio from 1 in four cases of five: the smallest n from BOOTSTRAP_LEAST on with
 *     |log ratio| >= (t(0.975, n - 1) + 0.84) × scatter / sqrt(n)
 * 0.84 being the normal quantile of 0.8. For normal times with standard deviations a and b (relative to their medians)
 * the scatter is about 1.2533 × sqrt(a^2 + b^2). BOOTSTRAP_MOST + 1: more than that. */
size_t bootstrap_repeats(double scatter, double ratio);

#endif
