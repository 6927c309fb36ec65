/* The layout of the edit screen. */
#pragma once

#include "view/layout.h"

struct layout_edit_in {
    int w, h;
    int form;  /* rows of the form */
    int file;  /* lines of the file it would be */
    bool asks; /* the hint is a question, and comes first */
};

struct layout_edit {
    struct layout_frame frame;
    struct rect form;
    struct rect hint;     /* what the selected setting means, or why a value is refused */
    struct rect file;     /* what would be saved; only where there is room to spare */
    struct rect schedule; /* "What to expect"; where there is still more */
};

struct layout_edit layout_edit(const struct layout_edit_in *in);
