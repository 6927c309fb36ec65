#include "record/record.h"

#include "base/xmalloc.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* Tasks compacted before their part of the board is given back, in bytes of the board. */
#define WINDOW ((uint64_t)1 << 21)

/* A coordinator that was killed while it took back what a dead worker had may have noted the attempt, or half of it,
 * and not yet the end of the life. A life without an end has no attempt that died: as far as is known, it lives. */
static void take_attempt(struct record_life *to, struct life *life)
{
    to->died_task = UINT32_MAX;
    if (!to->exited)
        return;
    to->died_started = atomic_load(&life->died_started);
    to->died_task = atomic_load(&life->died_task);
}

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
            .slot = atomic_load(&life->slot),
            .max_rss_kb = atomic_load(&life->max_rss_kb),
            .pid = atomic_load(&life->pid),
            .status = atomic_load(&life->status),
        };
        take_attempt(&record->lives[i], life);
    }
}

/* What happened besides tasks. The ring may have lost the oldest. */
static void take_events(struct record *record, struct board *board)
{
    uint64_t count = atomic_load(&board->event_count);
    uint64_t first = count > EVENTS_MAX ? count - EVENTS_MAX : 0;
    struct event event;

    record->events = xcalloc(count - first ? count - first : 1, sizeof *record->events);
    for (uint64_t i = first; i < count; i++)
        if (board_event(board, i, &event) && event.kind != EVENT_RESULT)
            record->events[record->event_count++] = event;
}

static void add_task(struct record *record, const struct record_task *task)
{
    struct record_life *life;

    if (task->life == RECORD_LIFE_NONE || task->state == TASK_CLAIMED)
        return;
    life = &record->lives[task->life];
    if (task->started < life->first_start)
        life->first_start = task->started;
    if (task->state >= TASK_DONE) /* set aside is an end, too */
        record->done = task->ended > record->done ? task->ended : record->done;
    if (task->state != TASK_DONE)
        return;
    life->tasks++;
    life->busy_ns += task->ended - task->started;
    life->last_end = task->ended > life->last_end ? task->ended : life->last_end;
}

void record_sum(struct record *record)
{
    record->done = 0;
    for (uint64_t i = 0; i < record->life_count; i++) {
        struct record_life *life = &record->lives[i];

        life->first_start = life->died_task == UINT32_MAX ? UINT64_MAX : life->died_started;
        life->last_end = life->busy_ns = life->tasks = 0;
    }
    for (uint64_t i = 0; i < record->task_count; i++)
        add_task(record, &record->tasks[i]);
}

/* A worker that was killed between winning a task and noting when it began has left an earlier attempt's note, or
 * none. An attempt is the last thing a dead worker did, so a start before the end of another task of its is such a
 * note. What is known then is only that it had won the task. True: something was mended. */
static bool mend_task(struct record_task *task, const struct record_life *life)
{
    uint64_t free = life->last_end > life->spawned ? life->last_end : life->spawned;
    bool stale = task->started < free;

    if (task->state == TASK_FAILED && stale)
        task->started = task->ended;
    if (task->state == TASK_RUNNING && stale)
        *task = (struct record_task){ .life = task->life, .state = TASK_CLAIMED, .attempts = task->attempts };
    return stale;
}

static bool mend(struct record *record)
{
    bool mended = false;

    for (uint64_t i = 0; i < record->task_count; i++) {
        struct record_task *task = &record->tasks[i];

        if (task->state == TASK_RUNNING || task->state == TASK_FAILED)
            mended |= mend_task(task, &record->lives[task->life]);
    }
    for (uint64_t i = 0; i < record->life_count; i++) {
        struct record_life *life = &record->lives[i];

        if (life->died_task == UINT32_MAX || life->died_started >= life->last_end)
            continue;
        life->died_started = life->last_end;
        mended = true;
    }
    return mended;
}

static void take_task(struct record *record, struct board *board, uint64_t number)
{
    struct task *task = board_task(board, number);
    struct record_task *to = &record->tasks[number];
    uint64_t word = atomic_load(&task->word);

    to->state = (uint8_t)task_word_state(word);
    to->attempts = (uint8_t)(task_word_died(word) + (to->state == TASK_DONE));
    to->life = RECORD_LIFE_NONE;
    if (to->state == TASK_WAITING)
        return;
    to->life = task_word_life(word);
    if (to->life >= record->life_count) { /* a torn board: nobody there who could have done it */
        to->state = TASK_WAITING;
        to->life = RECORD_LIFE_NONE;
    }
    if (to->state <= TASK_RUNNING && to->life != RECORD_LIFE_NONE && record->lives[to->life].exited) {
        to->state = TASK_WAITING; /* nobody watched: what its dead worker had is not being done */
        to->life = RECORD_LIFE_NONE;
    }
    if (to->state <= TASK_CLAIMED)
        return;
    to->started = atomic_load(&task->started);
    if (to->state != TASK_RUNNING) /* a killed worker may have noted an end that was never committed */
        to->ended = atomic_load(&task->ended);
    if (to->state == TASK_DONE)
        to->result = atomic_load(&task->result);
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
    take_events(record, board);
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
    record_sum(record);
    if (mend(record))
        record_sum(record);
}

void record_release(struct record *record)
{
    free(record->tasks);
    free(record->lives);
    free(record->events);
    record->tasks = NULL;
    record->lives = NULL;
    record->events = NULL;
}

/* Twice the room whenever it is full. */
static void *grown(void *array, size_t count, size_t size)
{
    bool full = count == 0 || (count >= 16 && (count & (count - 1)) == 0);
    return full ? xreallocarray(array, count ? 2 * count : 16, size) : array;
}

static void sum_tasks(const struct record *record, const struct workload *workload, struct outcome *outcome)
{
    for (uint64_t i = 0; i < record->task_count; i++) {
        const struct record_task *task = &record->tasks[i];
        uint64_t number;

        outcome->tasks_done += task->state == TASK_DONE;
        outcome->tasks_failed += task->state == TASK_FAILED;
        outcome->tasks_lost += task->state < TASK_DONE;
        if (task->state == TASK_FAILED) {
            outcome->failed = grown(outcome->failed, outcome->failed_count, sizeof *outcome->failed);
            outcome->failed[outcome->failed_count++] = (struct failed_task){ (uint32_t)i, task->attempts };
        }
        if (task->state != TASK_DONE || !workload->ops->found(workload, i, task->result, &number))
            continue;
        outcome->found = grown(outcome->found, outcome->found_count, sizeof *outcome->found);
        outcome->found[outcome->found_count++] = number;
    }
}

/* Whether an attempt died with a worker and another one was made: the task is with somebody else by now. */
static bool was_made_again(const struct record *record, uint64_t life)
{
    uint32_t task = record->lives[life].died_task;

    return task != UINT32_MAX && record->tasks[task].life != life &&
           record->tasks[task].state >= TASK_RUNNING;
}

/* A death in a task that was set aside. The time limit's are known by how they ended, and after what time. */
static void sum_failed(const struct record *record, const struct record_life *life, uint64_t limit,
                       struct outcome *outcome)
{
    bool ended = life->status == SIGTERM || life->status == SIGKILL;

    if (life->died_task == UINT32_MAX || record->tasks[life->died_task].state != TASK_FAILED)
        return;
    outcome->failed_attempts++;
    outcome->failed_at_limit += limit && ended && life->exited - life->died_started >= limit;
}

static void sum_lives(const struct record *record, const struct strategy *strategy, struct outcome *outcome)
{
    outcome->workers_started = record->life_count;
    for (uint64_t i = 0; i < record->life_count; i++) {
        outcome->retries += was_made_again(record, i);
        sum_failed(record, &record->lives[i], strategy->task_timeout_ns, outcome);
    }
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

static uint64_t last_exit(const struct record *record)
{
    uint64_t last = 0;

    for (uint64_t i = 0; i < record->life_count; i++)
        last = record->lives[i].exited > last ? record->lives[i].exited : last;
    return last;
}

/* One process per task: from the first fork to the last reaping, shared out. */
static uint64_t spawn_cost(const struct record *record)
{
    return record->life_count ? (last_exit(record) - record->lives[0].spawned) / record->life_count : 0;
}

void record_outcome(const struct record *record, const struct workload *workload,
                    const struct strategy *strategy, struct outcome *outcome)
{
    *outcome = (struct outcome){
        .elapsed_ns = record->toc,
        .done_ns = record->done,
        .lasted_ns = record->phase >= BOARD_ENDED ? last_exit(record) : 0,
        .held_ns = record->held_ns,
        .interrupted = record->interrupted,
        .disturbance = record->disturbance,
        .peak_live = record->peak_live,
        .forks_refused = record->forks_refused,
        .spawn_ns = strategy->ops == &strategy_process ? spawn_cost(record) : 0,
    };
    snprintf(outcome->trouble, sizeof outcome->trouble, "%s", record->trouble);
    snprintf(outcome->note, sizeof outcome->note, "%s", record->note);
    sum_tasks(record, workload, outcome);
    sum_lives(record, strategy, outcome);
    outcome->complete = record->phase == BOARD_ENDED && outcome->tasks_lost == 0;
}
