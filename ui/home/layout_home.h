/* The layout of the home screen. */
#pragma once

#include "view/layout.h"

struct layout_home_in {
    int w, h;
    int about;      /* columns of the text about the experiment, unbroken */
    int strategies; /* of the experiment that is selected */
};

struct layout_home {
    struct layout_frame frame;
    struct rect list;     /* experiments */
    struct rect about;    /* title and text of the selected one */
    struct rect plan;     /* "Will run" */
    struct rect last;     /* "Last time" */
    struct rect schedule; /* "What to expect" */
};

struct layout_home layout_home(const struct layout_home_in *in);
