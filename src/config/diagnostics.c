#include "config/diagnostics.h"

#include "base/text.h"
#include "base/xmalloc.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define NAME_SHOWN_MAX  1000
#define VALUE_SHOWN_MAX 40

void reading_init(struct reading *reading)
{
    memset(reading, 0, sizeof *reading);
}

void reading_release(struct reading *reading)
{
    for (size_t i = 0; i < reading->source_count; i++) {
        free(reading->sources[i].name);
        free(reading->sources[i].text);
        json_scan_release(&reading->sources[i].scan);
    }
    free(reading->sources);
    for (size_t i = 0; i < reading->complaint_count; i++)
        free(reading->complaints[i].text);
    reading_init(reading);
}

bool reading_is_full(const struct reading *reading)
{
    return reading->complaint_count == READING_SHOWN_MAX;
}

static void keep(struct reading *reading, long rank, char *text)
{
    if (reading_is_full(reading)) {
        reading->more++;
        free(text);
        return;
    }
    reading->complaints[reading->complaint_count++] = (struct complaint){ rank, text };
}

static void add_location(struct strbuf *sb, const char *name, bool placed, struct json_place place)
{
    text_add_safe(sb, name, NAME_SHOWN_MAX);
    if (placed)
        strbuf_addf(sb, ":%u:%u", place.line, place.column);
    strbuf_adds(sb, ": ");
}

/* Takes `text` over. */
static bool add_source(struct reading *reading, const char *name, bool placed, char *text, size_t length,
                       struct json_problem *problem)
{
    struct json_scan scan;
    if (!json_scan(&scan, text, length, problem))
        return false;
    size_t count = reading->source_count;
    const struct reading_source *last = count ? &reading->sources[count - 1] : NULL;
    int base = last ? last->base + (int)last->scan.count : 0;
    reading->sources = xreallocarray(reading->sources, count + 1, sizeof *reading->sources);
    reading->sources[count] = (struct reading_source){
        .name = xstrdup(name),
        .text = text,
        .placed = placed,
        .scan = scan,
        .base = base,
    };
    reading->source_count++;
    return true;
}

static cJSON *last_tree(const struct reading *reading)
{
    const struct reading_source *source = &reading->sources[reading->source_count - 1];
    return json_tree(&source->scan, source->base);
}

cJSON *reading_add(struct reading *reading, const char *name, bool placed, const char *text, size_t length)
{
    struct json_problem problem;
    char *copy = xmemdup0(text, length);
    if (add_source(reading, name, placed, copy, length, &problem))
        return last_tree(reading);
    free(copy);
    struct strbuf sb = STRBUF_INIT;
    add_location(&sb, name, placed, problem.place);
    strbuf_addf(&sb, "not JSON: %s", problem.text);
    keep(reading, 0, strbuf_detach(&sb));
    return NULL;
}

cJSON *reading_add_value(struct reading *reading, const char *name, const char *value)
{
    struct json_problem problem;
    char *copy = xstrdup(value);
    if (add_source(reading, name, false, copy, strlen(copy), &problem))
        return last_tree(reading);
    free(copy);
    struct strbuf sb = STRBUF_INIT;
    json_encode(&sb, value);
    cJSON *tree = reading_add(reading, name, false, sb.text, sb.length);
    strbuf_release(&sb);
    return tree;
}

/* The source an item was made from; made by hand, it counts as the beginning of the first. */
static const struct reading_source *source_of(const struct reading *reading, const cJSON *item)
{
    size_t i = reading->source_count - 1;
    while (i && reading->sources[i].base > item->valueint)
        i--;
    return &reading->sources[i];
}

static bool is_plain_name(const char *key)
{
    for (const char *c = key; *c; c++)
        if (!isalnum((unsigned char)*c) && *c != '_' && *c != '$' && *c != '-')
            return false;
    return *key && strlen(key) <= VALUE_SHOWN_MAX;
}

static void add_path(struct strbuf *sb, const struct path *path)
{
    if (path->parent)
        add_path(sb, path->parent);
    if (!path->key) {
        strbuf_addf(sb, "[%zu]", path->index);
        return;
    }
    if (path->parent)
        strbuf_addc(sb, '.');
    if (is_plain_name(path->key)) {
        strbuf_adds(sb, path->key);
        return;
    }
    strbuf_addc(sb, '"');
    text_add_safe(sb, path->key, VALUE_SHOWN_MAX);
    strbuf_addc(sb, '"');
}

void reading_complain(struct reading *reading, const cJSON *item, enum reading_at at, const struct path *path,
                      const char *format, ...)
{
    if (reading_is_full(reading)) {
        reading->more++;
        return;
    }
    const struct reading_source *source = source_of(reading, item);
    const struct json_value *value = &source->scan.values[item->valueint - source->base];
    bool at_key = at == AT_KEY && value->key_length;
    struct strbuf sb = STRBUF_INIT;
    add_location(&sb, source->name, source->placed, at_key ? value->key_place : value->place);
    if (path) {
        add_path(&sb, path);
        strbuf_adds(&sb, ": ");
    }
    va_list args;
    va_start(args, format);
    strbuf_vaddf(&sb, format, args);
    va_end(args);
    keep(reading, 2L * item->valueint + !at_key, strbuf_detach(&sb));
}

size_t reading_mistakes(const struct reading *reading)
{
    return reading->complaint_count + reading->more;
}

char *reading_messages(const struct reading *reading)
{
    if (!reading->complaint_count)
        return NULL;
    struct complaint sorted[READING_SHOWN_MAX] = { { 0, NULL } };
    for (size_t i = 0; i < reading->complaint_count; i++) {
        size_t at = i;
        for (; at && sorted[at - 1].rank > reading->complaints[i].rank; at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = reading->complaints[i];
    }
    struct strbuf sb = STRBUF_INIT;
    for (size_t i = 0; i < reading->complaint_count; i++)
        strbuf_addf(&sb, "%s\n", sorted[i].text);
    if (reading->more)
        strbuf_addf(&sb, "… and %zu more\n", reading->more);
    return strbuf_detach(&sb);
}

char *reading_show(const cJSON *item)
{
    struct strbuf sb = STRBUF_INIT;
    if (cJSON_IsString(item)) {
        strbuf_addc(&sb, '"');
        text_add_safe(&sb, item->valuestring, VALUE_SHOWN_MAX);
        strbuf_addc(&sb, '"');
    } else if (cJSON_IsRaw(item)) {
        text_add_safe(&sb, item->valuestring, VALUE_SHOWN_MAX);
    } else {
        strbuf_adds(&sb, cJSON_IsArray(item)    ? "a list"
                         : cJSON_IsObject(item) ? "an object"
                         : cJSON_IsNull(item)   ? "null"
                         : cJSON_IsTrue(item)   ? "true"
                                                : "false");
    }
    return strbuf_detach(&sb);
}
