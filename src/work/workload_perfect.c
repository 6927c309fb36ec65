/* Trial division by every number 1 … n-1, on purpose without any shortcut:
 * so the cost of a task grows with n. */
#include "work/workload_perfect.h"

#include "base/format.h"
#include "base/hot.h"

#include <inttypes.h>
#include <stdio.h>

/* Divisions between two notes of the progress, about 50 µs. */
#define BLOCK UINT64_C(32768)

static const char *const kernels[] = { "trial", NULL };

static const struct config_key perfect_keys[] = {
    { .name = "from",
      .label = "first number",
      .type = CONFIG_WHOLE,
      .offset = offsetof(struct perfect, from),
      .min = 1,
      .max = INT64_MAX,
      .fallback = 1,
      .help = "first number to check",
      .option = { "--from", "N", NULL, "the first number to check" } },
    { .name = "to",
      .label = "last number",
      .type = CONFIG_WHOLE,
      .offset = offsetof(struct perfect, to),
      .min = 1,
      .max = INT64_MAX,
      .required = true,
      .help = "last number to check, itself included",
      .option = { "--to", "N", NULL, "the last number to check" } },
    { .name = "kernel",
      .type = CONFIG_CHOICE,
      .offset = offsetof(struct perfect, kernel),
      .choices = kernels,
      .help = "how a number is checked; trial: divide by every smaller number" },
    { .type = CONFIG_END },
};

static bool perfect_prepare(struct workload *workload, const char **key, char *err, size_t size)
{
    const struct perfect *perfect = workload->settings;
    *key = "to";
    if (perfect->from > perfect->to)
        return format_refusal(err, size, "the range ends at %" PRIu64 ", before it starts at %" PRIu64,
                              perfect->to, perfect->from);
    workload->tasks = perfect->to - perfect->from + 1;
    if (workload->tasks <= TASKS_MAX)
        return true;
    return format_refusal(err, size,
                          "%" PRIu64 " numbers are too many: an experiment has at most %" PRIu64 " tasks",
                          workload->tasks, TASKS_MAX);
}

HOT static uint64_t number_of(const struct workload *workload, uint64_t task)
{
    return ((const struct perfect *)workload->settings)->from + task;
}

HOT static uint64_t perfect_weight(const struct workload *workload, uint64_t task)
{
    return number_of(workload, task);
}

static double perfect_weight_before(const struct workload *workload, uint64_t end)
{
    return (double)end * ((double)number_of(workload, 0) + ((double)end - 1) / 2);
}

/* A weight is a number of divisions. */
static double perfect_weight_ns(const struct workload *workload, double division_ns)
{
    (void)workload;
    return division_ns;
}

/* For n < 2^32: many processors divide 32 bits faster, and the sum of the divisors always fits 64 bits. */
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

/* 1 when n is perfect. Notes the number of divisions done after every BLOCK of them. */
HOT static uint64_t perfect_run(const struct workload *workload, uint64_t task, uint64_t started_ns,
                                workload_progress *progress, void *scratch)
{
    uint64_t n = number_of(workload, task), sum = 0;
    bool fits = true;
    (void)started_ns, (void)scratch;
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
    uint64_t n = number_of(workload, task);
    (void)age_ns;
    return n > 1 ? (double)progress / (double)(n - 1) : 1;
}

static void perfect_label(const struct workload *workload, uint64_t task, char *buf, size_t size)
{
    format_count(buf, size, number_of(workload, task));
}

static bool perfect_sentence(const struct workload *workload, uint64_t task, uint64_t result, char *buf,
                             size_t size)
{
    if (result != 1)
        return false;
    snprintf(buf, size, "%" PRIu64 " is a perfect number", number_of(workload, task));
    return true;
}

static bool perfect_found(const struct workload *workload, uint64_t task, uint64_t result, uint64_t *number)
{
    if (result != 1)
        return false;
    *number = number_of(workload, task);
    return true;
}

static void perfect_describe(const struct workload *workload, char *buf, size_t size)
{
    const struct perfect *perfect = workload->settings;
    char from[FORMAT_MAX], to[FORMAT_MAX];
    snprintf(buf, size, "perfect %s … %s, trial division", format_count(from, sizeof from, perfect->from),
             format_count(to, sizeof to, perfect->to));
}

const struct workload_ops workload_perfect = {
    .name = "perfect",
    .keys = perfect_keys,
    .size = sizeof(struct perfect),
    .computes = true,
    .prepare = perfect_prepare,
    .weight = perfect_weight,
    .weight_before = perfect_weight_before,
    .weight_ns = perfect_weight_ns,
    .run = perfect_run,
    .share = perfect_share,
    .label = perfect_label,
    .sentence = perfect_sentence,
    .found = perfect_found,
    .describe = perfect_describe,
};
