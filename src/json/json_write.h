/* JSON, written as it comes: nothing of it is kept but the containers that are open.
 *
 *     struct json_writer json = { .out = &text };
 *     json_object(&json, NULL, JSON_LINES);
 *     json_whole(&json, "cores", 2);
 *     json_array(&json, "found", JSON_INLINE);
 *     json_whole(&json, NULL, 28);
 *     json_close(&json);
 *     json_close(&json);
 *
 * Members have a key; elements of arrays, and the value that is the whole text, have NULL. Numbers are exact:
 * whole ones beyond 2^53 are not rounded, and 0.192 s has no digits that were never measured. */
#pragma once

#include "base/strbuf.h"

#include <stdbool.h>
#include <stdint.h>

/* How a container is laid out; those inside it choose their own. */
enum json_layout {
    JSON_OWN,     /* as the container was asked for */
    JSON_COMPACT, /* {"a":1,"b":[1,2]} */
    JSON_INLINE,  /* { "a": 1, "b": [1, 2] } */
    JSON_LINES,   /* each member in its own line, two blanks a level */
    JSON_TABS,    /* objects: each member in its own line, a tab a level; arrays in one line */
    JSON_ROWS,    /* arrays: each element in its own line, not indented */
    JSON_LIST,    /* arrays: each element but the first in its own line; objects: {"a": 1, "b": 2} */
};

#define JSON_WRITE_DEPTH 16

struct json_writer {
    struct strbuf *out; /* borrowed */
    enum json_layout
        all;        /* the layout of all containers from now on, whatever they ask for; JSON_OWN: none */
    unsigned depth; /* containers that are open */
    struct {
        enum json_layout layout;
        bool object, begun;
    } open[JSON_WRITE_DEPTH];
};

void json_object(struct json_writer *json, const char *key, enum json_layout layout);
void json_array(struct json_writer *json, const char *key, enum json_layout layout);

/* Closes the container that was opened last. */
void json_close(struct json_writer *json);

void json_whole(struct json_writer *json, const char *key, uint64_t number);
void json_signed(struct json_writer *json, const char *key, int64_t number);
void json_flag(struct json_writer *json, const char *key, bool value);
void json_null(struct json_writer *json, const char *key);

/* ns as seconds, exact. */
void json_seconds(struct json_writer *json, const char *key, uint64_t ns);
void json_signed_seconds(struct json_writer *json, const char *key, int64_t ns);

/* A ratio to six digits; null where there is none (NAN). */
void json_ratio(struct json_writer *json, const char *key, double value);

void json_text(struct json_writer *json, const char *key, const char *text);

/* JSON that is ready. */
void json_raw(struct json_writer *json, const char *key, const char *value);

/* Appends text as a JSON string, with quotes. Characters that would steer a terminal are escaped;
 * a byte that is no UTF-8 becomes a question mark, so that text which was cut does not grow. */
void json_encode(struct strbuf *sb, const char *text);
