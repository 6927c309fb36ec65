/* The layout of the edit screen. */
#ifndef TICTOC_LAYOUT_EDIT_H
#define TICTOC_LAYOUT_EDIT_H

#include "view/layout.h"

struct layout_edit_in {
    int w, h;
    int settings; /* rows of the form */
    int plan;     /* rows the plan could use */
};

struct layout_edit {
    struct layout_frame frame;
    struct rect form;
    struct rect plan; /* "Will run", as edited */
    struct rect hint; /* what the selected setting means, or why a value is refused */
};

struct layout_edit layout_edit(const struct layout_edit_in *in);

#endif
