/* A row of the panels that say how long each strategy took: its name, a bar, its median. Pure. */
#pragma once

#include "draw/canvas.h"
#include "work/strategy.h"

#include <stdint.h>

/* `labels`: columns of the name and the gap behind it; `longest`: the time of a full bar, ns, not 0. */
void panel_median(struct pane row, int labels, const struct strategy *strategy, uint64_t ns,
                  uint64_t longest);
