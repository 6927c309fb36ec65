/* A run at time t, of bounded size whatever the number of tasks: for the views and the progress line.
 * Facts come from a live board (t = now) and from a record (any t) alike;
 * samples of the operating system come from a live run alone. Plain data; filled in by snapshot_at.h. */
#pragma once

#include "board/board.h"
#include "board/gate.h"
#include "machine/sample.h"
#include "record/record.h"

#include <stdbool.h>
#include <stdint.h>

#define SNAPSHOT_WORKERS 128   /* rows of workers */
#define SNAPSHOT_NEXT    64    /* tasks at the head of the queue */
#define SNAPSHOT_CELLS   16384 /* cells of the task map */

/* A smaller share without a core is ordinary scheduling of the system. */
#define NO_CORE_LEAST 0.1

struct worker_facts {
    uint32_t slot;
    uint32_t life;
    uint32_t generation; /* how many workers were in the slot before it */
    int pid;
    enum slot_state state;
    uint64_t task;     /* TASK_NONE between tasks */
    double task_share; /* done of the task: 0 … 1; NAN: not known from a record */
    uint64_t task_age_ns;
    uint64_t chunk_number; /* of its chunk, from 1; 0: chunks of one */
    double chunk_share;    /* done of the chunk, by tasks: 0 … 1 */
    uint64_t tasks_done;   /* in this slot */
    double weight_done;    /* of these */
    uint64_t busy_ns;      /* in tasks in this slot, with the running one and attempts that died */
    bool died; /* SLOT_EMPTY: its last worker neither exited normally nor was stopped with its run */
    /* Share of its time in computing tasks without a core; 0 also where that is not known.
     * Live: since its birth. In a replay: of its whole life. */
    double no_core;
    uint64_t stopped_at; /* first sample as stopped by a signal, ns since tic; 0: it is not stopped */
    struct process_sample sample;
};

/* A cell of the task map: consecutive tasks. */
struct map_cell {
    uint32_t waiting, claimed, running, done, failed;
    uint32_t lost; /* of the claimed: their worker has died and no other will do them */
    uint32_t slot; /* the worker that has most of them; SLOTS_MAX: none yet */
};

struct snapshot {
    /* The run; borrowed, outlives the snapshot. */
    const struct workload *workload;
    const struct strategy *strategy;
    const struct plan *plan;

    bool live;                /* false: from a record */
    bool coordinator_stopped; /* live, by SIGSTOP: no worker is reaped or replaced */
    enum board_phase phase;
    uint64_t stopped_from; /* workers that end later were stopped with the run; UINT64_MAX: none */
    enum gate_mode gate;
    bool permitted;          /* the gate holds, but one more task may start and has not yet */
    uint64_t held_ns;        /* for which the run was held: live until now, in a replay in all */
    uint64_t now;            /* ns since tic; 0 before */
    uint64_t toc, last_done; /* since tic; 0: not yet. last_done: all tasks have ended */

    uint64_t tasks, waiting, claimed, running, done, failed;
    uint64_t lost;                    /* of the claimed, as in a map_cell */
    double weight_done, weight_total; /* weight_done includes the known part of running tasks */
    double schedule_ns;               /* makespan of the naps if only they took time; 0: not known */
    uint64_t lives, live_workers, peak_live, forks_refused;
    uint64_t deaths;         /* workers that died so far */
    uint64_t deaths_at_work; /* of them, in a task */
    uint64_t stuck;          /* 1 + the task that a stuck run waits for; 0: it is not stuck */
    uint32_t stuck_slot;     /* of the dead worker that had it; SLOTS_MAX: not known */

    /* The rows of the window, in slot order. Where workers stay, one that is gone keeps its row (SLOT_EMPTY);
     * empty slots of a process run have no row. */
    struct worker_facts workers[SNAPSHOT_WORKERS];
    uint32_t worker_count;
    struct worker_id chosen;           /* the worker in the window's chosen slot */
    uint32_t chosen_row;               /* its row among all; UINT32_MAX: it has none */
    uint32_t worker_first;             /* the row of workers[0] among all */
    uint32_t worker_total;             /* rows there would be in all */
    uint32_t states[SLOT_LEAVING + 1]; /* all live workers by state */
    uint64_t busy_ns;                  /* of all slots */

    uint64_t next[SNAPSHOT_NEXT]; /* tasks at the head of the queue, in order */
    uint32_t next_count;

    struct map_cell cells[SNAPSHOT_CELLS];
    uint32_t cell_count;
    uint64_t cell_tasks; /* tasks of a cell; the last may have fewer */
};

/* Which part of it is filled in. */
struct snapshot_window {
    uint32_t first_worker, workers; /* rows */
    uint32_t chosen_slot;           /* whose row is found, even outside the window */
    uint32_t next;
    uint32_t cells; /* at most; with equal numbers of tasks */
};

/* ---- derived figures; pure ----------------------------------------------------------------------------- */

/* A time since tic without the time for which the run was held.
 * A replay knows only the sum of the latter, so there it is left in. */
uint64_t snapshot_going_ns(const struct snapshot *snapshot, uint64_t time);
double snapshot_share(const struct snapshot *snapshot); /* done of the work, by weight: 0 … 1 */

/* Time left, ns; UINT64_MAX: not known yet, the run is stuck, or its coordinator is stopped.
 * Naps end by their schedule as long as no worker has died and none is missing.
 * Else the time spent in tasks is extrapolated by weight, all other time by the number of tasks;
 * but naps end no sooner than by their schedule, unless some were set aside. */
uint64_t snapshot_eta_ns(const struct snapshot *snapshot);
double snapshot_rate(const struct snapshot *snapshot);  /* tasks done a second, since tic */
bool snapshot_is_over(const struct snapshot *snapshot); /* every task has ended */

/* ---- filling one in ------------------------------------------------------------------------------------ */

/* Adds `count` tasks of a worker to a cell; `votes`: of the cell, as in snapshot_vote(). */
void snapshot_count(struct map_cell *cell, uint32_t *votes, enum task_state state, uint32_t slot,
                    uint64_t count);

/* Tasks of a cell when `tasks` are shared out over at most `cells` cells (at least 1). */
uint64_t snapshot_cell_tasks(uint64_t tasks, uint32_t cells);

/* At most so many buckets count the tasks of a run; a cell of the map is the sum of whole buckets. */
#define SNAPSHOT_BUCKETS UINT64_C(16384)

/* Finds the worker with most tasks of a bucket or a cell: the majority vote of Boyer and Moore (1981),
 * `count` votes for `worker` at a time. Begins with SLOTS_MAX and no votes.
 * Without a majority the result is any of the workers. */
void snapshot_vote(uint32_t *slot, uint32_t *votes, uint32_t worker, uint32_t count);
