#include "history/snapshot_at.h"

#include "history/snapshot_look.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct worker_facts *look_add_row(struct look *look, const struct worker_facts *row)
{
    struct snapshot *snapshot = look->snapshot;
    const struct workload *workload = look->trace->workload;
    snapshot->busy_ns += row->busy_ns;
    snapshot->done += row->tasks_done;
    snapshot->weight_done += row->weight_done;
    if (row->task != TASK_NONE && !isnan(row->task_share))
        snapshot->weight_done += row->task_share * (double)workload->ops->weight(workload, row->task);
    if (row->state != SLOT_EMPTY)
        snapshot->states[row->state]++;
    else if (look->trace->plan->traits.one_each)
        return NULL;
    if (row->slot == look->window->chosen_slot) {
        snapshot->chosen.life = row->life;
        snapshot->chosen_row = snapshot->worker_total;
    }
    if (snapshot->worker_total++ < look->window->first_worker ||
        snapshot->worker_count >= look->window->workers || snapshot->worker_count == SNAPSHOT_WORKERS)
        return NULL;
    snapshot->workers[snapshot->worker_count] = *row;
    return &snapshot->workers[snapshot->worker_count++];
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

/* Where tasks have an order of their own, find_next() finds the next ones. */
static void add_next(const struct look *look, uint64_t first, uint64_t end)
{
    struct snapshot *snapshot = look->snapshot;
    if (look->trace->order)
        return;
    for (; first < end && snapshot->next_count < look->next; first++)
        snapshot->next[snapshot->next_count++] = first;
}

/* Whether no other worker will do what this life had claimed. */
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

static void count_one_by_one(struct look *look, uint64_t number)
{
    const struct trace *trace = look->trace;
    uint64_t first = look_bucket_first(look, number), end = look_bucket_end(look, number);
    uint64_t chunk = trace->record->chunk, place = first % chunk;
    uint64_t claim = trace->buckets[number].claim_first;
    for (uint64_t task = first; task < end; task++) {
        if (task > first)
            claim = trace_claim(trace, task, place, claim);
        count_task(look, task, claim);
        place = place + 1 == chunk ? 0 : place + 1;
    }
}

/* Most buckets are wholly in one state, which follows from their bounds. */
static void count_bucket(struct look *look, uint64_t number)
{
    const struct trace *trace = look->trace;
    const struct trace_bucket *bucket = &trace->buckets[number];
    uint64_t now = look->snapshot->now, first = look_bucket_first(look, number),
             end = look_bucket_end(look, number);
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

/* Counts the tasks, by cell where cells are wanted. A cell is made of whole buckets. */
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
        uint64_t end = least_of(first + buckets, trace->bucket_count);
        if (trace->live) { /* the totals come from the slots */
            look_count_live(look, first, end);
            continue;
        }
        for (uint64_t i = first; i < end; i++)
            count_bucket(look, i);
        snapshot->waiting += look->cell->waiting;
        snapshot->claimed += look->cell->claimed;
        snapshot->lost += look->cell->lost;
        snapshot->running += look->cell->running;
        snapshot->failed += look->cell->failed;
    }
}

static bool is_doomed(const struct look *look, uint32_t task)
{
    for (size_t i = 0; i < look->doomed_count; i++)
        if (look->doomed[i].task == task)
            return true;
    return false;
}

/* The next tasks of a recorded run, where tasks are not handed out as numbered. */
static void find_next(struct look *look)
{
    const struct trace *trace = look->trace;
    struct snapshot *snapshot = look->snapshot;
    uint64_t wanted = least_of(look->next, snapshot->waiting), now = snapshot->now;
    for (uint64_t i = 0; i < trace->record->task_count && snapshot->next_count < wanted; i++) {
        uint32_t task = trace->order[i];
        uint64_t claim = trace_claim(trace, task, 0, TRACE_NEVER);
        if (state_at(&trace->record->tasks[task], claim, now) == TASK_WAITING && !is_doomed(look, task))
            snapshot->next[snapshot->next_count++] = task;
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

/* Refusals are events. Those that the ring has lost came first. */
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

static void look_at_record(struct look *look)
{
    const struct trace *trace = look->trace;
    const struct record *record = trace->record;
    struct snapshot *snapshot = look->snapshot;
    uint64_t now = snapshot->now;
    snapshot->toc = now >= record->toc ? record->toc : 0;
    snapshot->last_done = now >= trace->all_ended ? trace->all_ended : 0;
    snapshot->phase = phase_at(trace, now);
    if (snapshot->phase == record->phase)
        snapshot->stopped_from = trace->stopped_from;
    snapshot->held_ns = record->held_ns;
    snapshot->lives = trace_births_until(trace, now);
    snapshot->peak_live = snapshot->lives && trace->peaks ? trace->peaks[snapshot->lives - 1] : 0;
    snapshot->forks_refused = refused_until(record, now);
    fill_stuck(record, snapshot);
    look_at_slots(look);
}

/* Rows, tasks and cells have counts and need no clearing. */
static void clear_snapshot(struct snapshot *snapshot, const struct snapshot_window *window)
{
    memset(snapshot, 0, offsetof(struct snapshot, workers));
    snapshot->stopped_from = UINT64_MAX;
    memset(snapshot->states, 0, sizeof snapshot->states);
    snapshot->worker_count = snapshot->worker_total = snapshot->next_count = snapshot->cell_count = 0;
    snapshot->worker_first = window->first_worker;
    snapshot->chosen = (struct worker_id){ .slot = window->chosen_slot };
    snapshot->chosen_row = UINT32_MAX;
    snapshot->busy_ns = 0;
}

void snapshot_at(const struct trace *trace, uint64_t now, const struct snapshot_window *window,
                 struct snapshot *snapshot)
{
    struct look look = { .trace = trace, .window = window, .snapshot = snapshot };
    clear_snapshot(snapshot, window);
    snapshot->workload = trace->workload;
    snapshot->strategy = trace->strategy;
    snapshot->plan = trace->plan;
    snapshot->live = trace->live;
    snapshot->now = now;
    snapshot->tasks = trace->record->task_count;
    snapshot->weight_total = trace->weight_total;
    snapshot->schedule_ns = trace->schedule_ns;
    trace->live ? look_at_board(&look) : look_at_record(&look);
    if (window->cells || !trace->live)
        look_at_buckets(&look);
    if (trace->order && !trace->live)
        find_next(&look);
    free(look.doomed);
}
