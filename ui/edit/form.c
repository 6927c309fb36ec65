#include "edit/form.h"

#include "base/format.h"
#include "base/xmalloc.h"
#include "config/config.h"
#include "json/json_scan.h"
#include "json/json_write.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How messages name what was typed, and the experiment it was typed into; neither is shown. */
#define TYPED "typed"
#define DRAFT "draft"

#define PATH_BYTES 80

/* ---- opening ------------------------------------------------------------------------------------------ */

static bool differ(const struct experiment *a, const struct experiment *b)
{
    char *one = experiment_write(a), *other = experiment_write(b);
    bool differs = strcmp(one, other) != 0;
    free(one);
    free(other);
    return differs;
}

void form_settle(struct form *form)
{
    struct strbuf source = STRBUF_INIT;
    experiment_label(&form->draft);
    form->changed = differ(&form->draft, &form->original);
    strbuf_addf(&source, "%s%s", form->original.source ? form->original.source : "",
                form->changed ? ", edited" : "");
    free(form->draft.source);
    form->draft.source = strbuf_detach(&source);
}

/* The draft with the work of the original. */
static bool has_other_work(const struct form *form)
{
    struct experiment same = form->draft;
    same.workload = form->original.workload;
    return differ(&same, &form->draft);
}

void form_take(struct experiment *experiment, const struct form *form)
{
    experiment_copy(experiment, &form->draft);
    bool title = strcmp(form->draft.title, form->original.title) != 0;
    bool about = strcmp(form->draft.about, form->original.about) != 0;
    if (form->changed)
        experiment_mark_changed(experiment, (title ? EXPERIMENT_NEW_TITLE : 0) |
                                                (about ? EXPERIMENT_NEW_ABOUT : 0) |
                                                (has_other_work(form) ? EXPERIMENT_NEW_WORK : 0));
}

void form_open(struct form *form, const struct experiment *experiment)
{
    struct experiment original;
    bool more = form->more;
    experiment_copy(&original, experiment);
    form_release(form);
    *form = (struct form){ .original = original, .more = more };
    experiment_copy(&form->draft, &original);
    form_settle(form);
}

void form_release(struct form *form)
{
    experiment_release(&form->original);
    experiment_release(&form->draft);
    *form = (struct form){ .changed = false };
}

/* ---- fields ------------------------------------------------------------------------------------------- */

struct fields {
    const struct form *form;
    struct field *list;
    int count;
    int row;
};

static void add(struct fields *fields, struct field field)
{
    field.row = fields->row;
    if (fields->count < FORM_FIELDS_MAX)
        fields->list[fields->count++] = field;
}

/* Left out are a value that has nothing to say, and, until more is asked for, one that is as usual.
 * The name of a strategy belongs to its first field. */
static bool is_listed(const struct fields *fields, const struct config_key *key, const void *base,
                      int strategy)
{
    bool usual = key->quiet && config_is_default(key, base);
    bool name = strategy >= 0 && key->type == CONFIG_TEXT;
    return !name && (!usual || fields->form->more) && (!key->applies || key->applies(base));
}

/* The keys of an object follow it while it is there. */
static void add_keys(struct fields *fields, const struct config_key *keys, const void *base, int strategy,
                     const struct config_key *within)
{
    for (const struct config_key *key = keys; key && key->type != CONFIG_END; key++) {
        if (!within && !is_listed(fields, key, base, strategy))
            continue;
        add(fields, (struct field){ key, within, strategy, 0 });
        if (key->type == CONFIG_OBJECT && *(const bool *)((const char *)base + key->offset))
            add_keys(fields, key->keys, base, strategy, key);
    }
}

static void add_strategies(struct fields *fields)
{
    const struct experiment *draft = &fields->form->draft;
    for (int i = 0; i < (int)draft->strategy_count; i++, fields->row++) {
        const struct strategy *strategy = &draft->strategies[i];
        add(fields, (struct field){ NULL, NULL, i, 0 });
        add_keys(fields, strategy->ops->keys, strategy, i, NULL);
        add_keys(fields, experiment_strategy_keys, strategy, i, NULL);
    }
}

/* The numbers of the experiment share a row, each text has one of its own. */
static void add_own_keys(struct fields *fields, bool texts)
{
    for (const struct config_key *key = experiment_keys; key->type != CONFIG_END; key++) {
        if ((key->type == CONFIG_TEXT) != texts)
            continue;
        add(fields, (struct field){ key, NULL, -1, 0 });
        fields->row += texts;
    }
    fields->row += !texts;
}

int form_fields(const struct form *form, struct field list[FORM_FIELDS_MAX])
{
    struct fields fields = { .form = form, .list = list };
    const struct workload *workload = &form->draft.workload;
    add(&fields, (struct field){ NULL, NULL, -1, 0 });
    add_keys(&fields, workload->ops->keys, workload->settings, -1, NULL);
    fields.row++;
    add_strategies(&fields);
    add_own_keys(&fields, false);
    add_own_keys(&fields, true);
    return fields.count;
}

bool form_same(const struct field *a, const struct field *b)
{
    return a->key == b->key && a->strategy == b->strategy;
}

/* ---- names -------------------------------------------------------------------------------------------- */

static bool is_in(const struct config_key *key, const struct config_key *keys)
{
    for (; keys && keys->type != CONFIG_END; keys++)
        if (keys == key)
            return true;
    return false;
}

static bool is_of_work(const struct form *form, const struct field *field)
{
    return field->key ? is_in(field->key, form->draft.workload.ops->keys) : field->strategy < 0;
}

const char *form_name(const struct form *form, const struct field *field)
{
    return field->key            ? config_label(field->key)
           : field->strategy < 0 ? form->draft.workload.ops->name
                                 : form->draft.strategies[field->strategy].label;
}

char *form_where(char *buf, size_t size, const struct form *form, const struct field *field)
{
    const char *of = field->strategy >= 0      ? form->draft.strategies[field->strategy].label
                     : is_of_work(form, field) ? form->draft.workload.ops->name
                                               : NULL;
    bool whole = of && field->key;
    snprintf(buf, size, "%s%s%s", whole ? of : "", whole ? " · " : "", form_name(form, field));
    return buf;
}

/* Where the field is in a file. */
static void write_path(char *buf, size_t size, const struct form *form, const struct field *field)
{
    const char *key = field->key ? field->key->name : "kind";
    if (field->strategy >= 0)
        snprintf(buf, size, "strategies[%d].%s%s%s", field->strategy,
                 field->within ? field->within->name : "", field->within ? "." : "", key);
    else
        snprintf(buf, size, "%s%s", is_of_work(form, field) ? "workload." : "", key);
}

/* ---- values ------------------------------------------------------------------------------------------- */

static const void *base_of(const struct form *form, const struct field *field)
{
    if (field->strategy >= 0)
        return &form->draft.strategies[field->strategy];
    return is_of_work(form, field) ? form->draft.workload.settings : &form->draft;
}

const void *form_value(const struct form *form, const struct field *field)
{
    return (const char *)base_of(form, field) + field->key->offset;
}

static bool has_own_form(const struct config_key *key)
{
    return key->type == CONFIG_CUSTOM && key->custom->read_typed;
}

void form_type(struct strbuf *out, const struct form *form, const struct field *field)
{
    struct strbuf json = STRBUF_INIT;
    if (!field->key) {
        strbuf_adds(out, form_name(form, field));
        return;
    }
    if (has_own_form(field->key)) {
        field->key->custom->write_typed(out, form_value(form, field));
        return;
    }
    config_value_text(&json, field->key, base_of(form, field));
    if (json.text[0] == '"')
        json_decode(out, json.text, json.length);
    else
        strbuf_add(out, json.text, json.length);
    strbuf_release(&json);
}

void form_show(struct strbuf *out, const struct form *form, const struct field *field)
{
    const struct config_key *key = field->key;
    char count[FORMAT_MAX];
    if (!key) {
        form_type(out, form, field);
        return;
    }
    const void *value = form_value(form, field);
    uint64_t number = 0;
    if (key->type == CONFIG_WHOLE || key->type == CONFIG_SECONDS)
        memcpy(&number, value, sizeof number);
    if (form_flips(field))
        strbuf_adds(out, *(const bool *)value ? "yes" : "no");
    else if (key->type == CONFIG_WHOLE && !(key->word && number == 0))
        strbuf_adds(out, format_count(count, sizeof count, number));
    else
        form_type(out, form, field);
    if (key->type == CONFIG_SECONDS && number)
        strbuf_adds(out, " s");
}

bool form_flips(const struct field *field)
{
    return field->key && (field->key->type == CONFIG_FLAG || field->key->type == CONFIG_OBJECT);
}

bool form_is_number(const struct field *field)
{
    return field->key && (field->key->type == CONFIG_WHOLE || field->key->type == CONFIG_SECONDS ||
                          field->key->type == CONFIG_CUSTOM);
}

bool form_is_text(const struct field *field)
{
    return field->key ? field->key->type == CONFIG_TEXT : field->strategy >= 0;
}

/* ---- changes ------------------------------------------------------------------------------------------ */

/* The words for a path of a message, or, where it leads to no field, for the one that was changed. */
static void write_where(char *buf, size_t size, const struct form *form, const char *path, size_t length,
                        const struct field *changed)
{
    struct field fields[FORM_FIELDS_MAX];
    int count = form_fields(form, fields);
    form_where(buf, size, form, changed);
    for (int i = 0; i < count; i++) {
        char of_field[PATH_BYTES];
        write_path(of_field, sizeof of_field, form, &fields[i]);
        if (strlen(of_field) == length && strncmp(of_field, path, length) == 0)
            form_where(buf, size, form, &fields[i]);
    }
}

/* The first message in the screen's words: its place in the text is nothing people can look at,
 * its path nothing they have seen. */
static void report(struct form *form, const struct field *changed, const char *messages)
{
    char where[160];
    const char *text = strncmp(messages, TYPED ": ", strlen(TYPED ": ")) == 0 ? messages + strlen(TYPED ": ")
                       : strstr(messages, ": ")                               ? strstr(messages, ": ") + 2
                                                                              : messages;
    size_t path = strcspn(text, " :");
    write_where(where, sizeof where, form, text, path, changed);
    text += text[path] == ':' ? path + 2 : 0;
    snprintf(form->refusal, sizeof form->refusal, "%s: %.*s", where, (int)strcspn(text, "\n"), text);
}

/* Reads the draft back with changes made to its JSON. */
static bool change(struct form *form, const struct field *field, const struct experiment_override *changes,
                   size_t count)
{
    struct experiment changed;
    char *text = experiment_write(&form->draft);
    char *messages = experiment_parse(&changed, DRAFT, text, strlen(text), changes, count);
    free(text);
    if (messages) {
        report(form, field, messages);
        free(messages);
        return false;
    }
    experiment_release(&form->draft);
    form->draft = changed;
    form_settle(form);
    return true;
}

/* What is typed in a form of its own may mean more than one key of the workload. */
static bool set_typed(struct form *form, const struct field *field, const char *text)
{
    struct config_typed typed[CONFIG_TYPED_MAX];
    struct experiment_override changes[CONFIG_TYPED_MAX];
    char paths[CONFIG_TYPED_MAX][PATH_BYTES];
    char why[sizeof form->refusal / 2], where[160];
    unsigned column;
    size_t count = field->key->custom->read_typed(text, typed, &column, why, sizeof why);
    for (size_t i = 0; i < count; i++) {
        snprintf(paths[i], sizeof paths[i], "workload.%s", typed[i].key);
        changes[i] = (struct experiment_override){ paths[i], typed[i].json, TYPED };
    }
    bool set = count ? change(form, field, changes, count)
                     : format_refusal(form->refusal, sizeof form->refusal, "%s: character %u: %s",
                                      form_where(where, sizeof where, form, field), column, why);
    for (size_t i = 0; i < count; i++)
        free(typed[i].json);
    return set;
}

/* Without a name it is called after its kind. */
static bool set_unnamed(struct form *form, int strategy)
{
    form->draft.strategies[strategy].labelled = false;
    form_settle(form);
    return true;
}

/* JSON, or one number, which says nothing about how many there are. */
static bool is_plain(const char *text)
{
    return text[0] == '{' || text[0] == '[' ||
           (text[strspn(text, "0123456789.")] == '\0' && !strstr(text, ".."));
}

bool form_set(struct form *form, const struct field *field, const char *text)
{
    struct strbuf value = STRBUF_INIT;
    char path[PATH_BYTES];
    if (!field->key && !text[0])
        return set_unnamed(form, field->strategy);
    if (field->key && has_own_form(field->key) && !is_plain(text))
        return set_typed(form, field, text);
    if (form_is_text(field))
        json_encode(&value, text);
    else
        strbuf_adds(&value, text);
    write_path(path, sizeof path, form, field);
    if (!field->key)
        snprintf(path, sizeof path, "strategies[%d].label", field->strategy);
    const struct experiment_override one = { path, value.text, TYPED };
    bool set = change(form, field, &one, 1);
    strbuf_release(&value);
    return set;
}

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
