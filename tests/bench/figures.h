/* Medians and what lies around them. Included once, by bench.c:
 * every .c beside it is a program of its own. */
#pragma once

#include <math.h>
#include <stdlib.h>

static inline int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

struct figures {
    double median, low, high; /* low and high: the middle half lies between them */
    unsigned count;
};

/* The value below which a share of the sorted ones lies, interpolated. */
static inline double quantile(const double *sorted, unsigned count, double share)
{
    double at = share * (count - 1);
    unsigned below = (unsigned)at;
    double above = below + 1 < count ? sorted[below + 1] : sorted[below];

    return sorted[below] + (at - below) * (above - sorted[below]);
}

/* Of those values that are numbers; sorts them away from their rounds. */
static inline struct figures figures_of(double *values, unsigned count)
{
    unsigned kept = 0;

    for (unsigned i = 0; i < count; i++)
        if (!isnan(values[i]))
            values[kept++] = values[i];
    if (!kept)
        return (struct figures){ NAN, NAN, NAN, 0 };
    qsort(values, kept, sizeof *values, by_size);
    return (struct figures){ quantile(values, kept, 0.5), quantile(values, kept, 0.25),
                             quantile(values, kept, 0.75), kept };
}
