/* The shelves: the experiments of the home list, read and resolved for this machine. Filled in two steps, so that the
 * first frame need not wait: what can be read at once, and then, shelf by shelf, what takes arithmetic. */
#ifndef TICTOC_SHELF_H
#define TICTOC_SHELF_H

#include "view/model.h"
#include "cli/options.h"

#include <stdbool.h>
#include <stddef.h>

struct shelves {
    struct shelf *shelf; /* `count` of them; owned, what they point to as well */
    size_t count;
    struct catalog catalog;
    struct catalog_entry given; /* what the command line asks for, where that is not in the catalog */
    struct state state;
    struct speed speed;
    bool measured;    /* the speed */
    size_t estimated; /* shelves before this one are complete */
};

/* `given`: the experiment that the command line makes, to stand first in the list, copied; NULL: none. */
void shelves_open(struct shelves *shelves, const struct machine *machine, const struct experiment *given);
void shelves_release(struct shelves *shelves);

/* One more step; false when there is nothing left to do. Not while a run goes on. */
bool shelves_estimate(struct shelves *shelves, const struct machine *machine);

/* Keeps what came out, for the next time. False with a sentence in `err`. */
bool shelves_keep(struct shelves *shelves, const struct results *results, char *err, size_t size);

#endif
