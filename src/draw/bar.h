/* A horizontal bar in eighths of a column: one rule for paper and screen. */
#ifndef TICTOC_BAR_H
#define TICTOC_BAR_H

#include <stdint.h>

/* What is in a column of a bar of `width` columns that is filled to `share`: █, ▏ … ▉, or 0: nothing. It is never full below
 * 1 nor empty above 0; NaN is 0. */
uint32_t bar_glyph(int column, int width, double share);

#endif
