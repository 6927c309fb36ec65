/* The search for perfect numbers: is n the sum of its divisors smaller than n?
 * Plain trial division by every number 1 … n-1 and nothing cleverer, so that the cost of a task grows with n. */
#include "work/workload_perfect.h"

#include "base/format.h"
#include "base/hot.h"

#include <stdio.h>

/* Divisions between two words about progress: about 50 µs of them. */
#define BLOCK UINT64_C(32768)

static const char *const kernels[] = { "trial", NULL };

static const struct config_key perfect_keys[] = {
    { .name = "from",
      .type = CONFIG_WHOLE,
      .offset = offsetof(struct workload, from),
      .min = 1,
      .max = INT64_MAX,
      .fallback = 1,
      .help = "first number to check" },
    { .name = "to",
      .type = CONFIG_WHOLE,
      .offset = offsetof(struct workload, to),
      .min = 1,
      .max = INT64_MAX,
      .required = true,
      .help = "last number to check, itself included" },
    { .name = "kernel",
      .type = CONFIG_CHOICE,
      .offset = offsetof(struct workload, kernel),
      .choices = kernels,
      .help = "how a number is checked; trial: divide by every smaller number" },
    { .type = CONFIG_END },
};

static bool perfect_prepare(struct workload *workload, const char **key, char *err, size_t size)
{
    if (workload->from > workload->to) {
        *key = "to";
        snprintf(err, size, "the range ends at %llu, before it starts at %llu (from)",
                 (unsigned long long)workload->to, (unsigned long long)workload->from);
        return false;
    }
    if (workload->to - workload->from >= TASKS_MAX) {
        *key = "to";
        snprintf(err, size, "%llu numbers are too many: an experiment has at most %llu tasks",
                 (unsigned long long)(workload->to - workload->from + 1), (unsigned long long)TASKS_MAX);
        return false;
    }
    workload->tasks = workload->to - workload->from + 1;
    return true;
}

HOT static uint64_t perfect_weight(const struct workload *workload, uint64_t task)
{
    return workload->from + task;
}

static double perfect_weight_before(const struct workload *workload, uint64_t end)
{
    return (double)end * ((double)workload->from + ((double)end - 1) / 2);
}

/* Below 2^32, where many processors divide faster; the sum of the divisors of such n fits 64 bits easily. */
HOT static uint64_t divisor_sum_32(uint32_t n, uint32_t first, uint32_t end)
{
    uint64_t sum = 0;

    for (uint32_t divisor = first; divisor < end; divisor++)
        if (n % divisor == 0)
            sum += divisor;
    return sum;
}

HOT bool perfect_add_divisors(uint64_t n, uint64_t first, uint64_t end, uint64_t *sum)
{
    if (n <= UINT32_MAX) {
        *sum += divisor_sum_32((uint32_t)n, (uint32_t)first, (uint32_t)end);
        return true;
    }
    for (uint64_t divisor = first; divisor < end; divisor++)
        if (n % divisor == 0 && __builtin_add_overflow(*sum, divisor, sum))
            return false;
    return true;
}

/* 1 when n is perfect. Says every BLOCK divisions how many are behind it. */
HOT static uint64_t perfect_run(const struct workload *workload, uint64_t task, uint64_t started_ns,
                                workload_progress *progress)
{
    uint64_t n = workload->from + task, sum = 0;
    bool fits = true;

    (void)started_ns;
    for (uint64_t first = 1; first < n;) {
        uint64_t end = n - first > BLOCK ? first + BLOCK : n;

        fits = fits && perfect_add_divisors(n, first, end, &sum);
        first = end;
        if (first < n)
            atomic_store_explicit(progress, first - 1, memory_order_relaxed);
    }
    return fits && sum == n;
}

static double perfect_share(const struct workload *workload, uint64_t task, uint64_t progress,
                            uint64_t age_ns)
{
    uint64_t n = workload->from + task;

    (void)age_ns;
    return n > 1 ? (double)progress / (double)(n - 1) : 1;
}

static void perfect_label(const struct workload *workload, uint64_t task, char *buf, size_t size)
{
    format_count(buf, size, workload->from + task);
}

static bool perfect_tell(const struct workload *workload, uint64_t task, uint64_t result, char *buf,
                         size_t size)
{
    if (result != 1)
        return false;
    snprintf(buf, size, "%llu is a perfect number", (unsigned long long)(workload->from + task));
    return true;
}

static bool perfect_found(const struct workload *workload, uint64_t task, uint64_t result, uint64_t *number)
{
    if (result != 1)
        return false;
    *number = workload->from + task;
    return true;
}

static void perfect_describe(const struct workload *workload, char *buf, size_t size)
{
    char from[FORMAT_MAX], to[FORMAT_MAX];

    snprintf(buf, size, "perfect %s … %s, trial division", format_count(from, sizeof from, workload->from),
             format_count(to, sizeof to, workload->to));
}

const struct workload_ops workload_perfect = {
    .name = "perfect",
    .keys = perfect_keys,
    .computes = true,
    .prepare = perfect_prepare,
    .weight = perfect_weight,
    .weight_before = perfect_weight_before,
    .run = perfect_run,
    .share = perfect_share,
    .label = perfect_label,
    .tell = perfect_tell,
    .found = perfect_found,
    .narrate = NULL,
    .describe = perfect_describe,
};
