#include "config/diagnostics.h"

#include "base/array.h"
#include "base/text.h"
#include "base/xmalloc.h"
#include "json/json_write.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define NAME_SHOWN_MAX  1000
#define VALUE_SHOWN_MAX 40

void diagnostics_init(struct diagnostics *diagnostics)
{
    memset(diagnostics, 0, sizeof *diagnostics);
}

void diagnostics_release(struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < diagnostics->source_count; i++) {
        free(diagnostics->sources[i].name);
        free(diagnostics->sources[i].text);
        json_scan_release(&diagnostics->sources[i].scan);
    }
    free(diagnostics->sources);
    for (size_t i = 0; i < diagnostics->mistake_count; i++)
        free(diagnostics->mistakes[i].text);
    diagnostics_init(diagnostics);
}

bool diagnostics_is_full(const struct diagnostics *diagnostics)
{
    return diagnostics->mistake_count == DIAGNOSTICS_SHOWN_MAX;
}

/* Inserts the message by its rank. Takes ownership of `text`. */
static void add_message(struct diagnostics *diagnostics, long rank, char *text)
{
    if (diagnostics_is_full(diagnostics)) {
        diagnostics->more++;
        free(text);
        return;
    }
    size_t at = diagnostics->mistake_count++;
    for (; at && diagnostics->mistakes[at - 1].rank > rank; at--)
        diagnostics->mistakes[at] = diagnostics->mistakes[at - 1];
    diagnostics->mistakes[at] = (struct mistake){ rank, text };
}

static void add_location(struct strbuf *sb, const char *name, bool placed, struct json_place place)
{
    text_add_safe(sb, name, NAME_SHOWN_MAX);
    if (placed)
        strbuf_addf(sb, ":%u:%u", place.line, place.column);
    strbuf_adds(sb, ": ");
}

/* Returns the tree of a copy of the text; NULL when it is not JSON. */
static cJSON *add_source(struct diagnostics *diagnostics, const char *name, bool placed, const char *text,
                         size_t length, struct json_problem *problem)
{
    struct json_scan scan;
    char *copy = xmemdup0(text, length);
    if (!json_scan(&scan, copy, length, problem)) {
        free(copy);
        return NULL;
    }
    const size_t count = diagnostics->source_count++;
    const struct diagnostics_source *last = count ? &diagnostics->sources[count - 1] : NULL;
    const int base = last ? last->base + (int)last->scan.count : 0;
    diagnostics->sources = array_grow(diagnostics->sources, count, sizeof *diagnostics->sources);
    diagnostics->sources[count] = (struct diagnostics_source){
        .name = xstrdup(name),
        .text = copy,
        .placed = placed,
        .scan = scan,
        .base = base,
    };
    return json_tree(&scan, base);
}

cJSON *diagnostics_add(struct diagnostics *diagnostics, const char *name, bool placed, const char *text,
                       size_t length)
{
    struct json_problem problem;
    cJSON *tree = add_source(diagnostics, name, placed, text, length, &problem);
    if (tree)
        return tree;
    struct strbuf sb = STRBUF_INIT;
    add_location(&sb, name, placed, problem.place);
    strbuf_addf(&sb, "not JSON: %s", problem.text);
    add_message(diagnostics, 0, strbuf_detach(&sb));
    return NULL;
}

cJSON *diagnostics_add_value(struct diagnostics *diagnostics, const char *name, const char *value)
{
    struct json_problem problem;
    cJSON *tree = add_source(diagnostics, name, false, value, strlen(value), &problem);
    if (tree)
        return tree;
    struct strbuf sb = STRBUF_INIT;
    json_encode(&sb, value);
    tree = diagnostics_add(diagnostics, name, false, sb.text, sb.length);
    strbuf_release(&sb);
    return tree;
}

/* The source of an item; an item built by hand counts as the beginning of the first source. */
static const struct diagnostics_source *source_of(const struct diagnostics *diagnostics, const cJSON *item)
{
    size_t i = diagnostics->source_count - 1;
    while (i && diagnostics->sources[i].base > item->valueint)
        i--;
    return &diagnostics->sources[i];
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
    const char *quote = is_plain_name(path->key) ? "" : "\"";
    strbuf_adds(sb, quote);
    text_add_safe(sb, path->key, VALUE_SHOWN_MAX);
    strbuf_adds(sb, quote);
}

void diagnostics_report(struct diagnostics *diagnostics, const cJSON *item, enum diagnostics_at at,
                        const struct path *path, const char *format, ...)
{
    if (diagnostics_is_full(diagnostics)) {
        diagnostics->more++;
        return;
    }
    const struct diagnostics_source *source = source_of(diagnostics, item);
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
    add_message(diagnostics, 2L * item->valueint + !at_key, strbuf_detach(&sb));
}

size_t diagnostics_mistakes(const struct diagnostics *diagnostics)
{
    return diagnostics->mistake_count + diagnostics->more;
}

char *diagnostics_messages(const struct diagnostics *diagnostics)
{
    if (!diagnostics->mistake_count)
        return NULL;
    struct strbuf sb = STRBUF_INIT;
    for (size_t i = 0; i < diagnostics->mistake_count; i++)
        strbuf_addf(&sb, "%s\n", diagnostics->mistakes[i].text);
    if (diagnostics->more)
        strbuf_addf(&sb, "… and %zu more\n", diagnostics->more);
    return strbuf_detach(&sb);
}

char *diagnostics_show(const cJSON *item)
{
    static const char *const words[] = {
        [JSON_ARRAY] = "a list", [JSON_OBJECT] = "an object", [JSON_NULL] = "null",
        [JSON_TRUE] = "true",    [JSON_FALSE] = "false",
    };
    struct strbuf sb = STRBUF_INIT;
    enum json_type type = json_type_of(item);
    const char *quote = type == JSON_STRING ? "\"" : "";
    strbuf_adds(&sb, quote);
    if (type == JSON_STRING || type == JSON_NUMBER)
        text_add_safe(&sb, item->valuestring, VALUE_SHOWN_MAX);
    else
        strbuf_adds(&sb, words[type]);
    strbuf_adds(&sb, quote);
    return strbuf_detach(&sb);
}
