/* Every change of the board is a function here that takes the worker and the time.
 * Workers call them with the clock; a simulation calls them with simulated times.
 *
 * The claim protocol
 *   1. A worker writes SLOT_CLAIMING, then takes a ticket of its queue: `chunk` positions of order[].
 *   2. It wins each still waiting task of them by compare-and-swap; others may have been faster.
 *   3. It writes SLOT_RUNNING; result and end are written before the word becomes done,
 *      once, by compare-and-swap.
 *   4. When it dies, the coordinator, after wait4 has returned it and never earlier, puts
 *      its claimed and running tasks back to waiting and moves the ticket of the queue they are in down to
 *      the lowest of them. If the slot is in SLOT_CLAIMING, no other record may exist of its ticket's tasks:
 *      everything below the highest ticket ever handed out is swept at once, in every queue it may draw from.
 *      (Not below the ticket: another death may have moved that down meanwhile.)
 * The ticket is only a hint where to look: a task waits if its word says so.
 * So moving the ticket down too far costs time but never a task, and no task has two live workers.
 *
 * Where each slot has a queue of its own, its worker draws from that alone and is idle when it is drained.
 * The tasks of a dead worker go back to the queue they came from, for the next worker in that slot.
 * Where none can be started, the queue has no owner: once every live worker is idle,
 * transition_sweep() opens it, and from then on every worker whose own queue is drained draws from it. */
#pragma once

#include "board/board.h"

/* Positions of order[], [first, end). */
struct span {
    uint64_t first, end;
};

/* ---- worker ------------------------------------------------------------------------------------------- */

/* Steps 1 and 2: false when every queue it may draw from is drained. With chunk 1 the tasks stay waiting and
 * transition_start() wins the task; with more they are claimed here, as many as were still waiting. */
bool transition_take(struct board *board, struct worker_id id, struct span *span);

/* Claims one waiting task without starting it. False: it is not waiting. */
bool transition_claim(struct board *board, struct worker_id id, uint64_t task);

/* Whether transition_start() would win it now. */
bool transition_may_start(struct board *board, struct worker_id id, uint64_t task);

/* The task begins: it was waiting, or claimed by this worker. False: another worker has it. */
bool transition_start(struct board *board, struct worker_id id, uint64_t task, uint64_t now);

/* The task is done; `weight` is its weight, for the progress.
 * False, with nothing changed: this worker is not running it. */
bool transition_end(struct board *board, struct worker_id id, uint64_t task, uint64_t result, double weight,
                    uint64_t now);

/* Whether no task waits from the ticket on, in any queue that the worker may draw from: it can claim none.
 * The ticket alone does not say so: a death may have moved it below tasks that others have. */
bool transition_nothing_waits(struct board *board, struct worker_id id);

/* The worker's state between tasks: SLOT_IDLE, SLOT_HELD, SLOT_RUNNING (back from the gate), SLOT_LEAVING. */
void transition_state(struct board *board, struct worker_id id, enum slot_state state);

/* ---- coordinator -------------------------------------------------------------------------------------- */

/* A worker is about to be started in an empty slot, for one waiting task that is claimed for it,
 * or to serve (TASK_NONE). Returns its name; the caller has checked that a life is left. */
struct worker_id transition_birth(struct board *board, uint32_t slot, uint64_t task, uint64_t now);

/* Where a worker runs. */
struct worker_place {
    uint32_t host; /* 0: this machine */
    int32_t pid;   /* there */
    int32_t tid;   /* of its thread; of a process the pid */
};

static inline struct worker_place worker_place_of_process(int pid)
{
    return (struct worker_place){ .pid = pid, .tid = pid };
}

/* The worker has been started, or could not be: then the board is as before its birth. */
void transition_born(struct board *board, struct worker_id id, struct worker_place place);
void transition_unborn(struct board *board, struct worker_id id);

struct exit_info {
    int status; /* as wait4 gives it */
    uint64_t cpu_ns;
    uint64_t max_rss_kb;
    bool uncounted; /* its death is no attempt of its task: tictoc killed it */
};

/* Step 4: wait4 has returned it. Returns how many tasks went back to waiting;
 * a task that has now died `attempts` times is set aside as failed instead. */
uint64_t transition_death(struct board *board, struct worker_id id, const struct exit_info *exit_info,
                          uint64_t now);

/* The same in an unsupervised run: its tasks remain its own and will never be done. */
void transition_abandon(struct board *board, struct worker_id id, const struct exit_info *exit_info,
                        uint64_t now);

/* Whether some queue has no waiting task from its ticket on: workers at the gate may wait in vain. */
bool transition_is_any_drained(struct board *board);

/* Whether every live worker is idle: then no task is being claimed, and transition_sweep() sees them all. */
bool transition_all_idle(struct board *board);

/* Wakes workers that are idle or at the gate: tasks came back, or the phase has changed. */
void transition_wake(struct board *board);

/* The last sweep: counts the tasks that have not ended, moves each ticket down to the lowest waiting one
 * and opens queues without an owner where tasks wait. The caller has checked that every worker is idle and
 * none is to be replaced. 0 proves that no task is left. *last receives the latest end of a task. */
uint64_t transition_sweep(struct board *board, uint64_t *last);

/* The first task in the order of the queues that has not ended, or TASK_NONE. *last as above. */
uint64_t transition_unended(struct board *board, uint64_t *last);

/* The number of tasks that have not ended. */
uint64_t transition_count_unended(struct board *board);
