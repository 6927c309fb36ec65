#include "analysis/bootstrap.h"

#include "base/number.h"
#include "base/random.h"
#include "base/xmalloc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Resamples: fewer for hundreds of repeats, whose medians cost more. */
#define RESAMPLES       1000
#define RESAMPLES_LEAST 500
#define DRAWS           100000

#define SEED UINT64_C(0x7469632d746f63)

static int by_value(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

/* Sorts the values; a few of them by insertion, which is faster than a call for each comparison. */
static double median_of(double *values, size_t count)
{
    for (size_t i = 1; count <= 32 && i < count; i++) {
        double value = values[i];
        size_t at = i;
        for (; at > 0 && values[at - 1] > value; at--)
            values[at] = values[at - 1];
        values[at] = value;
    }
    if (count > 32)
        qsort(values, count, sizeof *values, by_value);
    return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

/* Student's t(0.975) by the expansion of Cornish and Fisher (Abramowitz, Stegun, 26.7.5):
 * within half a percent from 3 degrees of freedom on. */
static double t_quantile(double freedom)
{
    const double z = 1.959964, z3 = z * z * z, z5 = z3 * z * z, z7 = z5 * z * z;
    return z + (z3 + z) / (4 * freedom) + (5 * z5 + 16 * z3 + 3 * z) / (96 * freedom * freedom) +
           (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * freedom * freedom * freedom);
}

/* The logarithm of the ratio of medians of one resample. `some_a`, `some_b`: scratch for `count` values. */
static double resample(const double *a, const double *b, size_t count, double *some_a, double *some_b,
                       uint64_t *state)
{
    for (size_t k = 0; k < count; k++) {
        size_t repeat = random_below(state, count);
        some_a[k] = a[repeat];
        some_b[k] = b[repeat];
    }
    return log(median_of(some_a, count) / median_of(some_b, count));
}

struct interval bootstrap_ratio(const double *a, const double *b, size_t count)
{
    if (count == 0)
        return (struct interval){ .ratio = (double)NAN, .low = (double)NAN, .high = (double)NAN };
    double *some_a = xreallocarray(NULL, 2 * count, sizeof *some_a), *some_b = some_a + count;
    memcpy(some_a, a, count * sizeof *a);
    memcpy(some_b, b, count * sizeof *b);
    struct interval interval = { .ratio = median_of(some_a, count) / median_of(some_b, count) };
    size_t resamples = (size_t)most_of(least_of(DRAWS / count, RESAMPLES), RESAMPLES_LEAST);
    double mean = 0, squares = 0;
    uint64_t state = SEED;
    for (size_t i = 0; i < resamples; i++) { /* Welford's sums: no cancellation */
        double value = resample(a, b, count, some_a, some_b, &state), off = value - mean;
        mean += off / (double)(i + 1);
        squares += off * (value - mean);
    }
    double error = sqrt(squares / (double)(resamples - 1));
    double reach = exp(t_quantile((double)count - 1) * error);
    interval.low = interval.ratio / reach;
    interval.high = interval.ratio * reach;
    interval.scatter = error * sqrt((double)count);
    free(some_a);
    return interval;
}

size_t bootstrap_repeats(double scatter, double ratio)
{
    double difference = fabs(log(ratio));
    size_t count = BOOTSTRAP_LEAST;
    while (count <= BOOTSTRAP_MOST &&
           difference < (t_quantile((double)count - 1) + 0.84) * scatter / sqrt((double)count))
        count++;
    return count;
}
