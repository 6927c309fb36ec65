/* The experiments of the home list, read and resolved for this machine. Filled in two steps, so that the
 * first frame need not wait: what can be read at once, and then, entry by entry, what takes arithmetic. */
#pragma once

#include "view/model.h"

#include <stdbool.h>
#include <stddef.h>

struct experiment_list {
    struct experiment_entry *entry; /* `count` of them; owned, what they point to as well */
    size_t count;
    struct catalog catalog;
    struct catalog_entry given; /* what the command line asks for, where that is not in the catalog */
    struct last_results last_results;
    struct calibration calibration;
    bool measured;    /* the calibration */
    size_t estimated; /* entries before this one are complete */
};

/* `given`: the experiment that the command line makes, the first of the list, copied; NULL: none. */
void experiment_list_open(struct experiment_list *list, const struct machine *machine,
                          const struct experiment *given);
void experiment_list_release(struct experiment_list *list);

/* One more step; false when there is nothing left to do. Not while a run goes on. */
bool experiment_list_estimate(struct experiment_list *list, const struct machine *machine);

/* Keeps what came out, for the next time. False with a sentence in `err`. */
bool experiment_list_keep(struct experiment_list *list, const struct results *results, char *err,
                          size_t size);
