/* A table with bars: of each row a name, a bar and figures; what has no room is left out by rank. Pure. */
#pragma once

#include "draw/canvas.h"
#include "draw/columns.h"

enum { TABLE_NAME, TABLE_BAR, TABLE_FIGURES, TABLE_COLUMNS_MAX = 8 };

struct table_cell {
    char text[160];
    double share; /* of a bar that is full; NaN: no bar */
    unsigned role;
};

/* The role is ROLE_TEXT and the text is empty unless this writes others. */
typedef void table_write_fn(const void *source, size_t row, size_t column, struct table_cell *cell);

struct table {
    const void *source; /* of the rows; borrowed */
    size_t rows;
    size_t count; /* columns */
    table_write_fn *write;
    struct column columns[TABLE_COLUMNS_MAX]; /* width: the least; a name's own where it is given */
};

/* Widens the columns to what is in them, and places them in `w` columns. */
void table_fit(struct table *table, const struct canvas *canvas, int w);

void table_draw_row(struct pane row, const struct table *table, size_t i);
