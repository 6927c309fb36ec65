#include "record/record.h"

#include "base/number.h"
#include "base/unforked.h"
#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* Bytes of tasks that are compacted before their part of the board is released. */
#define WINDOW ((uint64_t)1 << 21)

/* A coordinator that was killed while it requeued the tasks of a dead worker may have noted the attempt,
 * or half of it, and not yet the end of the life. So a life without an end has no attempt that died. */
static void take_attempt(struct record_life *to, struct life *life)
{
    to->died_task = UINT32_MAX;
    if (!to->exited)
        return;
    to->died_started = atomic_load(&life->died_started);
    to->died_task = atomic_load(&life->died_task);
}

struct record_life record_life_of(struct life *life)
{
    struct record_life to = {
        .spawned = atomic_load(&life->spawned),
        .exited = atomic_load(&life->exited),
        .first_start = UINT64_MAX,
        .cpu_ns = atomic_load(&life->cpu_ns),
        .slot = atomic_load(&life->slot),
        .max_rss_kb = atomic_load(&life->max_rss_kb),
        .host = atomic_load(&life->host),
        .pid = atomic_load(&life->pid),
        .tid = atomic_load(&life->tid),
        .status = atomic_load(&life->status),
    };
    if (to.tid == to.pid)
        to.tid = 0;
    take_attempt(&to, life);
    return to;
}

static void take_lives(struct record *record, struct board *board)
{
    record->life_count = atomic_load(&board->lives);
    record->lives = xcalloc(record->life_count ? record->life_count : 1, sizeof *record->lives);
    for (uint64_t i = 0; i < record->life_count; i++)
        record->lives[i] = record_life_of(board_life(board, i));
}

/* All events but results. The ring may have lost the oldest. */
static void take_events(struct record *record, struct board *board)
{
    uint64_t count = atomic_load(&board->event_count);
    uint64_t first = count > EVENTS_MAX ? count - EVENTS_MAX : 0;
    record->events = xcalloc(count - first ? count - first : 1, sizeof *record->events);
    struct event event;
    for (uint64_t i = first; i < count; i++)
        if (board_event(board, i, &event) && event.kind != EVENT_RESULT)
            record->events[record->event_count++] = event;
}

static void add_task(struct record *record, const struct record_task *task)
{
    if (task->life == RECORD_LIFE_NONE || task->state == TASK_CLAIMED)
        return;
    struct record_life *life = &record->lives[task->life];
    life->first_start = least_of(life->first_start, task->started);
    if (task_has_ended(task->state))
        record->done = most_of(record->done, task->ended);
    if (task->state != TASK_DONE)
        return;
    life->tasks++;
    life->busy_ns += task->ended - task->started;
    life->last_end = most_of(life->last_end, task->ended);
}

void record_sum(struct record *record)
{
    record->done = 0;
    for (uint64_t i = 0; i < record->life_count; i++) {
        struct record_life *life = &record->lives[i];
        life->first_start = life->died_task == UINT32_MAX ? UINT64_MAX : life->died_started;
        life->last_end = life->busy_ns = 0;
        life->tasks = 0;
    }
    for (uint64_t i = 0; i < record->task_count; i++)
        add_task(record, &record->tasks[i]);
}

/* A worker that was killed between winning a task and noting its start has left an earlier attempt's start,
 * or none. As an attempt is the last act of a dead worker, a start before the end of another of its tasks
 * is such a stale one. Then it is only known that the worker had won the task. True: the task was changed. */
static bool mend_start(struct record_task *task, const struct record_life *life)
{
    bool stale = task->started < most_of(life->last_end, life->spawned);
    if (task->state == TASK_FAILED && stale)
        task->started = task->ended;
    if (task->state == TASK_RUNNING && stale)
        *task = (struct record_task){ .life = task->life, .state = TASK_CLAIMED, .attempts = task->attempts };
    return stale;
}

static bool mend_starts(struct record *record)
{
    bool mended = false;
    for (uint64_t i = 0; i < record->task_count; i++) {
        struct record_task *task = &record->tasks[i];
        if (task->state == TASK_RUNNING || task->state == TASK_FAILED)
            mended |= mend_start(task, &record->lives[task->life]);
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
    if (to->life >= record->life_count) { /* a torn board: its life is missing */
        to->state = TASK_WAITING;
        to->life = RECORD_LIFE_NONE;
    }
    if (!task_has_ended(to->state) && to->life != RECORD_LIFE_NONE && record->lives[to->life].exited) {
        to->state = TASK_WAITING; /* its worker is dead, and the coordinator has not requeued it */
        to->life = RECORD_LIFE_NONE;
    }
    if (!task_has_begun(to->state))
        return;
    to->started = atomic_load(&task->started);
    if (to->state != TASK_RUNNING) /* a killed worker may have noted an end and not committed it */
        to->ended = atomic_load(&task->ended);
    if (to->state == TASK_DONE)
        to->result = atomic_load(&task->result);
}

/* Releases memory of the board for all processes: MADV_REMOVE punches a hole. */
static void give_back(struct board *board, uint64_t from, uint64_t to)
{
    uintptr_t first = (uintptr_t)((char *)board + from + 4095) & ~(uintptr_t)4095;
    uintptr_t end = (uintptr_t)((char *)board + to) & ~(uintptr_t)4095;
    if (end > first)
        madvise((void *)first, end - first, MADV_REMOVE); /* NOLINT(performance-no-int-to-ptr) */
}

void record_take(struct record *record, struct board *board)
{
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
    uint64_t window = WINDOW >> board->task_shift;
    for (uint64_t first = 0; first < record->task_count; first += window) {
        uint64_t end = least_of(first + window, record->task_count);
        for (uint64_t task = first; task < end; task++)
            take_task(record, board, task);
        give_back(board, board->tasks_at + (first << board->task_shift),
                  board->tasks_at + (end << board->task_shift));
    }
    record_sum(record);
    if (mend_starts(record))
        record_sum(record);
    unforked_begin(record->tasks, record->task_count * sizeof *record->tasks);
    unforked_begin(record->lives, record->life_count * sizeof *record->lives);
}

void record_release(struct record *record)
{
    unforked_end(record->tasks, record->task_count * sizeof *record->tasks);
    unforked_end(record->lives, record->life_count * sizeof *record->lives);
    free(record->tasks);
    free(record->lives);
    free(record->events);
    record->tasks = NULL;
    record->lives = NULL;
    record->events = NULL;
}
