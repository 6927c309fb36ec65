/* The layout of the timeline screen. */
#pragma once

#include "view/layout.h"

struct layout_timeline {
    struct layout_frame frame;
    struct rect timeline;
    struct rect task;  /* the one that is selected */
    struct rect limit; /* could it be faster? */
};

/* `slots`: rows of the timeline; of the plan, not of the moment. */
struct layout_timeline layout_timeline(int w, int h, int slots);
