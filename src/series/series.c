#include "series/series.h"

#include "base/number.h"
#include "record/record.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

void series_open(struct series *series, const struct experiment *experiment, const struct machine *machine)
{
    *series = (struct series){
        .experiment = experiment,
        .runner = { .pidfd = -1, .control_fd = -1 },
        .runs = experiment->strategy_count * (size_t)(experiment->warmup + experiment->repeat),
    };
    results_open(&series->results, experiment, machine);
    for (size_t i = 0; i < experiment->strategy_count; i++)
        strategy_plan(&experiment->strategies[i], &experiment->workload, machine,
                      &series->results.results[i].plan);
    results_compute(&series->results);
}

void series_close(struct series *series)
{
    runner_close(&series->runner);
    record_release(&series->record);
    results_release(&series->results);
}

struct series_run series_run_at(const struct series *series, size_t index)
{
    size_t width = series->experiment->strategy_count, round = index / width;
    bool warmup = round < series->experiment->warmup;

    return (struct series_run){
        .strategy = index % width,
        .repeat = round - (warmup ? 0 : (size_t)series->experiment->warmup),
        .warmup = warmup,
    };
}

/* Adds the outcome of the run that was started last to the results. */
static void add_outcome(struct series *series, struct outcome *outcome)
{
    struct series_run run = series_run_at(series, series->next - 1);

    results_add(&series->results, run.strategy, outcome, run.warmup);
    results_compute(&series->results);
}

/* The next run could not be started. */
static void pass_over(struct series *series, struct outcome *outcome)
{
    outcome->tasks_lost = series->experiment->workload.tasks;
    add_outcome(series, outcome);
    if (++series->refused == series->experiment->strategy_count)
        series->stopped = true;
}

/* A record is large, and every later fork would copy its page tables. */
static void drop_record(struct series *series)
{
    record_release(&series->record);
    series->record = (struct record){ .tasks = NULL };
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

static bool start_next(struct series *series)
{
    struct series_run run = series_run_at(series, series->next++);
    struct outcome outcome = { 0 };

    drop_record(series);
    disturbance_read(&series->before);
    series->running = runner_start(&series->runner, &series->experiment->workload,
                                   &series->experiment->strategies[run.strategy],
                                   &series->results.results[run.strategy].plan, &series->patience,
                                   outcome.trouble, sizeof outcome.trouble);
    if (!series->running) {
        pass_over(series, &outcome);
        return false;
    }
    series->refused = 0;
    series->patience = (struct backoff){ 0 };
    return true;
}

bool series_start(struct series *series)
{
    if (series->running)
        return false;
    while (!series->stopped && series->next < series->runs)
        if (start_next(series))
            return true;
    return false;
}

/* At most the time of the run: the runner notices its end a little later. */
static uint64_t held_in(const struct runner *runner, const struct record *record)
{
    uint64_t held = runner_held_ns(runner), end = most_of(record->toc, record->done);

    return end ? least_of(held, end) : held;
}

struct recorded_run series_take_run(struct series *series)
{
    struct series_run run = series_run_at(series, series->next - 1);
    struct record record = series->record;
    series->record = (struct record){ .tasks = NULL };
    return (struct recorded_run){
        .strategy = run.strategy,
        .repeat = run.repeat,
        .warmup = run.warmup,
        .plan = series->results.results[run.strategy].plan,
        .record = record,
    };
}

/* Notes as trouble the signal that ended a coordinator, unless the user stopped the run. */
static void note_signal(const struct runner *runner, struct outcome *outcome)
{
    if (WIFSIGNALED(runner->status) && !outcome->interrupted && !outcome->trouble[0])
        snprintf(outcome->trouble, sizeof outcome->trouble, "the coordinator was ended by signal %d (%s)",
                 WTERMSIG(runner->status), strsignal(WTERMSIG(runner->status)));
}

static void finish_run(struct series *series)
{
    struct series_run run = series_run_at(series, series->next - 1);
    struct disturbance_reading after;
    struct runner *runner = &series->runner;
    struct record *record = &series->record;
    struct outcome outcome;
    disturbance_read(&after);
    record_take(record, runner->board);
    record->held_ns = held_in(runner, record);
    disturbance_between(&record->disturbance, &series->before, &after);
    outcome_of_record(&outcome, record, &series->experiment->workload,
                      &series->results.results[run.strategy].plan, &series->results.machine);
    outcome.interrupted = runner->stop_ns && !outcome.complete;
    note_signal(runner, &outcome);
    record->interrupted = outcome.interrupted;
    memcpy(record->trouble, outcome.trouble, sizeof record->trouble);
    runner_close(runner);
    series->running = false;
    add_outcome(series, &outcome);
}

bool series_poll(struct series *series)
{
    if (!series->running)
        return false;
    if (runner_poll(&series->runner))
        return true;
    finish_run(series);
    return false;
}

int series_fd(const struct series *series)
{
    return series->running ? series->runner.pidfd : -1;
}

void series_skip(struct series *series)
{
    if (series->running)
        runner_stop(&series->runner);
}

void series_stop(struct series *series)
{
    series->stopped = true;
    series_skip(series);
}
