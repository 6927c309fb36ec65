/* Naps: a task sleeps for its seconds. It shows waiting without work: any number of naps fits on one core. */
#include "base/clock.h"
#include "base/format.h"
#include "base/hot.h"
#include "work/workload.h"

#include <stdio.h>

static const struct config_key sleep_keys[] = {
    { .name = "seconds",
      .type = CONFIG_NAPS,
      .offset = offsetof(struct workload, naps),
      .required = true,
      .help = "how long a nap takes: a number, a list of numbers, or { \"from\": 1, \"to\": 10 }" },
    { .name = "count",
      .type = CONFIG_WHOLE,
      .offset = offsetof(struct workload, nap_count),
      .min = 1,
      .max = TASKS_MAX,
      .fallback = 1,
      .help = "how many naps of that length; only with a single number of seconds" },
    { .type = CONFIG_END },
};

HOT static uint64_t nap_ns(const struct workload *workload, uint64_t task)
{
    return workload->naps.ns[workload->naps.distinct == 1 ? 0 : task];
}

static bool sleep_prepare(struct workload *workload, const char **key, char *err, size_t size)
{
    struct naps *naps = &workload->naps;

    if (workload->nap_count > 1) {
        if (naps->distinct > 1 || naps->range) {
            *key = "count";
            snprintf(err, size,
                     "count goes with a single length; the list of seconds says already how many naps");
            return false;
        }
        naps->count = workload->nap_count;
    }
    workload->tasks = naps->count;
    return true;
}

/* Naps of 0 s still are tasks: a weight of at least 1 keeps progress moving. */
HOT static uint64_t sleep_weight(const struct workload *workload, uint64_t task)
{
    uint64_t ns = nap_ns(workload, task);

    return ns ? ns : 1;
}

static double sleep_weight_before(const struct workload *workload, uint64_t end)
{
    double sum = 0;

    if (workload->naps.distinct == 1)
        return (double)end * (double)sleep_weight(workload, 0);
    for (uint64_t task = 0; task < end; task++)
        sum += (double)sleep_weight(workload, task);
    return sum;
}

HOT static uint64_t sleep_run(const struct workload *workload, uint64_t task, uint64_t started_ns,
                              workload_progress *progress)
{
    uint64_t length = nap_ns(workload, task);

    (void)progress; /* its age tells how far a nap has come; waking up to say so would be work */
    if (length)
        clock_sleep_until(started_ns + length);
    return 0;
}

static double sleep_share(const struct workload *workload, uint64_t task, uint64_t progress, uint64_t age_ns)
{
    uint64_t length = nap_ns(workload, task);

    (void)progress;
    return age_ns < length ? (double)age_ns / (double)length : 1;
}

static void sleep_label(const struct workload *workload, uint64_t task, char *buf, size_t size)
{
    char length[FORMAT_MAX];

    snprintf(buf, size, "nap %llu · %s", (unsigned long long)task + 1,
             format_nap(length, sizeof length, nap_ns(workload, task)));
}

static bool sleep_tell(const struct workload *workload, uint64_t task, uint64_t result, char *buf,
                       size_t size)
{
    (void)workload, (void)task, (void)result, (void)buf, (void)size;
    return false;
}

static bool sleep_found(const struct workload *workload, uint64_t task, uint64_t result, uint64_t *number)
{
    (void)workload, (void)task, (void)result, (void)number;
    return false;
}

static void sleep_narrate(const struct workload *workload, uint64_t task, bool ended, char *buf, size_t size)
{
    char length[FORMAT_MAX];

    if (ended)
        snprintf(buf, size, "wakes from nap %llu", (unsigned long long)task + 1);
    else
        snprintf(buf, size, "starts nap %llu · %s", (unsigned long long)task + 1,
                 format_nap(length, sizeof length, nap_ns(workload, task)));
}

static void sleep_describe(const struct workload *workload, char *buf, size_t size)
{
    const struct naps *naps = &workload->naps;
    char first[FORMAT_MAX], last[FORMAT_MAX], count[FORMAT_MAX];
    uint64_t min = naps->ns[0], max = naps->ns[0];

    for (uint64_t i = 1; i < naps->distinct; i++) {
        min = naps->ns[i] < min ? naps->ns[i] : min;
        max = naps->ns[i] > max ? naps->ns[i] : max;
    }
    format_nap(first, sizeof first, min);
    format_nap(last, sizeof last, max);
    format_count(count, sizeof count, workload->tasks);
    if (min == max && min == 0)
        snprintf(buf, size, "%s empty task%s", count, workload->tasks == 1 ? "" : "s");
    else if (min == max)
        snprintf(buf, size, "%s nap%s of %s", count, workload->tasks == 1 ? "" : "s", first);
    else
        snprintf(buf, size, "%s naps of %s … %s", count, first, last);
}

const struct workload_ops workload_sleep = {
    .name = "sleep",
    .keys = sleep_keys,
    .computes = false,
    .prepare = sleep_prepare,
    .weight = sleep_weight,
    .weight_before = sleep_weight_before,
    .run = sleep_run,
    .share = sleep_share,
    .label = sleep_label,
    .tell = sleep_tell,
    .found = sleep_found,
    .narrate = sleep_narrate,
    .describe = sleep_describe,
};
