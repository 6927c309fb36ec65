#include "history/activity.h"

#include "base/number.h"

#include <string.h>

/* The first steps are so short. */
#define STEP_LEAST UINT64_C(20000000)

static void fold(double values[ACTIVITY_STEPS])
{
    for (size_t i = 0; i < ACTIVITY_STEPS / 2; i++)
        values[i] = values[2 * i] + values[2 * i + 1];
    memset(values + ACTIVITY_STEPS / 2, 0, ACTIVITY_STEPS / 2 * sizeof *values);
}

static void reach(struct activity *activity, uint64_t moment)
{
    activity->step = activity->step ? activity->step : STEP_LEAST;
    while (moment >= activity->step * ACTIVITY_STEPS) {
        fold(activity->ended);
        fold(activity->busy);
        activity->step *= 2;
    }
}

/* Spreads an amount over [from, to), which the steps reach. */
static void spread(double values[ACTIVITY_STEPS], uint64_t step, uint64_t from, uint64_t to, double amount)
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
    reach(activity, now);
    if (done > activity->done)
        spread(activity->ended, activity->step, activity->until, now, (double)(done - activity->done));
    if (busy_ns > activity->busy_ns)
        spread(activity->busy, activity->step, activity->until, now, (double)(busy_ns - activity->busy_ns));
    activity->until = now;
    activity->done = done;
    activity->busy_ns = busy_ns;
}

void activity_of_record(struct activity *activity, const struct record *record)
{
    *activity = (struct activity){ .until = 0 };
    for (uint64_t i = 0; i < record->task_count; i++)
        if (record->tasks[i].state == TASK_DONE)
            activity->until = most_of(activity->until, record->tasks[i].ended);
    reach(activity, activity->until);
    for (uint64_t i = 0; i < record->task_count; i++) {
        const struct record_task *task = &record->tasks[i];
        if (task->state != TASK_DONE)
            continue;
        activity->done++;
        activity->ended[task->ended / activity->step]++;
        if (task->ended > task->started)
            spread(activity->busy, activity->step, task->started, task->ended,
                   (double)(task->ended - task->started));
    }
}

/* The amount in [from, to), taken evenly from the steps it touches. */
static double amount(const struct activity *activity, const double values[ACTIVITY_STEPS], uint64_t from,
                     uint64_t to)
{
    double sum = 0;
    to = least_of(to, activity->until + 1);
    for (uint64_t at = from; activity->step && at < to;) {
        uint64_t index = at / activity->step, end = least_of((index + 1) * activity->step, to);
        if (index >= ACTIVITY_STEPS)
            break;
        sum += values[index] * (double)(end - at) / (double)activity->step;
        at = end;
    }
    return sum;
}

double activity_rate(const struct activity *activity, uint64_t from, uint64_t to)
{
    return to > from ? amount(activity, activity->ended, from, to) / ((double)(to - from) / 1e9) : 0;
}

double activity_workers(const struct activity *activity, uint64_t from, uint64_t to)
{
    return to > from ? amount(activity, activity->busy, from, to) / (double)(to - from) : 0;
}
