/* What came of an experiment: that of a live one is made by live.h, that of a record here. */
#pragma once

#include "view/model.h"

#include <stddef.h>

/* What came of a recording, which is taken over. Owned by the caller: finished_free(). */
struct finished *finished_of(const char *path, const struct recording *recording);

/* The same of a file, which has a run of that number (from 1;
 * 0: any). NULL after the mistake was printed on stderr. */
struct finished *finished_read(const char *path, uint64_t run);

void finished_free(struct finished *finished);

/* Several of them, the oldest first. Owned; zeroed it is empty. */
struct finished_list {
    struct finished **all;
    size_t count;
};

void finished_list_add(struct finished_list *list, struct finished *finished);

/* Frees `count` of them, from number `first` on; those behind move up. */
void finished_list_drop(struct finished_list *list, size_t first, size_t count);
void finished_list_release(struct finished_list *list);
