/* The world at time t, bounded in size whatever the number of tasks: what the views draw and the progress
 * line says. Two parts: facts, which come equally from a live board (t = now) and from a record (any t);
 * and samples of the operating system, which only a live run has. Plain data; filled in by snapshot_at.h. */
#pragma once

#include "board/board.h"
#include "board/gate.h"
#include "machine/sample.h"
#include "record/record.h"

#include <stdbool.h>
#include <stdint.h>

#define SNAPSHOT_WORKERS 128   /* rows that can be looked at at once */
#define SNAPSHOT_NEXT    64    /* tasks at the head of the queue */
#define SNAPSHOT_CELLS   16384 /* cells of the task map */

/* A share without a core below which there is none to speak of: the system's ordinary coming and going. */
#define NO_CORE_LEAST 0.1

struct worker_facts {
    uint32_t slot;
    uint32_t life;
    uint32_t generation; /* workers that were in the slot before it */
    int pid;
    enum slot_state state;
    uint64_t task;     /* TASK_NONE between tasks */
    double task_share; /* of the task, behind it: 0 … 1; NAN: not known from a record */
    uint64_t task_age_ns;
    uint64_t chunk_number; /* of its chunk, from 1; 0: chunks of one */
    double chunk_share;    /* of the chunk, by tasks: 0 … 1 */
    uint64_t tasks_done;   /* in this slot */
    double weight_done;    /* of these */
    uint64_t busy_ns;      /* in tasks in this slot, with the running one and attempts that died */
    bool died; /* SLOT_EMPTY: its last worker did not go in good order, nor because its run was stopped */
    /* Of its time in computing tasks, the share for which it had no core;
     * 0 also where that is not known. Live: since its birth. In a replay: of its whole life. */
    double no_core;
    uint64_t stopped_at; /* ns since tic, when it was first sampled as stopped by a signal; 0: it goes on */
    struct process_sample sample;
};

/* A cell of the task map: consecutive tasks. */
struct map_cell {
    uint32_t waiting, claimed, running, done, failed;
    uint32_t lost; /* of the claimed: by a worker that has died, and no other will do them */
    uint32_t slot; /* the worker that has most of them; SLOTS_MAX: none yet */
};

struct snapshot {
    /* What run this is; borrowed, outlives the snapshot. */
    const struct workload *workload;
    const struct strategy *strategy;
    const struct plan *plan;

    bool live;                /* false: from a record */
    bool coordinator_stopped; /* live: by SIGSTOP: no worker is reaped or replaced */
    enum board_phase phase;
    uint64_t stopped_from; /* its workers were stopped with it from here on; UINT64_MAX: it was not stopped */
    enum gate_mode gate;
    bool permitted;   /* though it holds, one more task may start and has not yet */
    uint64_t held_ns; /* of the run's time, how long it was held: live until now, in a replay all in all */
    uint64_t now;     /* ns since tic; 0 before */
    uint64_t toc, last_done; /* since tic; 0: not yet. last_done: all tasks have ended */

    uint64_t tasks, waiting, claimed, running, done, failed;
    uint64_t lost;                    /* of the claimed, as in a map_cell */
    double weight_done, weight_total; /* weight_done includes what is known of running tasks */
    double schedule_ns; /* of naps: when the last would end if only they took time; 0: not known */
    uint64_t lives, live_workers, peak_live, forks_refused;
    uint64_t deaths;         /* workers that ended otherwise than well, so far */
    uint64_t deaths_at_work; /* of them those that took a task down with them */
    /* What an unsupervised run waits for in vain: no worker will ever do this task. 0: the run is not stuck;
     * else the task + 1, and the slot of the dead worker that had it, SLOTS_MAX where that is not known. */
    uint64_t stuck;
    uint32_t stuck_slot;

    /* Rows asked for, in slot order. Where workers stay, one that has gone keeps its row (SLOT_EMPTY);
     * slots of a process run are left out while they are empty. */
    struct worker_facts workers[SNAPSHOT_WORKERS];
    uint32_t worker_count;
    struct worker_id chosen;           /* the worker in the slot that was asked for … */
    uint32_t chosen_row;               /* … is in this row of all; UINT32_MAX: it has none */
    uint32_t worker_first;             /* workers[0] is this row of all … */
    uint32_t worker_total;             /* … there would be */
    uint32_t states[SLOT_LEAVING + 1]; /* live workers by state, all of them */
    uint64_t busy_ns;                  /* of all slots */

    uint64_t next[SNAPSHOT_NEXT]; /* tasks at the head of the queue, in order */
    uint32_t next_count;

    struct map_cell cells[SNAPSHOT_CELLS];
    uint32_t cell_count;
    uint64_t cell_tasks; /* tasks of a cell; the last may have fewer */
};

/* What of it shall be filled in. */
struct snapshot_window {
    uint32_t first_worker, workers; /* rows */
    uint32_t chosen_slot;           /* its row is looked for, wherever it is */
    uint32_t next;
    uint32_t cells; /* at most; cells have equal numbers of tasks */
};

/* Derived figures; pure. */
/* A time since tic without what the run was held for, of which a replay knows only how much it was in all:
 * there all of it is left in. */
uint64_t snapshot_going_ns(const struct snapshot *snapshot, uint64_t time);
double snapshot_share(const struct snapshot *snapshot); /* of the work behind it, by weight: 0 … 1 */
/* Time left; UINT64_MAX: not known yet, the run waits in vain, or its coordinator is stopped.
 * Naps end when their schedule does, as long as no worker has died and none is missing.
 * Else what has gone into tasks so far goes on by weight, what has gone into anything
 * else by the number of tasks; but naps end no sooner than by their schedule, unless some were set aside. */
uint64_t snapshot_eta_ns(const struct snapshot *snapshot);
double snapshot_rate(const struct snapshot *snapshot);  /* tasks done a second, since tic */
bool snapshot_is_over(const struct snapshot *snapshot); /* every task has ended */

/* ---- filling one in ------------------------------------------------------------------------------------ */

/* Adds `count` tasks of a worker to a cell; `votes`: of the cell, see snapshot_vote(). */
void snapshot_count(struct map_cell *cell, uint32_t *votes, enum task_state state, uint32_t slot,
                    uint64_t count);

/* Tasks of a cell when `tasks` are shared out over at most `cells` cells (at least 1). */
uint64_t snapshot_cell_tasks(uint64_t tasks, uint32_t cells);

/* The tasks of a run are counted in buckets, at most so many; a cell of the map sums up whole ones. */
#define SNAPSHOT_BUCKETS UINT64_C(16384)

/* The worker that most of a bucket's or a cell's tasks belong to:
 * the majority vote of Boyer and Moore (1981), `count` votes for `worker` at a time.
 * Begins with SLOTS_MAX and no votes. Where none has a majority it is any of them. */
void snapshot_vote(uint32_t *slot, uint32_t *votes, uint32_t worker, uint32_t count);
