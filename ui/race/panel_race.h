/* The panel of a race: a lane for each run, and the finish line. Pure. */
#pragma once

#include "draw/canvas.h"
#include "race/race.h"
#include "view/layout.h"

struct layout_race {
    struct layout_frame frame;
    struct rect race;
    int lanes;     /* shown */
    int lane_rows; /* of each */
    struct rect scrub;
};

struct layout_race layout_race(int w, int h, int lanes);

/* The lanes from the first-th on, and the border. */
void panel_race(struct pane box, const struct race *race, const struct layout_race *at, size_t first);
