/* What the coordinator does to its workers by the clock: it ends the task that has run past its time limit, and makes
 * chaos. It says when it wants to be woken next and asks for nothing in between; a run with neither never wakes.
 *
 * A task past its limit: SIGTERM to its worker, SIGKILL half a second later. Limits count from the task's start, or
 * from when a suspended run (Ctrl-Z) was continued; and not while its worker is stopped from the screen. */
#ifndef TICTOC_LIMITS_H
#define TICTOC_LIMITS_H

#include "board/board.h"

#include <stdbool.h>
#include <stdint.h>

struct coordinator;
struct reprimand;
struct pause;

struct limits {
    uint64_t limit;               /* ns a task may take; 0: no limit */
    uint64_t look_at;             /* nobody can be past the limit before, ns since tic */
    uint64_t every;               /* ns between two strikes of chaos; 0: none */
    uint64_t strike_at;           /* the next one */
    uint64_t lots;                /* state of the generator that draws the victims */
    uint64_t excused;             /* ns since tic: what a task had used before does not count */
    struct reprimand *reprimands; /* by slot */
    struct pause *pauses;         /* by slot */
};

/* Before tic. False with errno set. */
bool limits_open(struct coordinator *coordinator, const struct plan *plan);

/* When it has something to do, ns since tic; UINT64_MAX: never. */
uint64_t limits_next(const struct coordinator *coordinator);

/* Does what is due. */
void limits_act(struct coordinator *coordinator);

/* A live worker is stopped, or continued, on behalf of the one before the screen. */
void limits_stopped(struct coordinator *coordinator, struct worker_id id);
void limits_continued(struct coordinator *coordinator, struct worker_id id);

/* Whether a worker that was ended for its time limit took the task down for which it was: it may have gone on to
 * another between the look and the signal. */
bool limits_meant(const struct coordinator *coordinator, struct worker_id id, uint64_t task);

/* The tasks have ended, or nothing moves any more: no more limits, no more chaos. */
void limits_rest(struct coordinator *coordinator);

#endif
