/* The row below everything that is played back: whether it plays and how fast, the moment, and a bar to scrub along. */
#ifndef TICTOC_PANEL_SCRUB_H
#define TICTOC_PANEL_SCRUB_H

#include "canvas.h"
#include "model.h"

void panel_scrub(struct pane row, const struct scrub *scrub);

#endif
