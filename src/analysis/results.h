/* Results: the outcome of each run, by strategy, with the figures people compare.
 * Pure data and arithmetic: a series fills them; reports, findings and screens read them.
 *
 *     results_open(&results, &experiment, &machine);
 *     results_add(&results, strategy, &outcome, false);    after each run
 *     results_compute(&results);
 *     results_release(&results); */
#pragma once

#include "analysis/outcome.h"
#include "experiment/experiment.h"
#include "machine/machine.h"
#include "base/stats.h"
#include "record/recording.h"
#include "work/strategy.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One strategy over its counted repeats. */
struct result {
    struct plan plan;
    struct outcome *runs; /* owned; counted ones in order, interrupted and failed ones included */
    size_t run_count;

    /* Derived by results_compute() from the complete runs alone; all 0 and NAN while there is none. */
    size_t complete;            /* runs that count */
    struct stats done, elapsed; /* s */
    uint64_t workers;           /* P: the plan's, or the peak live of the first complete run */
    /* Beside the baseline; NAN without one, or where either is not comparable. */
    double speedup;    /* its median done / median done */
    double efficiency; /* speedup / P, P at most `cores` where the workload computes */
    double reduction;  /* 1 - median / the baseline's: share of the time saved */
};

struct results {
    const struct experiment *experiment; /* borrowed; outlives the results */
    struct machine machine;
    struct result *results; /* owned; as experiment->strategies */
    size_t count;
    uint64_t naps, longest_nap; /* sum and longest of the naps as asked for, ns; 0: the tasks compute */
    bool interrupted;           /* 128 + signal applies */
    int signal;                 /* that interrupted the series; 0 */
};

/* Opens results without a run. */
void results_open(struct results *results, const struct experiment *experiment,
                  const struct machine *machine);

/* Takes over what `outcome` owns. A warm-up is kept only where something went wrong, and never counts. */
void results_add(struct results *results, size_t strategy, struct outcome *outcome, bool warmup);
void results_compute(struct results *results);

/* Moves the runs of `before`, earlier results of the same experiment, in front of these. */
void results_put_before(struct results *results, struct results *before);

/* The results of the first `runs` runs of a recording, as a series would have gathered them.
 * They borrow the recording's experiment. */
void results_of_recording(struct results *results, const struct recording *recording, size_t runs);

/* The result that the others are compared with: the first whose plan is a baseline; NULL: there is none. */
const struct result *results_baseline(const struct results *results);

void results_release(struct results *results);

/* Processor time of the baseline's tasks: median over its runs that did all tasks and were not
 * held, ns. 0: there is none, or the workload does not compute. */
uint64_t results_serial_work(const struct results *results);

/* The sum of a uint64_t of the outcomes, over the complete runs. */
#define RESULT_SUM(result, member) result_sum(result, offsetof(struct outcome, member))
uint64_t result_sum(const struct result *result, size_t offset);

/* Over the complete runs: for how long they were held, ns; how many tasks were set aside as failed. */
uint64_t result_held(const struct result *result);
uint64_t result_failed(const struct result *result);

/* Whether a strategy may be compared with others: it has complete runs,
 * and in all of them every task was done and nothing was held. */
bool result_is_comparable(const struct result *result);

/* Whether all strategies with figures are. */
bool results_are_comparable(const struct results *results);

/* Whether toc came before the last task had ended. */
bool result_is_unjoined(const struct result *result);

/* The complete run closest to the median, whose account is shown; NULL: none is complete. */
const struct outcome *result_middle_run(const struct result *result);

/* The processor time of starting, dispatch and ending, for each task, s.
 * Median over the runs that count; NAN: not known. */
double result_overhead(const struct result *result);

/* The peak memory of one worker over the complete runs, bytes; 0: not known. */
uint64_t result_memory(const struct result *result);

/* The longest median of done, s; 0: nothing is complete yet. */
double results_longest(const struct results *results);

/* The mean length of a task, s: processor time in the baseline, naps as asked for. 0: not known. */
double results_task_seconds(const struct results *results);

/* The strategies with the shortest and second shortest comparable median; SIZE_MAX: there is none. */
struct best {
    size_t first, second;
    size_t count; /* comparable strategies */
};
struct best results_best(const struct results *results);

/* Whether a run failed or lost a task, other than one that the user stopped or skipped. */
bool results_went_wrong(const struct results *results);

/* 0 all tasks done; 1 a run failed or lost a task; 128 + signal when interrupted. */
int results_status(const struct results *results);
