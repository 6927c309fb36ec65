#include "series/series.h"

#include "record/record.h"
#include "base/xmalloc.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    for (size_t i = 0; i < series->record_count; i++)
        record_release(&series->records[i]);
    free(series->records);
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

/* Takes in the outcome of the run that was started last. */
static void take_in(struct series *series, struct outcome *outcome)
{
    struct series_run run = series_run_at(series, series->next - 1);

    results_add(&series->results, run.strategy, outcome, run.warmup);
    results_compute(&series->results);
}

static void keep(struct series *series, struct record *record)
{
    if (!series->keep_records) {
        record_release(record);
        return;
    }
    series->records = xrealloc(series->records, (series->record_count + 1) * sizeof *series->records);
    series->records[series->record_count++] = *record;
}

/* The next run could not be started. */
static void pass_over(struct series *series, struct outcome *outcome)
{
    struct record nothing = { .tasks = NULL };

    outcome->tasks_lost = series->experiment->workload.tasks;
    keep(series, &nothing);
    take_in(series, outcome);
    if (++series->refused == series->experiment->strategy_count)
        series->stopped = true;
}

static bool start_next(struct series *series)
{
    struct series_run run = series_run_at(series, series->next++);
    struct outcome outcome = { 0 };

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

/* A record is large: what is left of one that was dropped would be carried along by every fork to come. */
static void give_back_memory(void)
{
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

/* Not longer than the run took: it is heard of its end a little later. */
static uint64_t held_in(const struct runner *runner, const struct record *record)
{
    uint64_t held = runner_held_ns(runner), end = record->toc > record->done ? record->toc : record->done;

    return held < end || !end ? held : end;
}

struct recorded_run series_recorded_run(const struct series *series, size_t index)
{
    struct series_run run = series_run_at(series, index);
    return (struct recorded_run){
        .strategy = run.strategy,
        .repeat = run.repeat,
        .warmup = run.warmup,
        .plan = series->results.results[run.strategy].plan,
        .record = series->records[index],
    };
}

struct recorded_run series_take_last_run(struct series *series)
{
    size_t last = series->record_count - 1;
    struct recorded_run run = series_recorded_run(series, last);
    series->records[last] = (struct record){ .tasks = NULL };
    return run;
}

static void finish(struct series *series)
{
    struct series_run run = series_run_at(series, series->next - 1);
    struct disturbance_reading after;
    struct runner *runner = &series->runner;
    struct record record;
    struct outcome outcome;

    disturbance_read(&after);
    record_take(&record, runner->board);
    record.held_ns = held_in(runner, &record);
    disturbance_between(&record.disturbance, &series->before, &after);
    outcome_of_record(&outcome, &record, &series->experiment->workload,
                      &series->results.results[run.strategy].plan, &series->results.machine);
    outcome.interrupted = runner->stop_ns && !outcome.complete;
    if (runner->killed && !outcome.interrupted && !outcome.trouble[0])
        snprintf(outcome.trouble, sizeof outcome.trouble, "the coordinator was ended by signal %d (%s)",
                 runner->status & 0x7f, strsignal(runner->status & 0x7f));
    record.interrupted = outcome.interrupted;
    memcpy(record.trouble, outcome.trouble, sizeof record.trouble);
    keep(series, &record);
    give_back_memory();
    runner_close(runner);
    series->running = false;
    take_in(series, &outcome);
}

bool series_poll(struct series *series)
{
    if (!series->running)
        return false;
    if (runner_poll(&series->runner))
        return true;
    finish(series);
    return false;
}

int series_fd(const struct series *series)
{
    return series->running ? runner_fd(&series->runner) : -1;
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
