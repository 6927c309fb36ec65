/* One line of newline-delimited JSON: an object's members as slices of its text.
 * Lines as we write them (no blanks, no escapes, ASCII) take a fast path, for millions in a few seconds.
 * All others are parsed by json_scan(), so that only JSON is accepted. Pure. */
#pragma once

#include "json/json_scan.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JSON_LINE_MEMBERS 48

/* Raw text of key and value: strings and keys without their quotes, escapes unresolved. */
struct json_member {
    const char *key, *text;
    uint32_t key_length, length;
    enum json_type type;
};

struct json_line {
    struct json_member members[JSON_LINE_MEMBERS];
    unsigned count;
};

/* The slices point into `text`. False, with a sentence in `err`, when the text is not an object
 * or has more than JSON_LINE_MEMBERS members. */
bool json_line_read(struct json_line *line, const char *text, size_t length, char *err, size_t size);

/* NULL: no member has this key. */
const struct json_member *json_line_find(const struct json_line *line, const char *key);

/* Whether a member is the string `text`, which must not need escapes. */
bool json_member_is(const struct json_member *member, const char *text);
