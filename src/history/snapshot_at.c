/* The facts at a moment, from a trace: one pass over the slots for the workers and their tasks, one over the buckets for
 * the counts of tasks. */
#include "history/snapshot_at.h"

#include "base/array.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* An attempt that runs at the moment, and is going to die. */
struct doomed {
    uint32_t task, slot;
    bool gone; /* its worker has been reaped, and keeps the task: the pool is unsupervised */
};

struct look {
    const struct trace *trace;
    const struct snapshot_window *window;
    struct snapshot *snapshot;
    struct doomed *doomed;
    size_t doomed_count;

    /* How far the pass over the buckets has come. */
    uint32_t next; /* wanted of the head of the queue */
    size_t met;    /* of the doomed */
    struct map_cell *cell;
    struct map_cell one; /* where no cells are wanted */
    uint32_t votes;      /* of the cell */
};

/* ---- a slot ------------------------------------------------------------------------------------------- */

/* What a slot looks like at the moment. */
struct slot_look {
    const struct trace_slot *slot;
    const struct trace_life *place;
    const struct record_life *life; /* the last one that has begun */
    uint32_t begun, end;            /* spans that have begun; of this life and those before it */
    bool gone;
    struct trace_span span; /* the last one that has begun */
    struct worker_facts row;
    double weight; /* of its tasks that are done */
};

/* The share of a task that is behind its attempt: by the time it took, where it came to its end. Of one that was cut short
 * the age of a nap says it; of a computation it is not known. */
static double share_of(const struct trace *trace, const struct trace_span *span, uint64_t age)
{
    uint64_t length = span->end == SPAN_DONE ? span->ended - span->started : 0;
    if (length)
        return (double)age / (double)length;
    return trace->workload->ops->computes ? NAN
                                          : trace->workload->ops->share(trace->workload, span->task, 0, age);
}

static void note_doomed(struct look *look, uint32_t task, uint32_t slot, bool gone)
{
    look->doomed = array_grow(look->doomed, look->doomed_count, sizeof *look->doomed);
    look->doomed[look->doomed_count++] = (struct doomed){ task, slot, gone };
}

/* The tasks of a slot that are done, and the one that runs. */
static void fill_tasks(struct look *look, struct slot_look *at)
{
    const struct trace *trace = look->trace;
    uint64_t now = look->snapshot->now;
    bool runs = at->begun && at->span.ended > now;
    bool died = at->begun > at->place->first && at->span.end == SPAN_DIED;
    struct trace_sum sum = trace_sum(trace, at->slot, at->begun - runs);
    at->weight = sum.weight;
    at->row.tasks_done = sum.done;
    at->row.weight_done = sum.weight;
    at->row.busy_ns = sum.ns;
    if (died && (runs || trace->plan->unsupervised))
        note_doomed(look, at->span.task, at->row.slot, !runs);
    if (!runs)
        return;
    at->row.state = SLOT_RUNNING;
    at->row.task = at->span.task;
    at->row.task_age_ns = now - at->span.started;
    at->row.task_share = share_of(trace, &at->span, at->row.task_age_ns);
    at->row.busy_ns += at->row.task_age_ns;
}

static enum slot_state state_between_tasks(const struct trace *trace, const struct slot_look *at,
                                           uint64_t now)
{
    if (at->gone)
        return SLOT_EMPTY;
    if (now >= trace->all_ended)
        return SLOT_LEAVING;
    if (at->life->first_start > now)
        return SLOT_STARTING;
    if (trace->plan->traits.one_each)
        return SLOT_LEAVING;
    return at->begun < at->end ? SLOT_CLAIMING : SLOT_IDLE;
}

/* Which of the chunks it works on, and how far it is. */
static void fill_chunk(const struct trace *trace, struct slot_look *at)
{
    const struct record *record = trace->record;
    uint64_t number = at->row.task;
    uint32_t begun = at->begun - (number == TASK_NONE && at->begun && at->span.end == SPAN_DIED);
    if (number == TASK_NONE && begun <= at->place->first)
        return;
    if (number == TASK_NONE)
        number = trace_span(trace, at->slot, begun - 1).task;
    uint64_t first = number - number % record->chunk, left = record->task_count - first;
    at->row.chunk_number = first / record->chunk + 1;
    at->row.chunk_share = (double)(number - first) / (double)(left < record->chunk ? left : record->chunk);
    if (at->row.state == SLOT_IDLE || at->row.state == SLOT_LEAVING || at->gone)
        at->row.chunk_share = 1;
}

/* Adds the slot to the figures of all. */
static void add_up(const struct look *look, const struct slot_look *at)
{
    struct snapshot *snapshot = look->snapshot;
    const struct workload *workload = look->trace->workload;
    const struct worker_facts *row = &at->row;
    snapshot->live_workers += !at->gone;
    snapshot->deaths += at->place->deaths_before + (at->gone && record_life_died(at->life));
    snapshot->deaths_at_work +=
        at->place->deaths_at_work_before + (at->gone && at->life->died_task != UINT32_MAX);
    snapshot->busy_ns += row->busy_ns;
    snapshot->done += row->tasks_done;
    snapshot->weight_done += at->weight;
    if (row->task != TASK_NONE && !isnan(row->task_share))
        snapshot->weight_done += row->task_share * (double)workload->ops->weight(workload, row->task);
    if (row->state != SLOT_EMPTY)
        snapshot->states[row->state]++;
}

static void look_at_slot(struct look *look, uint32_t number)
{
    const struct trace *trace = look->trace;
    struct slot_look at = { .slot = &trace->slots[number] };
    uint64_t now = look->snapshot->now;
    uint32_t lives = trace_lives_until(trace, at.slot, now);
    if (!lives)
        return;
    at.place = &at.slot->lives[lives - 1];
    at.life = &trace->record->lives[at.place->number];
    at.gone = at.life->exited && at.life->exited <= now;
    at.begun = trace_spans_before(trace, at.slot, now + 1);
    at.end = lives < at.slot->life_count ? at.place[1].first : at.slot->span_count;
    if (at.begun)
        at.span = trace_span(trace, at.slot, at.begun - 1);
    at.row = (struct worker_facts){ .slot = number,
                                    .life = at.place->number,
                                    .generation = lives - 1,
                                    .pid = at.life->pid,
                                    .task = TASK_NONE,
                                    .died = at.gone && record_life_died(at.life),
                                    .no_core = trace_no_core(trace, at.place->number),
                                    .sample.core = -1 };
    fill_tasks(look, &at);
    if (at.row.task == TASK_NONE)
        at.row.state = state_between_tasks(trace, &at, now);
    if (trace->record->chunk > 1)
        fill_chunk(trace, &at);
    add_up(look, &at);
    if (at.row.state != SLOT_EMPTY || !trace->plan->traits.one_each)
        snapshot_add_row(look->snapshot, look->window, &at.row);
}

/* ---- the buckets -------------------------------------------------------------------------------------- */

static enum task_state state_at(const struct record_task *task, uint64_t claim, uint64_t now)
{
    if (now < claim)
        return TASK_WAITING;
    if (task->state == TASK_CLAIMED || now < task->started)
        return TASK_CLAIMED;
    if (task->state == TASK_RUNNING || now < task->ended)
        return TASK_RUNNING;
    return (enum task_state)task->state;
}

static void add_next(const struct look *look, uint64_t first, uint64_t end)
{
    struct snapshot *snapshot = look->snapshot;
    for (; first < end && snapshot->next_count < look->next; first++)
        snapshot->next[snapshot->next_count++] = first;
}

/* What the worker had claimed no other will do. */
static bool is_left_behind(const struct trace *trace, uint32_t number, uint64_t now)
{
    const struct record_life *life = &trace->record->lives[number];
    return trace->plan->unsupervised && life->exited && life->exited <= now;
}

static void count_task(struct look *look, uint64_t number, uint64_t claim)
{
    const struct trace *trace = look->trace;
    const struct record_task *task = &trace->record->tasks[number];
    enum task_state state = state_at(task, claim, look->snapshot->now);
    uint32_t slot = state == TASK_WAITING ? SLOTS_MAX : trace->record->lives[task->life].slot;
    bool lost = state == TASK_CLAIMED && is_left_behind(trace, task->life, look->snapshot->now);
    for (; look->met < look->doomed_count && look->doomed[look->met].task <= number; look->met++) {
        state = look->doomed[look->met].gone ? TASK_CLAIMED : TASK_RUNNING;
        slot = look->doomed[look->met].slot;
        lost = look->doomed[look->met].gone;
    }
    if (state == TASK_WAITING)
        add_next(look, number, number + 1);
    snapshot_count(look->cell, &look->votes, state, slot, 1);
    look->cell->lost += lost;
}

static uint64_t bucket_end(const struct trace *trace, uint64_t number)
{
    uint64_t end = (number + 1) * trace->bucket_tasks;
    return end < trace->record->task_count ? end : trace->record->task_count;
}

static void count_one_by_one(struct look *look, uint64_t number)
{
    const struct trace *trace = look->trace;
    uint64_t first = number * trace->bucket_tasks, end = bucket_end(trace, number);
    uint64_t chunk = trace->record->chunk, place = first % chunk;
    uint64_t claim = trace->buckets[number].claim_first;
    for (uint64_t task = first; task < end; task++) {
        if (task > first)
            claim = trace_claim(trace, task, place, claim);
        count_task(look, task, claim);
        place = place + 1 == chunk ? 0 : place + 1;
    }
}

/* Most buckets lie wholly in one state, which follows from their bounds. */
static void count_bucket(struct look *look, uint64_t number)
{
    const struct trace *trace = look->trace;
    const struct trace_bucket *bucket = &trace->buckets[number];
    uint64_t now = look->snapshot->now, end = bucket_end(trace, number);
    uint64_t first = number * trace->bucket_tasks;
    bool doomed = (look->met < look->doomed_count && look->doomed[look->met].task < end) ||
                  (trace->plan->unsupervised && trace->deaths);
    bool settled = now >= bucket->end_max, waits = now < bucket->claim_min;
    bool claimed = now >= bucket->claim_max && now < bucket->start_min;
    if (doomed || !(settled || waits || claimed)) {
        count_one_by_one(look, number);
        return;
    }
    if (waits) {
        add_next(look, first, end);
        look->cell->waiting += (uint32_t)(end - first);
        return;
    }
    look->cell->claimed += settled ? 0 : (uint32_t)(end - first);
    look->cell->done += settled ? bucket->done : 0;
    look->cell->failed += settled ? bucket->failed : 0;
    snapshot_vote(&look->cell->slot, &look->votes, bucket->slot, bucket->votes);
}

static int by_task(const void *a, const void *b)
{
    const struct doomed *one = a, *other = b;
    return (one->task > other->task) - (one->task < other->task);
}

/* Counts the tasks; the cells where they are wanted. Cells are made of whole buckets, as in a live run. */
static void look_at_buckets(struct look *look)
{
    const struct trace *trace = look->trace;
    const struct snapshot_window *window = look->window;
    struct snapshot *snapshot = look->snapshot;
    uint64_t buckets = snapshot_cell_tasks(trace->bucket_count, window->cells);
    look->next = window->next < SNAPSHOT_NEXT ? window->next : SNAPSHOT_NEXT;
    if (look->doomed_count > 1)
        qsort(look->doomed, look->doomed_count, sizeof *look->doomed, by_task);
    snapshot->cell_tasks = window->cells ? buckets * trace->bucket_tasks : 0;
    for (uint64_t first = 0; first < trace->bucket_count; first += buckets) {
        look->cell = window->cells ? &snapshot->cells[snapshot->cell_count++] : &look->one;
        look->votes = 0;
        *look->cell = (struct map_cell){ .slot = SLOTS_MAX };
        for (uint64_t i = first; i < first + buckets && i < trace->bucket_count; i++)
            count_bucket(look, i);
        snapshot->waiting += look->cell->waiting;
        snapshot->claimed += look->cell->claimed;
        snapshot->lost += look->cell->lost;
        snapshot->running += look->cell->running;
        snapshot->failed += look->cell->failed;
    }
}

/* ---- the whole ---------------------------------------------------------------------------------------- */

static enum board_phase phase_at(const struct trace *trace, uint64_t now)
{
    const struct record *record = trace->record;
    if (now >= record->toc && now >= record->done)
        return record->phase;
    if (record->toc && now >= record->toc)
        return BOARD_UNJOINED;
    return now >= trace->all_ended ? BOARD_ENDING : BOARD_RUNNING;
}

/* Refusals are events; of those that the ring has lost it is only known that they came first. */
static uint64_t refused_until(const struct record *record, uint64_t now)
{
    uint64_t later = 0;
    for (uint32_t i = 0; i < record->event_count; i++)
        later += record->events[i].kind == EVENT_REFUSED && record->events[i].time > now;
    return record->forks_refused > later ? record->forks_refused - later : 0;
}

static void fill_stuck(const struct record *record, struct snapshot *snapshot)
{
    for (uint32_t i = 0; i < record->event_count; i++) {
        const struct event *event = &record->events[i];
        if (event->kind != EVENT_STUCK || event->time > snapshot->now || event->task == TASK_NONE)
            continue;
        snapshot->stuck = event->task + 1;
        snapshot->stuck_slot = event->value ? event->slot : SLOTS_MAX;
    }
}

void snapshot_at(const struct trace *trace, uint64_t now, const struct snapshot_window *window,
                 struct snapshot *snapshot)
{
    const struct record *record = trace->record;
    struct look look = { .trace = trace, .window = window, .snapshot = snapshot };
    snapshot_begin(snapshot, window);
    snapshot->workload = trace->workload;
    snapshot->strategy = trace->strategy;
    snapshot->plan = trace->plan;
    snapshot->now = now;
    snapshot->toc = now >= record->toc ? record->toc : 0;
    snapshot->last_done = now >= trace->all_ended ? trace->all_ended : 0;
    snapshot->phase = phase_at(trace, now);
    snapshot->held_ns = record->held_ns;
    snapshot->tasks = record->task_count;
    snapshot->weight_total = trace->weight_total;
    snapshot->schedule_ns = trace->schedule_ns;
    snapshot->lives = trace_births_until(trace, now);
    snapshot->peak_live = snapshot->lives && trace->peaks ? trace->peaks[snapshot->lives - 1] : 0;
    snapshot->forks_refused = refused_until(record, now);
    fill_stuck(record, snapshot);
    for (uint32_t slot = 0; slot < trace->slot_count; slot++)
        look_at_slot(&look, slot);
    look_at_buckets(&look);
    free(look.doomed);
}
