/* What came out: the outcome of each run, gathered per strategy, with the figures people compare.
 * Pure data and arithmetic; series.c fills it, report_*.c and the screens read it. */
#ifndef TICTOC_RESULTS_H
#define TICTOC_RESULTS_H

#include "analysis/account.h"
#include "analysis/bounds.h"
#include "machine/disturbance.h"
#include "experiment/experiment.h"
#include "machine/machine.h"
#include "base/stats.h"
#include "work/strategy.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Above this many lives a run keeps no totals for each. */
#define OUTCOME_WORKERS_MAX 1000

/* One life, summed up. */
struct worker_total {
    uint32_t slot;
    uint64_t tasks;      /* done by it */
    uint64_t busy_ns;    /* inside tasks */
    uint64_t cpu_ns;     /* user + system, from wait4 */
    uint64_t max_rss_kb; /* peak memory, from wait4 */
};

/* A task that was set aside. */
struct failed_task {
    uint32_t task;
    uint8_t deaths; /* that counted */
};

/* One run, summed up. */
struct outcome {
    bool
        complete; /* every task ended, in the state done or failed; never a warm-up's, which does not count */
    bool interrupted;    /* stopped or skipped by the user */
    bool warmup;         /* a warm-up that went wrong; others leave no outcome */
    char trouble[256];   /* why it could not go on, one sentence; "" when nothing is wrong */
    char note[256];      /* what should be told though the run went well (a limit met); "" */
    uint64_t elapsed_ns; /* toc - tic */
    uint64_t done_ns;    /* end of the last task - tic */
    uint64_t lasted_ns; /* until the last worker had gone, whether the tasks were done or not; 0: not known */
    uint64_t held_ns;   /* of it, how long the run was held or suspended */
    uint64_t tasks_done, tasks_failed, tasks_lost;
    uint64_t retries; /* attempts beyond the first */
    uint64_t workers_started, peak_live;
    uint64_t forks_refused;
    uint64_t spawn_ns; /* process: mean cost of starting and ending one process, measured: (last reaping -
                                first fork) / processes; 0 for the others */
    struct account account;         /* where its time went */
    struct bounds bounds;           /* of its tasks, on its account's places */
    struct disturbance disturbance; /* what else went on meanwhile */
    struct worker_total *workers;   /* owned; NULL above OUTCOME_WORKERS_MAX lives */
    size_t worker_count;
    uint64_t *found; /* owned; in task order */
    size_t found_count;
    struct failed_task *failed; /* owned; every one that was set aside, in task order */
    size_t failed_count;
    /* Attempts that died in tasks that were set aside, and those of them that lasted until the time limit. */
    uint64_t failed_attempts, failed_at_limit;
};

void outcome_release(struct outcome *outcome);

/* Whether its time may be compared with others': it did all its tasks, and nobody held it. */
bool outcome_counts(const struct outcome *outcome);

/* One strategy over its counted repeats. */
struct result {
    struct plan plan;
    struct outcome *runs; /* owned; counted ones in order, interrupted and failed ones included */
    size_t run_count;

    /* Derived by results_compute() from the complete runs alone; all 0 and NAN while there is none. */
    size_t complete;            /* runs that count */
    struct stats done, elapsed; /* s */
    uint64_t workers;           /* P: the plan's, or the peak live of the first complete run */
    /* Beside the first serial; NAN without one, or where either is not comparable. */
    double speedup;    /* its median done / median done */
    double efficiency; /* speedup / P, P at most `cores` where the workload computes */
    double reduction;  /* 1 - median / serial's median: share of the time saved */
};

struct results {
    const struct experiment *experiment; /* borrowed; outlives the results */
    struct machine machine;
    struct result results[EXPERIMENT_STRATEGIES_MAX]; /* as experiment->strategies */
    bool interrupted;                                 /* 128 + signal applies */
    int signal;                                       /* that interrupted; 0 */
};

/* Takes over what `outcome` owns. That of a warm-up is kept, to be told, only where something went wrong, and never
 * counts. */
void results_add(struct results *results, size_t strategy, struct outcome *outcome, bool warmup);
void results_compute(struct results *results);
void results_release(struct results *results);

/* Processor time of the tasks in the experiment's first serial: median over its runs that did all tasks and were not
 * held, ns. 0: there is none, or the workload does not compute. */
uint64_t results_serial_work(const struct results *results);

/* How long the runs of a strategy were held, all in all, ns; of those alone that its figures come from. */
uint64_t result_held(const struct result *result);

/* Whether any run was held that figures come from. */
bool results_held(const struct results *results);

/* How many tasks of a strategy were set aside as failed, all in all; in those runs alone that its figures come from. */
uint64_t result_failed(const struct result *result);

/* Whether that is true of any strategy. */
bool results_failed(const struct results *results);

/* Whether a strategy may be compared with others by its figures: it has some, and in the runs that they come from every
 * task was done and nobody held them. */
bool result_is_comparable(const struct result *result);

/* Whether a run failed or lost a task, other than by being stopped or skipped. */
bool results_went_wrong(const struct results *results);

/* 0 all tasks done; 1 a run failed or lost a task; 128 + signal when interrupted. */
int results_status(const struct results *results);

#endif
