/* Making the index and keeping it sorted; trace_cell.c and trace_find.c read it. */
#include "history/trace.h"

#include "analysis/estimate.h"
#include "base/array.h"
#include "base/number.h"
#include "base/xmalloc.h"
#include "history/snapshot.h"

#include <stdlib.h>

/* ---- claims and attempts ------------------------------------------------------------------------------- */

/* When a task started; TRACE_NEVER: it did not. */
static uint64_t start_of(const struct record_task *task)
{
    return task->life == RECORD_LIFE_NONE || task->state == TASK_CLAIMED ? TRACE_NEVER : task->started;
}

/* `before`: the task at the position before it. */
static uint64_t claim_after(const struct trace *trace, const struct record_task *task,
                            const struct record_task *before, uint64_t place, uint64_t claim_before)
{
    if (task->life == RECORD_LIFE_NONE)
        return TRACE_NEVER;
    const struct record_life *life = &trace->record->lives[task->life];
    if (trace->plan->traits.starting_counts)
        return life->spawned;
    if (place && before->life == task->life && start_of(before) <= start_of(task))
        return claim_before;
    if (task->state == TASK_CLAIMED)
        return life->last_end > life->spawned ? life->last_end : life->spawned;
    return task->started;
}

uint64_t trace_claim(const struct trace *trace, uint64_t number, uint64_t place, uint64_t claim_before)
{
    const struct record_task *task = &trace->record->tasks[number];
    if (trace->claim_at)
        return trace->claim_at[number];
    return claim_after(trace, task, task - (place > 0), place, claim_before);
}

/* Tasks of a chunk are neighbours by position, not by number. */
static void find_claims(struct trace *trace)
{
    const struct record *record = trace->record;
    uint64_t claim = TRACE_NEVER;
    trace->claim_at = xcalloc(record->task_count, sizeof *trace->claim_at);
    for (uint64_t i = 0; i < record->task_count; i++) {
        const struct record_task *before = &record->tasks[trace->order[i ? i - 1 : 0]];
        claim = claim_after(trace, &record->tasks[trace->order[i]], before, i % record->chunk, claim);
        trace->claim_at[trace->order[i]] = claim;
    }
}

void trace_set_order(struct trace *trace, uint32_t *order, uint64_t count)
{
    if (!order)
        return;
    trace->order = order;
    trace->positions = xcalloc(count, sizeof *trace->positions);
    for (uint64_t i = 0; i < count; i++)
        trace->positions[order[i]] = (uint32_t)i;
}

uint64_t trace_doom(const struct record *record, uint32_t number)
{
    const struct record_life *life = &record->lives[number];
    if (life->died_task == UINT32_MAX || record->tasks[life->died_task].life == number)
        return TRACE_NEVER;
    return life->died_started;
}

/* ---- slots --------------------------------------------------------------------------------------------- */

struct trace_slot *trace_slot(struct trace *trace, uint32_t number)
{
    while (trace->slot_count <= number) {
        trace->slots = array_grow(trace->slots, trace->slot_count, sizeof *trace->slots);
        trace->slots[trace->slot_count++] = (struct trace_slot){ .spans = NULL };
    }
    return &trace->slots[number];
}

/* Orders spans by start; a span of no length comes before others that began with it. */
static int by_start(const void *a, const void *b, void *context)
{
    const struct trace *trace = context;
    struct trace_span one = trace_span_of(trace, *(const uint32_t *)a);
    struct trace_span other = trace_span_of(trace, *(const uint32_t *)b);
    if (one.started != other.started)
        return one.started < other.started ? -1 : 1;
    if (one.ended != other.ended)
        return one.ended < other.ended ? -1 : 1;
    return (one.task > other.task) - (one.task < other.task);
}

/* Tasks are handed out in order, so most spans are sorted already; else those that began after the first of
 * the fresh ones are sorted again. Returns the first span whose index may have changed. */
static uint32_t put_in_order(struct trace *trace, struct trace_slot *slot)
{
    uint32_t first = slot->span_fresh, at = first ? first : 1;
    uint64_t least = TRACE_NEVER;
    while (at < slot->span_count && by_start(&slot->spans[at - 1], &slot->spans[at], trace) < 0)
        at++;
    for (uint32_t i = at; i < slot->span_count; i++)
        least = least_of(least, trace_start_of(trace, slot->spans[i]));
    if (at >= slot->span_count)
        return first;
    while (at > 0 && trace_start_of(trace, slot->spans[at - 1]) >= least)
        at--;
    qsort_r(slot->spans + at, slot->span_count - at, sizeof *slot->spans, by_start, trace);
    return at < first ? at : first;
}

static uint64_t length_of(const struct trace_span *span)
{
    return span->ended != TRACE_NEVER && span->ended > span->started ? span->ended - span->started : 0;
}

static void add_spans(const struct trace *trace, const struct trace_slot *slot, uint32_t from, uint32_t to,
                      struct trace_sum *sum)
{
    for (; from < to; from++) {
        struct trace_span span = trace_span(trace, slot, from);
        sum->ns += length_of(&span);
        if (span.end != SPAN_DONE)
            continue;
        sum->done++;
        sum->weight += (double)trace->workload->ops->weight(trace->workload, span.task);
    }
}

struct trace_sum trace_sum(const struct trace *trace, const struct trace_slot *slot, uint32_t index)
{
    uint32_t block = index / TRACE_BLOCK;
    struct trace_sum sum = { 0 };
    if (block)
        sum = slot->sums[block - 1];
    add_spans(trace, slot, block * TRACE_BLOCK, index, &sum);
    return sum;
}

/* sums[i] is of the first (i + 1) × TRACE_BLOCK spans. */
static void sum_spans(struct trace *trace, struct trace_slot *slot, uint32_t from)
{
    uint32_t block = from / TRACE_BLOCK, blocks = slot->span_count / TRACE_BLOCK;
    if (blocks > slot->sum_count)
        slot->sums = xreallocarray(slot->sums, blocks, sizeof *slot->sums);
    struct trace_sum sum = trace_sum(trace, slot, block * TRACE_BLOCK);
    for (; block < blocks; block++) {
        add_spans(trace, slot, block * TRACE_BLOCK, (block + 1) * TRACE_BLOCK, &sum);
        slot->sums[block] = sum;
    }
    slot->sum_count = blocks;
}

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
        before += length_of(&span);
    }
}

static void sum_life(struct trace *trace, struct trace_slot *slot, uint32_t index)
{
    struct trace_life *life = &slot->lives[index], *last = life - 1;
    const struct record_life *lives = trace->record->lives;
    uint32_t number = life->number;
    *life = index ? *last : (struct trace_life){ .first = 0 };
    life->number = number;
    life->first = trace_spans_before(trace, slot, lives[number].spawned);
    if (!index)
        return;
    life->deaths_before += record_life_died(&lives[last->number]);
    life->deaths_at_work_before += lives[last->number].died_task != UINT32_MAX;
    trace_add_times(trace, slot, index - 1, TRACE_NEVER, &life->before);
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

/* ---- buckets ------------------------------------------------------------------------------------------- */

static void add_to_bucket(struct trace_bucket *bucket, const struct record *record, uint64_t number,
                          uint64_t claim)
{
    const struct record_task *task = &record->tasks[number];
    bool ended = task->state == TASK_DONE || task->state == TASK_FAILED;
    uint64_t start = start_of(task), end = ended ? task->ended : TRACE_NEVER;
    bucket->claim_min = least_of(claim, bucket->claim_min);
    bucket->claim_max = most_of(claim, bucket->claim_max);
    bucket->start_min = least_of(start, bucket->start_min);
    bucket->end_max = most_of(end, bucket->end_max);
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

/* ---- lives --------------------------------------------------------------------------------------------- */

/* A life that ends at the moment of a birth does not count: the coordinator reaps, then forks. */
static void index_peaks(struct trace *trace)
{
    const struct record *record = trace->record;
    struct time_index ends = { .at = NULL };
    size_t ended = 0;
    trace->peaks = xreallocarray(NULL, record->life_count, sizeof *trace->peaks);
    for (uint64_t i = 0; i < record->life_count; i++)
        if (record->lives[i].exited)
            time_index_add(&ends, record->lives[i].exited);
    time_index_settle(&ends);
    for (uint64_t i = 0; i < record->life_count; i++) {
        while (ended < ends.count && ends.at[ended] <= record->lives[i].spawned)
            ended++;
        uint64_t live = i + 1 > ended ? i + 1 - ended : 0, before = i ? trace->peaks[i - 1] : 0;
        trace->peaks[i] = (uint32_t)most_of(live, before);
    }
    time_index_release(&ends);
}

/* ---- adding to it -------------------------------------------------------------------------------------- */

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

/* The sums of the lives after it are out of date then. */
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

/* ---- of a record --------------------------------------------------------------------------------------- */

static void add_lives(struct trace *trace)
{
    const struct record *record = trace->record;
    uint64_t last_exit = 0;
    for (uint32_t i = 0; i < record->life_count; i++) {
        const struct record_life *life = &record->lives[i];
        last_exit = most_of(last_exit, life->exited);
        trace_add_life(trace, i);
        trace_reach(trace, life->exited);
        trace->deaths += record_life_died(life);
        if (trace_doom(record, i) != TRACE_NEVER)
            trace_add_span(trace, i, (uint32_t)record->task_count + i, life->died_started);
    }
    trace->stopped_from = record->interrupted ? trace_stopped_before(last_exit) : TRACE_NEVER;
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
    if (workload->tasks == record->task_count)
        trace_set_order(trace, order_make(plan->order, plan->seed, workload), record->task_count);
    add_lives(trace);
    add_tasks(trace);
    if (trace->order && record->chunk > 1)
        find_claims(trace);
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
    free(trace->order);
    free(trace->positions);
    free(trace->claim_at);
    free(trace->slots);
    free(trace->buckets);
    free(trace->peaks);
    free(trace->died);
    free(trace->open);
    time_index_release(&trace->starts);
    time_index_release(&trace->ends);
    time_index_release(&trace->claims);
    time_index_release(&trace->returns);
    *trace = (struct trace){ .slots = NULL };
}
