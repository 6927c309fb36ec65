#include "series/last_results.h"

#include "config/config.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/strbuf.h"
#include "base/xdg.h"
#include "base/xmalloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define FORMAT    "tictoc.last/1"
#define FILE_MAX  (4u << 20)
#define TIMES_MAX 200
#define YEAR_NS   (UINT64_C(31536000) * 1000000000)

static const struct config_key time_keys[] = {
    { .name = "key",
      .type = CONFIG_TEXT,
      .offset = offsetof(struct last_time, key),
      .max = sizeof(((struct last_time *)NULL)->key) - 1,
      .required = true,
      .help = "names what was run, and on how many cores" },
    { .name = "at",
      .type = CONFIG_WHOLE,
      .offset = offsetof(struct last_time, at),
      .max = INT64_MAX,
      .required = true,
      .help = "seconds since 1970" },
    { .name = "total_s",
      .type = CONFIG_SECONDS,
      .offset = offsetof(struct last_time, total_ns),
      .max = YEAR_NS,
      .required = true,
      .help = "the whole experiment" },
    { .type = CONFIG_END },
};

static const struct config_key figure_keys[] = {
    { .name = "label",
      .type = CONFIG_TEXT,
      .offset = offsetof(struct last_figure, label),
      .max = STRATEGY_LABEL_MAX,
      .required = true,
      .help = "of the strategy" },
    { .name = "median_s",
      .type = CONFIG_SECONDS,
      .offset = offsetof(struct last_figure, median_ns),
      .max = YEAR_NS,
      .required = true,
      .help = "median of its runs" },
    { .type = CONFIG_END },
};

static const char *const none[] = { NULL };

/* ---- names -------------------------------------------------------------------------------------------- */

/* FNV-1a over everything that the time of the experiment depends on. */
static void make_key(char key[17], const struct experiment *experiment, unsigned cores)
{
    struct experiment *bare = xcalloc(1, sizeof *bare);
    experiment_copy(bare, experiment);
    bare->title[0] = bare->about[0] = '\0';
    bare->reference_count = 0;
    char *text = experiment_write(bare);
    size_t cores_bytes = cores > 0xFF ? sizeof cores : 1; /* one byte, as in files of earlier versions */
    uint64_t hash = hash_bytes(hash_bytes(HASH_START, text, strlen(text)), &cores, cores_bytes);
    snprintf(key, 17, "%016llx", (unsigned long long)hash);
    free(text);
    experiment_release(bare);
    free(bare);
}

static void set_clock(struct last_time *time, uint64_t now)
{
    time_t then = (time_t)time->at, today = (time_t)now;
    struct tm at, day;
    if (!localtime_r(&then, &at) || !localtime_r(&today, &day))
        return;
    bool same_day = at.tm_year == day.tm_year && at.tm_yday == day.tm_yday;
    strftime(time->clock, sizeof time->clock, same_day ? "%H:%M" : "%Y-%m-%d", &at);
}

/* ---- reading ------------------------------------------------------------------------------------------ */

static bool read_figures(struct diagnostics *diagnostics, const cJSON *list, struct last_time *time)
{
    static const struct config_shape shape = { "a result", { figure_keys }, none, NULL };
    const cJSON *item = NULL;
    time->figures = xcalloc((size_t)cJSON_GetArraySize(list) + 1, sizeof *time->figures);
    cJSON_ArrayForEach(item, list)
    {
        struct path path = { NULL, "results", 0 };
        if (!cJSON_IsObject(item) ||
            !config_read(diagnostics, item, &path, &shape, &time->figures[time->count++], NULL))
            return false;
    }
    return time->count > 0;
}

static void read_times(struct last_results *state, struct diagnostics *diagnostics, const cJSON *root,
                       uint64_t now)
{
    static const char *const others[] = { "results", NULL };
    static const struct config_shape shape = { "an experiment", { time_keys }, others, NULL };
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(root, "experiments"))
    {
        const cJSON *found[1] = { NULL };
        struct path path = { NULL, "experiments", 0 };
        struct last_time time = { .count = 0 };
        if (state->count == TIMES_MAX || !cJSON_IsObject(item) ||
            !config_read(diagnostics, item, &path, &shape, &time, found) ||
            !read_figures(diagnostics, found[0], &time)) {
            free(time.figures);
            continue;
        }
        set_clock(&time, now);
        state->times = xreallocarray(state->times, state->count + 1, sizeof *state->times);
        state->times[state->count++] = time;
    }
}

void last_results_open(struct last_results *state, uint64_t now)
{
    struct strbuf text = STRBUF_INIT;
    struct diagnostics diagnostics;
    char *path = xdg_path(XDG_STATE, "last.json");
    *state = (struct last_results){ .times = NULL };
    diagnostics_init(&diagnostics);
    if (path && !file_read_own(&text, path, FILE_MAX)) {
        cJSON *root = diagnostics_add(&diagnostics, path, true, text.text, text.length);
        if (root)
            read_times(state, &diagnostics, root, now);
        cJSON_Delete(root);
    }
    diagnostics_release(&diagnostics);
    strbuf_release(&text);
    free(path);
}

void last_results_release(struct last_results *state)
{
    for (size_t i = 0; i < state->count; i++)
        free(state->times[i].figures);
    free(state->times);
    *state = (struct last_results){ .times = NULL };
}

const struct last_time *last_results_find(const struct last_results *state,
                                          const struct experiment *experiment, unsigned cores)
{
    char key[17];
    make_key(key, experiment, cores);
    for (size_t i = 0; i < state->count; i++)
        if (strcmp(state->times[i].key, key) == 0)
            return &state->times[i];
    return NULL;
}

/* ---- keeping ------------------------------------------------------------------------------------------ */

/* False when a strategy has not ended, or the user stopped the experiment. */
static bool sum_up(struct last_time *time, const struct results *results)
{
    const struct experiment *experiment = results->experiment;
    double counted = 0;
    time->figures = xcalloc(experiment->strategy_count, sizeof *time->figures);
    for (size_t i = 0; i < experiment->strategy_count; i++) {
        const struct result *result = &results->results[i];
        if (result->complete < experiment->repeat)
            return false;
        for (size_t run = 0; run < result->run_count; run++) {
            const struct outcome *outcome = &result->runs[run];
            counted +=
                (double)(outcome->elapsed_ns > outcome->done_ns ? outcome->elapsed_ns : outcome->done_ns);
        }
        memcpy(time->figures[i].label, experiment->strategies[i].label, sizeof time->figures[i].label);
        time->figures[i].median_ns = (uint64_t)(result->done.median * 1e9 + 0.5);
    }
    time->count = experiment->strategy_count;
    time->total_ns =
        (uint64_t)(counted * (double)(experiment->repeat + experiment->warmup) / (double)experiment->repeat);
    return !results->interrupted;
}

/* Makes `time` the first, in place of an older one of the same experiment. */
static void put_first(struct last_results *state, const struct last_time *time)
{
    size_t at = 0;
    while (at < state->count && strcmp(state->times[at].key, time->key) != 0)
        at++;
    if (at == state->count && state->count < TIMES_MAX)
        state->times = xreallocarray(state->times, ++state->count, sizeof *state->times);
    else
        free(state->times[at -= at == state->count].figures); /* the same experiment's, or the oldest */
    memmove(state->times + 1, state->times, at * sizeof *state->times);
    state->times[0] = *time;
}

static void write_time(struct json_writer *json, const struct last_time *time)
{
    json_object(json, NULL, JSON_INLINE);
    for (const struct config_key *key = time_keys; key->type != CONFIG_END; key++)
        config_write(json, key->name, key, time);
    json_array(json, "results", JSON_INLINE);
    for (size_t i = 0; i < time->count; i++) {
        json_object(json, NULL, JSON_INLINE);
        json_text(json, "label", time->figures[i].label);
        json_seconds(json, "median_s", time->figures[i].median_ns);
        json_close(json);
    }
    json_close(json);
    json_close(json);
}

static void write_times(struct strbuf *text, const struct last_results *state)
{
    struct json_writer json = { .out = text };
    json_object(&json, NULL, JSON_LINES);
    json_text(&json, "format", FORMAT);
    json_array(&json, "experiments", JSON_LINES);
    for (size_t i = 0; i < state->count; i++)
        write_time(&json, &state->times[i]);
    json_close(&json);
    json_close(&json);
    strbuf_addc(text, '\n');
}

bool last_results_keep(struct last_results *state, const struct results *results, uint64_t now, char *err,
                       size_t size)
{
    struct last_time time = { .at = now };
    struct strbuf text = STRBUF_INIT;
    char *path = xdg_path(XDG_STATE, "last.json");
    bool kept = true;
    if (sum_up(&time, results)) {
        make_key(time.key, results->experiment, results->machine.cores);
        set_clock(&time, now);
        last_results_release(state);
        last_results_open(state, now);
        put_first(state, &time);
        write_times(&text, state);
        kept = !path || xdg_save(path, text.text, text.length, err, size);
        strbuf_release(&text);
    } else {
        free(time.figures);
    }
    free(path);
    return kept;
}
