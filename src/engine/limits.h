/* Time limits and chaos: the coordinator ends tasks that have exceeded their time limit, and kills workers
 * at random. limits_next() says when; a run with neither is never woken for them.
 *
 * A task over its limit: SIGTERM to its worker, SIGKILL half a second later.
 * The time counts from the task's start, or from when a suspended run (Ctrl-Z) was continued.
 * It does not count while the worker is stopped from the screen. */
#pragma once

#include "engine/team.h"

struct overdue;
struct stopped;

struct limits {
    struct team *team;
    uint64_t limit;      /* ns a task may take; 0: no limit */
    uint64_t look_at;    /* when a task may next exceed it, ns since tic */
    uint64_t every;      /* ns between two kills of chaos; 0: none */
    uint64_t strike_at;  /* the next kill, ns since tic */
    uint64_t random;     /* state of the generator that chooses the worker */
    uint64_t resumed_at; /* when a suspended run was continued, ns since tic; earlier time does not count */
    struct overdue *overdue; /* by slot; only with a limit */
    struct stopped *stopped; /* by slot; only with a limit */
};

/* Before tic. False with errno set. */
bool limits_open(struct limits *limits, struct team *team);

/* When limits_act() has work, ns since tic; UINT64_MAX: never. */
uint64_t limits_next(const struct limits *limits);

/* Carries out what is due. */
void limits_act(struct limits *limits);

/* A live worker has been stopped, or continued, from the screen. */
void limits_stopped(struct limits *limits, struct worker_id id);
void limits_continued(struct limits *limits, struct worker_id id);

/* Ends limits and chaos: the tasks have ended, or the run waits in vain. */
void limits_rest(struct limits *limits);
