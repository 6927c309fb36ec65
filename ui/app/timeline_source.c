#include "app/timeline_source.h"

#include "analysis/account.h"
#include "base/xmalloc.h"

#include <stdio.h>
#include <stdlib.h>

void showcase_close(struct showcase *showcase)
{
    if (showcase->open && showcase->exhibit.live)
        timeline_live_close(&showcase->live);
    else if (showcase->open)
        timeline_release(&showcase->timeline);
    *showcase = (struct showcase){ .open = false };
}

static bool shows(const struct showcase *showcase, const struct recording *recording,
                  const struct recorded_run *run)
{
    return showcase->open && showcase->recording == recording && showcase->strategy == run->strategy &&
           showcase->repeat == run->repeat && showcase->warmup == run->warmup;
}

/* What does not change with the run's time. */
static void show(struct showcase *showcase, const struct recording *recording, const struct recorded_run *run)
{
    const struct experiment *experiment = &recording->experiment;
    showcase_close(showcase);
    *showcase = (struct showcase){ .open = true,
                                   .plan = run->plan,
                                   .recording = recording,
                                   .strategy = run->strategy,
                                   .repeat = run->repeat,
                                   .warmup = run->warmup };
    showcase->exhibit = (struct exhibit){
        .of = recording,
        .workload = &experiment->workload,
        .strategy = &experiment->strategies[run->strategy],
        .plan = &showcase->plan,
        .timeline = &showcase->timeline,
    };
    recorded_run_name(experiment, run, showcase->exhibit.name, sizeof showcase->exhibit.name);
}

/* Tasks that compute say how long they are only where each had a core. */
static bool has_lengths(const struct recording *recording, const struct recorded_run *run)
{
    bool computes = recording->experiment.workload.ops->computes;
    return run->record.phase == BOARD_ENDED &&
           (!computes || run->record.peak_live <= (uint32_t)recording->machine.cores);
}

/* From this run's tasks, or those of another one of the experiment. */
static void take_bounds(struct exhibit *exhibit, const struct recording *recording,
                        const struct recorded_run *run)
{
    const struct recorded_run *from = run;
    struct account account;
    for (size_t i = 0; i < recording->run_count && !has_lengths(recording, from); i++)
        from = &recording->runs[i];
    if (!has_lengths(recording, from))
        return;
    if (from != run)
        snprintf(exhibit->lengths, sizeof exhibit->lengths, "%s",
                 recording->experiment.strategies[from->strategy].label);
    account_of_record(&account, &run->record, exhibit->workload, exhibit->strategy, &recording->machine);
    if (account.places)
        bounds_of_record(&exhibit->bounds, &from->record, exhibit->workload, &account);
}

void showcase_record(struct showcase *showcase, const struct recording *recording, size_t number)
{
    const struct recorded_run *run = &recording->runs[number];
    struct exhibit *exhibit = &showcase->exhibit;
    if (!shows(showcase, recording, run) || exhibit->live) {
        show(showcase, recording, run);
        timeline_of_record(&showcase->timeline, &run->record, exhibit->strategy, exhibit->plan);
        exhibit->now = showcase->timeline.end;
        exhibit->held_ns = run->record.held_ns;
        take_bounds(exhibit, recording, run);
    }
    exhibit->run = number;
    exhibit->runs = recording->run_count;
}

/* How long naps take is known before they begin. */
#define ASKED_TASKS_MAX UINT64_C(100000)

static void expect_bounds(struct exhibit *exhibit)
{
    const struct workload *workload = exhibit->workload;
    uint64_t places = exhibit->plan->workers ? exhibit->plan->workers : exhibit->plan->slots;
    if (workload->ops->computes || workload->tasks > ASKED_TASKS_MAX)
        return;
    uint64_t *lengths = xreallocarray(NULL, workload->tasks, sizeof *lengths);
    for (uint64_t i = 0; i < workload->tasks; i++)
        lengths[i] = workload->naps.ns[workload->naps.distinct == 1 ? 0 : i];
    bounds_of(&exhibit->bounds, lengths, workload->tasks,
              places < workload->tasks ? places : workload->tasks);
    exhibit->bounds.asked = true;
    free(lengths);
}

void showcase_live(struct showcase *showcase, const struct series *series, const struct recording *recording,
                   uint64_t now)
{
    struct series_run at = series_run_at(series, series->next - 1);
    const struct recorded_run run = {
        .strategy = at.strategy, .repeat = at.repeat, .warmup = at.warmup, .plan = series->plans[at.strategy]
    };
    struct exhibit *exhibit = &showcase->exhibit;
    if (!shows(showcase, recording, &run) || !exhibit->live) {
        show(showcase, recording, &run);
        timeline_live_open(&showcase->live, series->runner.board, exhibit->strategy,
                           &series->plans[at.strategy]);
        exhibit->timeline = &showcase->live.timeline;
        exhibit->live = true;
        expect_bounds(exhibit);
    }
    timeline_live_look(&showcase->live, now);
    exhibit->now = now;
    exhibit->held_ns = runner_held_ns(&series->runner);
    exhibit->run = recording->run_count;
    exhibit->runs = recording->run_count + 1;
}
