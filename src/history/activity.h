/* How busy a run was over its time: tasks that ended and time that workers spent in tasks,
 * in equal steps of time since tic. Of a fixed size: when the run outgrows the steps, each two become one.
 * Plain data, pure.
 *
 *     activity_note(&activity, now, done, busy_ns);            a live run, at each look
 *     activity_note_worker(&activity, slot, now, busy_ns);     each worker seen by that look
 *     activity_of_record(&activity, &record);                  a run that has ended, exactly */
#pragma once

#include "record/record.h"

#include <stdint.h>

#define ACTIVITY_STEPS        512
#define ACTIVITY_SLOTS        128 /* the first slots have a history each */
#define ACTIVITY_WORKER_STEPS 128 /* of a worker, each as long as four of the run's */

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
    uint64_t done, busy_ns;       /* totals at the last look */
    struct activity_worker workers[ACTIVITY_SLOTS];
};

/* Adds what has happened since the last look, spread evenly: its times are not known. */
void activity_note(struct activity *activity, uint64_t now, uint64_t done, uint64_t busy_ns);

/* `busy_ns`: total of all workers in that slot. Slots from ACTIVITY_SLOTS on are ignored. */
void activity_note_worker(struct activity *activity, uint32_t slot, uint64_t now, uint64_t busy_ns);

void activity_of_record(struct activity *activity, const struct record *record);

/* With fewer tasks than this a rate only shows the width of a step; the count is better. */
#define ACTIVITY_RATE_FROM 500

/* Tasks that have ended since tic. */
double activity_done(const struct activity *activity, uint64_t to);

/* Tasks a second and average workers in a task, between two moments. */
double activity_rate(const struct activity *activity, uint64_t from, uint64_t to);
double activity_workers(const struct activity *activity, uint64_t from, uint64_t to);

/* The share of the time between two moments that a slot's workers were in tasks: 0 … 1; -1: not known. */
double activity_of_worker(const struct activity *activity, uint32_t slot, uint64_t from, uint64_t to);
