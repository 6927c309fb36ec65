/* The facts at a moment, from the index over a record. One pass over the slots tells of the workers and their tasks,
 * one over the buckets counts the tasks. */
#include "history/replay.h"

#include "base/xmalloc.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* ---- searching ---------------------------------------------------------------------------------------- */

uint32_t replay_tasks_until(const struct replay *replay, uint32_t slot, uint64_t now)
{
    const struct record_task *tasks = replay->record->tasks;
    uint32_t low = replay->task_at[slot], high = replay->task_at[slot + 1];
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (tasks[replay->tasks[middle]].started <= now)
            low = middle + 1;
        else
            high = middle;
    }
    return low - replay->task_at[slot];
}

uint32_t replay_lives_until(const struct replay *replay, uint32_t slot, uint64_t now)
{
    const struct record_life *lives = replay->record->lives;
    uint32_t low = replay->life_at[slot], high = replay->life_at[slot + 1];
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (lives[replay->lives[middle]].spawned <= now)
            low = middle + 1;
        else
            high = middle;
    }
    return low - replay->life_at[slot];
}

uint64_t replay_births_until(const struct replay *replay, uint64_t now)
{
    uint64_t low = 0, high = replay->record->life_count;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (replay->record->lives[middle].spawned <= now)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- a slot ------------------------------------------------------------------------------------------- */

/* What a slot looks like at the moment. */
struct view_of_slot {
    const struct record_life *life; /* the last one that has begun */
    const struct record_task *task; /* the last one that has started; NULL: none has */
    uint32_t place;                 /* of it in replay->tasks; of the next one where there is none */
    struct worker_facts row;
    struct replay_sum sum; /* of its tasks that are done */
    bool gone;
};

/* What is behind of a task whose attempt runs: by the time it took, where it came to its end. Of one that was cut short
 * a nap's age says it; how far a computation had come its worker alone knew. */
static double share_of(const struct replay *replay, uint64_t number, uint64_t age, uint64_t length)
{
    if (length)
        return (double)age / (double)length;
    if (replay->workload->ops->computes)
        return NAN;
    return replay->workload->ops->share(replay->workload, number, 0, age);
}

static void show_running(const struct replay *replay, struct view_of_slot *view, uint64_t number,
                         uint64_t age, uint64_t length)
{
    view->row.state = SLOT_RUNNING;
    view->row.task = number;
    view->row.task_age_ns = age;
    view->row.task_share = share_of(replay, number, age, length);
    view->row.busy_ns += age;
}

static void note_doomed(struct replay *replay, uint32_t task, uint32_t slot, bool gone)
{
    if (replay->doomed_count == replay->doomed_room) {
        replay->doomed_room = replay->doomed_room ? replay->doomed_room * 2 : 16;
        replay->doomed = xreallocarray(replay->doomed, replay->doomed_room, sizeof *replay->doomed);
    }
    replay->doomed[replay->doomed_count++] = (struct replay_doomed){ task, slot, gone };
}

/* The tasks of a slot that are done, and the one that runs. */
static void look_at_tasks(struct replay *replay, struct view_of_slot *view, uint64_t now)
{
    uint32_t slot = view->row.slot, count = replay_tasks_until(replay, slot, now);
    view->place = replay->task_at[slot] + count;
    uint32_t number = 0;
    if (count) {
        number = replay->tasks[--view->place];
        view->task = &replay->record->tasks[number];
        view->sum = replay->sums[view->place];
    }
    bool runs = view->task && (view->task->state == TASK_RUNNING || view->task->ended > now);
    if (view->task && !runs && view->task->state == TASK_DONE) {
        view->sum.done++;
        view->sum.busy_ns += view->task->ended - view->task->started;
        view->sum.weight += (double)replay->workload->ops->weight(replay->workload, number);
    }
    view->row.tasks_done = view->sum.done;
    view->row.weight_done = view->sum.weight;
    view->row.busy_ns += view->sum.busy_ns;
    bool lost = view->gone && replay->plan->unsupervised; /* its task stays with it: nobody takes it back */
    uint64_t doom = view->gone && !lost ? UINT64_MAX : replay_doom(replay->record, view->row.life);
    if (lost && doom <= now) {
        note_doomed(replay, view->life->died_task, slot, true);
    } else if (runs) {
        uint64_t length = view->task->state == TASK_DONE ? view->task->ended - view->task->started : 0;
        show_running(replay, view, number, now - view->task->started, length);
    } else if (doom <= now) {
        show_running(replay, view, view->life->died_task, now - doom, 0);
        note_doomed(replay, view->life->died_task, slot, false);
    }
}

/* Whether the worker starts another task later. */
static bool goes_on(const struct replay *replay, const struct view_of_slot *view)
{
    uint32_t next = view->place + (view->task != NULL);
    if (replay_doom(replay->record, view->row.life) != UINT64_MAX)
        return true;
    return next < replay->task_at[view->row.slot + 1] &&
           replay->record->tasks[replay->tasks[next]].life == view->row.life;
}

static enum slot_state state_between_tasks(const struct replay *replay, const struct view_of_slot *view,
                                           uint64_t now)
{
    if (view->gone)
        return SLOT_EMPTY;
    if (now >= replay->all_ended)
        return SLOT_LEAVING;
    if (view->life->first_start > now)
        return SLOT_STARTING;
    if (replay->plan->traits.one_each)
        return SLOT_LEAVING;
    return goes_on(replay, view) ? SLOT_CLAIMING : SLOT_IDLE;
}

/* Which of the chunks it works on, and how far it is. */
static void show_chunk(const struct replay *replay, struct view_of_slot *view)
{
    const struct record *record = replay->record;
    uint64_t number;
    if (view->row.task != TASK_NONE)
        number = view->row.task;
    else if (view->task && view->task->life == view->row.life)
        number = replay->tasks[view->place];
    else
        return;
    uint64_t first = number - number % record->chunk, left = record->task_count - first;
    view->row.chunk_number = first / record->chunk + 1;
    view->row.chunk_share = (double)(number - first) / (double)(left < record->chunk ? left : record->chunk);
    if (view->row.state == SLOT_IDLE || view->row.state == SLOT_LEAVING || view->gone)
        view->row.chunk_share = 1;
}

static void add_row(const struct replay *replay, const struct snapshot_window *window,
                    const struct worker_facts *row, struct snapshot *snapshot)
{
    uint32_t rows = window->workers < SNAPSHOT_WORKERS ? window->workers : SNAPSHOT_WORKERS;
    if (row->state == SLOT_EMPTY && replay->plan->traits.one_each)
        return;
    if (snapshot->worker_total++ >= window->first_worker && snapshot->worker_count < rows)
        snapshot->workers[snapshot->worker_count++] = *row;
}

static void look_at_slot(struct replay *replay, uint32_t slot, const struct snapshot_window *window,
                         struct snapshot *snapshot)
{
    const struct record *record = replay->record;
    uint32_t begun = replay_lives_until(replay, slot, snapshot->now);
    if (!begun)
        return;
    uint32_t place = replay->life_at[slot] + begun - 1, number = replay->lives[place];
    struct view_of_slot view = { .life = &record->lives[number] };
    view.gone = view.life->exited && view.life->exited <= snapshot->now;
    view.row = (struct worker_facts){
        .slot = slot,
        .life = number,
        .generation = begun - 1,
        .pid = view.life->pid,
        .task = TASK_NONE,
        .sample.core = -1,
    };
    view.row.busy_ns = replay->lost_ns[place] + (view.gone ? replay_lost_ns(view.life) : 0);
    look_at_tasks(replay, &view, snapshot->now);
    if (view.row.task == TASK_NONE)
        view.row.state = state_between_tasks(replay, &view, snapshot->now);
    if (record->chunk > 1)
        show_chunk(replay, &view);
    snapshot->live_workers += !view.gone;
    snapshot->deaths += replay->deaths[place] + (view.gone && record_life_died(view.life));
    snapshot->deaths_at_work +=
        replay->deaths_at_work[place] + (view.gone && view.life->died_task != UINT32_MAX);
    snapshot->busy_ns += view.row.busy_ns;
    snapshot->weight_done += view.sum.weight;
    if (view.row.task != TASK_NONE && !isnan(view.row.task_share))
        snapshot->weight_done +=
            view.row.task_share * (double)replay->workload->ops->weight(replay->workload, view.row.task);
    if (view.row.state != SLOT_EMPTY)
        snapshot->states[view.row.state]++;
    add_row(replay, window, &view.row, snapshot);
}

/* ---- the buckets -------------------------------------------------------------------------------------- */

/* How far the pass over the buckets has come. */
struct counting {
    struct replay *replay;
    struct snapshot *snapshot;
    uint32_t next;   /* wanted of the head of the queue */
    uint32_t doomed; /* attempts that have been met */
    struct map_cell *cell;
    uint32_t votes; /* of the cell */
};

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

static void count_waiting(struct counting *counting, uint64_t number)
{
    counting->cell->waiting++;
    if (counting->snapshot->next_count < counting->next)
        counting->snapshot->next[counting->snapshot->next_count++] = number;
}

static void count_task(struct counting *counting, uint64_t number, uint64_t claim)
{
    const struct replay *replay = counting->replay;
    const struct record_task *task = &replay->record->tasks[number];
    enum task_state state = state_at(task, claim, counting->snapshot->now);
    uint32_t slot = state == TASK_WAITING ? SLOTS_MAX : replay->record->lives[task->life].slot;
    for (; counting->doomed < replay->doomed_count && replay->doomed[counting->doomed].task <= number;
         counting->doomed++) {
        state = replay->doomed[counting->doomed].gone ? TASK_CLAIMED : TASK_RUNNING;
        slot = replay->doomed[counting->doomed].slot;
    }
    if (state == TASK_WAITING) {
        count_waiting(counting, number);
        return;
    }
    counting->cell->claimed += state == TASK_CLAIMED;
    counting->cell->running += state == TASK_RUNNING;
    counting->cell->done += state == TASK_DONE;
    counting->cell->failed += state == TASK_FAILED;
    snapshot_vote(&counting->cell->slot, &counting->votes, slot, 1);
}

static uint64_t bucket_end(const struct replay *replay, uint64_t number)
{
    uint64_t end = (number + 1) * replay->bucket_tasks;
    return end < replay->record->task_count ? end : replay->record->task_count;
}

static void count_one_by_one(struct counting *counting, uint64_t number)
{
    const struct replay *replay = counting->replay;
    uint64_t first = number * replay->bucket_tasks, end = bucket_end(replay, number);
    uint64_t chunk = replay->record->chunk, place = first % chunk;
    uint64_t claim = replay->buckets[number].claim_first;
    for (uint64_t task = first; task < end; task++) {
        if (task > first)
            claim = replay_claim(replay, task, place, claim);
        count_task(counting, task, claim);
        place = place + 1 == chunk ? 0 : place + 1;
    }
}

/* Most buckets lie wholly in one state, which their bounds tell. */
static void count_bucket(struct counting *counting, uint64_t number)
{
    const struct replay *replay = counting->replay;
    const struct replay_bucket *bucket = &replay->buckets[number];
    uint64_t now = counting->snapshot->now, end = bucket_end(replay, number);
    uint64_t first = number * replay->bucket_tasks;
    bool doomed = counting->doomed < replay->doomed_count && replay->doomed[counting->doomed].task < end;
    bool settled = now >= bucket->end_max, waits = now < bucket->claim_min;
    bool claimed = now >= bucket->claim_max && now < bucket->start_min;
    if (doomed || !(settled || waits || claimed)) {
        count_one_by_one(counting, number);
        return;
    }
    if (waits) {
        counting->cell->waiting += (uint32_t)(end - first);
        for (uint64_t task = first; task < end && counting->snapshot->next_count < counting->next; task++)
            counting->snapshot->next[counting->snapshot->next_count++] = task;
        return;
    }
    if (settled) {
        counting->cell->done += bucket->done;
        counting->cell->failed += bucket->failed;
    } else {
        counting->cell->claimed += (uint32_t)(end - first);
    }
    snapshot_vote(&counting->cell->slot, &counting->votes, bucket->slot, bucket->votes);
}

static int by_task(const void *a, const void *b)
{
    const struct replay_doomed *one = a, *other = b;
    return (one->task > other->task) - (one->task < other->task);
}

/* Counts the tasks; the cells where they are wanted. Cells are made of whole buckets, as in a live run. */
static void look_at_buckets(struct replay *replay, const struct snapshot_window *window,
                            struct snapshot *snapshot)
{
    struct map_cell all = { .slot = SLOTS_MAX };
    struct counting counting = { .replay = replay, .snapshot = snapshot };
    uint64_t buckets = snapshot_cell_tasks(replay->bucket_count, window->cells);
    counting.next = window->next < SNAPSHOT_NEXT ? window->next : SNAPSHOT_NEXT;
    if (replay->doomed_count > 1)
        qsort(replay->doomed, replay->doomed_count, sizeof *replay->doomed, by_task);
    snapshot->cell_tasks = window->cells ? buckets * replay->bucket_tasks : 0;
    for (uint64_t first = 0; first < replay->bucket_count; first += buckets) {
        struct map_cell *cell = window->cells ? &snapshot->cells[snapshot->cell_count++] : &all;
        *cell = (struct map_cell){ .slot = SLOTS_MAX };
        counting.cell = cell;
        counting.votes = 0;
        for (uint64_t i = first; i < first + buckets && i < replay->bucket_count; i++)
            count_bucket(&counting, i);
        snapshot->waiting += cell->waiting;
        snapshot->claimed += cell->claimed;
        snapshot->running += cell->running;
        snapshot->done += cell->done;
        snapshot->failed += cell->failed;
    }
}

/* ---- the whole ---------------------------------------------------------------------------------------- */

static enum board_phase phase_at(const struct replay *replay, uint64_t now)
{
    const struct record *record = replay->record;
    if (now >= record->toc && now >= record->done)
        return record->phase;
    if (record->toc && now >= record->toc)
        return BOARD_TOLD;
    return now >= replay->all_ended ? BOARD_ENDING : BOARD_RUNNING;
}

/* Refusals are told by the events; of those that the ring has lost it is only known that they came first. */
static uint64_t refused_until(const struct record *record, uint64_t now)
{
    uint64_t later = 0;
    for (uint32_t i = 0; i < record->event_count; i++)
        later += record->events[i].kind == EVENT_REFUSED && record->events[i].time > now;
    return record->forks_refused > later ? record->forks_refused - later : 0;
}

static void look_at_stuck(const struct record *record, struct snapshot *snapshot)
{
    for (uint32_t i = 0; i < record->event_count; i++) {
        const struct event *event = &record->events[i];
        if (event->kind != EVENT_STUCK || event->time > snapshot->now || event->task == TASK_NONE)
            continue;
        snapshot->stuck = event->task + 1;
        snapshot->stuck_slot = event->value ? event->slot : SLOTS_MAX;
    }
}

void replay_look(struct replay *replay, uint64_t now, const struct snapshot_window *window,
                 struct snapshot *snapshot)
{
    memset(snapshot, 0, offsetof(struct snapshot, workers));
    memset(snapshot->states, 0, sizeof snapshot->states);
    snapshot->worker_count = snapshot->worker_total = snapshot->next_count = snapshot->cell_count = 0;
    snapshot->worker_first = window->first_worker;
    snapshot->busy_ns = 0;
    snapshot->workload = replay->workload;
    snapshot->strategy = replay->strategy;
    snapshot->plan = replay->plan;
    snapshot->now = now;
    snapshot->toc = now >= replay->record->toc ? replay->record->toc : 0;
    snapshot->last_done = now >= replay->all_ended ? replay->all_ended : 0;
    snapshot->phase = phase_at(replay, now);
    snapshot->held_ns = replay->record->held_ns;
    snapshot->chosen_row = UINT32_MAX; /* nobody is there to be chosen */
    snapshot->tasks = replay->record->task_count;
    snapshot->weight_total = replay->weight_total;
    snapshot->schedule_ns = replay->schedule_ns;
    snapshot->lives = replay_births_until(replay, now);
    snapshot->peak_live = snapshot->lives ? replay->peaks[snapshot->lives - 1] : 0;
    snapshot->forks_refused = refused_until(replay->record, now);
    look_at_stuck(replay->record, snapshot);
    replay->doomed_count = 0;
    for (uint32_t slot = 0; slot < replay->slots; slot++)
        look_at_slot(replay, slot, window, snapshot);
    look_at_buckets(replay, window, snapshot);
}
