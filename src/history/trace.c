/* Making an index and keeping it in order; what it says is in trace_cell.c and trace_find.c. */
#include "history/trace.h"

#include "analysis/estimate.h"
#include "base/array.h"
#include "base/xmalloc.h"
#include "history/snapshot.h"

#include <stdlib.h>
#include <string.h>

/* Steps back that a span may need before sorting all is cheaper. */
#define STEPS_MAX 64

/* ---- claims and attempts ---------------------------------------------------------------------------------- */

/* When a task started; TRACE_NEVER: it did not. */
static uint64_t start_of(const struct record_task *task)
{
    return task->life == RECORD_LIFE_NONE || task->state == TASK_CLAIMED ? TRACE_NEVER : task->started;
}

uint64_t trace_claim(const struct trace *trace, uint64_t number, uint64_t place, uint64_t claim_before)
{
    const struct record_task *task = &trace->record->tasks[number];
    if (task->life == RECORD_LIFE_NONE)
        return TRACE_NEVER;
    const struct record_life *life = &trace->record->lives[task->life];
    if (trace->plan->traits.starting_counts)
        return life->spawned;
    if (place && task[-1].life == task->life && start_of(task - 1) <= start_of(task))
        return claim_before;
    if (task->state == TASK_CLAIMED)
        return life->last_end > life->spawned ? life->last_end : life->spawned;
    return task->started;
}

uint64_t trace_doom(const struct record *record, uint32_t number)
{
    const struct record_life *life = &record->lives[number];
    if (life->died_task == UINT32_MAX || record->tasks[life->died_task].life == number)
        return TRACE_NEVER;
    return life->died_started;
}

/* ---- slots ------------------------------------------------------------------------------------------------ */

static struct trace_slot *trace_slot(struct trace *trace, uint32_t number)
{
    while (trace->slot_count <= number) {
        trace->slots = array_grow(trace->slots, trace->slot_count, sizeof *trace->slots);
        trace->slots[trace->slot_count++] = (struct trace_slot){ .spans = NULL };
    }
    return &trace->slots[number];
}

/* Of two spans, the one that began first; those of no length come before what began with them. */
static int by_start(const void *a, const void *b, void *context)
{
    const struct trace *trace = context;
    struct trace_slot pair = { .spans = (uint32_t[]){ *(const uint32_t *)a, *(const uint32_t *)b } };
    struct trace_span one = trace_span(trace, &pair, 0), other = trace_span(trace, &pair, 1);
    if (one.started != other.started)
        return one.started < other.started ? -1 : 1;
    if (one.ended != other.ended)
        return one.ended < other.ended ? -1 : 1;
    return (one.task > other.task) - (one.task < other.task);
}

/* Moves a span back to its place. Returns where that is; UINT32_MAX when it is too far. */
static uint32_t insert_span(struct trace *trace, uint32_t *spans, uint32_t index)
{
    uint32_t span = spans[index], to = index;
    if (index && trace_start_of(trace, spans[index - 1]) < trace_start_of(trace, span))
        return index;
    while (to > 0 && index - to < STEPS_MAX && by_start(&spans[to - 1], &span, trace) > 0)
        to--;
    if (to > 0 && by_start(&spans[to - 1], &span, trace) > 0)
        return UINT32_MAX;
    memmove(spans + to + 1, spans + to, (index - to) * sizeof *spans);
    spans[to] = span;
    return to;
}

/* Tasks are handed out in order, so they mostly lie so already. Returns the first span whose place may have changed. */
static uint32_t put_in_order(struct trace *trace, struct trace_slot *slot)
{
    uint32_t lowest = slot->span_fresh;
    for (uint32_t i = lowest ? lowest : 1; i < slot->span_count; i++) {
        uint32_t to = insert_span(trace, slot->spans, i);
        if (to == UINT32_MAX) {
            qsort_r(slot->spans, slot->span_count, sizeof *slot->spans, by_start, trace);
            return 0;
        }
        lowest = to < lowest ? to : lowest;
    }
    return lowest;
}

static uint64_t length(uint64_t from, uint64_t to)
{
    return to > from ? to - from : 0;
}

static void add_to_sum(const struct trace *trace, const struct trace_span *span, struct trace_sum *sum)
{
    if (span->ended != TRACE_NEVER)
        sum->ns += length(span->started, span->ended);
    if (span->end != SPAN_DONE)
        return;
    sum->done++;
    sum->weight += (double)trace->workload->ops->weight(trace->workload, span->task);
}

struct trace_sum trace_sum(const struct trace *trace, const struct trace_slot *slot, uint32_t index)
{
    uint32_t block = index / TRACE_BLOCK;
    struct trace_sum sum = { 0 };
    if (block)
        sum = slot->sums[block - 1];
    for (uint32_t i = block * TRACE_BLOCK; i < index; i++) {
        struct trace_span span = trace_span(trace, slot, i);
        add_to_sum(trace, &span, &sum);
    }
    return sum;
}

/* sums[i] is that of the first (i + 1) × TRACE_BLOCK spans. */
static void sum_spans(struct trace *trace, struct trace_slot *slot, uint32_t from)
{
    uint32_t block = from / TRACE_BLOCK;
    uint32_t blocks = slot->span_count / TRACE_BLOCK;
    if (blocks > slot->sum_count)
        slot->sums = xreallocarray(slot->sums, blocks, sizeof *slot->sums);
    slot->sum_count = block < slot->sum_count ? block : slot->sum_count;
    while (slot->sum_count < blocks) {
        uint32_t end = (slot->sum_count + 1) * TRACE_BLOCK;
        struct trace_sum sum = { 0 };
        if (slot->sum_count)
            sum = slot->sums[slot->sum_count - 1];
        for (uint32_t i = end - TRACE_BLOCK; i < end; i++) {
            struct trace_span span = trace_span(trace, slot, i);
            add_to_sum(trace, &span, &sum);
        }
        slot->sums[slot->sum_count++] = sum;
    }
}

/* With TRACE_QUEUE: where each span begins, and how long those before it are. */
static void place_spans(struct trace *trace, struct trace_slot *slot, uint32_t from)
{
    if (!(trace->parts & TRACE_QUEUE))
        return;
    uint64_t before = from ? slot->places[from - 1].before : 0;
    for (uint32_t i = from ? from - 1 : 0; i < slot->span_count; i++) {
        struct trace_span span = trace_span(trace, slot, i);
        if (i >= slot->place_count)
            slot->places = array_grow(slot->places, slot->place_count++, sizeof *slot->places);
        slot->places[i] = (struct trace_place){ span.started, before };
        before += span.ended == TRACE_NEVER ? 0 : length(span.started, span.ended);
    }
}

static uint64_t exit_of(const struct record_life *life)
{
    return life->exited ? life->exited : TRACE_NEVER;
}

/* What the life before comes to, added up. */
static void sum_life(struct trace *trace, struct trace_slot *slot, uint32_t index)
{
    struct trace_life *life = &slot->lives[index];
    uint32_t number = life->number;
    const struct record_life *lives = trace->record->lives;
    *life = (struct trace_life){ .number = number };
    life->first = trace_spans_before(trace, slot, lives[number].spawned);
    if (!index)
        return;
    const struct trace_life *last = life - 1;
    const struct record_life *before = &lives[last->number];
    uint32_t first = life->first;
    *life = *last;
    life->number = number;
    life->first = first;
    life->deaths_before += record_life_died(before);
    life->deaths_at_work_before += before->died_task != UINT32_MAX;
    life->alive_before += length(before->spawned, exit_of(before));
    if (first == last->first) {
        life->start_before += length(before->spawned, exit_of(before));
        return;
    }
    struct trace_span began = trace_span(trace, slot, last->first), end = trace_span(trace, slot, first - 1);
    life->start_before += length(before->spawned, began.started);
    if (end.end == SPAN_DONE)
        life->end_before += length(end.ended, exit_of(before));
    else
        life->lost_before += length(end.started, end.ended);
}

void trace_settle(struct trace *trace, struct trace_slot *slot)
{
    uint32_t from = put_in_order(trace, slot);
    place_spans(trace, slot, from);
    sum_spans(trace, slot, from);
    for (uint32_t i = from < slot->span_fresh ? 0 : slot->life_fresh; i < slot->life_count; i++)
        sum_life(trace, slot, i);
    slot->span_fresh = slot->span_count;
    slot->life_fresh = slot->life_count;
}

/* ---- buckets ---------------------------------------------------------------------------------------------- */

static void add_to_bucket(struct trace_bucket *bucket, const struct record *record, uint64_t number,
                          uint64_t claim)
{
    const struct record_task *task = &record->tasks[number];
    bool ended = task->state == TASK_DONE || task->state == TASK_FAILED;
    uint64_t start = start_of(task), end = ended ? task->ended : TRACE_NEVER;
    bucket->claim_min = claim < bucket->claim_min ? claim : bucket->claim_min;
    bucket->claim_max = claim > bucket->claim_max ? claim : bucket->claim_max;
    bucket->start_min = start < bucket->start_min ? start : bucket->start_min;
    bucket->end_max = end > bucket->end_max ? end : bucket->end_max;
    bucket->done += task->state == TASK_DONE;
    bucket->failed += task->state == TASK_FAILED;
    if (task->life != RECORD_LIFE_NONE)
        snapshot_vote(&bucket->slot, &bucket->votes, record->lives[task->life].slot, 1);
}

static void index_buckets(struct trace *trace)
{
    uint64_t tasks = trace->record->task_count, claim = TRACE_NEVER;
    trace->bucket_tasks = snapshot_cell_tasks(tasks, SNAPSHOT_BUCKETS);
    trace->bucket_count = (tasks + trace->bucket_tasks - 1) / trace->bucket_tasks;
    trace->buckets = xcalloc(trace->bucket_count ? trace->bucket_count : 1, sizeof *trace->buckets);
    for (uint64_t i = 0; i < tasks; i++) {
        struct trace_bucket *bucket = &trace->buckets[i / trace->bucket_tasks];
        claim = trace_claim(trace, i, i % trace->record->chunk, claim);
        if (i % trace->bucket_tasks == 0)
            *bucket = (struct trace_bucket){
                .claim_first = claim, .claim_min = TRACE_NEVER, .start_min = TRACE_NEVER, .slot = SLOTS_MAX
            };
        add_to_bucket(bucket, trace->record, i, claim);
    }
}

/* ---- lives ------------------------------------------------------------------------------------------------ */

static int by_time(const void *a, const void *b)
{
    uint64_t one = *(const uint64_t *)a, other = *(const uint64_t *)b;
    return (one > other) - (one < other);
}

/* The most that lived at once. A life that ends at the moment of a birth is over by then: the coordinator reaps, then
 * forks. */
static void index_peaks(struct trace *trace)
{
    const struct record *record = trace->record;
    uint64_t *ends = xreallocarray(NULL, record->life_count, sizeof *ends), ended = 0;
    trace->peaks = xreallocarray(NULL, record->life_count, sizeof *trace->peaks);
    for (uint64_t i = 0; i < record->life_count; i++)
        ends[i] = exit_of(&record->lives[i]);
    qsort(ends, record->life_count, sizeof *ends, by_time);
    for (uint64_t i = 0; i < record->life_count; i++) {
        while (ended < record->life_count && ends[ended] <= record->lives[i].spawned)
            ended++;
        uint32_t live = i + 1 > ended ? (uint32_t)(i + 1 - ended) : 0, before = i ? trace->peaks[i - 1] : 0;
        trace->peaks[i] = live > before ? live : before;
    }
    free(ends);
}

/* ---- adding to it ----------------------------------------------------------------------------------------- */

void trace_reach(struct trace *trace, uint64_t moment)
{
    trace->end = moment != TRACE_NEVER && moment > trace->end ? moment : trace->end;
}

void trace_add_life(struct trace *trace, uint32_t number)
{
    const struct record_life *life = &trace->record->lives[number];
    struct trace_slot *slot = trace_slot(trace, life->slot);
    slot->lives = array_grow(slot->lives, slot->life_count, sizeof *slot->lives);
    slot->lives[slot->life_count++].number = number;
    trace_reach(trace, life->spawned);
}

/* What the lives after it come to is found anew. */
void trace_add_span(struct trace *trace, uint32_t life, uint32_t span, uint64_t started)
{
    struct trace_slot *slot = &trace->slots[trace->record->lives[life].slot];
    slot->spans = array_grow(slot->spans, slot->span_count, sizeof *slot->spans);
    slot->spans[slot->span_count++] = span;
    if (slot->life_fresh && slot->lives[slot->life_count - 1].number != life) {
        uint32_t after = trace_lives_until(trace, slot, started);
        slot->life_fresh = after < slot->life_fresh ? after : slot->life_fresh;
    }
    trace_reach(trace, started);
}

/* ---- of a record ------------------------------------------------------------------------------------------ */

static void add_lives(struct trace *trace)
{
    const struct record *record = trace->record;
    for (uint32_t i = 0; i < record->life_count; i++) {
        const struct record_life *life = &record->lives[i];
        trace_add_life(trace, i);
        trace_reach(trace, life->exited);
        trace->deaths += record_life_died(life);
        if (trace_doom(record, i) != TRACE_NEVER)
            trace_add_span(trace, i, (uint32_t)record->task_count + i, life->died_started);
    }
}

static void add_tasks(struct trace *trace)
{
    const struct record *record = trace->record;
    uint64_t ended = 0;
    for (uint64_t i = 0; i < record->task_count; i++) {
        const struct record_task *task = &record->tasks[i];
        if (!task_has_ended(task->state))
            ended = TRACE_NEVER;
        else if (task->ended > ended)
            ended = task->ended;
        if (start_of(task) != TRACE_NEVER)
            trace_add_span(trace, task->life, (uint32_t)i, task->started);
        trace_reach(trace, task_has_ended(task->state) ? task->ended : 0);
    }
    trace->all_ended = ended;
    for (uint32_t i = 0; i < trace->slot_count; i++) {
        struct trace_slot *slot = &trace->slots[i];
        slot->spans =
            xreallocarray(slot->spans, slot->span_count, sizeof *slot->spans); /* no more will come */
    }
}

void trace_open(struct trace *trace, const struct record *record, const struct workload *workload,
                const struct strategy *strategy, const struct plan *plan, unsigned parts)
{
    *trace = (struct trace){ .record = record,
                             .workload = workload,
                             .strategy = strategy,
                             .plan = plan,
                             .parts = parts,
                             .toc = record->toc ? record->toc : TRACE_NEVER,
                             .drained = true,
                             .weight_total = workload->ops->weight_before(workload, record->task_count),
                             .last_slot = TRACE_NONE,
                             .last = TRACE_NONE };
    add_lives(trace);
    add_tasks(trace);
    trace_reach(trace, record->toc);
    trace_reach(trace, record->done);
    for (uint32_t i = 0; i < trace->slot_count; i++)
        trace_settle(trace, &trace->slots[i]);
    if (parts & TRACE_MAP) {
        index_buckets(trace);
        index_peaks(trace);
        trace->schedule_ns = estimate_schedule(workload, plan);
    }
    if (parts & TRACE_QUEUE)
        trace_index_queue(trace);
}

void trace_index(struct trace *trace, uint64_t now)
{
    if (trace->live) {
        trace_live_index(trace, now);
    } else if (!(trace->parts & TRACE_QUEUE)) {
        trace->parts |= TRACE_QUEUE;
        for (uint32_t i = 0; i < trace->slot_count; i++)
            place_spans(trace, &trace->slots[i], 0);
        trace_index_queue(trace);
    }
}

void trace_close(struct trace *trace)
{
    for (uint32_t i = 0; i < trace->slot_count; i++) {
        free(trace->slots[i].spans);
        free(trace->slots[i].sums);
        free(trace->slots[i].places);
        free(trace->slots[i].lives);
    }
    if (trace->live)
        trace_live_close(trace->live);
    free(trace->slots);
    free(trace->buckets);
    free(trace->peaks);
    free(trace->died);
    time_index_release(&trace->starts);
    time_index_release(&trace->ends);
    time_index_release(&trace->claims);
    time_index_release(&trace->returns);
    *trace = (struct trace){ .slots = NULL };
}
