/* The workers of a run: started, signalled and reaped, each in a slot of the board.
 *
 * team_start()  a new worker in an empty slot, by the launcher
 * team_kill()   a signal to a live worker
 * team_reap()   the next worker that has ended: its tasks go back to waiting, its slot is empty
 *
 * Only the coordinator's process calls these. */
#pragma once

#include "engine/launcher.h"

struct killed;

struct team {
    struct launcher launcher;
    struct board *board;
    const struct plan *plan;
    struct workload workload; /* with its settings on the board */
    uint64_t tic;             /* clock_ns() at tic */
    int notify_fd;            /* idle workers write a byte here */
    bool stopping;            /* the run is to end, every worker was killed */
    bool refused;             /* the last start was refused, which is noted */
    uint32_t crashes;         /* workers in a row that died before they began a task */
    int crash_status;         /* of the last one, as wait4 gives it */
    uint64_t crashed_at;      /* when it was reaped, ns since tic */
    uint32_t *free_slots;     /* a stack; the lowest slot on top at first */
    uint32_t free_count;      /* entries on it */
    struct killed *killed;    /* by slot: the last signal sent that may end its worker */
};

/* Opens a team whose board, plan and notify_fd are set, with workers of the kind that `launch` starts.
 * Before tic. NULL, or the name of what was refused, with errno set. */
const char *team_open(struct team *team, const char *(*launch)(struct launcher *launcher));

/* ns since tic. */
uint64_t team_now(const struct team *team);

/* Starts a worker that serves (task == TASK_NONE) or does the one task, in an empty slot.
 * 0, or the errno of the refusal; refusals in a row are noted once. */
int team_start(struct team *team, uint32_t slot, uint64_t task);

/* A free slot, or SLOTS_MAX: none. Give it back when its worker has ended or could not be started. */
uint32_t team_take_slot(struct team *team);
void team_give_slot(struct team *team, uint32_t slot);

/* One worker that has ended. */
struct reaped {
    struct worker_id id;
    uint64_t requeued; /* tasks that went back to waiting */
};

/* Reaps one worker that has ended. Its tasks are put back, except in an unsupervised run.
 * Its slot is empty, and not yet given back. False: none has ended. */
bool team_reap(struct team *team, struct reaped *reaped);

/* Sends a signal to a live worker, and never to another process: the worker is not reaped meanwhile,
 * so the pid is its own. A death by this signal is reported as EVENT_KILLED and is no attempt of its task,
 * except after a time limit, where the worker was still running `task`. False: the worker has ended. */
bool team_kill(struct team *team, struct worker_id id, int signal, enum kill_reason reason, uint64_t task);

/* Kills every worker; the run is stopping from now on. */
void team_kill_all(struct team *team);
