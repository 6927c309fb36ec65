/* The panel of a race: a lane for each run, and the line where they arrive. Pure. */
#pragma once

#include "draw/canvas.h"
#include "race/layout_race.h"
#include "race/race.h"

/* The lanes from the first-th on, as the layout places them, with its border. */
void panel_race(struct pane box, const struct race *race, const struct layout_race *at, size_t first);
