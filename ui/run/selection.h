/* The worker that is chosen in a list of workers, by slot and life and not by row:
 * rows come and go. Pure: the workers come from a snapshot. */
#pragma once

#include "history/snapshot.h"

#include <stdbool.h>

struct selection {
    bool made;
    struct worker_id id;
    int row;    /* in which it was seen last, of all */
    int wanted; /* choose the worker in this row (from 1) as soon as a snapshot shows it; 0: no change */
};

/* No worker is chosen. */
void selection_clear(struct selection *selection);

/* Chooses the worker in a row. */
void selection_choose(struct selection *selection, int row);

/* Follows the chosen worker to its row. When it has gone,
 * its successor in the slot is chosen as soon as a snapshot shows it;
 * where slots have no successors (a process for each task), no worker is chosen any longer. */
void selection_follow(struct selection *selection, const struct snapshot *snapshot);

/* The row that is to be shown for it; -1: none is chosen. */
int selection_row(const struct selection *selection);

/* The chosen worker, if this snapshot shows it; else NULL. */
const struct worker_facts *selection_worker(const struct selection *selection,
                                            const struct snapshot *snapshot);
