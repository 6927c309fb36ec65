/* The canvas: a grid of cells that views draw into and that anything can print:
 * curses (term.h), paper, a golden test. It knows what a cell means (role.h), never how it looks.
 *
 * Drawing goes through a pane: a rectangle of a canvas with its own origin.
 * Nothing drawn into a pane leaves it, whatever the coordinates; a view cannot spoil its neighbour.
 *
 * In ASCII mode every character is written as its likeness (text.h), so that a cell never holds one above
 * 0x7E. A likeness can be wider than its character: measure with canvas_columns(), never with strlen(). */
#pragma once

#include "draw/role.h"
#include "base/strbuf.h"

#include <stdbool.h>
#include <stdint.h>

/* Columns and rows; w or h 0 (never below): nothing to draw in. */
struct rect {
    int x, y, w, h;
};

static inline bool rect_has(struct rect rect, int x, int y)
{
    return x >= rect.x && x < rect.x + rect.w && y >= rect.y && y < rect.y + rect.h;
}

struct cell {
    uint32_t glyph; /* 0: the right half of the wide character to the left */
    uint32_t mark;  /* one combining character over it; 0: none */
    uint32_t role;  /* ink, ground, ROLE_STRONG, ROLE_SHADE */
};

/* A place that means something when it is clicked. */
struct spot {
    struct rect at;
    int meaning; /* above 0; what, only the screen knows */
};

#define CANVAS_SPOTS_MAX 48

struct canvas {
    struct cell *cells; /* w × h, row by row; owned */
    int w, h;
    bool ascii;
    struct spot spots[CANVAS_SPOTS_MAX]; /* in the order they were drawn */
    int spot_count;
};

/* A canvas of blank cells. Sizes below 1 give an empty canvas that swallows what is drawn. */
void canvas_init(struct canvas *canvas, int w, int h, bool ascii);
void canvas_release(struct canvas *canvas);

/* Changes the size; everything is blank afterwards. The same size keeps the memory. */
void canvas_resize(struct canvas *canvas, int w, int h);
void canvas_erase(struct canvas *canvas);

/* The columns a text takes on this canvas. */
int canvas_columns(const struct canvas *canvas, const char *text);

struct pane {
    struct canvas *canvas; /* borrowed */
    struct rect clip;      /* in the canvas: what may be written */
    int x, y;              /* in the canvas: where 0, 0 of the pane is; may lie outside the clip */
    int w, h;              /* of the pane as it was asked for */
};

/* The whole canvas; a rectangle of a pane, relative to it. */
struct pane pane_of(struct canvas *canvas);
struct pane pane_sub(struct pane pane, int x, int y, int w, int h);

static inline struct pane pane_at(struct pane pane, struct rect rect)
{
    return pane_sub(pane, rect.x, rect.y, rect.w, rect.h);
}

static inline bool pane_is_empty(struct pane pane)
{
    return pane.clip.w <= 0 || pane.clip.h <= 0;
}

/* One character that glyph_next() would let through.
 * Returns the columns it takes, drawn or clipped away; a wide character cut by the edge leaves a blank. */
int canvas_put(struct pane pane, int x, int y, unsigned role, uint32_t glyph);

/* A role for cells that are drawn already: the ground of `role`, and its ink unless that is ROLE_PLAIN.
 * For rows that are selected. */
void canvas_tint(struct pane pane, unsigned role);

/* Gives cells a meaning; what a cell means, 0: nothing; whether a meaning can be seen. */
void canvas_add_spot(struct pane pane, int meaning);
int canvas_meaning(const struct canvas *canvas, int x, int y);
bool canvas_shows(const struct canvas *canvas, int meaning);

/* The cell at a place of the canvas; NULL outside. */
const struct cell *canvas_cell(const struct canvas *canvas, int x, int y);

bool cell_equal(const struct cell *a, const struct cell *b);

/* Appends the canvas as UTF-8 text: a line each row, blanks at the ends cut off.
 * `colour_of`: the parameters of SGR for a role, NULL: none; without it nothing but the text. */
void canvas_print(struct strbuf *out, const struct canvas *canvas, const char *(*colour_of)(unsigned role));
