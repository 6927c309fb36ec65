/* Every change of the board, a function each, that takes the worker and the time. Real workers call them with
 * the clock; a simulation, or a coordinator whose workers are on other hosts, calls them with other times.
 *
 * The claim protocol
 *   1. A worker writes SLOT_CLAIMING, then takes a ticket of its queue: `chunk` positions of order[].
 *   2. It wins each still waiting task of them by compare-and-swap; others may have been faster.
 *   3. It writes SLOT_RUNNING; result and end are written before the word becomes done,
 *      once, by compare-and-swap.
 *   4. When it dies, the coordinator, after wait4 has returned it and never earlier, puts
 *      its claimed and running tasks back to waiting and moves the ticket of the queue they lie in down to
 *      the lowest of them. If the slot is in SLOT_CLAIMING, no other record may exist of its ticket's tasks:
 *      everything below the highest ticket ever handed out is swept at once, in every queue it may draw from.
 *      (Not below the ticket: another death may have moved that down meanwhile.)
 * The ticket is only a hint where to look: what waits is what is in the state waiting.
 * So moving it down too far costs time but never a task, and a task is never given to two live workers.
 *
 * Where each slot has a queue of its own, its worker draws from that alone and is idle when it is drained:
 * what others have left stays theirs. A death's tasks go back to the queue they came from, for the next
 * worker in that slot. Where none can be started, the queue has no owner: once every live worker is idle,
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

/* The task begins: from claimed by this worker, or from waiting. False: it is another's. */
bool transition_start(struct board *board, struct worker_id id, uint64_t task, uint64_t now);

/* The task is done; `weight` is its weight, for the progress.
 * False, and nothing has changed: this worker is not running it. */
bool transition_end(struct board *board, struct worker_id id, uint64_t task, uint64_t result, double weight,
                    uint64_t now);

/* Whether nothing waits from the ticket on, in any queue it may draw from:
 * it will find nothing to claim. A ticket past the end means the same,
 * but a death may have moved it below tasks that others have had all along. */
bool transition_nothing_waits(struct board *board, struct worker_id id);

/* What the worker does between tasks: SLOT_IDLE, SLOT_HELD,
 * SLOT_RUNNING (back from the gate), SLOT_LEAVING. */
void transition_state(struct board *board, struct worker_id id, enum slot_state state);

/* ---- coordinator -------------------------------------------------------------------------------------- */

/* A worker is about to be forked into an empty slot, for one waiting task that it claims,
 * or to serve (TASK_NONE). Returns its name; the caller has seen that a life is left. */
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

/* It has been started, or could not be: then all is as before its birth. */
void transition_born(struct board *board, struct worker_id id, struct worker_place place);
void transition_unborn(struct board *board, struct worker_id id);

struct exit_info {
    int status; /* as wait4 gives it */
    uint64_t cpu_ns;
    uint64_t max_rss_kb;
    bool uncounted; /* its death is no attempt of its task: we killed it */
};

/* Step 4: wait4 has returned it. Returns how many tasks went back to waiting;
 * a task that has now died `attempts` times is set aside as failed instead. */
uint64_t transition_death(struct board *board, struct worker_id id, const struct exit_info *exit_info,
                          uint64_t now);

/* The same in an unsupervised run: its tasks remain its own and will never be done. */
void transition_abandon(struct board *board, struct worker_id id, const struct exit_info *exit_info,
                        uint64_t now);

/* Whether there is a queue with nothing waiting from its ticket on: workers at the gate may wait in vain. */
bool transition_is_any_drained(struct board *board);

/* True when every live worker is idle: then nothing is being claimed,
 * and transition_sweep() sees everything. */
bool transition_all_idle(struct board *board);

/* Wakes workers that are idle or at the gate: something came back, or the phase has changed. */
void transition_wake(struct board *board);

/* The last look: counts the tasks that have not ended, moves each ticket down to the lowest waiting one
 * and opens queues without an owner where something waits. The caller has seen that every worker is idle and
 * none is still to be replaced. 0 proves that nothing is left. *last receives the latest end of a task. */
uint64_t transition_sweep(struct board *board, uint64_t *last);

/* Only looks: the first task in the order of the queues that has not ended, or TASK_NONE. *last as above. */
uint64_t transition_unended(struct board *board, uint64_t *last);

/* Looks at every task: how many have not ended. */
uint64_t transition_count_unended(struct board *board);
