/* Columns and moments, rows and slots of the timeline. Pure arithmetic. */
#pragma once

#include "view/layout.h"

#include <stdbool.h>
#include <stdint.h>

/* The stretch of a run that is shown, and the selection. */
struct timeline_window {
    uint64_t from, to; /* ns since tic; from < to */
    uint32_t first;    /* slot of the first row */
    uint32_t slot;     /* selected */
    uint32_t span;     /* of it; TRACE_NONE: none */
    bool by_hand;      /* the user made the selection; it is marked */
};

#define TIMELINE_COLUMNS_MAX 1024

struct timeline_grid {
    int x, columns;    /* of time, inside the panel */
    int axis, marks;   /* their rows; -1: no room */
    int top;           /* first row of the first slot */
    int rows;          /* slots shown */
    int thick, gap;    /* rows of a slot, and of air below it */
    bool folded;       /* the other slots share a row */
    int fold;          /* the row of the others */
    int queue, height; /* first row of the queue, and its rows; 0: no room */
};

/* For a panel of this size, border included. */
struct timeline_grid timeline_grid(int w, int h, uint32_t slots);

/* The beginning of a column, ns since tic; 0 ≤ column ≤ columns. */
uint64_t timeline_moment(const struct timeline_window *window, int columns, int column);

/* The column a moment lies in; -1: before the first, `columns`: after the last. */
int timeline_column(const struct timeline_window *window, int columns, uint64_t at);

/* The distance of labels on the axis in ns: 1, 2 or 5 times a power of ten, at least `columns` apart. */
uint64_t timeline_step(uint64_t span, int columns, int apart);

struct layout_timeline {
    struct layout_frame frame;
    struct rect timeline;
    struct rect task;  /* the selected one */
    struct rect limit; /* could it be faster? */
};

/* `slots`: rows of the timeline; of the plan, not of the moment. */
struct layout_timeline layout_timeline(int w, int h, int slots);
