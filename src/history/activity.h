/* How busy a run was, all along: tasks that ended and time that workers were in tasks, in equal steps of time since tic. It
 * has a fixed size; where the run becomes longer than its steps reach, two of them become one. Plain data, pure.
 *
 *     activity_note(&activity, now, done, busy_ns);      a live run, each time it is looked at
 *     activity_of_record(&activity, &record);            a run that has ended, exactly */
#ifndef TICTOC_ACTIVITY_H
#define TICTOC_ACTIVITY_H

#include "record/record.h"

#include <stdint.h>

#define ACTIVITY_STEPS 512

struct activity {
    uint64_t step;                /* ns; 0: nothing is known yet */
    uint64_t until;               /* ns since tic: known up to here */
    double ended[ACTIVITY_STEPS]; /* tasks, by step */
    double busy[ACTIVITY_STEPS];  /* ns in tasks, of all workers, by step */
    uint64_t done, busy_ns;       /* in all, when it was looked at last */
};

/* Adds what has come since the last look, evenly over the time between: more is not known of it. */
void activity_note(struct activity *activity, uint64_t now, uint64_t done, uint64_t busy_ns);

void activity_of_record(struct activity *activity, const struct record *record);

/* Tasks a second, and workers that were in a task on average, from one moment to another. */
double activity_rate(const struct activity *activity, uint64_t from, uint64_t to);
double activity_workers(const struct activity *activity, uint64_t from, uint64_t to);

#endif
