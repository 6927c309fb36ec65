/* A horizontal bar in eighths of a column: one rule for paper and screen. */
#ifndef TICTOC_BAR_H
#define TICTOC_BAR_H

#include "base/strbuf.h"

#include <stdbool.h>
#include <stdint.h>

/* What is in a column of a bar of `width` columns that is filled to `share`: █, ▏ … ▉, or 0: nothing. It is never full below
 * 1 nor empty above 0; NaN is 0. */
uint32_t bar_glyph(int column, int width, double share);

/* Appends such a bar, padded with blanks to its full width. */
void bar_add(struct strbuf *out, int width, double share, bool ascii);

#endif
