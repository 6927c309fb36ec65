/* Naps show waiting without work: one core can serve any number of them. */
#include "work/workload_sleep.h"

#include "base/clock.h"
#include "base/decimal.h"
#include "base/format.h"
#include "base/hot.h"
#include "base/number.h"
#include "base/xmalloc.h"
#include "config/config.h"
#include "work/durations.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- "seconds" ---------------------------------------------------------------------------------------- */

static const struct config_key nap_key = { .type = CONFIG_SECONDS, .max = NAP_MAX };

struct nap_range {
    uint64_t from, to;
};

static const struct config_key nap_range_keys[] = {
    { .name = "from",
      .type = CONFIG_SECONDS,
      .offset = offsetof(struct nap_range, from),
      .max = NAP_MAX,
      .required = true,
      .help = "seconds of the first nap" },
    { .name = "to",
      .type = CONFIG_SECONDS,
      .offset = offsetof(struct nap_range, to),
      .max = NAP_MAX,
      .required = true,
      .help = "seconds that no nap exceeds; each is a second longer than the one before" },
    { .type = CONFIG_END },
};

static void naps_init(struct naps *naps, uint64_t count)
{
    *naps = (struct naps){ .ns = xreallocarray(NULL, count, sizeof *naps->ns), .distinct = count };
}

static bool read_nap_range(const struct config_target *target, struct naps *naps)
{
    static const char *const none[] = { NULL };
    static const struct config_shape shape = { "a range", { nap_range_keys }, none, NULL };
    struct nap_range range;
    if (!config_read(target->diagnostics, target->item, target->path, &shape, &range, NULL))
        return false;
    if (range.from > range.to) {
        struct path to = { target->path, "to", 0 };
        char from[DECIMAL_SECONDS_MAX];
        diagnostics_report(target->diagnostics, json_member(target->item, "to"), AT_VALUE, &to,
                           "must not be less than from, which is %s", decimal_seconds(from, range.from));
        return false;
    }
    naps_init(naps, (range.to - range.from) / NS_PER_S + 1);
    naps->range = true;
    for (uint64_t i = 0; i < naps->distinct; i++)
        naps->ns[i] = range.from + i * NS_PER_S;
    return true;
}

static bool read_nap_list(const struct config_target *target, struct naps *naps)
{
    bool fine = config_read_numbers(target, &nap_key, &naps->ns, &naps->distinct);
    if (naps->distinct)
        return fine;
    diagnostics_report(target->diagnostics, target->item, AT_VALUE, target->path,
                       "the list is empty; it needs the seconds of one nap or more");
    return false;
}

static bool read_naps(const struct config_target *target)
{
    struct naps *naps = target->value;
    switch (json_type_of(target->item)) {
    case JSON_ARRAY:
        return read_nap_list(target, naps);
    case JSON_OBJECT:
        return read_nap_range(target, naps);
    case JSON_NUMBER:
        naps_init(naps, 1);
        return config_read_value(target->diagnostics, target->item, target->path, &nap_key, naps->ns);
    default:
        return config_must_be(target, "seconds: 1, or [1, 2, 0.5], or {\"from\": 1, \"to\": 10}", "");
    }
}

static void write_naps(struct json_writer *json, const char *name, const void *value)
{
    const struct naps *naps = value;
    if (naps->range) {
        json_object(json, name, JSON_INLINE);
        json_seconds(json, "from", naps->ns[0]);
        json_seconds(json, "to", naps->ns[naps->distinct - 1]);
        json_close(json);
    } else if (naps->distinct == 1) {
        json_seconds(json, name, naps->ns[0]);
    } else {
        json_array(json, name, JSON_INLINE);
        for (uint64_t i = 0; i < naps->distinct; i++)
            json_seconds(json, NULL, naps->ns[i]);
        json_close(json);
    }
}

static void release_naps(void *value)
{
    struct naps *naps = value;
    free(naps->ns);
    naps->ns = NULL;
}

/* A list of lengths sets the count as well. */
static size_t read_typed_naps(const char *text, struct config_typed typed[CONFIG_TYPED_MAX], unsigned *column,
                              char *err, size_t size)
{
    struct durations durations;
    struct strbuf count = STRBUF_INIT;
    if (!durations_read(&durations, text, column, err, size))
        return 0;
    strbuf_addf(&count, "%" PRIu64, durations.count);
    typed[0] = (struct config_typed){ "seconds", durations.seconds };
    typed[1] = (struct config_typed){ "count", strbuf_detach(&count) };
    return 2;
}

/* "0.1x30" for a run of equal naps in a list. */
static void add_run(struct strbuf *out, bool first, uint64_t ns, uint64_t count)
{
    char seconds[DECIMAL_SECONDS_MAX];
    strbuf_addf(out, "%s%s", first ? "" : ",", decimal_seconds(seconds, ns));
    if (count > 1)
        strbuf_addf(out, "x%" PRIu64, count);
}

static void write_typed_naps(struct strbuf *out, const void *value)
{
    const struct naps *naps = value;
    char from[DECIMAL_SECONDS_MAX], to[DECIMAL_SECONDS_MAX];
    if (naps->range) {
        strbuf_addf(out, "%s..%s", decimal_seconds(from, naps->ns[0]),
                    decimal_seconds(to, naps->ns[naps->distinct - 1]));
        return;
    }
    for (uint64_t first = 0, end; first < naps->distinct; first = end) {
        end = first + 1;
        while (end < naps->distinct && naps->ns[end] == naps->ns[first])
            end++;
        add_run(out, first == 0, naps->ns[first], end - first);
    }
}

/* Steps a single length like any duration, and a range by one nap at its end. A list has no next value. */
static bool step_naps(struct strbuf *out, const void *value, int direction)
{
    const struct naps *naps = value;
    uint64_t last = naps->ns[naps->distinct - 1];
    char from[DECIMAL_SECONDS_MAX], to[DECIMAL_SECONDS_MAX];
    if (naps->range) {
        bool fits = direction > 0 ? last + NS_PER_S <= NAP_MAX : naps->distinct > 1;
        last = direction > 0 ? last + NS_PER_S : last - NS_PER_S;
        if (fits)
            strbuf_addf(out, "%s..%s", decimal_seconds(from, naps->ns[0]), decimal_seconds(to, last));
        return fits;
    }
    bool steps = naps->distinct == 1 && config_step(&nap_key, &last, direction);
    if (steps)
        strbuf_adds(out, decimal_seconds(from, last));
    return steps;
}

static const struct config_custom naps_type = {
    .size = sizeof(struct naps),
    .read = read_naps,
    .write = write_naps,
    .release = release_naps,
    .read_typed = read_typed_naps,
    .write_typed = write_typed_naps,
    .step = step_naps,
};

static bool has_one_length(const void *settings)
{
    const struct sleep *sleep = settings;
    return sleep->naps.distinct == 1 && !sleep->naps.range;
}

static const struct config_key sleep_keys[] = {
    { .name = "seconds",
      .type = CONFIG_CUSTOM,
      .offset = offsetof(struct sleep, naps),
      .custom = &naps_type,
      .required = true,
      .help = "how long a nap takes: a number, a list of numbers, or { \"from\": 1, \"to\": 10 }",
      .option = { "--seconds", "LIST", NULL,
                  "how long the naps take: 1 or 1,2,0.5 or 1..10 or 1x10 (ten naps of 1 s)" } },
    { .name = "count",
      .type = CONFIG_WHOLE,
      .offset = offsetof(struct sleep, count),
      .min = 1,
      .max = TASKS_MAX,
      .fallback = 1,
      .applies = has_one_length,
      .help = "how many naps of that length; only with a single number of seconds" },
    { .type = CONFIG_END },
};

static size_t sleep_bytes(const void *settings)
{
    const struct sleep *sleep = settings;
    return sizeof *sleep + sleep->naps.distinct * sizeof *sleep->naps.ns;
}

static void sleep_copy(void *to, const void *settings)
{
    const struct sleep *from = settings;
    struct sleep *sleep = to;
    *sleep = *from;
    sleep->naps.ns = (uint64_t *)(sleep + 1);
    memcpy(sleep->naps.ns, from->naps.ns, from->naps.distinct * sizeof *from->naps.ns);
}

/* ---- the tasks ---------------------------------------------------------------------------------------- */

static bool sleep_prepare(struct workload *workload, const char **key, char *err, size_t size)
{
    const struct sleep *sleep = workload->settings;
    if (sleep->count > 1 && !has_one_length(sleep)) {
        *key = "count";
        snprintf(err, size,
                 "count goes with a single length; the list of seconds says already how many naps");
        return false;
    }
    workload->tasks = has_one_length(sleep) ? sleep->count : sleep->naps.distinct;
    return true;
}

HOT static uint64_t sleep_length(const struct workload *workload, uint64_t task)
{
    const struct naps *naps = &((const struct sleep *)workload->settings)->naps;
    return naps->ns[naps->distinct == 1 ? 0 : task];
}

static bool sleep_is_uniform(const struct workload *workload)
{
    return ((const struct sleep *)workload->settings)->naps.distinct == 1;
}

/* At least 1, so that naps of 0 s count in the progress. */
HOT static uint64_t sleep_weight(const struct workload *workload, uint64_t task)
{
    return most_of(sleep_length(workload, task), 1);
}

static double sleep_weight_before(const struct workload *workload, uint64_t end)
{
    double sum = 0;
    if (sleep_is_uniform(workload))
        return (double)end * (double)sleep_weight(workload, 0);
    for (uint64_t task = 0; task < end; task++)
        sum += (double)sleep_weight(workload, task);
    return sum;
}

HOT static uint64_t sleep_run(const struct workload *workload, uint64_t task, uint64_t started_ns,
                              workload_progress *progress, void *scratch)
{
    uint64_t length = sleep_length(workload, task);
    (void)progress, (void)scratch; /* a nap's age is its progress; waking up to note it would be work */
    if (length)
        clock_sleep_until(started_ns + length);
    return 0;
}

static double sleep_share(const struct workload *workload, uint64_t task, uint64_t progress, uint64_t age_ns)
{
    uint64_t length = sleep_length(workload, task);
    (void)progress;
    return age_ns < length ? (double)age_ns / (double)length : 1;
}

/* ---- words -------------------------------------------------------------------------------------------- */

static void sleep_label(const struct workload *workload, uint64_t task, char *buf, size_t size)
{
    char length[FORMAT_MAX];
    snprintf(buf, size, "nap %" PRIu64 " · %s", task + 1,
             format_nap(length, sizeof length, sleep_length(workload, task)));
}

static void sleep_narrate(const struct workload *workload, uint64_t task, bool ended, char *buf, size_t size)
{
    char length[FORMAT_MAX];
    if (ended)
        snprintf(buf, size, "wakes from nap %" PRIu64, task + 1);
    else
        snprintf(buf, size, "starts nap %" PRIu64 " · %s", task + 1,
                 format_nap(length, sizeof length, sleep_length(workload, task)));
}

static void sleep_describe(const struct workload *workload, char *buf, size_t size)
{
    const struct naps *naps = &((const struct sleep *)workload->settings)->naps;
    char first[FORMAT_MAX], last[FORMAT_MAX], count[FORMAT_MAX];
    const char *plural = workload->tasks == 1 ? "" : "s";
    uint64_t min = naps->ns[0], max = naps->ns[0];
    for (uint64_t i = 1; i < naps->distinct; i++) {
        min = least_of(min, naps->ns[i]);
        max = most_of(max, naps->ns[i]);
    }
    format_nap(first, sizeof first, min);
    format_nap(last, sizeof last, max);
    format_count(count, sizeof count, workload->tasks);
    if (max == 0)
        snprintf(buf, size, "%s empty task%s", count, plural);
    else if (min == max)
        snprintf(buf, size, "%s nap%s of %s", count, plural, first);
    else
        snprintf(buf, size, "%s naps of %s … %s", count, first, last);
}

const struct workload_ops workload_sleep = {
    .name = "sleep",
    .keys = sleep_keys,
    .size = sizeof(struct sleep),
    .bytes = sleep_bytes,
    .copy = sleep_copy,
    .prepare = sleep_prepare,
    .weight = sleep_weight,
    .weight_before = sleep_weight_before,
    .length = sleep_length,
    .is_uniform = sleep_is_uniform,
    .run = sleep_run,
    .share = sleep_share,
    .label = sleep_label,
    .narrate = sleep_narrate,
    .describe = sleep_describe,
};
