/* A streaming JSON writer: it keeps nothing but the open containers.
 *
 *     struct json_writer json = { .out = &text };
 *     json_object(&json, NULL, JSON_LINES);
 *     json_whole(&json, "cores", 2);
 *     json_array(&json, "found", JSON_INLINE);
 *     json_whole(&json, NULL, 28);
 *     json_close(&json);
 *     json_close(&json);
 *
 * `key` is NULL for array elements and for the root. Numbers are exact: integers beyond 2^53 are not
 * rounded, and seconds have no digits that were not measured. */
#pragma once

#include "base/strbuf.h"

#include <stdbool.h>
#include <stdint.h>

/* The layout of a container; containers inside it choose their own. */
enum json_layout {
    JSON_OWN,     /* the layout the container was opened with */
    JSON_COMPACT, /* {"a":1,"b":[1,2]} */
    JSON_INLINE,  /* { "a": 1, "b": [1, 2] } */
    JSON_LINES,   /* each member in its own line, indented by two blanks per level */
    JSON_TABS,    /* objects: each member in its own line, indented by tabs; arrays in one line */
    JSON_ROWS,    /* arrays: each element in its own line, not indented */
    JSON_LIST,    /* arrays: each element but the first in its own line; objects: {"a": 1, "b": 2} */
};

#define JSON_WRITE_DEPTH 16

struct json_container {
    enum json_layout layout;
    bool object, begun;
};

struct json_writer {
    struct strbuf *out;   /* borrowed */
    enum json_layout all; /* overrides the layout of all containers; JSON_OWN: does not */
    unsigned depth;       /* number of open containers */
    struct json_container open[JSON_WRITE_DEPTH];
};

void json_object(struct json_writer *json, const char *key, enum json_layout layout);
void json_array(struct json_writer *json, const char *key, enum json_layout layout);

void json_close(struct json_writer *json);

void json_whole(struct json_writer *json, const char *key, uint64_t number);
void json_signed(struct json_writer *json, const char *key, int64_t number);
void json_flag(struct json_writer *json, const char *key, bool value);
void json_null(struct json_writer *json, const char *key);

/* ns as seconds, exact. */
void json_seconds(struct json_writer *json, const char *key, uint64_t ns);
void json_signed_seconds(struct json_writer *json, const char *key, int64_t ns);

/* Six significant digits; null when it is not finite. */
void json_ratio(struct json_writer *json, const char *key, double value);

void json_text(struct json_writer *json, const char *key, const char *text);

/* `value` is JSON already. */
void json_raw(struct json_writer *json, const char *key, const char *value);

/* Appends text as a JSON string, with quotes. Characters that would control a terminal are escaped;
 * a byte that is not UTF-8 becomes a question mark. */
void json_encode(struct strbuf *sb, const char *text);
