/* A workload of the tests: the first `steps` odd numbers,
 * put down in scratch memory and summed up, are a square. */
#include "base/format.h"
#include "work/workload.h"

#include <inttypes.h>
#include <stdio.h>

/* The settings. */
struct squares {
    uint64_t count, steps;
};

static const struct config_key squares_keys[] = {
    { .name = "squares",
      .type = CONFIG_WHOLE,
      .offset = offsetof(struct squares, count),
      .min = 1,
      .max = 1000,
      .required = true,
      .help = "how many squares to find",
      .option = { .name = "--squares", .argument = "N" } },
    { .name = "steps",
      .type = CONFIG_WHOLE,
      .offset = offsetof(struct squares, steps),
      .min = 1,
      .max = 1000,
      .fallback = 100,
      .help = "how often each is found" },
    { .type = CONFIG_END },
};

static bool squares_prepare(struct workload *workload, const char **key, char *err, size_t size)
{
    const struct squares *squares = workload->settings;
    (void)key, (void)err, (void)size;
    workload->tasks = squares->count;
    return true;
}

static uint64_t squares_weight(const struct workload *workload, uint64_t task)
{
    (void)workload;
    return task + 1;
}

static double squares_weight_before(const struct workload *workload, uint64_t end)
{
    (void)workload;
    return (double)end * ((double)end + 1) / 2;
}

/* An odd number is put down and added as often as there are steps, in less time than a division takes. */
static double squares_weight_ns(const struct workload *workload, double division_ns)
{
    return (double)((const struct squares *)workload->settings)->steps * division_ns / 2;
}

static size_t squares_scratch(const struct workload *workload)
{
    return workload->tasks * sizeof(uint64_t);
}

static uint64_t squares_run(const struct workload *workload, uint64_t task, uint64_t started_ns,
                            workload_progress *progress, void *scratch)
{
    const struct squares *squares = workload->settings;
    uint64_t *odd = scratch, sum = 0;
    (void)started_ns;
    for (uint64_t step = 1; step <= squares->steps; step++) {
        sum = 0;
        for (uint64_t i = 0; i <= task; i++)
            odd[i] = 2 * i + 1;
        for (uint64_t i = 0; i <= task; i++)
            sum += odd[i];
        atomic_store_explicit(progress, step, memory_order_relaxed);
    }
    return sum;
}

static double squares_share(const struct workload *workload, uint64_t task, uint64_t progress,
                            uint64_t age_ns)
{
    (void)task, (void)age_ns;
    return (double)progress / (double)((const struct squares *)workload->settings)->steps;
}

static void squares_label(const struct workload *workload, uint64_t task, char *buf, size_t size)
{
    char number[FORMAT_MAX];
    (void)workload;
    snprintf(buf, size, "%s squared", format_count(number, sizeof number, task + 1));
}

static bool squares_sentence(const struct workload *workload, uint64_t task, uint64_t result, char *buf,
                             size_t size)
{
    (void)workload;
    snprintf(buf, size, "%" PRIu64 " squared is %" PRIu64, task + 1, result);
    return true;
}

static bool squares_found(const struct workload *workload, uint64_t task, uint64_t result, uint64_t *number)
{
    (void)workload, (void)task;
    *number = result;
    return true;
}

static void squares_describe(const struct workload *workload, char *buf, size_t size)
{
    snprintf(buf, size, "%" PRIu64 " squares by sums", workload->tasks);
}

const struct workload_ops workload_squares = {
    .name = "squares",
    .keys = squares_keys,
    .size = sizeof(struct squares),
    .computes = true,
    .prepare = squares_prepare,
    .weight = squares_weight,
    .weight_before = squares_weight_before,
    .weight_ns = squares_weight_ns,
    .scratch = squares_scratch,
    .run = squares_run,
    .share = squares_share,
    .label = squares_label,
    .sentence = squares_sentence,
    .found = squares_found,
    .describe = squares_describe,
};
