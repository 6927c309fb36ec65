/* The panels of the edit screen. Pure. */
#pragma once

#include "analysis/estimate.h"
#include "draw/canvas.h"
#include "edit/form.h"
#include "view/model.h"

#include <stdbool.h>

/* ---- the form: each row of its fields on a line, which goes on below where it is too narrow ------------ */

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

/* ---- what is beside the form: one of the first three in the same place --------------------------------- */

/* What a setting means, what it comes to on this machine and what the keys do to it;
 * or why a value was refused. `typing`: a value is typed. */
void panel_hint(struct pane box, const struct form *form, const struct preview *preview,
                const struct field *at, bool typing);

/* The title that is typed, and where that leads. `fresh`: the first key replaces it. */
void panel_save_as(struct pane box, const struct form *form, const struct model *model, const char *typed,
                   bool fresh);

/* The question whether changes are saved or dropped. */
void panel_unsaved(struct pane box);

/* The file that the experiment would be. */
void panel_file(struct pane box, const struct experiment *experiment);
