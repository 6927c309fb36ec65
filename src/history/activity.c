#include "history/activity.h"

#include "base/number.h"

#include <string.h>

/* The length of the first steps, ns. */
#define STEP_LEAST UINT64_C(20000000)

enum { TOGETHER = ACTIVITY_STEPS / ACTIVITY_WORKER_STEPS };

static void fold_steps(double values[], size_t count)
{
    for (size_t i = 0; i < count / 2; i++)
        values[i] = values[2 * i] + values[2 * i + 1];
    memset(values + count / 2, 0, count / 2 * sizeof *values);
}

static void widen_steps(struct activity *activity, uint64_t moment)
{
    activity->step = activity->step ? activity->step : STEP_LEAST;
    while (moment >= activity->step * ACTIVITY_STEPS) {
        fold_steps(activity->ended, ACTIVITY_STEPS);
        fold_steps(activity->busy, ACTIVITY_STEPS);
        for (size_t i = 0; i < ACTIVITY_SLOTS; i++)
            if (activity->workers[i].busy_ns)
                fold_steps(activity->workers[i].busy, ACTIVITY_WORKER_STEPS);
        activity->step *= 2;
    }
}

/* Spreads an amount evenly over [from, to), which lies within the steps. */
static void spread_amount(double values[], uint64_t step, uint64_t from, uint64_t to, double amount)
{
    double each = amount / (double)(to - from);
    for (uint64_t at = from; at < to;) {
        uint64_t end = least_of((at / step + 1) * step, to);
        values[at / step] += each * (double)(end - at);
        at = end;
    }
}

void activity_note(struct activity *activity, uint64_t now, uint64_t done, uint64_t busy_ns)
{
    if (now <= activity->until)
        return;
    widen_steps(activity, now);
    if (done > activity->done)
        spread_amount(activity->ended, activity->step, activity->until, now, (double)(done - activity->done));
    if (busy_ns > activity->busy_ns)
        spread_amount(activity->busy, activity->step, activity->until, now,
                      (double)(busy_ns - activity->busy_ns));
    activity->until = now;
    activity->done = done;
    activity->busy_ns = busy_ns;
}

void activity_note_worker(struct activity *activity, uint32_t slot, uint64_t now, uint64_t busy_ns)
{
    struct activity_worker *worker = &activity->workers[slot % ACTIVITY_SLOTS];
    if (slot >= ACTIVITY_SLOTS || now <= worker->until)
        return;
    widen_steps(activity, now);
    if (busy_ns > worker->busy_ns)
        spread_amount(worker->busy, activity->step * TOGETHER, worker->until, now,
                      (double)(busy_ns - worker->busy_ns));
    worker->until = now;
    worker->busy_ns = most_of(worker->busy_ns, busy_ns);
}

/* The time of an attempt, whether the task was done or the worker died in it. */
static void add_attempt(struct activity *activity, uint32_t slot, uint64_t from, uint64_t to)
{
    if (slot >= ACTIVITY_SLOTS || to <= from || from > activity->until)
        return;
    to = least_of(to, activity->until);
    activity->workers[slot].busy_ns += to - from;
    spread_amount(activity->workers[slot].busy, activity->step * TOGETHER, from, to, (double)(to - from));
}

static void add_workers(struct activity *activity, const struct record *record)
{
    for (size_t i = 0; i < ACTIVITY_SLOTS; i++)
        activity->workers[i].until = activity->until;
    for (uint64_t i = 0; i < record->task_count; i++)
        if (record->tasks[i].life < record->life_count)
            add_attempt(activity, record->lives[record->tasks[i].life].slot, record->tasks[i].started,
                        record->tasks[i].ended);
    for (uint64_t i = 0; i < record->life_count; i++)
        if (record->lives[i].died_task != UINT32_MAX)
            add_attempt(activity, record->lives[i].slot, record->lives[i].died_started,
                        record->lives[i].exited);
}

void activity_of_record(struct activity *activity, const struct record *record)
{
    *activity = (struct activity){ .until = 0 };
    for (uint64_t i = 0; i < record->task_count; i++)
        if (record->tasks[i].state == TASK_DONE)
            activity->until = most_of(activity->until, record->tasks[i].ended);
    widen_steps(activity, activity->until);
    for (uint64_t i = 0; i < record->task_count; i++) {
        const struct record_task *task = &record->tasks[i];
        if (task->state != TASK_DONE)
            continue;
        activity->done++;
        activity->ended[task->ended / activity->step]++;
        if (task->ended > task->started)
            spread_amount(activity->busy, activity->step, task->started, task->ended,
                          (double)(task->ended - task->started));
    }
    add_workers(activity, record);
}

/* The amount in [from, to), taken evenly from the steps it touches; a step holds nothing from `known` on. */
static double amount_between(const double values[], size_t count, uint64_t step, uint64_t known,
                             uint64_t from, uint64_t to)
{
    double sum = 0;
    for (uint64_t at = from; step && at < to && at / step < count;) {
        uint64_t first = at / step * step, end = least_of(first + step, to);
        sum += values[at / step] * (double)(end - at) / (double)(least_of(first + step, known) - first);
        at = end;
    }
    return sum;
}

double activity_done(const struct activity *activity, uint64_t to)
{
    uint64_t known = activity->until + 1, end = to < activity->until ? to : known;
    return amount_between(activity->ended, ACTIVITY_STEPS, activity->step, known, 0, end);
}

/* Over the whole of the last step: over a part of it, the ends of tasks would give too high a rate. */
double activity_rate(const struct activity *activity, uint64_t from, uint64_t to)
{
    uint64_t end = least_of(to, activity->until + 1);
    double tasks = amount_between(activity->ended, ACTIVITY_STEPS, activity->step, UINT64_MAX, from, end);
    return to > from ? tasks / ((double)(to - from) / 1e9) : 0;
}

double activity_workers(const struct activity *activity, uint64_t from, uint64_t to)
{
    uint64_t known = activity->until + 1;
    double busy =
        amount_between(activity->busy, ACTIVITY_STEPS, activity->step, known, from, least_of(to, known));
    return to > from ? busy / (double)(to - from) : 0;
}

double activity_of_worker(const struct activity *activity, uint32_t slot, uint64_t from, uint64_t to)
{
    const struct activity_worker *worker = &activity->workers[slot % ACTIVITY_SLOTS];
    to = least_of(to, worker->until);
    if (slot >= ACTIVITY_SLOTS || to <= from)
        return -1;
    double busy = amount_between(worker->busy, ACTIVITY_WORKER_STEPS, activity->step * TOGETHER,
                                 worker->until, from, to);
    return busy / (double)(to - from);
}
