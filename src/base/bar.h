/* A horizontal bar in text. */
#ifndef TICTOC_BAR_H
#define TICTOC_BAR_H

#include "base/strbuf.h"

#include <stdbool.h>

/* Appends a bar that fills `share` (0 … 1, taken into that range) of `width` columns, in eighths of a column; in
 * ASCII in thirds (# = -). Padded with spaces to the full width. A share above 0 leaves at least a trace. */
void bar_add(struct strbuf *out, unsigned width, double share, bool ascii);

#endif
