#include "record/record_check.h"

#include "base/format.h"
#include "base/xmalloc.h"

#include <inttypes.h>
#include <stdlib.h>

bool record_check_run(const struct recording *recording, const struct recorded_run *run, char *err,
                      size_t size)
{
    const struct experiment *experiment = &recording->experiment;
    const struct record *record = &run->record;
    uint64_t rounds = run->warmup ? experiment->warmup : experiment->repeat;
    if (run->strategy >= experiment->strategy_count)
        return format_refusal(err, size, "there is no strategy %" PRIu64 " in the experiment", run->strategy);
    if (run->repeat >= rounds)
        return format_refusal(err, size, "there is no repeat %" PRIu64 " in the experiment", run->repeat);
    if (record->task_count != experiment->workload.tasks)
        return format_refusal(err, size, "the experiment has %" PRIu64 " tasks, and not %" PRIu64,
                              experiment->workload.tasks, record->task_count);
    if (!record->slots || !record->chunk)
        return format_refusal(err, size, "a run has at least one slot and a chunk of at least one");
    if (record->peak_live > record->slots)
        return format_refusal(err, size, "more workers at once than there are slots");
    return true;
}

static bool check_attempt(const struct record *record, const struct record_life *life, char *err, size_t size)
{
    if (life->died_task == UINT32_MAX)
        return !life->died_started || format_refusal(err, size, "an attempt died at no task");
    if (life->died_task >= record->task_count)
        return format_refusal(err, size, "there is no task %u", life->died_task);
    if (!life->exited || life->died_started < life->spawned || life->died_started > life->exited)
        return format_refusal(err, size, "the attempt that died lies outside its life");
    return true;
}

bool record_check_life(const struct record *record, const struct record_life *life, uint64_t number,
                       uint32_t *before, char *err, size_t size)
{
    if (life->slot >= record->slots)
        return format_refusal(err, size, "there is no slot %u", life->slot);
    const struct record_life *last = before[life->slot] ? &record->lives[before[life->slot] - 1] : NULL;
    before[life->slot] = (uint32_t)number + 1;
    if (number && life->spawned < record->lives[number - 1].spawned)
        return format_refusal(err, size, "life %" PRIu64 " began before the one in front of it", number);
    if (last && (!last->exited || life->spawned < last->exited))
        return format_refusal(err, size, "two lives in slot %u at once", life->slot);
    if (life->exited && life->exited < life->spawned)
        return format_refusal(err, size, "life %" PRIu64 " ends before it begins", number);
    return check_attempt(record, life, err, size);
}

bool record_check_task(const struct record *record, const struct record_task *task, char *err, size_t size)
{
    bool started = task_has_begun(task->state), ended = task_has_ended(task->state);
    if ((task->state == TASK_WAITING) != (task->life == RECORD_LIFE_NONE))
        return format_refusal(err, size, "a task has a life if it was claimed, and only then");
    if ((!started && task->started) || (!ended && task->ended))
        return format_refusal(err, size, "a task in this state has no such time");
    if (task->life == RECORD_LIFE_NONE)
        return true;
    if (task->life >= record->life_count)
        return format_refusal(err, size, "there is no life %u", task->life);
    const struct record_life *life = &record->lives[task->life];
    if (!ended && life->exited)
        return format_refusal(err, size, "the worker of this task ended before the task did");
    if (started && task->started < life->spawned)
        return format_refusal(err, size, "the task starts before its worker was born");
    if (ended && task->ended < task->started)
        return format_refusal(err, size, "the task ends before it starts");
    if (ended && life->exited && task->ended > life->exited)
        return format_refusal(err, size, "the task ends after its worker");
    return true;
}

bool record_check_event(const struct record *record, const struct event *event, char *err, size_t size)
{
    if (event->task != TASK_NONE && event->task >= record->task_count)
        return format_refusal(err, size, "there is no task %" PRIu64, event->task);
    if (event->slot >= record->slots)
        return format_refusal(err, size, "there is no slot %u", event->slot);
    if (event->life > record->life_count) /* a refused fork names the life that would have come next */
        return format_refusal(err, size, "there is no life %u", event->life);
    return true;
}

/* ---- the whole ---------------------------------------------------------------------------------------- */

/* Whether each life's tasks come one after the other in the order of their numbers, as is usual. */
static bool is_in_order(const struct record *record)
{
    uint64_t *until = xcalloc(record->life_count ? record->life_count : 1, sizeof *until);
    bool ordered = true;
    for (uint64_t i = 0; i < record->task_count && ordered; i++) {
        const struct record_task *task = &record->tasks[i];
        if (!task_has_begun(task->state))
            continue;
        ordered = task->started >= until[task->life];
        until[task->life] = task->state == TASK_RUNNING ? UINT64_MAX : task->ended;
    }
    free(until);
    return ordered;
}

static int by_life_and_time(const void *a, const void *b, void *context)
{
    const struct record_task *tasks = context;
    const struct record_task *one = &tasks[*(const uint32_t *)a], *other = &tasks[*(const uint32_t *)b];
    if (one->life != other->life)
        return one->life < other->life ? -1 : 1;
    if (one->started != other->started)
        return one->started < other->started ? -1 : 1;
    if (one->state != other->state && (one->state == TASK_RUNNING || other->state == TASK_RUNNING))
        return other->state == TASK_RUNNING ? -1 : 1;
    return (one->ended > other->ended) - (one->ended < other->ended);
}

static bool check_overlap(const struct record *record, char *err, size_t size)
{
    uint32_t *order = xreallocarray(NULL, record->task_count, sizeof *order);
    uint64_t count = 0, at = 1;
    for (uint64_t i = 0; i < record->task_count; i++)
        if (task_has_begun(record->tasks[i].state))
            order[count++] = (uint32_t)i;
    qsort_r(order, count, sizeof *order, by_life_and_time, record->tasks);
    for (; at < count; at++) {
        const struct record_task *before = &record->tasks[order[at - 1]], *task = &record->tasks[order[at]];
        if (before->life == task->life && (before->state == TASK_RUNNING || task->started < before->ended))
            break;
    }
    if (at < count)
        format_refusal(err, size, "life %u does the tasks %u and %u at once", record->tasks[order[at]].life,
                       order[at - 1], order[at]);
    free(order);
    return at >= count;
}

/* The attempt that died with a life must be its last act, and before another life started the task. */
static bool check_death(const struct record *record, uint32_t number, char *err, size_t size)
{
    const struct record_life *life = &record->lives[number];
    if (life->died_task == UINT32_MAX)
        return true;
    const struct record_task *task = &record->tasks[life->died_task];
    if (life->died_started < life->last_end)
        return format_refusal(err, size, "life %u died in an attempt that began before its last task ended",
                              number);
    if (task->life == number)
        return task->state == TASK_FAILED ||
               format_refusal(err, size, "life %u died in task %u, and did it all the same", number,
                              life->died_task);
    if (task_has_begun(task->state) && task->started < life->exited)
        return format_refusal(err, size, "task %u was started again before life %u had died in it",
                              life->died_task, number);
    return true;
}

bool record_check_whole(const struct record *record, char *err, size_t size)
{
    if (!is_in_order(record) && !check_overlap(record, err, size))
        return false;
    for (uint32_t i = 0; i < record->life_count; i++)
        if (!check_death(record, i, err, size))
            return false;
    return true;
}
