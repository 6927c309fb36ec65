/* A strict scanner for JSON (RFC 8259) that records the position of every value.
 * It runs before cJSON, which accepts invalid JSON, keeps no positions and rounds numbers. Pure. */
#pragma once

#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JSON_TEXT_MAX   (64u << 20) /* bytes */
#define JSON_VALUES_MAX 4000000u
#define JSON_DEPTH_MAX  64u

enum json_type { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

/* "null", "false" and "true", by type. */
extern const char *const json_words[];

/* The type of a value by its first byte; JSON_NULL for any byte that begins no other type. */
enum json_type json_type_from(int c);

/* Both count from 1, columns in code points. */
struct json_place {
    uint32_t line, column;
};

/* `start` and `length` are the raw text in bytes, a string with its quotes. */
struct json_value {
    enum json_type type;
    uint32_t start, length;
    struct json_place place;
    uint32_t key_start, key_length; /* raw key with quotes; length 0: not a member of an object */
    struct json_place key_place;
    uint32_t next; /* index of the first value after this one and all it contains */
};

/* All values in the order of the text, a container before its contents; [0] is the root.
 * Duplicate keys are valid JSON and are kept: the reader that knows the keys refuses them. */
struct json_scan {
    const char *text; /* borrowed */
    struct json_value *values;
    uint32_t count;
};

struct json_problem {
    struct json_place place;
    char text[200]; /* one sentence */
};

/* True when `text` is one JSON value and nothing else: release the scan.
 * Otherwise *problem is the first error. */
bool json_scan(struct json_scan *scan, const char *text, size_t length, struct json_problem *problem);
void json_scan_release(struct json_scan *scan);

/* Appends a string as UTF-8 with its escapes resolved. `raw` is a string accepted by json_scan(),
 * with its quotes. \u0000 becomes U+FFFD, as C strings cannot hold it. */
void json_decode(struct strbuf *sb, const char *raw, size_t length);
