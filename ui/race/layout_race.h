/* The layout of the race screen. */
#pragma once

#include "view/layout.h"

struct layout_race {
    struct layout_frame frame;
    struct rect race;
    int lanes;     /* that are shown, each … */
    int lane_rows; /* … so high */
    struct rect scrub;
};

struct layout_race layout_race(int w, int h, int lanes);
