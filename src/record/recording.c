#include "record/recording.h"

#include "base/version.h"
#include "base/xmalloc.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void recording_release(struct recording *recording)
{
    for (size_t i = 0; i < recording->run_count; i++)
        record_release(&recording->runs[i].record);
    free(recording->runs);
    experiment_release(&recording->experiment);
    recording->runs = NULL;
    recording->run_count = 0;
}

void recording_begin(struct recording *recording, const struct experiment *experiment,
                     const struct machine *machine)
{
    *recording = (struct recording){ .version = TICTOC_VERSION, .machine = *machine };
    experiment_copy(&recording->experiment, experiment);
}

static uint64_t record_bytes(const struct record *record)
{
    return record->task_count * sizeof *record->tasks + record->life_count * sizeof *record->lives;
}

static bool has_newer(const struct recording *recording, size_t index)
{
    for (size_t i = index + 1; i < recording->run_count; i++)
        if (recording->runs[i].strategy == recording->runs[index].strategy)
            return true;
    return false;
}

static void drop(struct recording *recording, size_t index)
{
    record_release(&recording->runs[index].record);
    recording->run_count--;
    memmove(&recording->runs[index], &recording->runs[index + 1],
            (recording->run_count - index) * sizeof *recording->runs);
    recording->dropped++;
}

uint64_t recording_bytes(const struct recording *recording)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < recording->run_count; i++)
        bytes += record_bytes(&recording->runs[i].record);
    return bytes;
}

static void spare_memory(struct recording *recording)
{
    uint64_t bytes = recording_bytes(recording);
    for (size_t i = 0; i < recording->run_count && bytes > RECORDING_BYTES_MAX;) {
        if (has_newer(recording, i)) {
            bytes -= record_bytes(&recording->runs[i].record);
            drop(recording, i);
        } else {
            i++;
        }
    }
}

void recording_take(struct recording *recording, struct series *series)
{
    size_t last = series->record_count - 1;
    recording->runs = xreallocarray(recording->runs, recording->run_count + 1, sizeof *recording->runs);
    recording->runs[recording->run_count++] = recorded_run_of(series, last);
    series->records[last] = (struct record){ .tasks = NULL };
    spare_memory(recording);
}

struct recorded_run recorded_run_of(const struct series *series, size_t index)
{
    struct series_run run = series_run_at(series, index);
    return (struct recorded_run){
        .strategy = run.strategy,
        .repeat = run.repeat,
        .warmup = run.warmup,
        .plan = series->plans[run.strategy],
        .record = series->records[index],
    };
}

char *recorded_run_name(const struct experiment *experiment, const struct recorded_run *run, char *buf,
                        size_t size)
{
    const char *label = experiment->strategies[run->strategy].label;
    uint64_t of = run->warmup ? experiment->warmup : experiment->repeat;
    if (!run->warmup && of == 1)
        snprintf(buf, size, "%s", label);
    else
        snprintf(buf, size, "%s, %s %" PRIu64 " of %" PRIu64, label, run->warmup ? "warm-up" : "run",
                 run->repeat + 1, of);
    return buf;
}

static void add_run(const struct recording *recording, const struct recorded_run *run,
                    struct results *results)
{
    struct outcome outcome;
    const struct workload *workload = &recording->experiment.workload;
    const struct strategy *strategy = &recording->experiment.strategies[run->strategy];
    record_outcome(&run->record, workload, strategy, &outcome);
    account_of_record(&outcome.account, &run->record, workload, strategy, &recording->machine);
    bounds_of_record(&outcome.bounds, &run->record, workload, &outcome.account);
    results_add(results, run->strategy, &outcome, run->warmup);
}

void recording_results(const struct recording *recording, size_t runs, struct results *results)
{
    *results = (struct results){ .experiment = &recording->experiment, .machine = recording->machine };
    for (size_t i = 0; i < recording->run_count; i++)
        results->results[recording->runs[i].strategy].plan = recording->runs[i].plan;
    for (size_t i = 0; i < runs && i < recording->run_count; i++)
        add_run(recording, &recording->runs[i], results);
    results_compute(results);
}
