/* One line of newline-delimited JSON, taken apart: an object's members as slices of its text.
 * Lines as we write them ourselves (no blanks, no escapes, ASCII) go fast, millions a few seconds;
 * every other one goes through json_scan(), so that what is accepted is JSON and nothing else. Pure. */
#pragma once

#include "json/json_scan.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JSON_LINE_MEMBERS 48

/* Raw text of key and value; a string's and a key's without the quotes, escapes unresolved. */
struct json_member {
    const char *key, *text;
    uint32_t key_length, length;
    enum json_type type;
};

struct json_line {
    struct json_member members[JSON_LINE_MEMBERS];
    unsigned count;
};

/* False, with a sentence in `err`, when the text is
 * no object or has more members than that. Slices point into it. */
bool json_line_read(struct json_line *line, const char *text, size_t length, char *err, size_t size);

/* The member with this key; NULL: none. */
const struct json_member *json_line_find(const struct json_line *line, const char *key);

/* Whether a member is the string `text`, which has no character that would be escaped. */
bool json_member_is(const struct json_member *member, const char *text);
