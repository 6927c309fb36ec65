/* The selected worker of a list, by slot and life: rows come and go. Pure: workers come from a snapshot. */
#pragma once

#include "history/snapshot.h"

#include <stdbool.h>

struct selection {
    bool made;
    struct worker_id id;
    int row;    /* its last one, of all rows */
    int wanted; /* row (from 1) whose worker is selected once a snapshot shows it; 0: none */
};

void selection_clear(struct selection *selection);

/* Chooses the worker in a row. */
void selection_choose(struct selection *selection, int row);

/* Follows the selected worker to its row. When it has gone, its successor in the slot is selected
 * as soon as a snapshot shows it. A process for one task has no successor: the selection ends. */
void selection_follow(struct selection *selection, const struct snapshot *snapshot);

/* The selected row; -1: none. */
int selection_row(const struct selection *selection);

/* The selected worker; NULL: none, or not in this snapshot. */
const struct worker_facts *selection_worker(const struct selection *selection,
                                            const struct snapshot *snapshot);
