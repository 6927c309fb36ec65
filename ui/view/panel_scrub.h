/* The row below everything that is played back: whether it plays and how fast,
 * the moment, and a bar to scrub along. */
#pragma once

#include "draw/canvas.h"
#include "view/model.h"

#include <stdbool.h>
#include <stdint.h>

void panel_scrub(struct pane row, const struct scrub *scrub);

/* The moment under a column of the row, which is as wide as the canvas. False: the bar is not there. */
bool panel_scrub_moment(const struct canvas *canvas, const struct scrub *scrub, int x, uint64_t *moment);
