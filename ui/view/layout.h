/* Layout: the size of the terminal and the amount to show go in, rectangles come out.
 * Pure arithmetic, tested at every size: nothing overlaps, nothing leaves the screen. A rectangle with w or h
 * 0 is a panel without room; the least important panel goes first. Rectangles of panels include their border.
 *
 * Each screen has its own (layout_home.c, layout_run.c …), made of the pieces here:
 * a frame, panels that share rows, cuts. */
#pragma once

#include "draw/canvas.h"
#include "base/number.h"

#include <stdbool.h>

/* Below this a screen only says how large it has to be. */
#define LAYOUT_COLUMNS_MIN 40
#define LAYOUT_ROWS_MIN    10

/* What all screens have. */
struct layout_frame {
    bool too_small;     /* everything else is empty then */
    struct rect header; /* one row: the title */
    struct rect body;   /* what the screen's own panels share */
    struct rect footer; /* one row: the keys */
};

/* `air_below`: an empty row above the footer where there is room. */
struct layout_frame layout_frame_of(int w, int h, bool air_below);

/* From this height on there may be an empty row above the footer. */
#define LAYOUT_ROWS_FOR_AIR 20

/* One of several panels, one below the other. */
struct layout_panel {
    struct rect *rect; /* the result; NULL: empty rows */
    int least;         /* rows without which it is left out */
    int want;          /* rows that show all it has */
    int most;          /* rows that it can use when there are rows left */
    bool spare;        /* takes part only when all the others have what they want */
    int got;           /* rows; 0 at first */
};

/* Shares the rows of an area among `panels`, which are in the order of the screen.
 * `order`: their indices, the most important one first. */
void layout_stack(struct rect area, struct layout_panel panels[], const int order[], int count);

/* Cuts columns or rows off the area; the area keeps the rest. */
struct rect layout_cut_left(struct rect *area, int w);
struct rect layout_cut_top(struct rect *area, int h);
struct rect layout_cut_bottom(struct rect *area, int h);

/* Rows that so many cells take. */
int layout_rows(long long cells, int columns);

/* Rows of so many bars, a row each, with a distance (`spacing`) from one to the next. */
int layout_bars(int bars, int spacing);

/* The widest spacing, up to `most`, at which so many bars fit into so many rows;
 * 1 when they do not fit at all. */
int layout_spacing(int bars, int rows, int most);
