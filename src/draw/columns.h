/* Columns of a list: which of them fit, and where. Pure arithmetic. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct column {
    int width; /* wanted; 0: the column is absent. 0 afterwards: it is left out */
    int rank;  /* the highest is left out first; 0 stays */
    int most;  /* largest width; 0: no limit */
    bool left; /* left-aligned text; figures are right-aligned */
    int x;     /* out: where it begins */
};

#define COLUMNS_GAP 2

/* Leaves columns out, highest rank first, until all fit in `room` with gaps between them.
 * The room left over goes to columns[grow], whose width is its least. Sets x.
 * Returns the total width: more than `room` where no more columns can go. */
int columns_fit(struct column columns[], size_t count, size_t grow, int gap, int room);
