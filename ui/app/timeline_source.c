#include "app/timeline_source.h"

#include "base/xmalloc.h"

#include <stdio.h>
#include <stdlib.h>

void timeline_source_close(struct timeline_source *source)
{
    trace_close(&source->trace);
    *source = (struct timeline_source){ .open = false };
}

static bool shows(const struct timeline_source *source, const struct recording *recording,
                  const struct recorded_run *run)
{
    return source->open && source->timeline.of == recording && source->run.strategy == run->strategy &&
           source->run.repeat == run->repeat && source->run.warmup == run->warmup;
}

/* What does not change with the run's time. */
static void show(struct timeline_source *source, const struct recording *recording,
                 const struct recorded_run *run)
{
    const struct experiment *experiment = &recording->experiment;
    timeline_source_close(source);
    *source = (struct timeline_source){ .open = true, .run = *run };
    source->run.record = (struct record){ .task_count = 0 };
    source->timeline = (struct timeline_model){
        .of = recording,
        .workload = &experiment->workload,
        .strategy = &experiment->strategies[run->strategy],
        .plan = &source->run.plan,
    };
    recorded_run_name(experiment, run, source->timeline.name, sizeof source->timeline.name);
}

static bool has_lengths(const struct recording *recording, const struct recorded_run *run)
{
    return run->record.phase == BOARD_ENDED &&
           bounds_have_lengths(&run->record, &recording->experiment.workload, &recording->machine);
}

/* From this run's tasks, or those of another one of the experiment. */
static void take_bounds(struct timeline_model *model, const struct recording *recording,
                        const struct recorded_run *run)
{
    const struct recorded_run *from = run;
    for (size_t i = 0; i < recording->run_count && !has_lengths(recording, from); i++)
        from = &recording->runs[i];
    if (!has_lengths(recording, from))
        return;
    if (from != run)
        snprintf(model->lengths, sizeof model->lengths, "%s",
                 recording->experiment.strategies[from->strategy].label);
    bounds_of_run(&model->bounds, &run->record, &from->record, model->workload, &recording->machine);
}

void timeline_source_record(struct timeline_source *source, const struct recording *recording, size_t number,
                            struct trace *trace)
{
    const struct recorded_run *run = &recording->runs[number];
    struct timeline_model *model = &source->timeline;
    if (!shows(source, recording, run) || model->live) {
        show(source, recording, run);
        if (!trace)
            trace_open(&source->trace, &run->record, model->workload, model->strategy, model->plan,
                       TRACE_SLOTS);
        model->held_ns = run->record.held_ns;
        take_bounds(model, recording, run);
    }
    trace = trace ? trace : &source->trace;
    trace_index(trace, trace->end);
    model->trace = trace;
    model->now = trace->end;
    model->run = number;
    model->runs = recording->run_count;
}

/* Lengths as asked for are known before the tasks begin. */
#define ASKED_TASKS_MAX UINT64_C(100000)

static void expect_bounds(struct timeline_model *model)
{
    const struct workload *workload = model->workload;
    uint64_t places = model->plan->workers ? model->plan->workers : model->plan->slots;
    if (!workload->ops->length || workload->tasks > ASKED_TASKS_MAX)
        return;
    uint64_t *lengths = xreallocarray(NULL, workload->tasks, sizeof *lengths);
    for (uint64_t i = 0; i < workload->tasks; i++)
        lengths[i] = workload->ops->length(workload, i);
    bounds_of(&model->bounds, lengths, workload->tasks, places < workload->tasks ? places : workload->tasks);
    model->bounds.asked = true;
    free(lengths);
}

void timeline_source_live(struct timeline_source *source, struct session *session,
                          const struct recording *recording)
{
    struct series_run at = session_run(session);
    const struct recorded_run run = { .strategy = at.strategy,
                                      .repeat = at.repeat,
                                      .warmup = at.warmup,
                                      .plan = session->series.results.results[at.strategy].plan };
    struct timeline_model *model = &source->timeline;
    if (!shows(source, recording, &run) || !model->live) {
        show(source, recording, &run);
        model->trace = &session->trace;
        model->live = true;
        expect_bounds(model);
    }
    model->now = session->snapshot->now;
    model->held_ns = session->snapshot->held_ns;
    trace_index(&session->trace, model->now);
    model->run = recording->run_count;
    model->runs = recording->run_count + 1;
}
