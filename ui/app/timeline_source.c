#include "app/timeline_source.h"

#include "analysis/account.h"
#include "base/xmalloc.h"

#include <stdio.h>
#include <stdlib.h>

void timeline_source_close(struct timeline_source *timeline_source)
{
    if (timeline_source->open && timeline_source->timeline_model.live)
        trace_live_close(&timeline_source->live);
    else if (timeline_source->open)
        trace_close(&timeline_source->trace);
    *timeline_source = (struct timeline_source){ .open = false };
}

static bool shows(const struct timeline_source *timeline_source, const struct recording *recording,
                  const struct recorded_run *run)
{
    return timeline_source->open && timeline_source->recording == recording &&
           timeline_source->strategy == run->strategy && timeline_source->repeat == run->repeat &&
           timeline_source->warmup == run->warmup;
}

/* What does not change with the run's time. */
static void show(struct timeline_source *timeline_source, const struct recording *recording,
                 const struct recorded_run *run)
{
    const struct experiment *experiment = &recording->experiment;
    timeline_source_close(timeline_source);
    *timeline_source = (struct timeline_source){ .open = true,
                                                 .plan = run->plan,
                                                 .recording = recording,
                                                 .strategy = run->strategy,
                                                 .repeat = run->repeat,
                                                 .warmup = run->warmup };
    timeline_source->timeline_model = (struct timeline_model){
        .of = recording,
        .workload = &experiment->workload,
        .strategy = &experiment->strategies[run->strategy],
        .plan = &timeline_source->plan,
        .trace = &timeline_source->trace,
    };
    recorded_run_name(experiment, run, timeline_source->timeline_model.name,
                      sizeof timeline_source->timeline_model.name);
}

static bool has_lengths(const struct recording *recording, const struct recorded_run *run)
{
    return run->record.phase == BOARD_ENDED &&
           bounds_have_lengths(&run->record, &recording->experiment.workload, &recording->machine);
}

/* From this run's tasks, or those of another one of the experiment. */
static void take_bounds(struct timeline_model *timeline_model, const struct recording *recording,
                        const struct recorded_run *run)
{
    const struct recorded_run *from = run;
    for (size_t i = 0; i < recording->run_count && !has_lengths(recording, from); i++)
        from = &recording->runs[i];
    if (!has_lengths(recording, from))
        return;
    if (from != run)
        snprintf(timeline_model->lengths, sizeof timeline_model->lengths, "%s",
                 recording->experiment.strategies[from->strategy].label);
    bounds_of_run(&timeline_model->bounds, &run->record, &from->record, timeline_model->workload,
                  &recording->machine);
}

void timeline_source_record(struct timeline_source *timeline_source, const struct recording *recording,
                            size_t number)
{
    const struct recorded_run *run = &recording->runs[number];
    struct timeline_model *timeline_model = &timeline_source->timeline_model;
    if (!shows(timeline_source, recording, run) || timeline_model->live) {
        show(timeline_source, recording, run);
        trace_open(&timeline_source->trace, &run->record, timeline_model->workload, timeline_model->strategy,
                   timeline_model->plan, TRACE_QUEUE);
        timeline_model->now = timeline_source->trace.end;
        timeline_model->held_ns = run->record.held_ns;
        take_bounds(timeline_model, recording, run);
    }
    timeline_model->run = number;
    timeline_model->runs = recording->run_count;
}

/* Lengths as asked for are known before the tasks begin. */
#define ASKED_TASKS_MAX UINT64_C(100000)

static void expect_bounds(struct timeline_model *timeline_model)
{
    const struct workload *workload = timeline_model->workload;
    uint64_t places =
        timeline_model->plan->workers ? timeline_model->plan->workers : timeline_model->plan->slots;
    if (!workload->ops->length || workload->tasks > ASKED_TASKS_MAX)
        return;
    uint64_t *lengths = xreallocarray(NULL, workload->tasks, sizeof *lengths);
    for (uint64_t i = 0; i < workload->tasks; i++)
        lengths[i] = workload->ops->length(workload, i);
    bounds_of(&timeline_model->bounds, lengths, workload->tasks,
              places < workload->tasks ? places : workload->tasks);
    timeline_model->bounds.asked = true;
    free(lengths);
}

void timeline_source_live(struct timeline_source *timeline_source, const struct series *series,
                          const struct recording *recording, uint64_t now)
{
    struct series_run at = series_run_at(series, series->next - 1);
    const struct recorded_run run = { .strategy = at.strategy,
                                      .repeat = at.repeat,
                                      .warmup = at.warmup,
                                      .plan = series->results.results[at.strategy].plan };
    struct timeline_model *timeline_model = &timeline_source->timeline_model;
    if (!shows(timeline_source, recording, &run) || !timeline_model->live) {
        show(timeline_source, recording, &run);
        trace_live_open(&timeline_source->live, series->runner.board, timeline_model->workload,
                        timeline_model->strategy, timeline_model->plan);
        timeline_model->trace = &timeline_source->live.trace;
        timeline_model->live = true;
        expect_bounds(timeline_model);
    }
    trace_live_poll(&timeline_source->live, now);
    timeline_model->now = now;
    timeline_model->held_ns = runner_held_ns(&series->runner);
    timeline_model->run = recording->run_count;
    timeline_model->runs = recording->run_count + 1;
}
