/* The deaths on a live board, for watch.c alone: how many there were, and what stays with the dead until somebody takes
 * it back, or for ever.
 *
 * A worker is dead when it has been reaped, and the board says so; before that, when the system has called it so. */
#ifndef TICTOC_WATCH_DEATHS_H
#define TICTOC_WATCH_DEATHS_H

#include "history/snapshot.h"

struct watch_deaths {
    struct board *board;
    bool unsupervised;
    uint64_t *called;      /* life + 1 of whom the system has called dead, by slot; 0: nobody; owned */
    uint64_t all, at_work; /* of the lives before `from`; at_work: that took a task down with them */
    uint64_t from;         /* the oldest life that is not among them */
};

/* The board is borrowed. */
void watch_deaths_init(struct watch_deaths *deaths, struct board *board, const struct plan *plan);
void watch_deaths_release(struct watch_deaths *deaths);

/* The system says that the worker of this row is dead. False: it has ended well since the row was filled. */
bool watch_deaths_call(struct watch_deaths *deaths, const struct worker_facts *row);

/* All deaths so far. */
void watch_deaths_fill(struct watch_deaths *deaths, struct snapshot *snapshot);

/* The state that a task's word says: one that runs is claimed by the dead when its worker died in it, and nobody has
 * taken it back. */
enum task_state watch_deaths_state(const struct watch_deaths *deaths, uint64_t word);

/* What a dead worker ran goes no further, though its place still says that it runs. Its attempt ends when somebody reaps
 * it; until then the time counts, as it does in a record. */
void watch_deaths_end(const struct watch_deaths *deaths, struct worker_facts *row, struct snapshot *snapshot);

/* Tasks that stay with their dead workers, for an unsupervised pool takes none back. */
uint64_t watch_deaths_lost(const struct watch_deaths *deaths);

#endif
