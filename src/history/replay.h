/* A finished run at any moment of it. An index is made once over a record; then the facts at t (snapshot.h) are found
 * by binary search, so that a frame costs the same whether the run had a hundred tasks or a million.
 *
 *     replay_open(&replay, &record, &workload, &strategy, &plan);
 *     replay_look(&replay, t, &window, &snapshot);
 *     replay_close(&replay);
 *
 * The facts are those that were live at t, told from what a record keeps:
 *   - Claimed. A record knows who did a task and when, not who had claimed it since when. With chunks of more than one,
 *     a chunk is a sequence of neighbours between two multiples of the chunk that the same worker started one after
 *     the other; all of it is claimed from the start of the first on, each task until it starts itself. Where nobody
 *     dies these are the chunks that were handed out. A process has claimed its task from its birth. A pool with
 *     chunks of one claims nothing.
 *   - Attempts that died. An attempt that took its worker down is running from its start until the worker was reaped;
 *     its task waits afterwards. What else a dead worker had claimed is shown as waiting.
 *   - Between tasks. A worker is `claiming` when it goes on to start another task, `idle` when it does not, `leaving`
 *     once all tasks have ended; a process leaves as soon as its task has. Held workers are not told from these.
 *   - Holds. A record keeps how long its run was held, not when: no moment of a replay is shown as held.
 *   - The share of a running task is its age as a share of the time it took. Of an attempt that did not come to its
 *     end a nap's age tells it; of a computation it is not known. */
#ifndef TICTOC_REPLAY_H
#define TICTOC_REPLAY_H

#include "record/record.h"
#include "history/snapshot.h"

#include <stdint.h>

/* What the tasks before one, in the order of its slot, come to. */
struct replay_sum {
    uint64_t busy_ns; /* in those that are done */
    double weight;    /* of them */
    uint32_t done;
};

/* Consecutive tasks. Times are UINT64_MAX where it never came to that. */
struct replay_bucket {
    uint64_t claim_first;          /* when the first of them was claimed */
    uint64_t claim_min, claim_max; /* when any of them, and when all of them were claimed */
    uint64_t start_min;            /* when any of them had started */
    uint64_t end_max;              /* when all of them had ended */
    uint32_t done, failed;         /* in the end */
    uint32_t slot, votes;          /* who did most of them: snapshot_vote() */
};

/* An attempt that runs at the moment that is looked at, and is going to die. */
struct replay_doomed {
    uint32_t task, slot;
    bool gone; /* its worker has been reaped: nobody watched, and it keeps the task */
};

struct replay {
    /* Borrowed; outlive the replay. */
    const struct record *record;
    const struct workload *workload;
    const struct strategy *strategy;
    const struct plan *plan;

    uint64_t end;        /* the last moment at which anything happens */
    uint64_t all_ended;  /* when the last task ended; UINT64_MAX: not all did */
    double weight_total; /* of all tasks */
    double schedule_ns;  /* estimate_schedule() */

    uint32_t slots; /* that were used */
    /* The lives and the tasks of slot s, in the order of time: lives[life_at[s] … life_at[s + 1]), the same for tasks.
     * Tasks that never started are left out. */
    uint32_t *life_at, *task_at;
    uint32_t *lives, *tasks;
    uint32_t *deaths;         /* beside lives: how many before it in its slot died, … */
    uint32_t *deaths_at_work; /* … how many of these in a task … */
    uint64_t *lost_ns;        /* … and how long the attempts were that died with them */
    struct replay_sum *sums;  /* beside tasks */
    uint32_t *peaks;          /* beside the record's lives: the most that lived at once, up to its birth */

    struct replay_bucket *buckets;
    uint64_t bucket_count, bucket_tasks;

    struct replay_doomed *doomed; /* scratch of a look */
    uint32_t doomed_count, doomed_room;
};

/* The record is one that record_take() made or record_read() accepted. */
void replay_open(struct replay *replay, const struct record *record, const struct workload *workload,
                 const struct strategy *strategy, const struct plan *plan);
void replay_close(struct replay *replay);

/* The facts as they were at `now` ns after tic. */
void replay_look(struct replay *replay, uint64_t now, const struct snapshot_window *window,
                 struct snapshot *snapshot);

/* The next moment after `now`, and the last one before it, at which anything happens: a birth, a reaping, a task's start
 * or end, an attempt that is going to die, toc, an event. The end and 0 where there is none. */
uint64_t replay_next(const struct replay *replay, uint64_t now);
uint64_t replay_previous(const struct replay *replay, uint64_t now);

/* How many of the tasks of a slot, of its lives, of all lives had begun at `now`: its last one is the number before. */
uint32_t replay_tasks_until(const struct replay *replay, uint32_t slot, uint64_t now);
uint32_t replay_lives_until(const struct replay *replay, uint32_t slot, uint64_t now);
uint64_t replay_births_until(const struct replay *replay, uint64_t now);

/* When a task was claimed, given when the one before it was; UINT64_MAX: never. `place`: the task's place in its chunk,
 * task % chunk, which whoever goes from one to the next has without dividing. */
uint64_t replay_claim(const struct replay *replay, uint64_t task, uint64_t place, uint64_t claim_before);

/* How long the attempt was that died with a life that has ended; 0: none did. */
uint64_t replay_lost_ns(const struct record_life *life);

/* When the attempt began that died with a life; UINT64_MAX: none did, or its task is kept as one that failed. */
uint64_t replay_doom(const struct record *record, uint32_t life);

#endif
