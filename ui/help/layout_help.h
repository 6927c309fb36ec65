/* The layout of the help screen. */
#pragma once

#include "view/layout.h"

struct layout_help {
    struct layout_frame frame;
    struct rect keys; /* the box */
    int columns;      /* of text */
    int column_width; /* of each, in cells */
};

struct layout_help layout_help(int w, int h);
