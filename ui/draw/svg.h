/* A canvas as an SVG picture (https://www.w3.org/TR/SVG11/):
 * what the screen shows, for a README, a slide, a page. Blocks and lines are drawn as shapes,
 * so that they meet whatever the reader's font; words are text that can be selected. */
#pragma once

#include "draw/canvas.h"
#include "base/strbuf.h"
#include "draw/theme.h"

/* Appends the picture, a whole file. Colours are those of the theme with 256 of them; THEME_AUTO is drawn
 * as THEME_DARK, as a picture knows its own ground. `title` is what a screen reader says; it may be NULL. */
void svg_add_canvas(struct strbuf *out, const struct canvas *canvas, enum theme theme, const char *title);
