/* Characters as a terminal shows them: how wide they are, which of them may reach it at all, and what stands
 * for them where there is only ASCII. Independent of the locale, so that tests draw the same everywhere. */
#ifndef TICTOC_GLYPH_H
#define TICTOC_GLYPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Shown for what is no text: bytes that are not UTF-8, control, escape and bidirectional characters. */
#define GLYPH_REPLACEMENT 0xFFFDu

/* Takes the next character off *text; 0 at the end. Bytes that are no UTF-8 come out one by one, and characters
 * that would steer a terminal each, as GLYPH_REPLACEMENT; invisible joiners and selectors are passed over. What
 * comes out is safe to show. */
uint32_t glyph_next(const char **text);

/* Columns of a character that glyph_next() gave: 0 (combines with the one before), 1 or 2. */
int glyph_width(uint32_t glyph);

/* Writes what stands for it in ASCII: itself, a likeness of 1 … 3 characters ("µ" -> "u", "…" -> "..", "÷" -> "/"),
 * "?", or nothing for what combines. Returns the characters written, which are as many columns. */
size_t glyph_ascii(char out[4], uint32_t glyph);

/* Columns of one character, of a whole text, as UTF-8 or as it stands in ASCII. */
int glyph_columns_of(uint32_t glyph, bool ascii);
int glyph_columns(const char *text, bool ascii);

#endif
