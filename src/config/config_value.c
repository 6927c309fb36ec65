#include "config/config_value.h"

#include "config/config_object.h"
#include "base/decimal.h"
#include "base/nearest.h"
#include "base/text.h"
#include "work/workload.h"
#include "base/xmalloc.h"
#include "base/utf8.h"
#include "json/json_write.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where one value goes: what every reader of a type needs. */
struct target {
    struct diagnostics *diagnostics;
    const cJSON *item;
    const struct path *path;
    const struct config_key *key;
    void *value;
    void *base; /* the struct that `value` lies in; for objects, whose keys lie there too */
};

/* The one form of most complaints: what must stand there, and what does. */
static bool must_be(const struct target *target, const char *wanted, const char *remedy)
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

/* A word that stands for 0. */
static bool is_word(const struct target *target)
{
    const char *word = target->key->word;
    return word && cJSON_IsString(target->item) && strcmp(target->item->valuestring, word) == 0;
}

/* `wanted`, or the word. */
static bool must_be_or_word(const struct target *target, const char *wanted, const char *remedy)
{
    const char *word = target->key->word;
    char both[160];
    snprintf(both, sizeof both, "%s%s%s%s", wanted, word ? " or \"" : "", word ? word : "", word ? "\"" : "");
    return must_be(target, both, remedy);
}

static const char *whole_remedy(const struct target *target, char *buf, size_t size)
{
    const char *text = cJSON_IsString(target->item) ? target->item->valuestring : "";
    const char *const words[] = { target->key->word };
    buf[0] = '\0';
    if (*text && text[strspn(text, "0123456789")] == '\0')
        snprintf(buf, size, "; leave out the quotes");
    else if (words[0] && nearest(text, words, 1))
        snprintf(buf, size, "; did you mean \"%s\"?", words[0]);
    return buf;
}

static bool read_whole(const struct target *target)
{
    const struct config_key *key = target->key;
    uint64_t *value = target->value;
    if (is_word(target)) {
        *value = 0;
        return true;
    }
    const char *text = cJSON_IsRaw(target->item) ? target->item->valuestring : "x";
    uint64_t number = 0;
    if (*text != 'x' && decimal_read(text, strlen(text), 0, &number) == DECIMAL_EXACT && number >= key->min &&
        number <= key->max) {
        *value = number;
        return true;
    }
    char wanted[120], remedy[60];
    snprintf(wanted, sizeof wanted, "a whole number %" PRIu64 " … %" PRIu64, key->min, key->max);
    return must_be_or_word(target, wanted, whole_remedy(target, remedy, sizeof remedy));
}

static bool read_flag(const struct target *target)
{
    if (!cJSON_IsBool(target->item))
        return must_be(target, "true or false", "");
    *(bool *)target->value = cJSON_IsTrue(target->item);
    return true;
}

static bool read_choice(const struct target *target)
{
    int chosen = config_choose(target->diagnostics, target->item, target->path, target->key->name,
                               target->key->choices);
    if (chosen < 0)
        return false;
    *(unsigned *)target->value = (unsigned)chosen;
    return true;
}

static bool read_text(const struct target *target)
{
    const struct config_key *key = target->key;
    if (!cJSON_IsString(target->item))
        return must_be(target, "text in double quotes", "");
    const char *text = target->item->valuestring;
    size_t length = strlen(text);
    if (length < key->min || length > key->max) {
        diagnostics_report(target->diagnostics, target->item, AT_VALUE, target->path,
                           "must have %" PRIu64 " … %" PRIu64 " bytes, and has %zu", key->min, key->max,
                           length);
        return false;
    }
    for (size_t at = 0; at < length;) {
        uint32_t c = 0;
        at += utf8_read(text + at, length - at, &c);
        if (text_disturbs(c)) {
            diagnostics_report(target->diagnostics, target->item, AT_VALUE, target->path,
                               c == 0xFFFD
                                   ? "holds U+%04X or \\u0000, which stand for no character; take it out"
                                   : "holds U+%04X, a character that would disturb a screen; take it out",
                               (unsigned)c);
            return false;
        }
    }
    memcpy(target->value, text, length + 1);
    return true;
}

static bool refuse_seconds(const struct target *target, const char *remedy)
{
    char wanted[120], min[DECIMAL_SECONDS_MAX], max[DECIMAL_SECONDS_MAX];
    snprintf(wanted, sizeof wanted, "a number of seconds %s … %s", decimal_seconds(min, target->key->min),
             decimal_seconds(max, target->key->max));
    return must_be_or_word(target, wanted, remedy);
}

static bool read_seconds(const struct target *target)
{
    const char *text = target->item->valuestring;
    uint64_t ns = 0;
    if (is_word(target)) {
        *(uint64_t *)target->value = 0;
        return true;
    }
    if (!cJSON_IsRaw(target->item))
        return refuse_seconds(target, "");
    enum decimal answer = decimal_read(text, strlen(text), 9, &ns);
    if (answer == DECIMAL_FINER)
        return refuse_seconds(target, "; the finest is a nanosecond, nine decimals");
    if (answer != DECIMAL_EXACT || ns < target->key->min || ns > target->key->max)
        return refuse_seconds(target, "");
    *(uint64_t *)target->value = ns;
    return true;
}

/* The bounds of a range of naps, read like any other object. */
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

static bool read_nap_range(const struct target *target, struct naps *naps)
{
    const uint64_t step = UINT64_C(1000000000);
    static const char *const none[] = { NULL };
    static const struct config_shape shape = { "a range", { nap_range_keys }, none, NULL };
    struct nap_range range;
    if (!config_read(target->diagnostics, target->item, target->path, &shape, &range, NULL))
        return false;
    if (range.from > range.to) {
        struct path to = { target->path, "to", 0 };
        char from[DECIMAL_SECONDS_MAX];
        diagnostics_report(target->diagnostics, cJSON_GetObjectItemCaseSensitive(target->item, "to"),
                           AT_VALUE, &to, "must not be less than from, which is %s",
                           decimal_seconds(from, range.from));
        return false;
    }
    uint64_t count = (range.to - range.from) / step + 1;
    *naps = (struct naps){
        .ns = xreallocarray(NULL, count, sizeof *naps->ns), .distinct = count, .count = count, .range = true
    };
    for (uint64_t i = 0; i < count; i++)
        naps->ns[i] = range.from + i * step;
    return true;
}

static const struct config_key nap_key = { .type = CONFIG_SECONDS, .max = NAP_MAX };

static bool read_nap_list(const struct target *target, struct naps *naps)
{
    size_t count = (size_t)cJSON_GetArraySize(target->item), i = 0;
    bool fine = true;
    const cJSON *item = NULL;
    if (!count) {
        diagnostics_report(target->diagnostics, target->item, AT_VALUE, target->path,
                           "the list is empty; it needs the seconds of one nap or more");
        return false;
    }
    *naps = (struct naps){ .ns = xreallocarray(NULL, count, sizeof *naps->ns),
                           .distinct = count,
                           .count = count };
    cJSON_ArrayForEach(item, target->item)
    {
        struct path path = { target->path, NULL, i };
        struct target nap = { target->diagnostics, item, &path, &nap_key, &naps->ns[i++], NULL };
        fine &= read_seconds(&nap);
    }
    return fine;
}

static bool read_naps(const struct target *target)
{
    struct naps *naps = target->value;
    if (cJSON_IsArray(target->item))
        return read_nap_list(target, naps);
    if (cJSON_IsObject(target->item))
        return read_nap_range(target, naps);
    if (!cJSON_IsRaw(target->item))
        return must_be(target, "seconds: 1, or [1, 2, 0.5], or {\"from\": 1, \"to\": 10}", "");
    *naps = (struct naps){ .ns = xmalloc(sizeof *naps->ns), .distinct = 1, .count = 1 };
    struct target nap = { target->diagnostics, target->item, target->path, &nap_key, naps->ns, NULL };
    return read_seconds(&nap);
}

static bool read_object(const struct target *target)
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
    must_be(target, wanted.text, "");
    strbuf_release(&wanted);
    return false;
}

bool config_read_value(struct diagnostics *diagnostics, const cJSON *item, const struct path *path,
                       const struct config_key *key, void *base)
{
    static bool (*const readers[])(const struct target *) = {
        [CONFIG_WHOLE] = read_whole,   [CONFIG_FLAG] = read_flag, [CONFIG_CHOICE] = read_choice,
        [CONFIG_TEXT] = read_text,     [CONFIG_NAPS] = read_naps, [CONFIG_SECONDS] = read_seconds,
        [CONFIG_OBJECT] = read_object,
    };
    struct target target = { diagnostics, item, path, key, (char *)base + key->offset, base };
    return readers[key->type](&target);
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

void config_default(const struct config_key *key, void *base)
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
    case CONFIG_NAPS:
        *(struct naps *)value = (struct naps){ .ns = NULL };
        break;
    case CONFIG_OBJECT:
        *(bool *)value = false;
        config_defaults(key->keys, base);
        break;
    case CONFIG_END:
        break;
    }
}

static void write_naps(struct json_writer *json, const char *name, const struct naps *naps)
{
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
    case CONFIG_NAPS:
        write_naps(json, name, value);
        break;
    case CONFIG_OBJECT:
        if (*(const bool *)value)
            write_object(json, name, key->keys, base);
        else
            json_flag(json, name, false);
        break;
    case CONFIG_END:
        break;
    }
}

void config_value_text(struct strbuf *sb, const struct config_key *key, const void *base)
{
    config_write(&(struct json_writer){ .out = sb }, NULL, key, base);
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
