#include "config/config.h"

#include "base/decimal.h"
#include "base/nearest.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "json/json_write.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- reading a value ---------------------------------------------------------------------------------- */

bool config_must_be(const struct config_target *target, const char *wanted, const char *remedy)
{
    if (diagnostics_is_full(target->diagnostics)) {
        diagnostics_report(target->diagnostics, target->item, AT_VALUE, target->path, "must be %s", wanted);
        return false;
    }
    char *shown = diagnostics_show(target->item);
    diagnostics_report(target->diagnostics, target->item, AT_VALUE, target->path, "must be %s, not %s%s",
                       wanted, shown, remedy);
    free(shown);
    return false;
}

/* Whether the item is the key's word for 0. */
static bool is_word(const struct config_target *target)
{
    const char *word = target->key->type == CONFIG_FLAG ? NULL : target->key->word;
    return word && cJSON_IsString(target->item) && strcmp(target->item->valuestring, word) == 0;
}

/* As config_must_be(), with the key's word added to `wanted`. */
static bool must_be_or_word(const struct config_target *target, const char *wanted, const char *remedy)
{
    const char *word = target->key->word;
    char both[160];
    snprintf(both, sizeof both, "%s%s%s%s", wanted, word ? " or \"" : "", word ? word : "", word ? "\"" : "");
    return config_must_be(target, both, remedy);
}

static const char *whole_remedy(const struct config_target *target, char *buf, size_t size)
{
    const char *text = cJSON_IsString(target->item) ? target->item->valuestring : "";
    const char *const word = target->key->word;
    if (*text && text[strspn(text, "0123456789")] == '\0')
        return "; leave out the quotes";
    if (!word || !nearest(text, &word, 1))
        return "";
    snprintf(buf, size, "; did you mean \"%s\"?", word);
    return buf;
}

/* Reads CONFIG_WHOLE and CONFIG_SECONDS. */
static bool read_number(const struct config_target *target)
{
    const struct config_key *key = target->key;
    const char *text = target->item->valuestring;
    const bool seconds = key->type == CONFIG_SECONDS;
    uint64_t number = 0;
    enum decimal answer = cJSON_IsRaw(target->item)
                              ? decimal_read(text, strlen(text), seconds ? 9 : 0, &number)
                              : DECIMAL_NEGATIVE;
    if (answer == DECIMAL_EXACT && number >= key->min && number <= key->max) {
        *(uint64_t *)target->value = number;
        return true;
    }
    char wanted[120], remedy[60], min[DECIMAL_SECONDS_MAX], max[DECIMAL_SECONDS_MAX];
    if (!seconds) {
        snprintf(wanted, sizeof wanted, "a whole number %" PRIu64 " … %" PRIu64, key->min, key->max);
        return must_be_or_word(target, wanted, whole_remedy(target, remedy, sizeof remedy));
    }
    snprintf(wanted, sizeof wanted, "a number of seconds %s … %s", decimal_seconds(min, key->min),
             decimal_seconds(max, key->max));
    return must_be_or_word(target, wanted,
                           answer == DECIMAL_FINER ? "; the finest is a nanosecond, nine decimals" : "");
}

static bool read_flag(const struct config_target *target)
{
    if (!cJSON_IsBool(target->item))
        return config_must_be(target, "true or false", "");
    *(bool *)target->value = cJSON_IsTrue(target->item);
    return true;
}

static bool read_choice(const struct config_target *target)
{
    int chosen = config_choose(target->diagnostics, target->item, target->path, target->key->name,
                               target->key->choices);
    if (chosen < 0)
        return false;
    *(unsigned *)target->value = (unsigned)chosen;
    return true;
}

static bool read_text(const struct config_target *target)
{
    const struct config_key *key = target->key;
    if (!cJSON_IsString(target->item))
        return config_must_be(target, "text in double quotes", "");
    const char *text = target->item->valuestring;
    size_t length = strlen(text);
    if (length < key->min || length > key->max) {
        diagnostics_report(target->diagnostics, target->item, AT_VALUE, target->path,
                           "must have %" PRIu64 " … %" PRIu64 " bytes, not %zu", key->min, key->max, length);
        return false;
    }
    for (size_t at = 0; at < length;) {
        uint32_t c = 0;
        at += utf8_read(text + at, length - at, &c);
        if (text_disturbs(c)) {
            diagnostics_report(target->diagnostics, target->item, AT_VALUE, target->path,
                               c == 0xFFFD ? "has U+%04X or \\u0000, which are not characters; remove it"
                                           : "has U+%04X, a character that would disturb a screen; remove it",
                               (unsigned)c);
            return false;
        }
    }
    memcpy(target->value, text, length + 1);
    return true;
}

static bool read_object(const struct config_target *target)
{
    static const char *const none[] = { NULL };
    const struct config_key *key = target->key;
    const struct config_shape shape = { key->name, { key->keys }, none, NULL };
    bool *there = target->value;
    *there = cJSON_IsObject(target->item);
    if (*there)
        return config_read(target->diagnostics, target->item, target->path, &shape, target->base, NULL);
    if (cJSON_IsFalse(target->item))
        return true;
    struct strbuf wanted = STRBUF_INIT;
    strbuf_adds(&wanted, "false or an object that may have");
    for (const struct config_key *k = key->keys; k->type != CONFIG_END; k++)
        strbuf_addf(&wanted, "%s %s", k == key->keys ? "" : ",", k->name);
    config_must_be(target, wanted.text, "");
    strbuf_release(&wanted);
    return false;
}

bool config_read_value(struct diagnostics *diagnostics, const cJSON *item, const struct path *path,
                       const struct config_key *key, void *base)
{
    static bool (*const readers[])(const struct config_target *) = {
        [CONFIG_WHOLE] = read_number, [CONFIG_FLAG] = read_flag,      [CONFIG_CHOICE] = read_choice,
        [CONFIG_TEXT] = read_text,    [CONFIG_SECONDS] = read_number, [CONFIG_OBJECT] = read_object,
    };
    struct config_target target = { diagnostics, item, path, key, (char *)base + key->offset, base };
    if (is_word(&target)) {
        *(uint64_t *)target.value = 0;
        return true;
    }
    return key->custom ? key->custom->read(&target) : readers[key->type](&target);
}

bool config_read_numbers(const struct config_target *target, const struct config_key *key, uint64_t **numbers,
                         uint64_t *count)
{
    const cJSON *item = NULL;
    bool fine = true;
    *numbers = xreallocarray(NULL, (size_t)cJSON_GetArraySize(target->item) + 1, sizeof **numbers);
    *count = 0;
    cJSON_ArrayForEach(item, target->item)
    {
        struct path path = { target->path, NULL, (size_t)*count };
        fine &= config_read_value(target->diagnostics, item, &path, key, *numbers + (*count)++);
    }
    return fine;
}

int config_choose(struct diagnostics *diagnostics, const cJSON *item, const struct path *path,
                  const char *what, const char *const *names)
{
    struct strbuf list = STRBUF_INIT;
    size_t count = 0;
    int chosen = -1;
    for (; names[count]; count++) {
        if (cJSON_IsString(item) && strcmp(item->valuestring, names[count]) == 0)
            chosen = (int)count;
        strbuf_addf(&list, "%s%s", count ? ", " : "", names[count]);
    }
    if (chosen < 0) {
        const char *near = cJSON_IsString(item) ? nearest(item->valuestring, names, count) : NULL;
        char *shown = diagnostics_show(item);
        diagnostics_report(diagnostics, item, AT_VALUE, path, "%s is not %s %s%s%s%s (one of: %s)", shown,
                           strchr("aeiou", what[0]) ? "an" : "a", what, near ? "; did you mean \"" : "",
                           near ? near : "", near ? "\"?" : "", list.text);
        free(shown);
    }
    strbuf_release(&list);
    return chosen;
}

/* ---- defaults ----------------------------------------------------------------------------------------- */

static void set_default(const struct config_key *key, void *base)
{
    void *value = (char *)base + key->offset;
    switch (key->type) {
    case CONFIG_WHOLE:
    case CONFIG_SECONDS:
        *(uint64_t *)value = key->fallback;
        break;
    case CONFIG_FLAG:
        *(bool *)value = key->fallback != 0;
        break;
    case CONFIG_CHOICE:
        *(unsigned *)value = (unsigned)key->fallback;
        break;
    case CONFIG_TEXT:
        *(char *)value = '\0';
        break;
    case CONFIG_CUSTOM:
        memset(value, 0, key->custom->size);
        break;
    case CONFIG_OBJECT:
        *(bool *)value = false;
        config_defaults(key->keys, base);
        break;
    default:
        break;
    }
}

/* ---- writing a value ---------------------------------------------------------------------------------- */

static void write_number(struct json_writer *json, const char *name, const struct config_key *key,
                         uint64_t number)
{
    if (key->word && !number)
        json_text(json, name, key->word);
    else if (key->type == CONFIG_SECONDS)
        json_seconds(json, name, number);
    else
        json_whole(json, name, number);
}

static void write_object(struct json_writer *json, const char *name, const struct config_key *keys,
                         const void *base)
{
    json_object(json, name, JSON_INLINE);
    for (const struct config_key *key = keys; key->type != CONFIG_END; key++)
        config_write(json, key->name, key, base);
    json_close(json);
}

void config_write(struct json_writer *json, const char *name, const struct config_key *key, const void *base)
{
    const void *value = (const char *)base + key->offset;
    switch (key->type) {
    case CONFIG_WHOLE:
    case CONFIG_SECONDS:
        write_number(json, name, key, *(const uint64_t *)value);
        break;
    case CONFIG_FLAG:
        json_flag(json, name, *(const bool *)value);
        break;
    case CONFIG_CHOICE:
        json_text(json, name, key->choices[*(const unsigned *)value]);
        break;
    case CONFIG_TEXT:
        json_text(json, name, value);
        break;
    case CONFIG_CUSTOM:
        key->custom->write(json, name, value);
        break;
    case CONFIG_OBJECT:
        if (*(const bool *)value)
            write_object(json, name, key->keys, base);
        else
            json_flag(json, name, false);
        break;
    default:
        break;
    }
}

void config_value_text(struct strbuf *sb, const struct config_key *key, const void *base)
{
    config_write(&(struct json_writer){ .out = sb }, NULL, key, base);
}

bool config_is_default(const struct config_key *key, const void *base)
{
    const void *value = (const char *)base + key->offset;
    switch (key->type) {
    case CONFIG_WHOLE:
    case CONFIG_SECONDS:
        return *(const uint64_t *)value == key->fallback;
    case CONFIG_FLAG:
    case CONFIG_OBJECT:
        return *(const bool *)value == (key->fallback != 0);
    case CONFIG_CHOICE:
        return *(const unsigned *)value == key->fallback;
    case CONFIG_TEXT:
        return *(const char *)value == '\0';
    default:
        return false;
    }
}

bool config_equal(const struct config_key *key, const void *a, const void *b)
{
    struct strbuf one = STRBUF_INIT, other = STRBUF_INIT;
    config_value_text(&one, key, a);
    config_value_text(&other, key, b);
    bool equal = strcmp(one.text, other.text) == 0;
    strbuf_release(&one);
    strbuf_release(&other);
    return equal;
}

/* ---- objects ------------------------------------------------------------------------------------------ */

const char *config_label(const struct config_key *key)
{
    return key->label ? key->label : key->name;
}

const struct config_key *config_find(const struct config_key *table, const char *name)
{
    for (; table && table->type != CONFIG_END; table++)
        if (strcmp(table->name, name) == 0)
            return table;
    return NULL;
}

void config_defaults(const struct config_key *table, void *base)
{
    for (; table->type != CONFIG_END; table++)
        set_default(table, base);
}

void config_release(const struct config_key *table, void *base)
{
    for (; table->type != CONFIG_END; table++)
        if (table->type == CONFIG_CUSTOM && table->custom->release)
            table->custom->release((char *)base + table->offset);
}

/* Gathers all names a shape allows, those of `others` first, and the keys of the tables. */
static size_t gather_names(const struct config_shape *shape, const char *names[],
                           const struct config_key *keys[])
{
    size_t count = 0;
    for (size_t i = 0; shape->others[i] && count < CONFIG_KEYS_MAX; i++)
        names[count++] = shape->others[i];
    for (size_t t = 0; t < 2; t++)
        for (const struct config_key *k = shape->tables[t]; k && k->type != CONFIG_END; k++)
            if (count < CONFIG_KEYS_MAX) {
                keys[count] = k;
                names[count++] = k->name;
            }
    return count;
}

static void report_unknown(struct diagnostics *diagnostics, const cJSON *item, const struct path *path,
                           const struct config_shape *shape, const char *const names[], size_t count)
{
    if (diagnostics_is_full(diagnostics)) {
        diagnostics_report(diagnostics, item, AT_KEY, path, "unknown key");
        return;
    }
    const char *owner = shape->owner ? shape->owner(item->string) : NULL;
    const char *near = owner ? NULL : nearest(item->string, names, count);
    struct strbuf sb = STRBUF_INIT;
    if (owner)
        strbuf_addf(&sb, "; it belongs to %s", owner);
    if (near)
        strbuf_addf(&sb, "; did you mean \"%s\"?", near);
    strbuf_addf(&sb, " (%s takes: ", shape->what);
    for (size_t i = 0; i < count; i++)
        strbuf_addf(&sb, "%s%s", i ? ", " : "", names[i]);
    diagnostics_report(diagnostics, item, AT_KEY, path, "unknown key%s)", sb.text);
    strbuf_release(&sb);
}

/* Sets members[i] to the member of the object called names[i]. */
static void pair_members(struct diagnostics *diagnostics, const cJSON *object, const struct path *path,
                         const struct config_shape *shape, const char *const names[], size_t count,
                         const cJSON *members[])
{
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, object)
    {
        struct path here = { path, item->string, 0 };
        size_t i = 0;
        while (i < count && strcmp(item->string, names[i]) != 0)
            i++;
        if (i == count)
            report_unknown(diagnostics, item, &here, shape, names, count);
        else if (members[i])
            diagnostics_report(diagnostics, item, AT_KEY, &here,
                               "the key is here for the second time; leave one");
        else
            members[i] = item;
    }
}

/* Reads the member of a key; NULL: the default remains. */
static void read_member(struct diagnostics *diagnostics, const cJSON *object, const cJSON *member,
                        const struct path *path, const struct config_key *key, void *base)
{
    struct path here = { path, key->name, 0 };
    set_default(key, base);
    if (member)
        config_read_value(diagnostics, member, &here, key, base);
    else if (key->required)
        diagnostics_report(diagnostics, object, AT_VALUE, &here, "is missing: %s", key->help);
}

bool config_read(struct diagnostics *diagnostics, const cJSON *object, const struct path *path,
                 const struct config_shape *shape, void *base, const cJSON *found[])
{
    const char *names[CONFIG_KEYS_MAX];
    const cJSON *members[CONFIG_KEYS_MAX] = { NULL };
    const struct config_key *keys[CONFIG_KEYS_MAX] = { NULL };
    size_t count = gather_names(shape, names, keys), before = diagnostics_mistakes(diagnostics);
    pair_members(diagnostics, object, path, shape, names, count, members);
    for (size_t i = 0; i < count; i++)
        if (keys[i])
            read_member(diagnostics, object, members[i], path, keys[i], base);
        else if (found)
            found[i] = members[i];
    return diagnostics_mistakes(diagnostics) == before;
}
