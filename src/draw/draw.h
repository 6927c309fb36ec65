/* What views draw with: text, boxes, bars, all relative to a pane and clipped to it (canvas.h).
 * Text may come from anywhere: characters that would disturb a terminal are shown as a replacement.
 * Words end at a space; a no-break space (U+00A0) keeps "44 %" together and is drawn as a blank.
 * Functions that draw from the left return the columns of the whole, clipped or not,
 * so that a row is written as `x += draw_text(...)`. */
#pragma once

#include "draw/canvas.h"
#include "draw/columns.h"

#include <stdbool.h>
#include <stddef.h>

#define DRAW_HATCH 0x2571u /* ╱ */

int draw_text(struct pane pane, int x, int y, unsigned role, const char *text);

/* As printf does; up to 255 bytes. */
int draw_textf(struct pane pane, int x, int y, unsigned role, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* A text that ends just before column `end`, for numbers below each other. */
void draw_right(struct pane pane, int end, int y, unsigned role, const char *text);

/* A text in its column, cut off at its edge. */
void draw_column(struct pane pane, int y, const struct column *column, unsigned role, const char *text);

enum draw_fit {
    DRAW_CUT,     /* cut at the edge */
    DRAW_LETTERS, /* cut after the last letter that fits, with "…" */
    DRAW_WORDS,   /* cut after the last word that fits (a letter if the first word is too long), with "…" */
};

/* Text in exactly `w` columns, the rest padded with blanks in the ground of `role`. */
void draw_fit(struct pane pane, int x, int y, int w, unsigned role, enum draw_fit fit, const char *text);

/* A paragraph from the pane's first row, broken between words; cut with "…" at the pane's last row.
 * Returns the rows it takes at this width in a pane high enough; an empty pane only measures (by pane.w). */
int draw_paragraph(struct pane pane, unsigned role, const char *text);

/* The same character in every cell. */
void draw_fill(struct pane pane, unsigned role, uint32_t glyph);

/* A panel: a thin rounded box with a title and, at the right, a note in its border; either may be NULL.
 * Returns the pane inside, with a blank column at both sides. Where the note has no room beside the title,
 * its last parts are left out; parts are separated by commas, semicolons and middle dots. */
struct pane draw_box(struct pane pane, bool focused, const char *title, const char *note);

/* A bar of `w` columns filled to `fraction` (0 … 1) in eighths of a column, on a track.
 * It is never full below 1 nor empty above 0. NaN is drawn as 0. */
void draw_bar(struct pane pane, int x, int y, int w, double fraction, unsigned ink);

/* The same without a track, for paper. */
void draw_plain_bar(struct pane pane, int x, int y, int w, double fraction, unsigned role);

/* A full cell of a bar. In ASCII strategies have marks of their own, as in theme_cell() without colours,
 * so that two pools differ. */
uint32_t draw_full(bool ascii, unsigned ink);

/* Hatches a share of the columns, evenly: for a time of which the share is known, but not when it was. */
void draw_hatch(struct pane pane, unsigned role, double share);

/* Whether column `x` is among them. */
bool draw_is_hatched(int x, double share);

struct draw_segment {
    double share;      /* of the whole, not below 0. A sum below 1 leaves blanks; above 1 it is scaled */
    unsigned role;     /* ink and ground */
    const char *label; /* written inside where at least its first word fits; NULL: none */
};

/* A stacked bar in exactly `w` columns. Segments above 0 get at least a column while there are enough. */
void draw_stack(struct pane pane, int x, int y, int w, const struct draw_segment *segments, size_t count);

/* The fill of the segment with that number, in every cell: for legends. */
void draw_stack_piece(struct pane pane, unsigned role, size_t number);

/* A key on its cap and its label: " q " " back". Returns the columns. */
int draw_key(struct pane pane, int x, int y, const char *key, const char *label);
int draw_key_columns(const struct canvas *canvas, const char *key, const char *label);
