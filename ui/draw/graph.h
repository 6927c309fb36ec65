/* A graph over time, in braille: two columns of dots a cell,
 * four rows of them, so that a little room shows much. */
#pragma once

#include "draw/canvas.h"

#include <stdint.h>

/* Values for a pane of `w` columns: one for each column of dots. */
#define GRAPH_VALUES(w) (2 * (w))

/* From the left, each as high as its share of `most`, and never nothing above 0;
 * 0 is a low dot, below 0 nothing: not known, not yet. In ASCII the higher one of two neighbours. */
void draw_graph(struct pane pane, const double values[], double most, unsigned role);

/* The end of an axis that reaches so far: 1, 1.5, 2, 3, 5 or 7 times a power of ten.
 * One that grows now and then is calmer than one that always does. */
uint64_t graph_axis(uint64_t value);
