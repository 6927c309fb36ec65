/* Text on its way to a canvas: the characters that may reach a terminal, and their columns,
 * as they are or in ASCII (text.h). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Takes the next character off *text; 0 at the end. UTF8_REPLACEMENT stands for each byte that is not UTF-8,
 * for characters that control a terminal and for characters of unknown width.
 * Invisible joiners and selectors are skipped. */
uint32_t glyph_next(const char **text);

/* Columns of a character of glyph_next(), and of a whole text, as UTF-8 or in ASCII.
 * A combining character has none. */
int glyph_width(uint32_t glyph, bool ascii);
int glyph_columns(const char *text, bool ascii);
