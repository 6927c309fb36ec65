#include "record.h"

#include "xmalloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* Tasks compacted before their part of the board is given back, in bytes of the board. */
#define WINDOW ((uint64_t)1 << 21)

static void take_lives(struct record *record, struct board *board)
{
    record->life_count = atomic_load(&board->lives);
    record->lives = xcalloc(record->life_count ? record->life_count : 1, sizeof *record->lives);
    for (uint64_t i = 0; i < record->life_count; i++) {
        struct life *life = board_life(board, i);

        record->lives[i] = (struct record_life){
            .spawned = atomic_load(&life->spawned),
            .exited = atomic_load(&life->exited),
            .first_start = UINT64_MAX,
            .cpu_ns = atomic_load(&life->cpu_ns),
            .died_started = atomic_load(&life->died_started),
            .died_task = atomic_load(&life->died_task),
            .slot = atomic_load(&life->slot),
            .max_rss_kb = atomic_load(&life->max_rss_kb),
            .pid = atomic_load(&life->pid),
            .status = atomic_load(&life->status),
        };
        if (record->lives[i].died_task != UINT32_MAX)
            record->lives[i].first_start = record->lives[i].died_started;
    }
}

static void take_task(struct record *record, struct board *board, uint64_t number)
{
    struct task *task = board_task(board, number);
    struct record_task *to = &record->tasks[number];
    uint64_t word = atomic_load(&task->word);
    struct record_life *life;

    to->state = (uint8_t)task_word_state(word);
    to->attempts = (uint8_t)(task_word_died(word) + (to->state == TASK_DONE));
    to->life = RECORD_LIFE_NONE;
    if (to->state == TASK_WAITING)
        return;
    to->life = task_word_life(word);
    if (to->state == TASK_CLAIMED || to->life >= record->life_count)
        return;
    to->started = atomic_load(&task->started);
    to->ended = atomic_load(&task->ended);
    to->result = atomic_load(&task->result);
    life = &record->lives[to->life];
    if (to->started < life->first_start)
        life->first_start = to->started;
    if (to->state == TASK_DONE) {
        life->tasks++;
        life->busy_ns += to->ended - to->started;
        life->last_end = to->ended > life->last_end ? to->ended : life->last_end;
        record->done = to->ended > record->done ? to->ended : record->done;
    }
}

/* Gives the board's memory back, really and not only this process's view of it: MADV_REMOVE punches a hole. */
static void give_back(struct board *board, uint64_t from, uint64_t to)
{
    uintptr_t first = (uintptr_t)((char *)board + from + 4095) & ~(uintptr_t)4095;
    uintptr_t end = (uintptr_t)((char *)board + to) & ~(uintptr_t)4095;

    if (end > first)
        madvise((void *)first, end - first, MADV_REMOVE); /* NOLINT(performance-no-int-to-ptr) */
}

void record_take(struct record *record, struct board *board)
{
    uint64_t window = WINDOW >> board->task_shift;

    *record = (struct record){
        .task_count = board->tasks,
        .toc = atomic_load(&board->toc),
        .coordinator_cpu_ns = atomic_load(&board->coordinator_cpu_ns),
        .chunk = board->chunk,
        .slots = board->slot_count,
        .peak_live = atomic_load(&board->peak_live),
        .forks_refused = atomic_load(&board->forks_refused),
        .phase = (enum board_phase)atomic_load(&board->phase),
    };
    memcpy(record->trouble, board->trouble, sizeof record->trouble);
    memcpy(record->note, board->note, sizeof record->note);
    take_lives(record, board);
    give_back(board, board->lives_at, board->bytes);
    record->tasks = xcalloc(record->task_count, sizeof *record->tasks);
    for (uint64_t first = 0; first < record->task_count; first += window) {
        uint64_t end = record->task_count - first < window ? record->task_count : first + window;

        for (uint64_t task = first; task < end; task++)
            take_task(record, board, task);
        give_back(board, board->tasks_at + (first << board->task_shift),
                  board->tasks_at + (end << board->task_shift));
    }
}

void record_release(struct record *record)
{
    free(record->tasks);
    free(record->lives);
    record->tasks = NULL;
    record->lives = NULL;
}

static void sum_tasks(const struct record *record, const struct workload *workload, struct outcome *outcome)
{
    size_t room = 0;

    for (uint64_t i = 0; i < record->task_count; i++) {
        const struct record_task *task = &record->tasks[i];
        uint64_t number;

        outcome->tasks_done += task->state == TASK_DONE;
        outcome->tasks_failed += task->state == TASK_FAILED;
        outcome->tasks_lost += task->state < TASK_DONE;
        outcome->retries += task->attempts > 1 ? task->attempts - 1U : 0;
        if (task->state != TASK_DONE || !workload->ops->found(workload, i, task->result, &number))
            continue;
        if (outcome->found_count == room) {
            room = room ? room * 2 : 16;
            outcome->found = xrealloc(outcome->found, room * sizeof *outcome->found);
        }
        outcome->found[outcome->found_count++] = number;
    }
}

static void sum_lives(const struct record *record, struct outcome *outcome)
{
    outcome->workers_started = record->life_count;
    if (record->life_count > OUTCOME_WORKERS_MAX)
        return;
    outcome->worker_count = record->life_count;
    outcome->workers = xcalloc(record->life_count ? record->life_count : 1, sizeof *outcome->workers);
    for (uint64_t i = 0; i < record->life_count; i++)
        outcome->workers[i] = (struct worker_total){
            .slot = record->lives[i].slot,
            .tasks = record->lives[i].tasks,
            .busy_ns = record->lives[i].busy_ns,
            .cpu_ns = record->lives[i].cpu_ns,
            .max_rss_kb = record->lives[i].max_rss_kb,
        };
}

/* One process per task: from the first fork to the last reaping, shared out. */
static uint64_t spawn_cost(const struct record *record)
{
    uint64_t last = 0;

    for (uint64_t i = 0; i < record->life_count; i++)
        last = record->lives[i].exited > last ? record->lives[i].exited : last;
    return record->life_count ? (last - record->lives[0].spawned) / record->life_count : 0;
}

void record_outcome(const struct record *record, const struct workload *workload,
                    const struct strategy *strategy, struct outcome *outcome)
{
    *outcome = (struct outcome){
        .elapsed_ns = record->toc,
        .done_ns = record->done,
        .peak_live = record->peak_live,
        .forks_refused = record->forks_refused,
        .spawn_ns = strategy->ops == &strategy_process ? spawn_cost(record) : 0,
    };
    snprintf(outcome->trouble, sizeof outcome->trouble, "%s", record->trouble);
    snprintf(outcome->note, sizeof outcome->note, "%s", record->note);
    sum_tasks(record, workload, outcome);
    sum_lives(record, outcome);
    outcome->complete = record->phase == BOARD_ENDED && outcome->tasks_lost == 0;
}
