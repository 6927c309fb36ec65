/* Text on its way to a canvas: character by character,
 * only what may reach a terminal, with the columns that each takes as it is or in ASCII (text.h). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Takes the next character off *text; 0 at the end. Bytes that are no UTF-8, each,
 * characters that would steer a terminal and characters whose width is unknown come out as UTF8_REPLACEMENT;
 * invisible joiners and selectors are passed over. */
uint32_t glyph_next(const char **text);

/* Columns of a character that glyph_next() gave, and of a whole text, as UTF-8 or in ASCII.
 * A character that combines with the one before has none. */
int glyph_width(uint32_t glyph, bool ascii);
int glyph_columns(const char *text, bool ascii);
