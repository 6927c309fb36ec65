/* The layout of the help screen. */
#pragma once

#include "view/layout.h"

struct layout_help {
    struct layout_frame frame;
    struct rect keys; /* the box */
    int columns;      /* columns of text … */
    int column_width; /* … each so wide */
};

struct layout_help layout_help(int w, int h);
