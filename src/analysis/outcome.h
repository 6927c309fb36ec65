/* The outcome of a run: its record, summed up. */
#pragma once

#include "analysis/account.h"
#include "analysis/bounds.h"
#include "machine/disturbance.h"
#include "record/record.h"
#include "work/strategy.h"
#include "work/workload.h"

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
    uint8_t deaths; /* attempts that died and counted */
};

/* One run, summed up. */
struct outcome {
    bool complete;       /* every task ended, done or failed; false for warm-ups, which do not count */
    bool interrupted;    /* stopped or skipped by the user */
    bool warmup;         /* a warm-up that went wrong; others leave no outcome */
    char trouble[256];   /* why it could not go on, one sentence; "" */
    char note[256];      /* what else is worth a sentence (a limit reached); "" */
    uint64_t elapsed_ns; /* toc - tic */
    uint64_t done_ns;    /* end of the last task - tic */
    uint64_t lasted_ns;  /* until the last worker was reaped; 0: not known */
    uint64_t held_ns;    /* of that, time for which the run was held or suspended */
    uint64_t tasks_done, tasks_failed, tasks_lost;
    uint64_t retries; /* attempts beyond the first */
    int death_signal; /* of the first attempt that died by a signal other than SIGKILL; 0: none */
    uint64_t workers_started, peak_live;
    uint64_t forks_refused;
    uint64_t spawn_ns; /* one process per task: (last reaping - first fork) / processes; 0 for the others */
    struct account account;         /* where its time went */
    struct bounds bounds;           /* of its tasks, on its account's places */
    struct disturbance disturbance; /* what the machine did besides */
    struct worker_total *workers;   /* owned; NULL above OUTCOME_WORKERS_MAX lives */
    size_t worker_count;
    uint64_t *found; /* owned; in task order */
    size_t found_count;
    struct failed_task *failed; /* owned; all tasks that were set aside, in task order */
    size_t failed_count;
    /* Attempts that died in tasks that were set aside; those of them that reached the time limit. */
    uint64_t failed_attempts, failed_at_limit;
};

void outcome_release(struct outcome *outcome);

/* Whether its time may be compared with others: it did all its tasks and was neither held nor throttled. */
bool outcome_counts(const struct outcome *outcome);

/* Sums up a record. Release with outcome_release(). */
void outcome_of_record(struct outcome *outcome, const struct record *record, const struct workload *workload,
                       const struct plan *plan, const struct machine *machine);
