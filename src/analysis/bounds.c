#include "analysis/bounds.h"

#include "record/record.h"
#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

/* ---- list schedules --------------------------------------------------------------------------------------------- */

/* When each place is free again, the earliest on top: a heap. */
struct places {
    uint64_t *free_at;
    uint64_t count;
};

/* The earliest free place takes a task of this length. */
static uint64_t take_on(struct places *places, uint64_t length)
{
    uint64_t *heap = places->free_at, ends = heap[0] + length, at = 0;
    for (uint64_t child = 1; child < places->count; child = 2 * at + 1) {
        if (child + 1 < places->count && heap[child + 1] < heap[child])
            child++;
        if (heap[child] >= ends)
            break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = ends;
    return ends;
}

static uint64_t schedule(const uint64_t *lengths, uint64_t count, uint64_t places_count, bool backwards)
{
    struct places places = { .count = places_count < count ? places_count : count };
    uint64_t makespan = 0;
    places.free_at = xcalloc(places.count ? places.count : 1, sizeof *places.free_at);
    for (uint64_t i = 0; i < count; i++) {
        uint64_t ends = take_on(&places, lengths[backwards ? count - 1 - i : i]);

        makespan = ends > makespan ? ends : makespan;
    }
    free(places.free_at);
    return makespan;
}

/* ---- sorting ---------------------------------------------------------------------------------------------------- */

#define DIGIT_BITS 11
#define DIGITS     ((uint64_t)1 << DIGIT_BITS)

/* One pass of a radix sort, stable, by the digit at `shift`. */
static void sort_digit(uint64_t *to, const uint64_t *from, uint64_t count, unsigned shift)
{
    uint64_t start[DIGITS + 1] = { 0 };
    for (uint64_t i = 0; i < count; i++)
        start[(from[i] >> shift & (DIGITS - 1)) + 1]++;
    for (uint64_t digit = 0; digit < DIGITS; digit++)
        start[digit + 1] += start[digit];
    for (uint64_t i = 0; i < count; i++)
        to[start[from[i] >> shift & (DIGITS - 1)]++] = from[i];
}

/* Makespan with the longest first. A radix sort, as a million tasks must not make a screen wait. */
static uint64_t schedule_longest_first(const uint64_t *lengths, uint64_t count, uint64_t places,
                                       uint64_t longest)
{
    uint64_t *sorted = xreallocarray(NULL, count, sizeof *sorted);
    uint64_t *other = xreallocarray(NULL, count, sizeof *other);
    uint64_t makespan;
    memcpy(sorted, lengths, count * sizeof *sorted);
    for (unsigned shift = 0; shift < 64 && longest >> shift; shift += DIGIT_BITS) {
        uint64_t *swap = other;

        sort_digit(other, sorted, count, shift);
        other = sorted;
        sorted = swap;
    }
    makespan = schedule(sorted, count, places, true);
    free(sorted);
    free(other);
    return makespan;
}

/* ---- bounds ----------------------------------------------------------------------------------------------------- */

void bounds_of(struct bounds *bounds, const uint64_t *lengths, uint64_t count, uint64_t places)
{
    uint64_t even;
    *bounds = (struct bounds){ .places = places, .tasks = count };
    for (uint64_t i = 0; i < count; i++) {
        bounds->work += lengths[i];
        bounds->span = lengths[i] > bounds->span ? lengths[i] : bounds->span;
    }
    even = bounds->work / places + (bounds->work % places != 0);
    bounds->lower = even > bounds->span ? even : bounds->span;
    bounds->greedy = even + bounds->span - bounds->span / places;
    bounds->graham = 2 * bounds->lower - bounds->lower / places;
    if (count == 0 || count > BOUNDS_TASKS_MAX)
        return;
    bounds->fifo = schedule(lengths, count, places, false);
    bounds->lpt = schedule_longest_first(lengths, count, places, bounds->span);
}

void bounds_of_record(struct bounds *bounds, const struct record *record, const struct workload *workload,
                      const struct account *account)
{
    bool computes = workload->ops->computes;
    uint64_t *lengths = xreallocarray(NULL, record->task_count + 1, sizeof *lengths), count = 0;
    for (uint64_t i = 0; i < record->task_count; i++) {
        const struct record_task *task = &record->tasks[i];

        if (task->state != TASK_DONE)
            continue;
        if (computes)
            lengths[count++] = task->ended - task->started;
        else
            lengths[count++] = workload->naps.ns[workload->naps.distinct == 1 ? 0 : i];
    }
    /* A process that had gone before the last one came had a place all the same. */
    bounds_of(bounds, lengths, count,
              !computes && record->slots > account->places ? record->slots : account->places);
    bounds->asked = !computes;
    free(lengths);
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
        [BOUNDS_LOWER] = "no order is faster",
        [BOUNDS_LPT] = "longest first",
        [BOUNDS_FIFO] = "in order, one at a time",
        [BOUNDS_GREEDY] = "never idle: at most",
    };

    return words[line];
}
