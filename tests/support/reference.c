#include "support/reference.h"

#include "base/xmalloc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* One look. */
struct looking {
    struct snapshot *snapshot;
    const struct record *record;
    const struct snapshot_window *window;
    bool process;
    enum task_state *states; /* of every task now */
    uint32_t *slots;         /* of the worker that has it; SLOTS_MAX: none */
    uint32_t *shown;         /* of a slot: its last life; RECORD_LIFE_NONE: none yet */
    uint64_t all_ended;
};

static bool lives_at(const struct record_life *life, uint64_t now)
{
    return life->spawned <= now && (!life->exited || life->exited > now);
}

/* ---- tasks -------------------------------------------------------------------------------------------- */

/* The neighbours before a task that its worker started one after the other,
 * in the same chunk: when the first did. */
static uint64_t claimed_at(const struct looking *looking, uint64_t number)
{
    const struct record_task *tasks = looking->record->tasks, *task = &tasks[number];
    const struct record_life *life = &looking->record->lives[task->life];
    uint64_t chunk = looking->record->chunk;
    if (looking->process)
        return life->spawned;
    while (number % chunk != 0 && tasks[number - 1].life == task->life &&
           tasks[number - 1].state != TASK_WAITING) {
        bool never = tasks[number].state == TASK_CLAIMED, before = tasks[number - 1].state == TASK_CLAIMED;
        if (!never && (before || tasks[number - 1].started > tasks[number].started))
            break;
        number--;
    }
    if (tasks[number].state != TASK_CLAIMED)
        return tasks[number].started;
    return life->last_end > life->spawned ? life->last_end : life->spawned;
}

static enum task_state state_at(const struct looking *looking, uint64_t number)
{
    const struct record_task *task = &looking->record->tasks[number];
    uint64_t now = looking->snapshot->now;
    if (task->life == RECORD_LIFE_NONE || claimed_at(looking, number) > now)
        return TASK_WAITING;
    if (task->state == TASK_CLAIMED || task->started > now)
        return TASK_CLAIMED;
    if (task->state == TASK_RUNNING || task->ended > now)
        return TASK_RUNNING;
    return (enum task_state)task->state;
}

/* Attempts that run now and are going to die. */
static bool is_doomed(const struct looking *looking, uint32_t number)
{
    const struct record_life *life = &looking->record->lives[number];
    return lives_at(life, looking->snapshot->now) && life->died_task != UINT32_MAX &&
           life->died_started <= looking->snapshot->now &&
           looking->record->tasks[life->died_task].life != number;
}

static void find_states(struct looking *looking)
{
    const struct record *record = looking->record;
    for (uint64_t i = 0; i < record->task_count; i++) {
        looking->states[i] = state_at(looking, i);
        looking->slots[i] =
            looking->states[i] == TASK_WAITING ? SLOTS_MAX : record->lives[record->tasks[i].life].slot;
        bool ended = record->tasks[i].state == TASK_DONE || record->tasks[i].state == TASK_FAILED;
        if (!ended || looking->all_ended == UINT64_MAX)
            looking->all_ended = UINT64_MAX;
        else if (record->tasks[i].ended > looking->all_ended)
            looking->all_ended = record->tasks[i].ended;
    }
    for (uint32_t i = 0; i < record->life_count; i++)
        if (is_doomed(looking, i)) {
            looking->states[record->lives[i].died_task] = TASK_RUNNING;
            looking->slots[record->lives[i].died_task] = record->lives[i].slot;
        }
}

/* ---- lives -------------------------------------------------------------------------------------------- */

static void count_lives(struct looking *looking)
{
    struct snapshot *snapshot = looking->snapshot;
    const struct record *record = looking->record;
    for (uint32_t i = 0; i < record->life_count; i++) {
        const struct record_life *life = &record->lives[i];
        if (life->spawned > snapshot->now)
            continue;
        uint64_t live = 0;
        for (uint32_t k = 0; k <= i; k++)
            live += lives_at(&record->lives[k], life->spawned);
        snapshot->peak_live = live > snapshot->peak_live ? live : snapshot->peak_live;
        snapshot->lives++;
        snapshot->live_workers += lives_at(life, snapshot->now);
        snapshot->deaths += !lives_at(life, snapshot->now) && record_life_died(life);
        snapshot->deaths_at_work += !lives_at(life, snapshot->now) && life->died_task != UINT32_MAX;
        looking->shown[life->slot] = i;
    }
}

/* ---- rows --------------------------------------------------------------------------------------------- */

static void add_lost(const struct looking *looking, struct worker_facts *row)
{
    for (uint64_t i = 0; i < looking->record->life_count; i++) {
        const struct record_life *life = &looking->record->lives[i];
        bool ended = life->exited && life->exited <= looking->snapshot->now;
        if (life->slot == row->slot && ended && life->died_task != UINT32_MAX)
            row->busy_ns += life->exited - life->died_started;
    }
}

static void add_tasks(const struct looking *looking, struct worker_facts *row)
{
    const struct record *record = looking->record;
    for (uint64_t i = 0; i < record->task_count; i++) {
        const struct record_task *task = &record->tasks[i];
        if (task->life == RECORD_LIFE_NONE || record->lives[task->life].slot != row->slot)
            continue;
        if (looking->states[i] == TASK_DONE) {
            row->tasks_done++;
            row->weight_done +=
                (double)looking->snapshot->workload->ops->weight(looking->snapshot->workload, i);
            row->busy_ns += task->ended - task->started;
        }
    }
}

static void add_running(const struct looking *looking, struct worker_facts *row)
{
    const struct record *record = looking->record;
    const struct workload *workload = looking->snapshot->workload;
    for (uint64_t i = 0; i < record->task_count; i++) {
        const struct record_task *task = &record->tasks[i];
        if (looking->states[i] != TASK_RUNNING || looking->slots[i] != row->slot)
            continue;
        bool doomed = is_doomed(looking, row->life) && record->lives[row->life].died_task == i;
        uint64_t started = doomed ? record->lives[row->life].died_started : task->started;
        row->state = SLOT_RUNNING;
        row->task = i;
        row->task_age_ns = looking->snapshot->now - started;
        row->busy_ns += row->task_age_ns;
        if (!doomed && task->state == TASK_DONE)
            row->task_share = (double)row->task_age_ns / (double)(task->ended - task->started);
        else if (workload->ops->computes)
            row->task_share = NAN;
        else
            row->task_share = workload->ops->share(workload, i, 0, row->task_age_ns);
    }
}

static enum slot_state between_tasks(const struct looking *looking, uint32_t number)
{
    const struct record *record = looking->record;
    const struct record_life *life = &record->lives[number];
    uint64_t now = looking->snapshot->now;
    if (!lives_at(life, now))
        return SLOT_EMPTY;
    if (now >= looking->all_ended)
        return SLOT_LEAVING;
    if (life->first_start > now)
        return SLOT_STARTING;
    if (looking->process)
        return SLOT_LEAVING;
    bool more = life->died_task != UINT32_MAX && life->died_started > now;
    for (uint64_t i = 0; i < record->task_count; i++)
        more |= record->tasks[i].life == number && record->tasks[i].state != TASK_CLAIMED &&
                record->tasks[i].started > now;
    return more ? SLOT_CLAIMING : SLOT_IDLE;
}

/* The chunk of the task it works on or has worked on last. */
static void add_chunk(const struct looking *looking, struct worker_facts *row)
{
    const struct record *record = looking->record;
    uint64_t chunk = record->chunk, number = row->task;
    for (uint64_t i = 0; i < record->task_count && row->task == TASK_NONE; i++) {
        const struct record_task *task = &record->tasks[i],
                                 *best = number == TASK_NONE ? NULL : &record->tasks[number];
        if (task->life == row->life && task->state != TASK_CLAIMED &&
            task->started <= looking->snapshot->now &&
            (!best || task->started > best->started ||
             (task->started == best->started && task->ended >= best->ended)))
            number = i;
    }
    if (chunk == 1 || number == TASK_NONE)
        return;
    uint64_t first = number / chunk * chunk, size = record->task_count - first;
    row->chunk_number = number / chunk + 1;
    row->chunk_share = (double)(number - first) / (double)(size < chunk ? size : chunk);
    if (row->state == SLOT_IDLE || row->state == SLOT_LEAVING || row->state == SLOT_EMPTY)
        row->chunk_share = 1;
}

static void add_rows(struct looking *looking)
{
    struct snapshot *snapshot = looking->snapshot;
    const struct record *record = looking->record;
    for (uint32_t slot = 0; slot < record->slots; slot++) {
        uint32_t number = looking->shown[slot];
        if (number == RECORD_LIFE_NONE)
            continue;
        struct worker_facts row = { .slot = slot,
                                    .life = number,
                                    .pid = record->lives[number].pid,
                                    .task = TASK_NONE,
                                    .sample.core = -1 };
        for (uint32_t i = 0; i < number; i++)
            row.generation += record->lives[i].slot == slot;
        row.state = between_tasks(looking, number);
        add_lost(looking, &row);
        add_tasks(looking, &row);
        add_running(looking, &row);
        add_chunk(looking, &row);
        if (row.task != TASK_NONE && !isnan(row.task_share))
            snapshot->weight_done +=
                row.task_share * (double)snapshot->workload->ops->weight(snapshot->workload, row.task);
        snapshot->busy_ns += row.busy_ns;
        if (row.state == SLOT_EMPTY && looking->process)
            continue;
        snapshot->states[row.state] += row.state != SLOT_EMPTY;
        if (snapshot->worker_total++ >= looking->window->first_worker &&
            snapshot->worker_count < looking->window->workers && snapshot->worker_count < SNAPSHOT_WORKERS)
            snapshot->workers[snapshot->worker_count++] = row;
    }
}

/* ---- counts ------------------------------------------------------------------------------------------- */

static void count_tasks(struct looking *looking)
{
    struct snapshot *snapshot = looking->snapshot;
    const struct record *record = looking->record;
    uint32_t next = looking->window->next < SNAPSHOT_NEXT ? looking->window->next : SNAPSHOT_NEXT;
    for (uint64_t i = 0; i < record->task_count; i++) {
        enum task_state state = looking->states[i];
        snapshot->waiting += state == TASK_WAITING;
        snapshot->claimed += state == TASK_CLAIMED;
        snapshot->running += state == TASK_RUNNING;
        snapshot->done += state == TASK_DONE;
        snapshot->failed += state == TASK_FAILED;
        if (state == TASK_WAITING && snapshot->next_count < next)
            snapshot->next[snapshot->next_count++] = i;
        if (state != TASK_DONE)
            continue;
        snapshot->weight_done += (double)snapshot->workload->ops->weight(snapshot->workload, i);
    }
}

static uint32_t majority(const struct looking *looking, uint64_t first, uint64_t end)
{
    uint32_t candidate = SLOTS_MAX, votes = 0, taken = 0, has = 0;
    for (uint64_t i = first; i < end; i++)
        if (looking->states[i] != TASK_WAITING)
            snapshot_vote(&candidate, &votes, looking->slots[i], 1);
    for (uint64_t i = first; i < end; i++) {
        taken += looking->states[i] != TASK_WAITING;
        has += looking->states[i] != TASK_WAITING && looking->slots[i] == candidate;
    }
    return !taken ? SLOTS_MAX : 2 * has > taken ? candidate : REFERENCE_ANY;
}

/* Cells are made of whole buckets. */
static void fill_cells(struct looking *looking)
{
    struct snapshot *snapshot = looking->snapshot;
    uint64_t tasks = looking->record->task_count, bucket = snapshot_cell_tasks(tasks, SNAPSHOT_BUCKETS);
    uint64_t buckets = (tasks + bucket - 1) / bucket;
    if (!looking->window->cells)
        return;
    snapshot->cell_tasks = bucket * snapshot_cell_tasks(buckets, looking->window->cells);
    for (uint64_t first = 0; first < tasks; first += snapshot->cell_tasks) {
        struct map_cell *cell = &snapshot->cells[snapshot->cell_count++];
        uint64_t end = tasks - first < snapshot->cell_tasks ? tasks : first + snapshot->cell_tasks;
        *cell = (struct map_cell){ .slot = majority(looking, first, end) };
        for (uint64_t i = first; i < end; i++) {
            cell->waiting += looking->states[i] == TASK_WAITING;
            cell->claimed += looking->states[i] == TASK_CLAIMED;
            cell->running += looking->states[i] == TASK_RUNNING;
            cell->done += looking->states[i] == TASK_DONE;
            cell->failed += looking->states[i] == TASK_FAILED;
        }
    }
}

static enum board_phase phase_at(const struct looking *looking, uint64_t now)
{
    const struct record *record = looking->record;
    if (now >= record->toc && now >= record->done)
        return record->phase;
    if (record->toc && now >= record->toc)
        return BOARD_UNJOINED;
    return now >= looking->all_ended ? BOARD_ENDING : BOARD_RUNNING;
}

static uint64_t refused(const struct record *record, uint64_t now)
{
    uint64_t count = record->forks_refused;
    for (uint32_t i = 0; i < record->event_count && count; i++)
        count -= record->events[i].kind == EVENT_REFUSED && record->events[i].time > now;
    return count;
}

void snapshot_of_record(struct snapshot *snapshot, const struct record *record,
                        const struct workload *workload, const struct strategy *strategy,
                        const struct plan *plan, uint64_t now, const struct snapshot_window *window)
{
    struct looking looking = {
        .snapshot = snapshot,
        .record = record,
        .window = window,
        .process = strategy->ops == &strategy_process,
        .states = xreallocarray(NULL, record->task_count, sizeof *looking.states),
        .slots = xreallocarray(NULL, record->task_count, sizeof *looking.slots),
        .shown = xreallocarray(NULL, record->slots, sizeof *looking.shown),
    };
    memset(looking.shown, 0xff, record->slots * sizeof *looking.shown); /* RECORD_LIFE_NONE */
    *snapshot = (struct snapshot){
        .workload = workload,
        .strategy = strategy,
        .plan = plan,
        .now = now,
        .toc = now >= record->toc ? record->toc : 0,
        .tasks = record->task_count,
        .weight_total = workload->ops->weight_before(workload, record->task_count),
        .forks_refused = refused(record, now),
        .worker_first = window->first_worker,
    };
    find_states(&looking);
    snapshot->last_done = now >= looking.all_ended ? looking.all_ended : 0;
    snapshot->phase = phase_at(&looking, now);
    count_lives(&looking);
    add_rows(&looking);
    count_tasks(&looking);
    fill_cells(&looking);
    free(looking.states);
    free(looking.slots);
    free(looking.shown);
}
