/* What came out: the outcome of each run, gathered per strategy, with the figures people compare.
 * Pure data and arithmetic: a series fills it, reports, findings and screens read it.
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
    uint64_t naps,
        longest_nap;  /* all that the tasks sleep as asked for, and the longest, ns; 0: they compute */
    bool interrupted; /* 128 + signal applies */
    int signal;       /* that interrupted; 0 */
};

/* Without any run. */
void results_open(struct results *results, const struct experiment *experiment,
                  const struct machine *machine);

/* Takes over what `outcome` owns. A warm-up is kept only where something went wrong, and never counts. */
void results_add(struct results *results, size_t strategy, struct outcome *outcome, bool warmup);
void results_compute(struct results *results);

/* Puts the runs of an earlier time of the same experiment in front of these,
 * which takes them out of there. */
void results_put_before(struct results *results, struct results *before);

/* Those of the first `runs` runs of a recording, as a series would have gathered them;
 * they point to the recording's experiment. */
void results_of_recording(struct results *results, const struct recording *recording, size_t runs);

/* What the others are compared with: the first of the
 * strategies whose plan is a baseline; NULL: there is none. */
const struct result *results_baseline(const struct results *results);

void results_release(struct results *results);

/* Processor time of the baseline's tasks: median over its runs that did all tasks and were not
 * held, ns. 0: there is none, or the workload does not compute. */
uint64_t results_serial_work(const struct results *results);

/* Over the runs that a strategy's figures come from, the sum of a uint64_t of their outcomes. */
#define RESULT_SUM(result, member) result_sum(result, offsetof(struct outcome, member))
uint64_t result_sum(const struct result *result, size_t offset);

/* How long the runs of a strategy were held, all in all, ns; of those alone that its figures come from. */
uint64_t result_held(const struct result *result);

/* How many tasks of a strategy were set aside as failed, all in all;
 * in those runs alone that its figures come from. */
uint64_t result_failed(const struct result *result);

/* Whether a strategy may be compared with others by its figures:
 * it has some, and in the runs that they come from every task was done and that were not held. */
bool result_is_comparable(const struct result *result);

/* Whether all are that have figures. */
bool results_are_comparable(const struct results *results);

/* Whether toc came before the last task had ended. */
bool result_is_unjoined(const struct result *result);

/* The complete run that is nearest to the median: the one whose account is shown. NULL: none is complete. */
const struct outcome *result_middle_run(const struct result *result);

/* What a strategy takes beside its tasks, for each of them, in s;
 * median over the runs that count. Processor time of starting, dispatch and ending. NAN: not known. */
double result_overhead(const struct result *result);

/* The most memory one worker took, in bytes, over the complete runs; 0: not known. */
uint64_t result_memory(const struct result *result);

/* The longest median of done, s; 0: nothing is complete yet. */
double results_longest(const struct results *results);

/* A task's mean length, s: processor time in the baseline, naps as asked for. 0: not known. */
double results_task_seconds(const struct results *results);

/* The shortest and the second shortest median among those that are comparable; SIZE_MAX: there is none. */
struct best {
    size_t first, second;
    size_t count; /* of them all */
};
struct best results_best(const struct results *results);

/* Whether a run failed or lost a task, other than by being stopped or skipped. */
bool results_went_wrong(const struct results *results);

/* 0 all tasks done; 1 a run failed or lost a task; 128 + signal when interrupted. */
int results_status(const struct results *results);
