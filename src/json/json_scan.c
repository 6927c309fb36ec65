#include "json/json_scan.h"

#include "base/array.h"
#include "base/number.h"
#include "base/text.h"
#include "base/utf8.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const json_words[] = { [JSON_NULL] = "null", [JSON_FALSE] = "false", [JSON_TRUE] = "true" };

struct scanner {
    const char *text;
    size_t length, at;
    struct json_place place; /* of text[at] */
    unsigned depth;
    struct json_value *values;
    uint32_t count;
    struct json_problem *problem;
};

__attribute__((format(printf, 3, 4))) static bool refuse(struct scanner *s, struct json_place place,
                                                         const char *format, ...)
{
    va_list args;
    va_start(args, format);
    s->problem->place = place;
    vsnprintf(s->problem->text, sizeof s->problem->text, format, args);
    va_end(args);
    return false;
}

/* The next byte; -1 at the end. */
static int ahead(const struct scanner *s)
{
    return s->at < s->length ? (unsigned char)s->text[s->at] : -1;
}

/* Steps over one character of `bytes` bytes. */
static void step_over(struct scanner *s, size_t bytes)
{
    bool newline = s->text[s->at] == '\n';
    s->at += bytes;
    s->place.line += newline;
    s->place.column = newline ? 1 : s->place.column + 1;
}

static void skip_space(struct scanner *s)
{
    for (int c = ahead(s); c == ' ' || c == '\t' || c == '\n' || c == '\r'; c = ahead(s))
        step_over(s, 1);
}

/* The next character as a message shows it; `buf` has at least 16 bytes. */
static const char *name_ahead(const struct scanner *s, char *buf)
{
    uint32_t c = 0;
    size_t bytes = utf8_read(s->text + s->at, s->length - s->at, &c);
    if (s->at == s->length)
        snprintf(buf, 16, "the end");
    else if (!bytes)
        snprintf(buf, 16, "byte 0x%02X", (unsigned)(unsigned char)s->text[s->at]);
    else if (text_disturbs(c))
        snprintf(buf, 16, "U+%04X", (unsigned)c);
    else
        snprintf(buf, 16, "%.*s", (int)bytes, s->text + s->at);
    return buf;
}

/* Reads "\uXXXX". */
static bool read_unit(const char *text, size_t length, uint64_t *unit)
{
    return length >= 6 && text[0] == '\\' && text[1] == 'u' && number_read(text + 2, 4, 16, unit);
}

/* Reads the escape at `text` (its backslash). Returns its bytes and the character, or 0 and a reason. */
static size_t read_escape(const char *text, size_t length, uint32_t *codepoint, const char **reason)
{
    static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    const char *letter = length > 1 && text[1] ? strchr(letters, text[1]) : NULL;
    if (letter) {
        *codepoint = (unsigned char)meanings[letter - letters];
        return 2;
    }
    if (length < 2 || text[1] != 'u') {
        *reason =
            "no such escape; there are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal digits";
        return 0;
    }
    enum { HIGH = 0xD800 >> 10, LOW = 0xDC00 >> 10 }; /* the two halves of a surrogate pair */
    uint64_t unit = 0, second = 0;
    if (!read_unit(text, length, &unit)) {
        *reason = "\\u needs four hexadecimal digits";
        return 0;
    }
    *codepoint = (uint32_t)unit;
    if (unit >> 10 != HIGH && unit >> 10 != LOW)
        return 6;
    if (unit >> 10 != HIGH || !read_unit(text + 6, length - 6, &second) || second >> 10 != LOW) {
        *reason = "half of a surrogate pair: its other half is missing";
        return 0;
    }
    *codepoint = (uint32_t)(0x10000 + ((unit & 0x3FF) << 10) + (second & 0x3FF));
    return 12;
}

static bool refuse_in_string(struct scanner *s, struct json_place start)
{
    char name[16];
    int c = ahead(s);
    if (c < 0 || c == '\n' || c == '\r')
        return refuse(s, start, "this string is not closed on its line");
    if (c < 0x20)
        return refuse(s, s->place, "a control character (U+%04X) in a string; write it as \\u%04x",
                      (unsigned)c, (unsigned)c);
    return refuse(s, s->place, "%s is not valid UTF-8", name_ahead(s, name));
}

static bool scan_string(struct scanner *s)
{
    struct json_place place = s->place;
    step_over(s, 1);
    while (ahead(s) != '"') {
        uint32_t c = 0;
        const char *reason = NULL, *here = s->text + s->at;
        if (ahead(s) < 0x20)
            return refuse_in_string(s, place);
        bool escape = *here == '\\';
        size_t bytes = escape ? read_escape(here, s->length - s->at, &c, &reason)
                              : utf8_read(here, s->length - s->at, &c);
        if (reason)
            return refuse(s, s->place, "%s", reason);
        if (!bytes)
            return refuse_in_string(s, place);
        step_over(s, bytes);
        if (escape)
            s->place.column += (uint32_t)bytes - 1;
    }
    step_over(s, 1);
    return true;
}

static size_t skip_digits(struct scanner *s)
{
    size_t digits = 0;
    for (; ahead(s) >= '0' && ahead(s) <= '9'; digits++)
        step_over(s, 1);
    return digits;
}

static bool scan_number(struct scanner *s)
{
    struct json_place place = s->place;
    if (ahead(s) == '-')
        step_over(s, 1);
    bool zero = ahead(s) == '0';
    size_t digits = skip_digits(s);
    if (!digits)
        return refuse(s, place, "a number needs a digit after its minus sign");
    if (zero && digits > 1)
        return refuse(s, place, "a number must not begin with a 0 that is followed by digits");
    if (ahead(s) == '.') {
        step_over(s, 1);
        if (!skip_digits(s))
            return refuse(s, place, "a number needs a digit after its decimal point");
    }
    if (ahead(s) == 'e' || ahead(s) == 'E') {
        step_over(s, 1);
        if (ahead(s) == '+' || ahead(s) == '-')
            step_over(s, 1);
        if (!skip_digits(s))
            return refuse(s, place, "a number needs a digit in its exponent");
    }
    int c = ahead(s);
    if (isalnum(c) || c == '.' || c == '_')
        return refuse(s, place,
                      "this is no number: only digits, a minus sign, a decimal point and an exponent");
    return true;
}

/* Refuses the next character, which is not the expected one. */
static bool refuse_ahead(struct scanner *s, const char *expected)
{
    char name[16];
    int c = ahead(s), next = s->at + 1 < s->length ? s->text[s->at + 1] : 0;
    if (c == '#' || (c == '/' && (next == '/' || next == '*')))
        return refuse(s, s->place, "JSON has no comments");
    return refuse(s, s->place, "%s, not %s", expected, name_ahead(s, name));
}

/* Refuses what is common elsewhere but not in JSON, with a remedy. */
static bool refuse_value(struct scanner *s)
{
    static const struct {
        const char *begin, *remedy;
    } habits[] = {
        { "'", "strings are written in double quotes" },
        { "+", "a number has no plus sign" },
        { ".", "a number needs a digit before its decimal point" },
        { "True", "write true in small letters" },
        { "False", "write false in small letters" },
        { "None", "write null" },
        { "NaN", "JSON has no NaN" },
        { "nan", "JSON has no NaN" },
        { "Inf", "JSON has no infinity" },
        { "inf", "JSON has no infinity" },
    };
    for (size_t i = 0; i < sizeof habits / sizeof *habits; i++) {
        size_t length = strlen(habits[i].begin);
        if (s->length - s->at >= length && memcmp(s->text + s->at, habits[i].begin, length) == 0)
            return refuse(s, s->place, "%s", habits[i].remedy);
    }
    int c = ahead(s);
    if (c < 0)
        return refuse(s, s->place,
                      s->count > 1 ? "the text ends where a value is expected" : "there is nothing in it");
    if (isalpha(c))
        return refuse(s, s->place,
                      "a word that is no value; text is written in double quotes, else true, false, null");
    return refuse_ahead(s, "a value is expected");
}

static bool scan_word(struct scanner *s, const char *word)
{
    size_t length = strlen(word);
    bool there = s->length - s->at >= length && memcmp(s->text + s->at, word, length) == 0;
    if (!there || (s->length - s->at > length && isalnum((unsigned char)s->text[s->at + length])))
        return refuse_value(s);
    for (size_t i = 0; i < length; i++)
        step_over(s, 1);
    return true;
}

static bool scan_value(struct scanner *s, struct json_value value);

/* Scans `"key" :` and stores the position of the key in *key. */
static bool scan_key(struct scanner *s, struct json_value *key)
{
    if (ahead(s) == '}')
        return refuse(s, s->place, "a comma with nothing behind it");
    key->key_place = s->place;
    if (ahead(s) != '"')
        return refuse_ahead(s, "a key in double quotes is expected");
    key->key_start = (uint32_t)s->at;
    if (!scan_string(s))
        return false;
    key->key_length = (uint32_t)s->at - key->key_start;
    skip_space(s);
    if (ahead(s) != ':')
        return refuse_ahead(s, "a colon is expected after a key");
    step_over(s, 1);
    skip_space(s);
    return true;
}

static bool scan_member(struct scanner *s, bool object)
{
    struct json_value value = { 0 };
    if (object && !scan_key(s, &value))
        return false;
    if (!object && ahead(s) == ']')
        return refuse(s, s->place, "a comma with nothing behind it");
    return scan_value(s, value);
}

static bool scan_container(struct scanner *s, bool object)
{
    const char *what = object ? "object" : "list";
    int close = object ? '}' : ']';
    struct json_place start = s->place;
    if (s->depth == JSON_DEPTH_MAX)
        return refuse(s, s->place, "nested more than %u deep", JSON_DEPTH_MAX);
    s->depth++;
    step_over(s, 1);
    skip_space(s);
    for (bool first = true; !first || ahead(s) != close; first = false) {
        if (!scan_member(s, object))
            return false;
        skip_space(s);
        if (ahead(s) == close)
            break;
        if (ahead(s) < 0)
            return refuse(s, s->place, "the text ends inside the %s that began at %u:%u", what, start.line,
                          start.column);
        if (ahead(s) != ',')
            return refuse_ahead(s, close == ']' ? "a comma or ] is expected" : "a comma or } is expected");
        step_over(s, 1);
        skip_space(s);
    }
    step_over(s, 1);
    s->depth--;
    return true;
}

enum json_type json_type_from(int c)
{
    return c == '"'                             ? JSON_STRING
           : c == '-' || (c >= '0' && c <= '9') ? JSON_NUMBER
           : c == '{'                           ? JSON_OBJECT
           : c == '['                           ? JSON_ARRAY
           : c == 't'                           ? JSON_TRUE
           : c == 'f'                           ? JSON_FALSE
                                                : JSON_NULL;
}

/* Scans the next value and adds it; `value` has its key. */
static bool scan_value(struct scanner *s, struct json_value value)
{
    enum json_type type = json_type_from(ahead(s));
    uint32_t index = s->count;
    if (s->count == JSON_VALUES_MAX)
        return refuse(s, s->place, "too much: more than %u values", JSON_VALUES_MAX);
    value.type = type;
    value.start = (uint32_t)s->at;
    value.place = s->place;
    s->values = array_grow(s->values, s->count, sizeof *s->values);
    s->values[s->count++] = value;
    bool fine = type == JSON_OBJECT || type == JSON_ARRAY ? scan_container(s, type == JSON_OBJECT)
                : type == JSON_STRING                     ? scan_string(s)
                : type == JSON_NUMBER                     ? scan_number(s)
                                                          : scan_word(s, json_words[type]);
    s->values[index].length = (uint32_t)s->at - value.start;
    s->values[index].next = s->count;
    return fine;
}

static bool scan_text(struct scanner *s)
{
    char name[16];
    if (s->length > JSON_TEXT_MAX)
        return refuse(s, s->place, "too much: more than %u MB", JSON_TEXT_MAX >> 20);
    if (s->length >= 3 && memcmp(s->text, "\xEF\xBB\xBF", 3) == 0)
        return refuse(s, s->place, "it begins with a byte order mark; save it as UTF-8 without one");
    if (s->length >= 2 && (memcmp(s->text, "\xFF\xFE", 2) == 0 || memcmp(s->text, "\xFE\xFF", 2) == 0))
        return refuse(s, s->place, "it is UTF-16; save it as UTF-8");
    skip_space(s);
    if (!scan_value(s, (struct json_value){ 0 }))
        return false;
    skip_space(s);
    if (s->at < s->length)
        return refuse(s, s->place, "nothing may follow the end of the value, but here is %s",
                      name_ahead(s, name));
    return true;
}

bool json_scan(struct json_scan *scan, const char *text, size_t length, struct json_problem *problem)
{
    struct scanner s = { .text = text, .length = length, .place = { 1, 1 }, .problem = problem };
    if (!scan_text(&s)) {
        free(s.values);
        return false;
    }
    *scan = (struct json_scan){ .text = text, .values = s.values, .count = s.count };
    return true;
}

void json_scan_release(struct json_scan *scan)
{
    free(scan->values);
    *scan = (struct json_scan){ 0 };
}

void json_decode(struct strbuf *sb, const char *raw, size_t length)
{
    for (size_t at = 1; at + 1 < length;) {
        size_t plain = strcspn(raw + at, "\\\"");
        strbuf_add(sb, raw + at, plain);
        at += plain;
        if (raw[at] != '\\')
            break;
        uint32_t c = 0;
        const char *reason = NULL;
        at += read_escape(raw + at, length - at, &c, &reason);
        utf8_add(sb, c ? c : 0xFFFD);
    }
}
