/* Reads an experiment from text by the tables of keys, and reports every mistake at once. */
#include "experiment/experiment.h"

#include "config/config.h"
#include "experiment/experiment_override.h"
#include "base/file.h"
#include "base/format.h"
#include "machine/machine.h"
#include "config/diagnostics.h"
#include "base/text.h"
#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

/* Bytes of memory that a task takes during a run and afterwards, a rule of thumb. */
#define TASK_BYTES 100

#define PATH_SHOWN_MAX 1000

static const char *const only_kind[] = { "kind", NULL };

static const char *workload_owner(const char *key)
{
    for (size_t i = 0; workloads[i]; i++)
        if (config_find(workloads[i]->keys, key))
            return workloads[i]->name;
    return NULL;
}

static const char *strategy_owner(const char *key)
{
    for (size_t i = 0; strategies[i]; i++)
        if (config_find(strategies[i]->keys, key))
            return strategies[i]->name;
    return NULL;
}

/* Where a key belongs that was found one level too high; NULL: nowhere. */
static const char *inner_owner(const char *key)
{
    bool shared = config_find(experiment_strategy_keys, key) != NULL;
    return workload_owner(key) ? "the workload" : shared || strategy_owner(key) ? "a strategy" : NULL;
}

/* The index of the object's kind in `names`; -1 after a report. */
static int read_kind(struct diagnostics *diagnostics, const cJSON *item, const struct path *path,
                     const char *what, const char *const *names)
{
    struct path here = { path, "kind", 0 };
    const cJSON *kind = cJSON_GetObjectItemCaseSensitive(item, "kind");
    if (kind)
        return config_choose(diagnostics, kind, &here, what, names);
    diagnostics_report(diagnostics, item, AT_VALUE, &here,
                       "is missing: it says which %s this is, such as \"%s\"", what, names[0]);
    return -1;
}

static bool refuse_type(struct diagnostics *diagnostics, const cJSON *item, const struct path *path,
                        const char *wanted)
{
    char *shown = diagnostics_show(item);
    diagnostics_report(diagnostics, item, AT_VALUE, path, "must be %s, not %s", wanted, shown);
    free(shown);
    return false;
}

/* Checks what no single key shows: the range, the sum of tasks, and whether this machine can hold them. */
static void check_workload(struct diagnostics *diagnostics, const cJSON *item, const struct path *path,
                           struct workload *workload)
{
    char err[256];
    const char *key = NULL;
    if (!workload->ops->prepare(workload, &key, err, sizeof err)) {
        struct path here = { path, key, 0 };
        const cJSON *member = key ? cJSON_GetObjectItemCaseSensitive(item, key) : NULL;
        diagnostics_report(diagnostics, member ? member : item, AT_VALUE, key ? &here : path, "%s", err);
        return;
    }
    uint64_t needed = workload->tasks * TASK_BYTES, there = machine_memory_free();
    char tasks[FORMAT_MAX], need[FORMAT_MAX], have[FORMAT_MAX];
    if (needed > there)
        diagnostics_report(diagnostics, item, AT_VALUE, path,
                           "%s tasks need about %s of memory, and this machine has %s free; take fewer",
                           format_count(tasks, sizeof tasks, workload->tasks),
                           format_bytes(need, sizeof need, needed), format_bytes(have, sizeof have, there));
}

static void read_workload(struct diagnostics *diagnostics, const cJSON *root, const cJSON *item,
                          struct workload *workload)
{
    const struct path path = { NULL, "workload", 0 };
    const char *names[CONFIG_KEYS_MAX] = { NULL };
    const cJSON *kind = NULL;
    if (!item) {
        diagnostics_report(
            diagnostics, root, AT_VALUE, &path,
            "is missing: it says what the tasks do, such as {\"kind\": \"perfect\", \"to\": 1000}");
        return;
    }
    if (!cJSON_IsObject(item)) {
        refuse_type(diagnostics, item, &path, "an object, such as {\"kind\": \"perfect\", \"to\": 1000}");
        return;
    }
    for (size_t i = 0; workloads[i]; i++)
        names[i] = workloads[i]->name;
    int chosen = read_kind(diagnostics, item, &path, "workload", names);
    if (chosen < 0)
        return;
    const struct workload_ops *ops = workloads[chosen];
    const struct config_shape shape = { ops->name, { ops->keys }, only_kind, workload_owner };
    void *settings = xcalloc(1, ops->size);
    if (config_read(diagnostics, item, &path, &shape, settings, &kind)) {
        workload_init(workload, ops, settings);
        check_workload(diagnostics, item, &path, workload);
    }
    config_release(ops->keys, settings);
    free(settings);
}

static void read_strategy(struct diagnostics *diagnostics, const cJSON *item, const struct path *path,
                          struct strategy *strategy)
{
    const char *names[CONFIG_KEYS_MAX] = { NULL };
    const cJSON *kind = NULL;
    for (size_t i = 0; strategies[i]; i++)
        names[i] = strategies[i]->name;
    if (!cJSON_IsString(item) && !cJSON_IsObject(item)) {
        refuse_type(diagnostics, item, path,
                    "a strategy, such as \"pool\" or {\"kind\": \"pool\", \"workers\": 4}");
        return;
    }
    int chosen = cJSON_IsString(item) ? config_choose(diagnostics, item, path, "strategy", names)
                                      : read_kind(diagnostics, item, path, "strategy", names);
    if (chosen < 0)
        return;
    strategy->ops = strategies[chosen];
    config_defaults(strategy->ops->keys, strategy);
    config_defaults(experiment_strategy_keys, strategy);
    struct config_shape shape = {
        strategy->ops->name, { strategy->ops->keys, experiment_strategy_keys }, only_kind, strategy_owner
    };
    if (cJSON_IsObject(item))
        config_read(diagnostics, item, path, &shape, strategy, &kind);
    strategy->labelled = strategy->label[0] != '\0';
}

/* Labels given by the file distinguish strategies; two alike would not. */
static void check_label(struct diagnostics *diagnostics, const cJSON *item, const struct path *path,
                        const struct experiment *draft, size_t index)
{
    const struct strategy *strategy = &draft->strategies[index];
    struct path here = { path, "label", 0 };
    for (size_t i = 0; strategy->labelled && i < index; i++)
        if (draft->strategies[i].labelled && strcmp(draft->strategies[i].label, strategy->label) == 0) {
            diagnostics_report(diagnostics, cJSON_GetObjectItemCaseSensitive(item, "label"), AT_VALUE, &here,
                               "\"%s\" is the label of another strategy already; choose another",
                               strategy->label);
            return;
        }
}

static void read_strategies(struct diagnostics *diagnostics, const cJSON *list, struct experiment *draft)
{
    const struct path path = { NULL, "strategies", 0 };
    if (!cJSON_IsArray(list)) {
        refuse_type(diagnostics, list, &path, "a list, such as [\"serial\", \"process\", \"pool\"]");
        return;
    }
    int count = cJSON_GetArraySize(list);
    if (count == 0 || count > EXPERIMENT_STRATEGIES_MAX) {
        diagnostics_report(diagnostics, list, AT_VALUE, &path, "has %d entries; there can be 1 … %d%s", count,
                           EXPERIMENT_STRATEGIES_MAX,
                           count ? "" : " (leave the key out for serial, process and pool)");
        return;
    }
    const cJSON *item = NULL;
    draft->strategies = xcalloc((size_t)count, sizeof *draft->strategies);
    cJSON_ArrayForEach(item, list)
    {
        size_t index = draft->strategy_count++;
        struct path here = { &path, NULL, index };
        read_strategy(diagnostics, item, &here, &draft->strategies[index]);
        check_label(diagnostics, item, &here, draft, index);
    }
}

static void read_references(struct diagnostics *diagnostics, const cJSON *list, struct experiment *draft)
{
    static const char *const none[] = { NULL };
    static const struct config_shape shape = { "a reference", { reference_keys }, none, NULL };
    const struct path path = { NULL, "reference", 0 };
    int count = cJSON_GetArraySize(list);
    if (!cJSON_IsArray(list)) {
        refuse_type(diagnostics, list, &path, "a list of {\"label\": …, \"seconds\": …, \"source\": …}");
        return;
    }
    if (count > EXPERIMENT_REFERENCES_MAX) {
        diagnostics_report(diagnostics, list, AT_VALUE, &path, "has %d entries; there can be at most %d",
                           count, EXPERIMENT_REFERENCES_MAX);
        return;
    }
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, list)
    {
        size_t index = draft->reference_count++;
        struct path here = { &path, NULL, index };
        if (cJSON_IsObject(item))
            config_read(diagnostics, item, &here, &shape, &draft->references[index], NULL);
        else
            refuse_type(diagnostics, item, &here, "an object with label, seconds and source");
    }
}

static void read_experiment(struct diagnostics *diagnostics, const cJSON *root, struct experiment *draft)
{
    enum { SCHEMA, WORKLOAD, STRATEGIES, REFERENCE, OTHERS };
    static const char *const others[] = { "$schema", "workload", "strategies", "reference", NULL };
    static const struct config_shape shape = { "an experiment", { experiment_keys }, others, inner_owner };
    const cJSON *found[OTHERS] = { NULL };
    if (!cJSON_IsObject(root)) {
        refuse_type(diagnostics, root, NULL, "an object, {…}");
        return;
    }
    config_read(diagnostics, root, NULL, &shape, draft, found);
    read_workload(diagnostics, root, found[WORKLOAD], &draft->workload);
    cJSON *usual = found[STRATEGIES] ? NULL : experiment_default_strategies();
    read_strategies(diagnostics, usual ? usual : found[STRATEGIES], draft);
    cJSON_Delete(usual);
    if (found[REFERENCE])
        read_references(diagnostics, found[REFERENCE], draft);
}

char *experiment_parse(struct experiment *out, const char *name, const char *text, size_t length,
                       const struct experiment_override *overrides, size_t override_count)
{
    struct diagnostics diagnostics;
    struct experiment draft = { .source = NULL };
    bool given = text && length;
    diagnostics_init(&diagnostics);
    cJSON *root = diagnostics_add(&diagnostics, name, given, given ? text : "{}", given ? length : 2);
    for (size_t i = 0; root && i < override_count; i++)
        experiment_override_apply(&diagnostics, root, &overrides[i]);
    if (root)
        read_experiment(&diagnostics, root, &draft);
    cJSON_Delete(root);
    char *messages = diagnostics_messages(&diagnostics);
    diagnostics_release(&diagnostics);
    if (messages) {
        experiment_release(&draft);
        return messages;
    }
    experiment_label(&draft);
    draft.source = xstrdup(name);
    *out = draft;
    return NULL;
}

/* What a file is that tictoc wrote for another purpose, and its use: known by its beginning. Else NULL. */
static const char *other_kind(const char *text)
{
    static const struct {
        const char *beginning, *words;
    } kinds[] = {
        { "{\"format\":\"tictoc.record/", "a record of runs; tictoc replay plays it" },
        { "{\"format\":\"tictoc.result/", "the result of runs, as run --json writes it" },
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const char *at = text, *wanted = kinds[i].beginning;
        for (; *at && *wanted; at++) /* blanks may be anywhere */
            if (*at == *wanted)
                wanted++;
            else if (!strchr(" \t\r\n", *at))
                break;
        if (!*wanted)
            return kinds[i].words;
    }
    return NULL;
}

char *experiment_read(struct experiment *out, const char *path, const struct experiment_override *overrides,
                      size_t override_count)
{
    struct strbuf text = STRBUF_INIT, message = STRBUF_INIT;
    const char *problem = file_read(&text, path, JSON_TEXT_MAX);
    const char *other = !problem && text.length ? other_kind(text.text) : NULL;
    if (!problem && text.length && !other) {
        char *messages = experiment_parse(out, path, text.text, text.length, overrides, override_count);
        strbuf_release(&text);
        return messages;
    }
    strbuf_release(&text);
    text_add_safe(&message, path, PATH_SHOWN_MAX);
    if (problem)
        strbuf_addf(&message, ": cannot be read: %s\n", problem);
    else if (other)
        strbuf_addf(&message, ":1:1: no experiment, but %s\n", other);
    else
        strbuf_adds(&message,
                    ":1:1: it is empty; {\"workload\": {\"kind\": \"perfect\", \"to\": 1000}} would do\n");
    return strbuf_detach(&message);
}
