/* An experiment before it has run: its strategies resolved for this machine, how long each would take
 * if only the tasks took time, and about how long the whole will take.
 * Pure arithmetic but for what plans ask of the system (strategy.h). */
#pragma once

#include "experiment/experiment.h"
#include "machine/machine.h"
#include "analysis/calibration.h"
#include "analysis/schedule.h"

/* One strategy. */
struct forecast {
    struct plan plan;

    /* In order, with tasks that take exactly what they weigh and workers that take no time.
     * One of the two, by workload_ops.computes. */
    double schedule_ns;      /* naps */
    double schedule_speedup; /* work that computes: against one worker */

    double lower_ns; /* best possible on these workers: work / workers, or the longest task */
    double run_ns;   /* estimated time of one run; HUGE_VAL: for ever */
};

struct preview {
    struct forecast *strategies; /* as the experiment's; owned */
    bool estimated;              /* the members below and the schedules are computed */
    double unit_ns;              /* time of a unit of weight; 1 for naps */

    double total_ns; /* the whole experiment, every repeat and warm-up */
    bool endless;    /* a pool may wait for ever: its workers are killed, and none is replaced */
};

void preview_release(struct preview *preview);

/* Fills in the plans. `preview` is all zero or was filled in before; preview_release() in the end. */
void preview_plan(struct preview *preview, const struct experiment *experiment,
                  const struct machine *machine);

/* Fills in the estimates, after preview_plan(); takes some milliseconds where tasks are many. */
void preview_estimate(struct preview *preview, const struct experiment *experiment,
                      const struct machine *machine, const struct calibration *calibration);

/* The makespan in units of weight: a worker takes the next chunk of the plan's order as soon as it is free.
 * Beyond 200 000 chunks: work / workers, which is a little less. */
double estimate_makespan(const struct workload *workload, const struct plan *plan);

/* The chunks of a plan in the order in which they are handed out, scheduled. */
struct chunk_schedule {
    uint64_t count;
    uint32_t *order;      /* the task at each position; NULL: as they are numbered; owned */
    uint64_t *lengths;    /* owned */
    struct scheduled *at; /* owned */
    uint64_t makespan;
    double unit; /* units of weight in one of these lengths */
};

/* Workers of a plan that have something to do: there may be fewer chunks than workers. */
uint64_t estimate_workers(const struct workload *workload, const struct plan *plan);

/* Whether more workers than `cores` compute: these share the cores, which no schedule describes. */
bool estimate_is_crowded(const struct workload *workload, const struct plan *plan, unsigned cores);

/* False, with nothing to release, where the cores are crowded, or there are no chunks or more than `most`;
 * where the tasks have an order, more than `most` tasks. */
bool estimate_chunks(struct chunk_schedule *chunks, const struct workload *workload, const struct plan *plan,
                     unsigned cores, uint64_t most);
void chunk_schedule_release(struct chunk_schedule *chunks);

/* The makespan in ns of a plan's tasks where their lengths are known beforehand; else 0. */
double estimate_schedule(const struct workload *workload, const struct plan *plan);
