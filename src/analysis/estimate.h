/* What an experiment comes to before it has run: its strategies resolved for this machine, how long each would take
 * if nothing but the tasks took time, and about how long the whole will take. Pure arithmetic but for what plans ask
 * of the system (strategy.h). */
#ifndef TICTOC_ESTIMATE_H
#define TICTOC_ESTIMATE_H

#include "experiment/experiment.h"
#include "machine/machine.h"
#include "analysis/calibration.h"

struct preview {
    struct plan plans[EXPERIMENT_STRATEGIES_MAX];
    bool estimated; /* what follows has been computed */

    /* First in, first out, with tasks that take exactly what they weigh and workers that take no time. One of the two,
     * by workload_ops.computes. */
    double ideal_ns[EXPERIMENT_STRATEGIES_MAX];      /* naps */
    double ideal_speedup[EXPERIMENT_STRATEGIES_MAX]; /* work that computes: against one worker */

    double total_ns; /* the whole experiment, every repeat and warm-up … */
    bool endless;    /* … unless a pool waits for ever: its workers are killed, and nobody watches */
};

/* Fills in the plans. */
void preview_plan(struct preview *preview, const struct experiment *experiment,
                  const struct machine *machine);

/* The rest; some milliseconds where tasks are many. After preview_plan(). */
void preview_estimate(struct preview *preview, const struct experiment *experiment,
                      const struct machine *machine, const struct calibration *calibration);

/* When the last of `workers` has ended its last chunk, in units of weight: each takes the next chunk as soon as it
 * is free. Beyond 200 000 chunks: a bound that is not reached by much. */
double estimate_makespan(const struct workload *workload, uint64_t workers, uint64_t chunk);

/* The same of tasks whose lengths are known beforehand, as a plan has them carried out, in ns; else 0. */
double estimate_schedule(const struct workload *workload, const struct plan *plan);

#endif
