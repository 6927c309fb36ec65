#include "analysis/results.h"

#include "base/xmalloc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool went_well(const struct outcome *run)
{
    return run->complete && run->tasks_failed == 0 && run->tasks_lost == 0 && run->trouble[0] == '\0';
}

void results_add(struct results *results, size_t strategy, struct outcome *outcome, bool warmup)
{
    if (warmup && went_well(outcome)) {
        outcome_release(outcome);
        return;
    }
    outcome->warmup = warmup;
    outcome->complete = outcome->complete && !warmup;
    struct result *result = &results->results[strategy];
    result->runs = xreallocarray(result->runs, result->run_count + 1, sizeof *result->runs);
    result->runs[result->run_count++] = *outcome;
    outcome->workers = NULL;
    outcome->worker_count = 0;
    outcome->found = NULL;
    outcome->found_count = 0;
    outcome->failed = NULL;
    outcome->failed_count = 0;
}

/* The figures of a strategy alone. */
static void compute_times(struct result *result)
{
    double *done = xreallocarray(NULL, 2 * result->run_count, sizeof *done);
    double *elapsed = done + result->run_count;
    result->complete = 0;
    result->workers = result->plan.workers;
    for (size_t i = 0; i < result->run_count; i++) {
        const struct outcome *run = &result->runs[i];
        if (!run->complete)
            continue;
        if (result->workers == 0)
            result->workers = run->peak_live;
        done[result->complete] = (double)run->done_ns / 1e9;
        elapsed[result->complete] = (double)run->elapsed_ns / 1e9;
        result->complete++;
    }
    result->done = stats_of(done, result->complete);
    result->elapsed = stats_of(elapsed, result->complete);
    free(done);
}

/* A held run may take any time; a run that leaves out a task ends sooner. */
bool result_is_comparable(const struct result *result)
{
    return result->complete > 0 && result_held(result) == 0 && result_failed(result) == 0;
}

const struct result *results_baseline(const struct results *results)
{
    for (size_t i = 0; i < results->count; i++)
        if (results->results[i].plan.traits.baseline)
            return &results->results[i];
    return NULL;
}

/* The figures against the baseline. */
static void compare_to_baseline(struct result *result, double baseline, uint64_t cores)
{
    result->speedup = result->efficiency = result->reduction = NAN;
    if (!result_is_comparable(result) || isnan(baseline) || baseline <= 0 || result->done.median <= 0)
        return;
    uint64_t workers = result->workers < cores ? result->workers : cores;
    result->speedup = baseline / result->done.median;
    result->reduction = 1 - result->done.median / baseline;
    if (workers > 0)
        result->efficiency = result->speedup / (double)workers;
}

void results_compute(struct results *results)
{
    const struct experiment *experiment = results->experiment;
    uint64_t cores = experiment->workload.ops->computes ? results->machine.cores : UINT64_MAX;
    for (size_t i = 0; i < results->count; i++)
        compute_times(&results->results[i]);
    const struct result *baseline = results_baseline(results);
    double median = baseline && result_is_comparable(baseline) ? baseline->done.median : (double)NAN;
    for (size_t i = 0; i < results->count; i++)
        compare_to_baseline(&results->results[i], median, cores);
}

void results_open(struct results *results, const struct experiment *experiment, const struct machine *machine)
{
    const struct workload *workload = &experiment->workload;
    *results = (struct results){
        .experiment = experiment,
        .machine = *machine,
        .results = xcalloc(experiment->strategy_count, sizeof *results->results),
        .count = experiment->strategy_count,
    };
    results->naps = account_asked(workload, &results->longest_nap);
}

void results_release(struct results *results)
{
    for (size_t i = 0; i < results->count; i++) {
        for (size_t run = 0; run < results->results[i].run_count; run++)
            outcome_release(&results->results[i].runs[run]);
        free(results->results[i].runs);
    }
    free(results->results);
    results->results = NULL;
    results->count = 0;
}

void results_put_before(struct results *results, struct results *before)
{
    for (size_t i = 0; i < results->count; i++) {
        struct result *result = &results->results[i], *first = &before->results[i];
        size_t count = first->run_count + result->run_count;
        struct outcome *runs = xreallocarray(first->runs, count + 1, sizeof *runs);
        if (result->run_count)
            memcpy(runs + first->run_count, result->runs, result->run_count * sizeof *runs);
        free(result->runs);
        result->runs = runs;
        result->run_count = count;
        first->runs = NULL;
        first->run_count = 0;
    }
    results->interrupted = results->interrupted || before->interrupted;
    results_compute(results);
}

uint64_t results_serial_work(const struct results *results)
{
    const struct result *baseline = results_baseline(results);
    if (!baseline || !results->experiment->workload.ops->computes)
        return 0;
    double *work = xreallocarray(NULL, baseline->run_count + 1, sizeof *work);
    size_t count = 0;
    for (size_t i = 0; i < baseline->run_count; i++)
        if (outcome_counts(&baseline->runs[i]))
            work[count++] = (double)baseline->runs[i].account.ns[ACCOUNT_TASKS];
    uint64_t median = (uint64_t)stats_of(work, count).median;
    free(work);
    return median;
}

uint64_t result_sum(const struct result *result, size_t offset)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < result->run_count; i++)
        if (result->runs[i].complete)
            sum += *(const uint64_t *)((const char *)&result->runs[i] + offset);
    return sum;
}

uint64_t result_held(const struct result *result)
{
    return RESULT_SUM(result, held_ns);
}

uint64_t result_failed(const struct result *result)
{
    return RESULT_SUM(result, tasks_failed);
}

bool results_are_comparable(const struct results *results)
{
    for (size_t i = 0; i < results->count; i++)
        if (results->results[i].complete && !result_is_comparable(&results->results[i]))
            return false;
    return true;
}

/* ---- figures beside the times ------------------------------------------------------------------------- */

bool result_is_unjoined(const struct result *result)
{
    return result->complete > 0 && !result->plan.join;
}

const struct outcome *result_middle_run(const struct result *result)
{
    const struct outcome *middle = NULL;
    double nearest = INFINITY;
    for (size_t i = 0; i < result->run_count; i++) {
        const struct outcome *run = &result->runs[i];
        double away = fabs((double)run->done_ns / 1e9 - result->done.median);
        if (!run->complete || away >= nearest)
            continue;
        nearest = away;
        middle = run;
    }
    return middle;
}

double result_overhead(const struct result *result)
{
    double *overheads = xreallocarray(NULL, result->run_count + 1, sizeof *overheads);
    size_t count = 0;
    for (size_t i = 0; i < result->run_count; i++) {
        const struct outcome *run = &result->runs[i];
        if (outcome_counts(run) && run->account.overhead && run->tasks_done)
            overheads[count++] = (double)run->account.overhead / 1e9 / (double)run->tasks_done;
    }
    double median = count ? stats_of(overheads, count).median : (double)NAN;
    free(overheads);
    return median;
}

uint64_t result_memory(const struct result *result)
{
    uint64_t most = 0;
    for (size_t i = 0; i < result->run_count; i++)
        for (size_t j = 0; result->runs[i].complete && j < result->runs[i].worker_count; j++)
            if (result->runs[i].workers[j].max_rss_kb > most)
                most = result->runs[i].workers[j].max_rss_kb;
    return most * 1024;
}

double results_longest(const struct results *results)
{
    double longest = 0;
    for (size_t i = 0; i < results->count; i++)
        if (results->results[i].complete && results->results[i].done.median > longest)
            longest = results->results[i].done.median;
    return longest;
}

double results_task_seconds(const struct results *results)
{
    uint64_t work =
        results->experiment->workload.ops->computes ? results_serial_work(results) : results->naps;
    return (double)work / 1e9 / (double)results->experiment->workload.tasks;
}

struct best results_best(const struct results *results)
{
    struct best best = { SIZE_MAX, SIZE_MAX, 0 };
    for (size_t i = 0; i < results->count; i++) {
        if (!result_is_comparable(&results->results[i]))
            continue;
        double median = results->results[i].done.median;
        best.count++;
        if (best.first == SIZE_MAX || median < results->results[best.first].done.median) {
            best.second = best.first;
            best.first = i;
        } else if (best.second == SIZE_MAX || median < results->results[best.second].done.median) {
            best.second = i;
        }
    }
    return best;
}

/* ---- how it ended ------------------------------------------------------------------------------------- */

bool results_went_wrong(const struct results *results)
{
    for (size_t i = 0; i < results->count; i++) {
        const struct result *result = &results->results[i];
        for (size_t run = 0; run < result->run_count; run++)
            if (!result->runs[run].interrupted && !went_well(&result->runs[run]))
                return true;
    }
    return false;
}

int results_status(const struct results *results)
{
    if (results->interrupted)
        return 128 + results->signal;
    for (size_t i = 0; i < results->count; i++) {
        const struct result *result = &results->results[i];
        if (result->run_count < results->experiment->repeat)
            return 1;
        for (size_t run = 0; run < result->run_count; run++)
            if (!went_well(&result->runs[run]))
                return 1;
    }
    return 0;
}

static void add_run(const struct recording *recording, const struct recorded_run *run,
                    struct results *results)
{
    struct outcome outcome;
    const struct workload *workload = &recording->experiment.workload;
    outcome_of_record(&outcome, &run->record, workload, &run->plan, &recording->machine);
    results_add(results, run->strategy, &outcome, run->warmup);
}

void results_of_recording(struct results *results, const struct recording *recording, size_t runs)
{
    results_open(results, &recording->experiment, &recording->machine);
    for (size_t i = 0; i < recording->experiment.strategy_count; i++)
        results->results[i].plan.traits = recording->experiment.strategies[i].ops->traits;
    for (size_t i = 0; i < recording->run_count; i++)
        results->results[recording->runs[i].strategy].plan = recording->runs[i].plan;
    for (size_t i = 0; i < runs && i < recording->run_count; i++)
        add_run(recording, &recording->runs[i], results);
    results_compute(results);
}
