/* Cells on the terminal, by way of curses: their colours,
 * which curses knows in pairs, and their characters. Only term.c uses it. */
#pragma once

#include "draw/canvas.h"
#include "draw/theme.h"

#include <stdbool.h>

#define PAINT_PAIRS_MAX 512

struct paint {
    int colours; /* how many are used; 0: none, by the terminal or by NO_COLOR */
    bool direct; /* colours are 0xRRGGBB */
    bool ascii;
    int pair_count; /* pairs 1 … pair_count are fg and bg as in: */
    struct {
        int fg, bg;
    } pairs[PAINT_PAIRS_MAX];
};

/* Once curses has the screen. */
void paint_open(struct paint *paint, bool ascii);

void paint_cell(struct paint *paint, int x, int y, const struct cell *cell, struct look look);
