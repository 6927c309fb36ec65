/* The facts of a race: runs of one experiment that were recorded one after the other, looked at as if they
 * had begun together. One run for each strategy: the median one of those that came to their end, of an even
 * number the faster of the two in the middle; runs that were held take part only where there is no other.
 * One in which tasks failed fills its lane where there is nothing else, but gets no place.
 * Pure: the moment comes from outside, and every lane is found by binary search (trace.h).
 *
 *     race_open(&race, &finished);
 *     race_look(&race, t);
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
    size_t runs;        /* of how many it is the median one */
    uint64_t time;      /* ns since tic, when its last task ended */
    uint64_t held;      /* ns of it for which it was held or suspended */
    uint64_t failed;    /* tasks; where there are any, it has no place */
    uint64_t life;      /* how long its workers lived, on average; ns */
    struct trace trace; /* owned by the race */
    struct activity activity;

    /* At the moment that was looked at. */
    double share; /* of the work that is behind it, by weight: 0 … 1 */
    uint64_t done, tasks;
    bool over;           /* its last task has ended */
    uint32_t busy, live; /* workers that have something to do, and all that live */
    uint64_t started;    /* so far */
    size_t place;        /* from 1, by time; the same time shares it. 0: it still runs, or has none */
};

struct race {
    const struct finished *finished; /* borrowed, with its recording and its results */
    struct race_lane *lanes;         /* owned */
    size_t lane_count;
    size_t absent;      /* strategies of which no run came to its end */
    struct scrub scrub; /* where it is; the player adds how it is played */
    size_t leader;      /* lane that is ahead of all while none has arrived; SIZE_MAX: none is */

    uint64_t *arrivals;        /* times of the lanes; owned */
    struct snapshot *snapshot; /* scratch; owned */
};

/* There are no lanes (lane_count 0) where no run came to its end. Close it in any case. */
void race_open(struct race *race, const struct finished *finished);
void race_close(struct race *race);

void race_look(struct race *race, uint64_t now);

/* The next arrival after `now`, or the last one before it; the end or 0 where there is none. */
uint64_t race_step(const struct race *race, uint64_t now, bool after);

/* The lane that arrives first; NULL: none gets a place. */
const struct race_lane *race_first(const struct race *race);

/* What may be said of the first two once all have arrived: the verdict's sentence about them; "": nothing. */
char *race_sentence(const struct race *race, char *buf, size_t size);
