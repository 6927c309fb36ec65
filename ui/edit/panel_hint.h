/* What is beside the form: one of the first three in the same place. Pure. */
#pragma once

#include "analysis/estimate.h"
#include "draw/canvas.h"
#include "edit/form.h"
#include "view/model.h"

#include <stdbool.h>

/* What a setting means, what it comes to on this machine and what the keys do to it; or why a value was refused.
 * `typing`: a value is typed. */
void panel_hint(struct pane box, const struct form *form, const struct preview *preview,
                const struct field *at, bool typing);

/* The title that is typed, and where that leads. `fresh`: the first key replaces it. */
void panel_save_as(struct pane box, const struct form *form, const struct model *model, const char *typed,
                   bool fresh);

/* The question whether changes are saved or dropped. */
void panel_unsaved(struct pane box);

/* The file that the experiment would be. */
void panel_file(struct pane box, const struct experiment *experiment);
