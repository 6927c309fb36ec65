#include "draw/graph.h"

#include "base/number.h"

#include <stdbool.h>
#include <stddef.h>

#define BRAILLE 0x2800u

enum { DOTS = 4 }; /* a row of cells */

/* Dots from the ground that a value fills; 0: it is not known. */
static int dots_of(double value, double most, int h)
{
    if (value < 0)
        return 0;
    int dots = most > 0 ? (int)(value / most * DOTS * h + 0.5) : 0;
    return int_clamp(dots, 1, DOTS * h);
}

/* Both columns of dots of a cell, filled so high. */
static uint32_t braille_of(int left, int right)
{
    static const unsigned char lefts[] = { 0, 0x40, 0x44, 0x46, 0x47 },
                               rights[] = { 0, 0x80, 0xA0, 0xB0, 0xB8 };
    return BRAILLE + lefts[int_clamp(left, 0, DOTS)] + rights[int_clamp(right, 0, DOTS)];
}

/* From its foot up to its full colour; in a single row by what it shows. */
static unsigned shade_of(int y, int h, int higher)
{
    int level = h > 1 ? y * ROLE_SHADES / h : DOTS - higher;
    return ROLE_SHADE(int_clamp(level, 0, ROLE_SHADES - 1));
}

void draw_graph(struct pane pane, const double values[], double most, unsigned role)
{
    static const char ascii[] = " .:=#";
    for (int x = 0; x < pane.w; x++) {
        double a = values[2 * x], b = values[2 * x + 1];
        int left = dots_of(a, most, pane.h), right = dots_of(b, most, pane.h);
        for (int y = 0; y < pane.h; y++) {
            int ground = DOTS * (pane.h - 1 - y), higher = int_clamp(int_max(left, right) - ground, 0, DOTS);
            bool nothing = y == pane.h - 1 && a <= 0 && b <= 0;
            unsigned ink = nothing ? (unsigned)ROLE_FAINT : role | shade_of(y, pane.h, higher);
            if (higher > 0)
                canvas_put(pane, x, y, ink,
                           pane.canvas->ascii ? (uint32_t)(unsigned char)ascii[higher]
                                              : braille_of(left - ground, right - ground));
        }
    }
}

uint64_t graph_axis(uint64_t value)
{
    static const uint64_t tenths[] = { 10, 15, 20, 30, 50, 70 };
    for (uint64_t power = 100000; power < UINT64_C(1000000000000000000); power *= 10)
        for (size_t i = 0; i < sizeof tenths / sizeof *tenths; i++)
            if (tenths[i] * power / 10 >= value)
                return tenths[i] * power / 10;
    return value;
}
