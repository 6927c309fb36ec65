/* The form as it is drawn: each row of its fields on a line, which goes on below where it is too narrow. Pure. */
#pragma once

#include "analysis/estimate.h"
#include "draw/canvas.h"
#include "edit/form.h"

#include <stdbool.h>

/* Where a field is: a line of the form, columns in it. */
struct cell_place {
    struct field field;
    int line, x, w;
};

/* The form in so many columns. */
struct form_lines {
    struct cell_place cells[FORM_FIELDS_MAX];
    int count;   /* of the cells */
    int lines;   /* of the form, empty ones included */
    int names;   /* columns of the names at the left */
    int figures; /* columns of the figures at the right; 0: no room */
};

void form_lines(struct form_lines *lines, const struct canvas *canvas, const struct form *form, int w);

struct form_panel {
    const struct form_lines *lines;
    const struct form *form;
    const struct preview *preview;
    int first;         /* line that is at the top */
    int chosen;        /* index of the cell that the keys are for */
    const char *typed; /* into it; NULL: nothing */
    bool fresh;        /* the first key replaces that */
};

void panel_form(struct pane box, const struct form_panel *panel);
