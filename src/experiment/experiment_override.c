#include "experiment/experiment_override.h"

#include "config/config.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define STEPS_MAX       8
#define NAME_MAX_BYTES  40
#define VALUE_SHOWN_MAX 60

/* A path in pieces: workload.to is KEY KEY, strategies[].chunk is KEY EVERY KEY. */
enum step_type { STEP_END, STEP_KEY, STEP_INDEX, STEP_EVERY };

struct step {
    enum step_type type;
    char name[NAME_MAX_BYTES + 1];
    size_t index;
};

struct change {
    struct diagnostics *diagnostics;
    cJSON *value;
    const char *option; /* the path as given */
    struct step steps[STEPS_MAX + 1];
};

cJSON *experiment_default_strategies(void)
{
    cJSON *list = cJSON_CreateArray();
    for (size_t i = 0; strategies[i]; i++)
        if (strategies[i]->usual)
            cJSON_AddItemToArray(list, cJSON_CreateString(strategies[i]->name));
    return list;
}

/* "[3]" or "[]" at *text; false when it is neither. */
static bool read_bracket(const char **text, struct step *step)
{
    const char *at = *text + 1;
    step->type = *at == ']' ? STEP_EVERY : STEP_INDEX;
    for (; isdigit((unsigned char)*at) && step->index < 1000000; at++)
        step->index = step->index * 10 + (size_t)(*at - '0');
    if (*at != ']')
        return false;
    *text = at + 1;
    return true;
}

static bool read_name(const char **text, struct step *step)
{
    size_t length = strcspn(*text, ".[]");
    if (!length || length > NAME_MAX_BYTES)
        return false;
    step->type = STEP_KEY;
    memcpy(step->name, *text, length);
    *text += length;
    return true;
}

static bool read_steps(const char *path, struct step steps[])
{
    size_t count = 0;
    for (const char *at = path; *at; count++) {
        if (count == STEPS_MAX)
            return false;
        if (*at == '[') {
            if (!count || !read_bracket(&at, &steps[count]))
                return false;
        } else {
            if (count && *at++ != '.')
                return false;
            if (!read_name(&at, &steps[count]))
                return false;
        }
    }
    return count > 0;
}

/* The keys of an object's kind; NULL where the kind is not known. */
static const struct config_key *table_of(const cJSON *object, bool strategy)
{
    const cJSON *kind = cJSON_IsString(object) ? object : cJSON_GetObjectItemCaseSensitive(object, "kind");
    if (!cJSON_IsString(kind))
        return NULL;
    const struct strategy_ops *strategy_ops = strategy_by_name(kind->valuestring);
    const struct workload_ops *workload_ops = workload_by_name(kind->valuestring);
    if (strategy)
        return strategy_ops ? strategy_ops->keys : NULL;
    return workload_ops ? workload_ops->keys : NULL;
}

/* After a change of kind: removes the keys that only the old kind takes, which would be refused. */
static void drop_keys(cJSON *object, const struct config_key *old, const struct config_key *new)
{
    for (; old && old->type != CONFIG_END; old++)
        if (!config_find(new, old->name))
            cJSON_DeleteItemFromObjectCaseSensitive(object, old->name);
}

static void set_member(const struct change *change, cJSON *object, const char *name)
{
    bool strategy = strcmp(change->steps[0].name, "strategies") == 0;
    const struct config_key *old = table_of(object, strategy);
    cJSON *value = cJSON_Duplicate(change->value, 1);
    if (cJSON_GetObjectItemCaseSensitive(object, name))
        cJSON_ReplaceItemInObjectCaseSensitive(object, name, value);
    else
        cJSON_AddItemToObject(object, name, value);
    if (strcmp(name, "kind") == 0 && table_of(object, strategy))
        drop_keys(object, old, table_of(object, strategy));
}

static void report_path(const struct change *change, const char *what)
{
    diagnostics_report(change->diagnostics, change->value, AT_VALUE, NULL, "%s: %s", change->option, what);
}

/* Adds a list or an object that the path leads through and the file does not have. */
static cJSON *make_member(const struct change *change, cJSON *object, const char *name)
{
    bool list = object->valueint == 0 && strcmp(name, "strategies") == 0;
    cJSON *made = list ? experiment_default_strategies() : cJSON_CreateObject();
    made->valueint = change->value->valueint;
    cJSON_AddItemToObject(object, name, made);
    return made;
}

/* Turns a bare "pool" in the list of strategies into { "kind": "pool" }. */
static cJSON *as_object(cJSON *list, cJSON *element)
{
    if (!cJSON_IsString(element))
        return element;
    cJSON *object = cJSON_CreateObject();
    object->valueint = element->valueint;
    cJSON_AddItemToObject(object, "kind", cJSON_Duplicate(element, 1));
    cJSON_ReplaceItemViaPointer(list, element, object);
    return object;
}

static void change_at(const struct change *change, cJSON *item, const struct step *step);

static void change_key(const struct change *change, cJSON *object, const struct step *step)
{
    if (!cJSON_IsObject(object)) {
        report_path(change, cJSON_IsArray(object) ? "leads into a list; say which entry, [0], or each, []"
                                                  : "leads into something that has no keys");
        return;
    }
    if (step[1].type == STEP_END) {
        set_member(change, object, step->name);
        return;
    }
    cJSON *member = cJSON_GetObjectItemCaseSensitive(object, step->name);
    change_at(change, member ? member : make_member(change, object, step->name), step + 1);
}

static void change_index(const struct change *change, cJSON *list, const struct step *step)
{
    cJSON *element = cJSON_GetArrayItem(list, (int)step->index);
    if (!cJSON_IsArray(list) || !element) {
        char what[80];
        snprintf(what, sizeof what, "there is no [%zu]; the list has %d, counted from 0", step->index,
                 cJSON_GetArraySize(list));
        report_path(change, cJSON_IsArray(list) ? what : "there is no list to take an entry from");
        return;
    }
    if (step[1].type == STEP_END)
        cJSON_ReplaceItemViaPointer(list, element, cJSON_Duplicate(change->value, 1));
    else
        change_at(change, as_object(list, element), step + 1);
}

/* Every strategy whose kind takes the key. */
static void change_every(const struct change *change, cJSON *list, const struct step *step)
{
    const struct step *key = step + 1;
    size_t changed = 0;
    if (!cJSON_IsArray(list) || key->type != STEP_KEY) {
        report_path(change, "[] means every strategy: strategies[].KEY");
        return;
    }
    for (cJSON *element = list->child, *next = NULL; element; element = next) {
        next = element->next;
        if (config_find(table_of(element, true), key->name) ||
            config_find(experiment_strategy_keys, key->name)) {
            change_key(change, as_object(list, element), key);
            changed++;
        }
    }
    if (!changed)
        report_path(change, "no strategy of this experiment takes that key");
}

static void change_at(const struct change *change, cJSON *item, const struct step *step)
{
    if (step->type == STEP_KEY)
        change_key(change, item, step);
    else if (step->type == STEP_INDEX)
        change_index(change, item, step);
    else
        change_every(change, item, step);
}

void experiment_override_apply(struct diagnostics *diagnostics, cJSON *root,
                               const struct experiment_override *override)
{
    struct strbuf name = STRBUF_INIT;
    strbuf_adds(&name, override->origin);
    if (strcmp(override->origin, "--set") == 0) {
        strbuf_addf(&name, " %s=", override->path);
        strbuf_add(&name, override->value, strnlen(override->value, VALUE_SHOWN_MAX));
        if (strlen(override->value) > VALUE_SHOWN_MAX)
            strbuf_adds(&name, "…");
    }
    struct change change = { .diagnostics = diagnostics, .option = override->path };
    change.value = diagnostics_add_value(diagnostics, name.text, override->value);
    strbuf_release(&name);
    if (!change.value)
        return;
    if (read_steps(override->path, change.steps))
        change_at(&change, root, change.steps);
    else
        report_path(&change,
                    "is no path to a key, such as workload.to, strategies[1].chunk or strategies[].workers");
    cJSON_Delete(change.value);
}
