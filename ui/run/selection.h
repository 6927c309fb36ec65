/* The worker that is chosen in a list of workers. What is kept is who it is, by slot and life, and not a row: rows come
 * and go. Pure: what is known of the workers comes from a snapshot. */
#ifndef TICTOC_CHOICE_H
#define TICTOC_CHOICE_H

#include "history/snapshot.h"

#include <stdbool.h>

struct choice {
    bool made;
    struct who who;
    int row;    /* in which it was seen last, of all */
    int wanted; /* choose whoever is in this row (from 1), as soon as a snapshot shows it; 0: no one else */
};

/* Nobody is chosen. */
void choice_clear(struct choice *choice);

/* Chooses who stands `rows` rows below the chosen one, of `count`; the first step chooses whoever is in row `top`. */
void choice_move(struct choice *choice, int64_t rows, int top, int count);

/* Chooses who is in a row. */
void choice_take(struct choice *choice, int row);

/* Follows the chosen worker to its row. Where workers keep their places, the next one in the place of one that has gone is
 * chosen in its stead, at the earliest when it is to be seen; where they do not, nobody is any longer. */
void choice_follow(struct choice *choice, const struct snapshot *snapshot);

/* The row that is to be shown for it; -1: nobody is chosen. */
int choice_row(const struct choice *choice);

/* The chosen worker, if this snapshot shows it; else NULL. */
const struct worker_facts *choice_worker(const struct choice *choice, const struct snapshot *snapshot);

#endif
