/* How fast could any schedule have been? Bounds on the makespan of independent tasks on P places (cores, or
 * workers where the tasks sleep), from the lengths of the tasks alone.
 * Starting, dispatch and leaving cost nothing here.
 *
 *     work    T1: sum of the lengths
 *     span    T∞: the longest task
 *     lower   max(T1 / P rounded up, T∞): no schedule can be shorter
 *     greedy  T1 / P + (1 - 1/P) × T∞: a schedule that never lets a place idle while a task waits is at most
 *             as long, in whatever order it takes them. That is at most (2 - 1/P) × best, Graham's bound:
 *             R. L. Graham, "Bounds for certain multiprocessing anomalies",
 *             Bell System Technical Journal 45 (1966) 1563-1581
 *     graham  (2 - 1/P) × lower: the same guarantee in its well-known form; never below greedy
 *     fifo    the list schedule in the order of the tasks, a free place takes the next: chunk 1
 *     lpt     the list schedule that takes the longest first;
 *             at most (4/3 - 1/(3P)) × best: R. L. Graham, "Bounds on multiprocessing timing anomalies",
 *             SIAM Journal on Applied Mathematics 17 (1969) 416-429
 *
 * The best lies between lower and min(fifo, lpt). All in ns. */
#pragma once

#include "machine/machine.h"
#include "record/record.h"
#include "work/workload.h"

#include <stdbool.h>
#include <stdint.h>

/* Above this many tasks fifo and lpt are not computed (0): they would be close to `lower` anyway. */
#define BOUNDS_TASKS_MAX UINT64_C(4000000)

struct bounds {
    uint64_t places; /* P; 0: there are no bounds */
    uint64_t tasks;
    uint64_t work, span, shortest; /* shortest: the shortest task */
    uint64_t lower, greedy, graham;
    uint64_t fifo, lpt;
    bool asked; /* from the lengths of naps as they were asked for, not measured */
};

/* From `count` lengths in ns; `places` at least 1. Dies when out of memory. */
void bounds_of(struct bounds *bounds, const uint64_t *lengths, uint64_t count, uint64_t places);

/* The bounds of a run's tasks, on as many places as it had workers; where they compute at most the cores.
 * Naps are as long as they were asked for; other tasks as measured in `from`, which may be another run of the
 * same tasks. No bounds where these lengths are not known (below), where there is no work, and where the run
 * was faster than `lower`. */
void bounds_of_run(struct bounds *bounds, const struct record *record, const struct record *from,
                   const struct workload *workload, const struct machine *machine);

/* Whether the lengths of a run's tasks are known: where they compute, each worker had a core to itself. */
bool bounds_have_lengths(const struct record *record, const struct workload *workload,
                         const struct machine *machine);

/* A bound as a line in a picture. */
enum bounds_line { BOUNDS_LOWER, BOUNDS_LPT, BOUNDS_FIFO, BOUNDS_GREEDY, BOUNDS_LINES };

/* ns, 0: not known; and its words: "best possible", "longest first",
 * "in order, one at a time", "never idle: at most". */
uint64_t bounds_ns(const struct bounds *bounds, enum bounds_line line);
const char *bounds_words(enum bounds_line line);
