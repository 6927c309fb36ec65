/* Themes: the colour and the attributes of every role (role.h).
 * A theme is one table; each entry gives the colour of 256,
 * its replacement among 8, and attributes, so that a screen reads with few colours and with none. */
#pragma once

#include "draw/canvas.h"
#include "draw/role.h"

#include <stdbool.h>
#include <stdint.h>

enum theme {
    THEME_AUTO, /* reads on dark and on light; becomes one of the next two where the background is known */
    THEME_DARK,
    THEME_LIGHT,
    THEME_COLOUR_BLIND, /* the hues of Okabe and Ito, https://jfly.uni-koeln.de/color/ */
    THEME_MONO,         /* attributes alone */
    THEME_COUNT
};

enum look_attribute {
    LOOK_BOLD = 1,
    LOOK_DIM = 2,
    LOOK_UNDERLINE = 4,
    LOOK_REVERSE = 8,
};

/* How a cell looks: colours of the 256 (or 8) palette, -1 for the terminal's own, and look_attributes. */
struct look {
    int fg, bg;
    unsigned attributes;
};

/* `colours`: how many the terminal has; below 8 (and for NO_COLOR: 0) every theme is shown as THEME_MONO. */
struct look theme_look(enum theme theme, int colours, unsigned role);

/* The same on a ground that the theme paints itself, as one does that was chosen;
 * THEME_AUTO and THEME_MONO have none. */
struct look theme_on_ground(enum theme theme, int colours, struct look look);

/* A cell of the canvas as such a terminal has to show it: where the ground of a bar has no colour,
 * the rest of it is shaded, or its full length could not be seen. A blank outside of the canvas. */
struct cell theme_cell(enum theme theme, int colours, const struct canvas *canvas, int x, int y);

/* "auto", "dark", "light", "colour-blind", "mono". */
const char *theme_name(enum theme theme);

/* False when there is no theme of that name. */
bool theme_by_name(const char *name, enum theme *theme);

/* What THEME_AUTO is on a terminal that gives its background as rxvt, Konsole and others do, in $COLORFGBG
 * ("15;0": the last number is the background); THEME_AUTO where it does not (NULL). */
enum theme theme_for_background(const char *colorfgbg);

/* 0xRRGGBB of a colour of the xterm palette, 0 … 255. */
uint32_t theme_rgb(int colour);
