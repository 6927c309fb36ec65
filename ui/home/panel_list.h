/* The list of experiments at home: a heading before each group,
 * and of every experiment whether it has run and how long it takes. Pure. */
#pragma once

#include "draw/canvas.h"
#include "view/list.h"
#include "view/model.h"

#include <stdbool.h>
#include <stddef.h>

struct list_row {
    size_t entry;        /* index in model->experiments; entry_count: there is none */
    const char *heading; /* of the group that begins with the entry; NULL: the entry itself */
};

/* Rows that are listed. `search`: text that title or name must have;
 * where it is not empty there are no headings. */
int list_row_count(const struct model *model, const char *search);
struct list_row list_row_at(const struct model *model, const char *search, int row);

/* The row of an entry, or of the next one that is listed. */
int list_row_of(const struct model *model, const char *search, size_t entry);

void panel_list(struct pane box, bool focused, const struct model *model, const struct list *list,
                const char *search, bool typing);
