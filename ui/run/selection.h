/* The worker that is chosen in a list of workers. What is kept is who it is, by slot and life, and not a row: rows come
 * and go. Pure: what is known of the workers comes from a snapshot. */
#ifndef TICTOC_SELECTION_H
#define TICTOC_SELECTION_H

#include "history/snapshot.h"

#include <stdbool.h>

struct selection {
    bool made;
    struct worker_id id;
    int row;    /* in which it was seen last, of all */
    int wanted; /* choose whoever is in this row (from 1), as soon as a snapshot shows it; 0: no one else */
};

/* Nobody is chosen. */
void selection_clear(struct selection *selection);

/* Chooses who stands `rows` rows below the chosen one, of `count`; the first step chooses whoever is in row `top`. */
void selection_move(struct selection *selection, int64_t rows, int top, int count);

/* Chooses who is in a row. */
void selection_take(struct selection *selection, int row);

/* Follows the chosen worker to its row. Where workers keep their places, the next one in the place of one that has gone is
 * chosen in its stead, at the earliest when it is to be seen; where they do not, nobody is any longer. */
void selection_follow(struct selection *selection, const struct snapshot *snapshot);

/* The row that is to be shown for it; -1: nobody is chosen. */
int selection_row(const struct selection *selection);

/* The chosen worker, if this snapshot shows it; else NULL. */
const struct worker_facts *selection_worker(const struct selection *selection,
                                            const struct snapshot *snapshot);

#endif
