#include "json/json_write.h"

#include "base/decimal.h"
#include "base/text.h"
#include "base/utf8.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Separators before the first element, between two and after the last; `indent` is added per level
 * after each newline. */
static const struct {
    const char *colon;
    struct {
        const char *first, *next, *last;
    } array_object[2];
    const char *indent;
} layouts[] = {
    [JSON_COMPACT] = { ":", { { "", ",", "" }, { "", ",", "" } }, "" },
    [JSON_INLINE] = { ": ", { { "", ", ", "" }, { " ", ", ", " " } }, "" },
    [JSON_LINES] = { ": ", { { "\n", ",\n", "\n" }, { "\n", ",\n", "\n" } }, "  " },
    [JSON_TABS] = { ":\t", { { "", ", ", "" }, { "\n", ",\n", "\n" } }, "\t" },
    [JSON_ROWS] = { ": ", { { "\n", ",\n", "\n" }, { "\n", ",\n", "\n" } }, "" },
    [JSON_LIST] = { ": ", { { "", ",\n", "" }, { "", ", ", "" } }, "" },
};

/* ---- containers ---------------------------------------------------------------------------------------- */

static enum json_layout layout_of(const struct json_writer *json)
{
    return json->all ? json->all : json->open[json->depth - 1].layout;
}

static void add_separator(struct json_writer *json, const char *separator, unsigned levels)
{
    size_t length = strlen(separator);
    strbuf_add(json->out, separator, length);
    for (unsigned i = 0; length && separator[length - 1] == '\n' && i < levels; i++)
        strbuf_adds(json->out, layouts[layout_of(json)].indent);
}

/* Writes the separator, and the key if any. */
static void begin_value(struct json_writer *json, const char *key)
{
    if (!json->depth)
        return;
    enum json_layout layout = layout_of(json);
    struct json_container *container = &json->open[json->depth - 1];
    add_separator(json,
                  container->begun ? layouts[layout].array_object[container->object].next
                                   : layouts[layout].array_object[container->object].first,
                  json->depth);
    container->begun = true;
    if (!key)
        return;
    strbuf_addc(json->out, '"');
    strbuf_adds(json->out, key);
    strbuf_addc(json->out, '"');
    strbuf_adds(json->out, layouts[layout].colon);
}

static void open_container(struct json_writer *json, const char *key, enum json_layout layout, bool object)
{
    begin_value(json, key);
    strbuf_addc(json->out, object ? '{' : '[');
    json->open[json->depth++] = (struct json_container){ .layout = layout, .object = object };
}

void json_object(struct json_writer *json, const char *key, enum json_layout layout)
{
    open_container(json, key, layout, true);
}

void json_array(struct json_writer *json, const char *key, enum json_layout layout)
{
    open_container(json, key, layout, false);
}

void json_close(struct json_writer *json)
{
    bool object = json->open[json->depth - 1].object;
    add_separator(json, layouts[layout_of(json)].array_object[object].last, json->depth - 1);
    strbuf_addc(json->out, object ? '}' : ']');
    json->depth--;
}

/* ---- values -------------------------------------------------------------------------------------------- */

/* Not printf(), which would dominate the time of writing a record with millions of numbers. */
static void add_digits(struct strbuf *out, uint64_t number)
{
    char digits[20];
    size_t at = sizeof digits;
    do
        digits[--at] = (char)('0' + number % 10);
    while (number /= 10);
    strbuf_add(out, digits + at, sizeof digits - at);
}

void json_whole(struct json_writer *json, const char *key, uint64_t number)
{
    begin_value(json, key);
    add_digits(json->out, number);
}

void json_signed(struct json_writer *json, const char *key, int64_t number)
{
    begin_value(json, key);
    if (number < 0)
        strbuf_addc(json->out, '-');
    add_digits(json->out, number < 0 ? -(uint64_t)number : (uint64_t)number);
}

void json_raw(struct json_writer *json, const char *key, const char *value)
{
    begin_value(json, key);
    strbuf_adds(json->out, value);
}

void json_flag(struct json_writer *json, const char *key, bool value)
{
    json_raw(json, key, value ? "true" : "false");
}

void json_null(struct json_writer *json, const char *key)
{
    json_raw(json, key, "null");
}

void json_seconds(struct json_writer *json, const char *key, uint64_t ns)
{
    char text[DECIMAL_SECONDS_MAX];
    json_raw(json, key, decimal_seconds(text, ns));
}

void json_signed_seconds(struct json_writer *json, const char *key, int64_t ns)
{
    char text[DECIMAL_SECONDS_MAX + 1] = "-";
    decimal_seconds(ns < 0 ? text + 1 : text, ns < 0 ? -(uint64_t)ns : (uint64_t)ns);
    json_raw(json, key, text);
}

void json_ratio(struct json_writer *json, const char *key, double value)
{
    char text[24];
    snprintf(text, sizeof text, isfinite(value) ? "%.6g" : "null", value);
    json_raw(json, key, text);
}

void json_text(struct json_writer *json, const char *key, const char *text)
{
    begin_value(json, key);
    json_encode(json->out, text);
}

static void add_escaped(struct strbuf *sb, uint32_t c)
{
    if (c == '\n')
        strbuf_adds(sb, "\\n");
    else if (c > 0xFFFF)
        strbuf_addf(sb, "\\u%04x\\u%04x", (unsigned)(0xD800 + ((c - 0x10000) >> 10)),
                    (unsigned)(0xDC00 + ((c - 0x10000) & 0x3FF)));
    else
        strbuf_addf(sb, "\\u%04x", (unsigned)c);
}

void json_encode(struct strbuf *sb, const char *text)
{
    strbuf_addc(sb, '"');
    for (size_t length = strlen(text); length;) {
        uint32_t c = '?';
        size_t bytes = utf8_read(text, length, &c);
        if (c == '"' || c == '\\')
            strbuf_addc(sb, '\\');
        if (text_disturbs(c))
            add_escaped(sb, c);
        else
            strbuf_add(sb, bytes ? text : "?", bytes ? bytes : 1);
        text += bytes ? bytes : 1;
        length -= bytes ? bytes : 1;
    }
    strbuf_addc(sb, '"');
}
