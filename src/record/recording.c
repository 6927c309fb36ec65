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

static void drop_run(struct recording *recording, size_t index)
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
            drop_run(recording, i);
        } else {
            i++;
        }
    }
}

void recording_add(struct recording *recording, const struct recorded_run *run)
{
    recording->runs = xreallocarray(recording->runs, recording->run_count + 1, sizeof *recording->runs);
    recording->runs[recording->run_count++] = *run;
    spare_memory(recording);
}

void recording_put_before(struct recording *recording, struct recording *before)
{
    size_t count = before->run_count + recording->run_count;
    struct recorded_run *runs = xreallocarray(before->runs, count + 1, sizeof *runs);
    for (size_t i = 0; i < recording->run_count; i++) {
        runs[before->run_count + i] = recording->runs[i];
        runs[before->run_count + i].repeat += before->experiment.repeat;
    }
    free(recording->runs);
    recording->runs = runs;
    recording->run_count = count;
    recording->dropped += before->dropped;
    recording->experiment.repeat += before->experiment.repeat;
    recording->experiment.warmup = before->experiment.warmup;
    before->runs = NULL;
    before->run_count = 0;
    spare_memory(recording);
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
