/* Order statistics over repeats. */
#pragma once

#include <stddef.h>

struct stats {
    double median; /* of an even count: the mean of the middle two */
    double min;
    double max;
};

/* Of `count` values; `count` 0 gives three zeroes. `values` is not changed. Dies when out of memory. */
struct stats stats_of(const double *values, size_t count);
