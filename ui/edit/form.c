#include "edit/form.h"

#include "config/config.h"
#include "base/format.h"
#include "json/json_scan.h"
#include "base/xmalloc.h"
#include "json/json_write.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How messages name what was typed, and the experiment it was typed into; neither is shown. */
#define TYPED "typed"
#define DRAFT "draft"

/* ---- opening ------------------------------------------------------------------------------------------ */

/* A strategy that the file gave no label gets the one that fits those that are on. */
static void choose(struct form *form)
{
    size_t count = 0;
    experiment_release(&form->chosen);
    experiment_copy(&form->chosen, &form->draft);
    for (size_t i = 0; i < form->draft.strategy_count; i++)
        if (form->on[i])
            form->chosen.strategies[count++] = form->draft.strategies[i];
    form->chosen.strategy_count = count;
    experiment_label(&form->chosen);
    if (!form->changed)
        return;
    struct strbuf source = STRBUF_INIT;
    strbuf_addf(&source, "%s, edited", form->origin);
    free(form->chosen.source);
    form->chosen.source = strbuf_detach(&source);
}

void form_open(struct form *form, const struct experiment *experiment)
{
    form_release(form);
    experiment_copy(&form->draft, experiment);
    form->origin = xstrdup(experiment->source ? experiment->source : "");
    form->on = xcalloc(experiment->strategy_count, sizeof *form->on);
    memset(form->on, true, experiment->strategy_count * sizeof *form->on);
    choose(form);
}

void form_release(struct form *form)
{
    experiment_release(&form->draft);
    experiment_release(&form->chosen);
    free(form->origin);
    free(form->on);
    *form = (struct form){ .origin = NULL };
}

/* ---- rows --------------------------------------------------------------------------------------------- */

struct rows {
    struct field *fields;
    int count;
};

static void add(struct rows *rows, struct field field)
{
    if (rows->count < FORM_FIELDS_MAX)
        rows->fields[rows->count++] = field;
}

static void add_heading(struct rows *rows, const char *name)
{
    if (rows->count)
        add(rows, (struct field){ .kind = FORM_GAP, .name = "", .strategy = -1 });
    add(rows, (struct field){ .kind = FORM_HEADING, .name = name, .strategy = -1 });
}

/* The keys of an object follow it while it is there. */
static void add_keys(struct rows *rows, const struct config_key *keys, const void *base, int strategy)
{
    for (const struct config_key *key = keys; key && key->type != CONFIG_END; key++) {
        add(rows, (struct field){ .kind = FORM_KEY, .name = key->name, .key = key, .strategy = strategy });
        if (key->type != CONFIG_OBJECT || !*(const bool *)((const char *)base + key->offset))
            continue;
        for (const struct config_key *inner = key->keys; inner->type != CONFIG_END; inner++)
            add(rows, (struct field){ .kind = FORM_KEY,
                                      .name = inner->name,
                                      .key = inner,
                                      .strategy = strategy,
                                      .within = key });
    }
}

int form_fields(const struct form *form, struct field fields[FORM_FIELDS_MAX])
{
    struct rows rows = { .fields = fields };
    add_heading(&rows, "Work");
    add(&rows, (struct field){ .kind = FORM_WORKLOAD, .name = "kind", .strategy = -1 });
    add_keys(&rows, form->draft.workload.ops->keys, form->draft.workload.settings, -1);
    add_heading(&rows, "Strategies");
    for (int i = 0; i < (int)form->draft.strategy_count; i++) {
        const struct strategy *strategy = &form->draft.strategies[i];
        add(&rows, (struct field){ .kind = FORM_STRATEGY, .name = strategy->label, .strategy = i });
        if (!form->on[i])
            continue;
        add_keys(&rows, strategy->ops->keys, strategy, i);
        add_keys(&rows, experiment_strategy_keys, strategy, i);
    }
    add_heading(&rows, "Experiment");
    add_keys(&rows, experiment_keys, &form->draft, -1);
    return rows.count;
}

/* ---- values ------------------------------------------------------------------------------------------- */

static bool is_in(const struct config_key *key, const struct config_key *keys)
{
    for (; keys && keys->type != CONFIG_END; keys++)
        if (keys == key)
            return true;
    return false;
}

static const void *base_of(const struct form *form, const struct field *field)
{
    if (field->strategy >= 0)
        return &form->draft.strategies[field->strategy];
    if (is_in(field->key, form->draft.workload.ops->keys))
        return form->draft.workload.settings;
    return &form->draft;
}

static void write_path(char *buf, size_t size, const struct form *form, const struct field *field)
{
    if (field->strategy >= 0)
        snprintf(buf, size, "strategies[%d].%s%s%s", field->strategy,
                 field->within ? field->within->name : "", field->within ? "." : "", field->name);
    else if (field->kind == FORM_WORKLOAD || is_in(field->key, form->draft.workload.ops->keys))
        snprintf(buf, size, "workload.%s", field->name);
    else
        snprintf(buf, size, "%s", field->name);
}

void form_type(struct strbuf *out, const struct form *form, const struct field *field)
{
    struct strbuf json = STRBUF_INIT;
    if (field->kind != FORM_KEY)
        return;
    config_value_text(&json, field->key, base_of(form, field));
    if (json.text[0] == '"')
        json_decode(out, json.text, json.length);
    else
        strbuf_add(out, json.text, json.length);
    strbuf_release(&json);
}

void form_show(struct strbuf *out, const struct form *form, const struct field *field)
{
    char count[FORMAT_MAX];
    if (field->kind == FORM_WORKLOAD)
        strbuf_adds(out, form->draft.workload.ops->name);
    if (field->kind == FORM_STRATEGY)
        strbuf_adds(out, form->on[field->strategy] ? "on" : "off");
    if (field->kind != FORM_KEY)
        return;
    const char *value = (const char *)base_of(form, field) + field->key->offset;
    uint64_t number = 0;
    if (field->key->type == CONFIG_WHOLE)
        memcpy(&number, value, sizeof number);
    if (field->key->type == CONFIG_FLAG || field->key->type == CONFIG_OBJECT)
        strbuf_adds(out, *(const bool *)value ? "yes" : "no");
    else if (field->key->type == CONFIG_WHOLE && !(field->key->word && number == 0))
        strbuf_adds(out, format_count(count, sizeof count, number));
    else
        form_type(out, form, field);
}

bool form_toggles(const struct field *field)
{
    if (field->kind != FORM_KEY)
        return field->kind == FORM_WORKLOAD || field->kind == FORM_STRATEGY;
    return field->key->type == CONFIG_FLAG || field->key->type == CONFIG_CHOICE ||
           field->key->type == CONFIG_OBJECT;
}

/* ---- changes ------------------------------------------------------------------------------------------ */

/* The first message without the place, which is nothing people can look at. */
static void report(char *err, size_t size, const char *messages)
{
    const char *text = messages;
    const char *const names[] = { TYPED ": ", DRAFT ":" };
    for (size_t i = 0; i < 2; i++)
        if (strncmp(text, names[i], strlen(names[i])) == 0)
            text += strlen(names[i]);
    if (isdigit((unsigned char)*text))
        text = strstr(text, ": ") ? strstr(text, ": ") + 2 : text;
    snprintf(err, size, "%.*s", (int)strcspn(text, "\n"), text);
}

/* Reads `draft` back with the changes made. */
static bool read_back(struct form *form, const struct experiment *draft,
                      const struct experiment_override *changes, size_t count, char *err, size_t size)
{
    struct experiment changed;
    char *text = experiment_write(draft);
    char *messages = experiment_parse(&changed, DRAFT, text, strlen(text), changes, count);
    free(text);
    if (messages) {
        report(err, size, messages);
        free(messages);
        return false;
    }
    experiment_release(&form->draft);
    form->draft = changed;
    form->changed = true;
    choose(form);
    return true;
}

/* What is typed in a form of its own may mean more than one key of the workload. */
static bool set_typed(struct form *form, const struct field *field, const char *text, char *err, size_t size)
{
    struct config_typed typed[CONFIG_TYPED_MAX];
    struct experiment_override changes[CONFIG_TYPED_MAX];
    char paths[CONFIG_TYPED_MAX][64];
    unsigned column;
    size_t count = field->key->custom->read_typed(text, typed, &column, err, size);
    for (size_t i = 0; i < count; i++) {
        snprintf(paths[i], sizeof paths[i], "workload.%s", typed[i].key);
        changes[i] = (struct experiment_override){ paths[i], typed[i].json, TYPED };
    }
    bool set = count && read_back(form, &form->draft, changes, count, err, size);
    for (size_t i = 0; i < count; i++)
        free(typed[i].json);
    return set;
}

static bool has_own_form(const struct config_key *key)
{
    return key->type == CONFIG_CUSTOM && key->custom->read_typed;
}

bool form_set(struct form *form, const struct field *field, const char *text, char *err, size_t size)
{
    struct strbuf value = STRBUF_INIT;
    char path[64];
    if (field->kind != FORM_KEY)
        return true;
    if (has_own_form(field->key) && text[0] != '{' && text[0] != '[')
        return set_typed(form, field, text, err, size);
    if (field->key->type == CONFIG_TEXT)
        json_encode(&value, text);
    else
        strbuf_adds(&value, text);
    write_path(path, sizeof path, form, field);
    const struct experiment_override change = { path, value.text, TYPED };
    bool set = read_back(form, &form->draft, &change, 1, err, size);
    strbuf_release(&value);
    return set;
}

/* The work of the first of `models` that is of the next kind. */
static bool change_workload(struct form *form, const struct experiment *const models[], size_t count,
                            char *err, size_t size)
{
    size_t kind = 0;
    while (workloads[kind] != form->draft.workload.ops)
        kind++;
    const struct workload_ops *next = workloads[kind + 1] ? workloads[kind + 1] : workloads[0];
    for (size_t i = 0; i < count; i++) {
        if (models[i]->workload.ops != next)
            continue;
        struct experiment draft = form->draft;
        draft.workload = models[i]->workload;
        return read_back(form, &draft, NULL, 0, err, size);
    }
    snprintf(err, size, "There is no experiment with %s to begin with.", next->name);
    return false;
}

static bool turn(struct form *form, int strategy, char *err, size_t size)
{
    if (form->on[strategy] && form->chosen.strategy_count == 1) {
        snprintf(err, size, "One strategy has to stay on.");
        return false;
    }
    form->on[strategy] = !form->on[strategy];
    form->changed = true;
    choose(form);
    return true;
}

bool form_toggle(struct form *form, const struct field *field, const struct experiment *const models[],
                 size_t model_count, char *err, size_t size)
{
    if (field->kind == FORM_STRATEGY)
        return turn(form, field->strategy, err, size);
    if (field->kind == FORM_WORKLOAD)
        return change_workload(form, models, model_count, err, size);
    if (!form_toggles(field))
        return true;
    const char *value = (const char *)base_of(form, field) + field->key->offset;
    if (field->key->type == CONFIG_FLAG)
        return form_set(form, field, *(const bool *)value ? "false" : "true", err, size);
    if (field->key->type == CONFIG_OBJECT)
        return form_set(form, field, *(const bool *)value ? "false" : "{}", err, size);
    const char *const *choices = field->key->choices;
    unsigned chosen;
    memcpy(&chosen, value, sizeof chosen);
    return form_set(form, field, choices[chosen + 1] ? choices[chosen + 1] : choices[0], err, size);
}

/* ---- saving ------------------------------------------------------------------------------------------- */

void form_slug(struct strbuf *out, const char *title)
{
    size_t start = out->length;
    for (const char *c = title; *c; c++) {
        if (isalnum((unsigned char)*c))
            strbuf_addc(out, (char)tolower((unsigned char)*c));
        else if (out->length > start && out->text[out->length - 1] != '-')
            strbuf_addc(out, '-');
    }
    while (out->length > start && out->text[out->length - 1] == '-')
        strbuf_truncate(out, out->length - 1);
    if (out->length == start)
        strbuf_adds(out, "experiment");
}

char *form_path(const struct form *form, const char *directory)
{
    struct strbuf path = STRBUF_INIT;
    size_t length = strlen(form->origin);
    if (length > 5 && strcmp(form->origin + length - 5, ".json") == 0) {
        strbuf_adds(&path, form->origin);
    } else {
        strbuf_adds(&path, directory);
        form_slug(&path, form->draft.title);
        strbuf_adds(&path, ".json");
    }
    return strbuf_detach(&path);
}
