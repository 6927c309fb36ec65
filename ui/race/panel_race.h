/* The panel of a race: where it is, a lane for each run, and the line where they arrive. Pure. */
#pragma once

#include "draw/canvas.h"
#include "race/race.h"
#include "view/layout.h"

struct layout_race {
    struct layout_frame frame;
    struct rect race;
    int lanes;     /* that are shown, each … */
    int lane_rows; /* … so high */
    struct rect scrub;
};

struct layout_race layout_race(int w, int h, int lanes);

/* The lanes from the first-th on, as the layout places them, with its border. */
void panel_race(struct pane box, const struct race *race, const struct layout_race *at, size_t first);
