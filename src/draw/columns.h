/* Columns of a list: which of them fit, and where. Pure arithmetic. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct column {
    int width; /* wanted; 0: not there. 0 afterwards: left out */
    int rank;  /* what is left out first has the highest; 0 stays */
    int most;  /* what it may grow to; 0: without bound */
    bool left; /* text is at its left edge; figures are at the right */
    int x;     /* out: where it begins */
};

#define COLUMNS_GAP 2

/* Leaves columns out, highest rank first, until all fit in `room` with gaps between them,
 * then gives what is left over to columns[grow], which asks for its least.
 * Sets x. Returns what all take: more than `room` where nothing more can go. */
int columns_fit(struct column columns[], size_t count, size_t grow, int gap, int room);
