/* A strict scanner for JSON (RFC 8259) that remembers the position of everything.
 * It comes before cJSON, which accepts texts that are no JSON, keeps no positions and rounds numbers.
 * Pure: no file, no output, no global state. */
#pragma once

#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JSON_TEXT_MAX   (64u << 20) /* bytes */
#define JSON_VALUES_MAX 4000000u
#define JSON_DEPTH_MAX  64u

enum json_type { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

/* Lines and columns count from 1, columns in characters (code points). */
struct json_place {
    uint32_t line, column;
};

/* One value. `start` and `length` are its raw text in bytes:
 * a string with its quotes, a number as it was written. */
struct json_value {
    enum json_type type;
    uint32_t start, length;
    struct json_place place;
    uint32_t key_start, key_length; /* its key, raw, with quotes; length 0: it is in no object */
    struct json_place key_place;
    uint32_t next; /* index of the first value behind this one and all it contains */
};

/* All values in the order of the text, a container before what it contains;
 * [0] is the whole. Duplicate keys are JSON and are kept: the reader that knows the keys refuses them. */
struct json_scan {
    const char *text; /* borrowed */
    struct json_value *values;
    uint32_t count;
};

struct json_problem {
    struct json_place place;
    char text[200]; /* one sentence */
};

/* True when `text` is one JSON value and nothing else; release the scan then. Else the first problem. */
bool json_scan(struct json_scan *scan, const char *text, size_t length, struct json_problem *problem);
void json_scan_release(struct json_scan *scan);

/* Appends what a string means, escapes resolved, as UTF-8. `raw` is a string json_scan()
 * accepted, with its quotes. \u0000 becomes U+FFFD, as C strings cannot hold it. */
void json_decode(struct strbuf *sb, const char *raw, size_t length);
