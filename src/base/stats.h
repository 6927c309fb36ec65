/* Order statistics over repeats. */
#pragma once

#include <stddef.h>

struct stats {
    double median; /* mean of the middle two for an even count */
    double min;
    double max;
};

/* All zero for no values. Out of memory ends the program. */
struct stats stats_of(const double *values, size_t count);
