#include "analysis/bounds.h"

#include "analysis/schedule.h"
#include "base/xmalloc.h"
#include "record/record.h"

#include <stdlib.h>

void bounds_of(struct bounds *bounds, const uint64_t *lengths, uint64_t count, uint64_t places)
{
    *bounds = (struct bounds){ .places = places, .tasks = count, .shortest = count ? lengths[0] : 0 };
    for (uint64_t i = 0; i < count; i++) {
        bounds->work += lengths[i];
        bounds->span = lengths[i] > bounds->span ? lengths[i] : bounds->span;
        bounds->shortest = lengths[i] < bounds->shortest ? lengths[i] : bounds->shortest;
    }
    uint64_t even = bounds->work / places + (bounds->work % places != 0);
    bounds->lower = even > bounds->span ? even : bounds->span;
    bounds->greedy = even + bounds->span - bounds->span / places;
    bounds->graham = 2 * bounds->lower - bounds->lower / places;
    if (count == 0 || count > BOUNDS_TASKS_MAX)
        return;
    uint32_t *longest_first = schedule_longest_first(lengths, count);
    bounds->fifo = schedule(lengths, count, NULL, 1, places, NULL);
    bounds->lpt = schedule(lengths, count, longest_first, 1, places, NULL);
    free(longest_first);
}

/* The places of a run. A process that had gone before the last one came had a place all the same. */
static uint64_t places_of(const struct record *record, bool computes, unsigned cores)
{
    uint64_t workers = record->slots > record->peak_live ? record->slots : record->peak_live;
    uint64_t places = computes && workers > cores ? cores : workers;
    return places ? places : 1;
}

/* The lengths of the tasks that were done, ns; to be freed. */
static uint64_t *lengths_of(const struct record *record, const struct workload *workload, uint64_t *count)
{
    uint64_t *lengths = xreallocarray(NULL, record->task_count + 1, sizeof *lengths);
    *count = 0;
    for (uint64_t i = 0; i < record->task_count; i++) {
        const struct record_task *task = &record->tasks[i];
        if (task->state != TASK_DONE)
            continue;
        lengths[(*count)++] =
            workload->ops->length ? workload->ops->length(workload, i) : task->ended - task->started;
    }
    return lengths;
}

bool bounds_have_lengths(const struct record *record, const struct workload *workload,
                         const struct machine *machine)
{
    return workload->ops->length || record->peak_live <= machine->cores;
}

void bounds_of_run(struct bounds *bounds, const struct record *record, const struct record *from,
                   const struct workload *workload, const struct machine *machine)
{
    bool computes = workload->ops->computes;
    *bounds = (struct bounds){ .places = 0 };
    if (!bounds_have_lengths(from, workload, machine))
        return;
    uint64_t count, *lengths = lengths_of(from, workload, &count);
    bounds_of(bounds, lengths, count, places_of(record, computes, machine->cores));
    bounds->asked = workload->ops->length != NULL;
    free(lengths);
    if (bounds->work == 0 || bounds->lower > record->done)
        *bounds = (struct bounds){ .places = 0 };
}

uint64_t bounds_ns(const struct bounds *bounds, enum bounds_line line)
{
    const uint64_t ns[] = {
        [BOUNDS_LOWER] = bounds->lower,
        [BOUNDS_LPT] = bounds->lpt,
        [BOUNDS_FIFO] = bounds->fifo,
        [BOUNDS_GREEDY] = bounds->greedy,
    };

    return ns[line];
}

const char *bounds_words(enum bounds_line line)
{
    static const char *const words[] = {
        [BOUNDS_LOWER] = "best possible",
        [BOUNDS_LPT] = "longest first",
        [BOUNDS_FIFO] = "in order, one at a time",
        [BOUNDS_GREEDY] = "never idle: at most",
    };

    return words[line];
}
