/* The canvas: a grid of cells that views draw into and that curses (term.h), paper or a golden test print.
 * It knows what a cell means (role.h), never how it looks.
 *
 * Drawing goes through a pane: a rectangle of a canvas with its own origin.
 * Nothing drawn into a pane leaves it, whatever the coordinates: a view cannot spoil its neighbour.
 *
 * In ASCII mode every character is written as its likeness (text.h); no cell holds one above 0x7E.
 * A likeness can be wider than its character: measure with canvas_columns(), never with strlen(). */
#pragma once

#include "draw/role.h"
#include "base/strbuf.h"

#include <stdbool.h>
#include <stdint.h>

/* Columns and rows; w and h are never below 0. */
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

/* A place that can be clicked. */
struct spot {
    struct rect at;
    int meaning; /* above 0; defined by the screen */
};

#define CANVAS_SPOTS_MAX 48

struct canvas {
    struct cell *cells; /* w × h, row by row; owned */
    int w, h;
    bool ascii;
    struct spot spots[CANVAS_SPOTS_MAX]; /* in the order they were drawn */
    int spot_count;
};

/* A canvas of blank cells. Sizes below 1 give an empty canvas, on which nothing is drawn. */
void canvas_init(struct canvas *canvas, int w, int h, bool ascii);
void canvas_release(struct canvas *canvas);

/* Changes the size; all cells are blank afterwards. The same size keeps the memory. */
void canvas_resize(struct canvas *canvas, int w, int h);
void canvas_erase(struct canvas *canvas);

/* The columns of a text on this canvas. */
int canvas_columns(const struct canvas *canvas, const char *text);

struct pane {
    struct canvas *canvas; /* borrowed */
    struct rect clip;      /* in the canvas: the cells that may be written */
    int x, y;              /* in the canvas: the origin of the pane; may be outside the clip */
    int w, h;              /* size asked for */
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

/* Draws one character, as glyph_next() gives them.
 * Returns its columns, drawn or clipped; a wide character cut by the edge leaves a blank. */
int canvas_put(struct pane pane, int x, int y, unsigned role, uint32_t glyph);

/* Changes the role of drawn cells, for selected rows:
 * the ground to that of `role`, and the ink unless `role` has ROLE_PLAIN. */
void canvas_tint(struct pane pane, unsigned role);

/* Gives cells a meaning; the meaning of a cell, 0: none; whether a meaning is on the canvas. */
void canvas_add_spot(struct pane pane, int meaning);
int canvas_meaning(const struct canvas *canvas, int x, int y);
bool canvas_shows(const struct canvas *canvas, int meaning);

/* The cell at a place of the canvas; NULL outside. */
const struct cell *canvas_cell(const struct canvas *canvas, int x, int y);

bool cell_equal(const struct cell *a, const struct cell *b);

/* Appends the canvas as UTF-8 text: a line each row, blanks at the ends cut off.
 * `colour_of`: the parameters of SGR for a role, NULL: none; without it nothing but the text. */
void canvas_print(struct strbuf *out, const struct canvas *canvas, const char *(*colour_of)(unsigned role));
