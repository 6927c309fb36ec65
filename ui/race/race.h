/* The facts of a race: runs of one experiment, recorded one after the other, shown as if begun together.
 * Each strategy takes part with the median of its runs that ended, of an even number the faster middle one.
 * Runs that were held take part only if there is no other.
 * A run with failed tasks takes part only if there is nothing else, and gets no place.
 * Pure: the moment comes from outside, and a lane is looked up by binary search (trace.h).
 *
 *     race_open(&race, &finished);
 *     race_seek(&race, t);
 *     race_close(&race); */
#pragma once

#include "history/activity.h"
#include "view/model.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct race_lane {
    size_t strategy;    /* of the experiment */
    size_t run;         /* of the recording */
    size_t runs;        /* from which it is the median */
    uint64_t time;      /* ns since tic, when its last task ended */
    uint64_t held;      /* ns of `time` in which it was held or suspended */
    uint64_t failed;    /* tasks; if there are any, it has no place */
    uint64_t life;      /* mean life of its workers, ns */
    struct trace trace; /* owned by the race */
    struct activity activity;

    /* At the moment of race_seek(). */
    double share; /* of the work, by weight, that is done: 0 … 1 */
    uint64_t done, tasks;
    bool over;           /* its last task has ended */
    uint32_t busy, live; /* workers in a task, and all that live */
    uint64_t started;    /* workers, so far */
    size_t place;        /* from 1; equal times share it. 0: still running, or none */
};

struct race {
    const struct finished *finished; /* borrowed, with its recording and its results */
    struct race_lane *lanes;         /* owned */
    size_t lane_count;
    size_t absent;      /* strategies without a run that ended */
    struct scrub scrub; /* the moment; the player adds how it is played */
    size_t leader;      /* lane ahead of all while none has arrived; SIZE_MAX: none */

    uint64_t *arrivals;        /* times of the lanes; owned */
    struct snapshot *snapshot; /* scratch; owned */
};

/* Without a run that ended there are no lanes (lane_count 0). Close it in any case. */
void race_open(struct race *race, const struct finished *finished);
void race_close(struct race *race);

/* Brings every lane to a moment, ns since tic. */
void race_seek(struct race *race, uint64_t now);

/* The next arrival after `now`, or the last one before it; if there is none, the end or 0. */
uint64_t race_step(const struct race *race, uint64_t now, bool after);

/* The lane that arrives first; NULL: none gets a place. */
const struct race_lane *race_first(const struct race *race);

/* The verdict's sentence about the first two; "": none. */
char *race_sentence(const struct race *race, char *buf, size_t size);
