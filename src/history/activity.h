/* How busy a run was, all along: tasks that ended and time that workers were in tasks,
 * in equal steps of time since tic. It has a fixed size;
 * where the run becomes longer than its steps reach, two of them become one. Plain data, pure.
 *
 *     activity_note(&activity, now, done, busy_ns);            a live run, each time it is looked at
 *     activity_note_worker(&activity, slot, now, busy_ns);     and each worker that was looked at
 *     activity_of_record(&activity, &record);                  a run that has ended, exactly */
#pragma once

#include "record/record.h"

#include <stdint.h>

#define ACTIVITY_STEPS        512
#define ACTIVITY_SLOTS        128 /* the first, of which each has a history */
#define ACTIVITY_WORKER_STEPS 128 /* of a worker: four of the run's are one */

struct activity_worker {
    uint64_t until; /* ns since tic: known up to here */
    uint64_t busy_ns;
    double busy[ACTIVITY_WORKER_STEPS]; /* ns in tasks, by step */
};

struct activity {
    uint64_t step;                /* ns; 0: nothing is known yet */
    uint64_t until;               /* ns since tic: known up to here */
    double ended[ACTIVITY_STEPS]; /* tasks, by step */
    double busy[ACTIVITY_STEPS];  /* ns in tasks, of all workers, by step */
    uint64_t done, busy_ns;       /* in all, when it was looked at last */
    struct activity_worker workers[ACTIVITY_SLOTS];
};

/* Adds what has come since the last look, evenly over the time between: more is not known of it. */
void activity_note(struct activity *activity, uint64_t now, uint64_t done, uint64_t busy_ns);

/* `busy_ns`: of all workers in that slot so far. Slots from ACTIVITY_SLOTS on have no history. */
void activity_note_worker(struct activity *activity, uint32_t slot, uint64_t now, uint64_t busy_ns);

void activity_of_record(struct activity *activity, const struct record *record);

/* Of fewer tasks a rate would be one over the width of a step: how many are done says more. */
#define ACTIVITY_RATE_FROM 500

/* Tasks that have ended since tic. */
double activity_done(const struct activity *activity, uint64_t to);

/* Tasks a second, and workers that were in a task on average, from one moment to another. */
double activity_rate(const struct activity *activity, uint64_t from, uint64_t to);
double activity_workers(const struct activity *activity, uint64_t from, uint64_t to);

/* The share of the time from one moment to another that the workers of a slot were in tasks:
 * 0 … 1; below 0: not known. */
double activity_of_worker(const struct activity *activity, uint32_t slot, uint64_t from, uint64_t to);
