/* The facts of a finished run at any moment of it. */
#include "snapshot.h"

#include "xmalloc.h"

#include <stdlib.h>
#include <string.h>

static enum task_state state_at(const struct record_task *task, uint64_t now)
{
    if (task->life == RECORD_LIFE_NONE || task->state == TASK_CLAIMED || task->started > now)
        return TASK_WAITING;
    if (task->state == TASK_RUNNING || task->ended > now)
        return TASK_RUNNING;
    return (enum task_state)task->state;
}

static bool lives_at(const struct record_life *life, uint64_t now)
{
    return life->spawned <= now && (!life->exited || life->exited > now);
}

/* Counts the lives, and puts the last one in each slot, lived at `now` or gone, into `of_slot`. */
static void fill_lives(struct snapshot *snapshot, const struct record *record, uint32_t *of_slot)
{
    for (uint64_t i = 0; i < record->life_count; i++) {
        const struct record_life *life = &record->lives[i];

        if (life->spawned > snapshot->now)
            continue;
        snapshot->lives++;
        snapshot->deaths += life->exited && life->exited <= snapshot->now && life->status != 0;
        snapshot->live_workers += lives_at(life, snapshot->now);
        of_slot[life->slot] = (uint32_t)i;
    }
}

static void fill_rows(struct snapshot *snapshot, const struct record *record, const uint32_t *of_slot,
                      const struct snapshot_window *window)
{
    uint32_t rows = window->workers < SNAPSHOT_WORKERS ? window->workers : SNAPSHOT_WORKERS;

    for (uint32_t slot = 0; slot < record->slots; slot++) {
        const struct record_life *life;
        struct worker_facts *row;
        bool gone;

        if (of_slot[slot] == RECORD_LIFE_NONE)
            continue;
        life = &record->lives[of_slot[slot]];
        gone = !lives_at(life, snapshot->now);
        if (gone && snapshot->strategy->ops == &strategy_process)
            continue;
        if (snapshot->worker_total++ < window->first_worker || snapshot->worker_count == rows)
            continue;
        row = &snapshot->workers[snapshot->worker_count++];
        *row = (struct worker_facts){
            .slot = slot,
            .life = of_slot[slot],
            .pid = life->pid,
            .state = gone ? SLOT_EMPTY : life->first_start > snapshot->now ? SLOT_STARTING : SLOT_IDLE,
            .task = TASK_NONE,
            .sample.core = -1,
        };
    }
}

static struct worker_facts *row_of(struct snapshot *snapshot, uint32_t slot)
{
    for (uint32_t i = 0; i < snapshot->worker_count; i++)
        if (snapshot->workers[i].slot == slot)
            return &snapshot->workers[i];
    return NULL;
}

static void add_to_cell(struct map_cell *cell, enum task_state state, uint32_t slot)
{
    cell->waiting += state == TASK_WAITING;
    cell->running += state == TASK_RUNNING;
    cell->done += state == TASK_DONE;
    cell->failed += state == TASK_FAILED;
    if (state != TASK_WAITING)
        cell->slot = slot;
}

/* What a started task adds to its worker's row. */
static void add_to_row(struct snapshot *snapshot, const struct record_task *task, uint64_t number,
                       enum task_state state, uint32_t slot)
{
    struct worker_facts *row = row_of(snapshot, slot);
    uint64_t end = state == TASK_RUNNING ? snapshot->now : task->ended;

    if (!row)
        return;
    row->tasks_done += state == TASK_DONE;
    row->busy_ns += end - task->started;
    if (state != TASK_RUNNING)
        return;
    row->state = SLOT_RUNNING;
    row->task = number;
    row->task_age_ns = snapshot->now - task->started;
    if (task->ended >
        task->started) /* its age as a share of the time it took: what it had said is not kept */
        row->task_share = (double)row->task_age_ns / (double)(task->ended - task->started);
}

static void add_task(struct snapshot *snapshot, const struct record *record, uint64_t number, uint32_t next)
{
    const struct record_task *task = &record->tasks[number];
    enum task_state state = state_at(task, snapshot->now);
    double weight = (double)snapshot->workload->ops->weight(snapshot->workload, number);
    uint32_t slot = state == TASK_WAITING ? SLOTS_MAX : record->lives[task->life].slot;

    if (snapshot->cell_count)
        add_to_cell(&snapshot->cells[number / snapshot->cell_tasks], state, slot);
    snapshot->failed += state == TASK_FAILED;
    if (state == TASK_WAITING) {
        snapshot->waiting++;
        if (snapshot->next_count < next)
            snapshot->next[snapshot->next_count++] = number;
        return;
    }
    add_to_row(snapshot, task, number, state, slot);
    if (state == TASK_DONE) {
        snapshot->done++;
        snapshot->weight_done += weight;
        snapshot->busy_ns += task->ended - task->started;
        snapshot->last_done = task->ended > snapshot->last_done ? task->ended : snapshot->last_done;
    } else if (state == TASK_RUNNING) {
        snapshot->running++;
        snapshot->busy_ns += snapshot->now - task->started;
        if (task->ended > task->started)
            snapshot->weight_done +=
                weight * (double)(snapshot->now - task->started) / (double)(task->ended - task->started);
    }
}

static enum board_phase phase_at(const struct snapshot *snapshot, const struct record *record)
{
    if (snapshot->now >= record->toc && snapshot->now >= record->done)
        return record->phase;
    return record->toc && snapshot->now >= record->toc ? BOARD_TOLD : BOARD_RUNNING;
}

void snapshot_of_record(struct snapshot *snapshot, const struct record *record,
                        const struct workload *workload, const struct strategy *strategy,
                        const struct plan *plan, uint64_t now, const struct snapshot_window *window)
{
    uint32_t *of_slot = xmalloc((record->slots + 1) * sizeof *of_slot);
    uint32_t next = window->next < SNAPSHOT_NEXT ? window->next : SNAPSHOT_NEXT;

    memset(of_slot, 0xff, (record->slots + 1) * sizeof *of_slot); /* RECORD_LIFE_NONE */
    *snapshot = (struct snapshot){
        .workload = workload,
        .strategy = strategy,
        .plan = plan,
        .now = now,
        .toc = now >= record->toc ? record->toc : 0,
        .tasks = record->task_count,
        .weight_total = workload->ops->weight_before(workload, record->task_count),
        .peak_live = record->peak_live,
        .forks_refused = record->forks_refused,
    };
    if (window->cells) {
        snapshot->cell_tasks = snapshot_cell_tasks(record->task_count, window->cells);
        snapshot->cell_count =
            (uint32_t)((record->task_count + snapshot->cell_tasks - 1) / snapshot->cell_tasks);
        for (uint32_t i = 0; i < snapshot->cell_count; i++)
            snapshot->cells[i].slot = SLOTS_MAX;
    }
    snapshot->worker_first = window->first_worker;
    fill_lives(snapshot, record, of_slot);
    fill_rows(snapshot, record, of_slot, window);
    for (uint64_t task = 0; task < record->task_count; task++)
        add_task(snapshot, record, task, next);
    for (uint32_t i = 0; i < snapshot->worker_count; i++)
        snapshot->states[snapshot->workers[i].state] += snapshot->workers[i].state != SLOT_EMPTY;
    snapshot->phase = phase_at(snapshot, record);
    free(of_slot);
}
