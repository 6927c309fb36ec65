#include "json/json_line.h"

#include "base/format.h"
#include <string.h>

struct cursor {
    const char *at, *end;
};

static bool eat(struct cursor *cursor, char c)
{
    if (cursor->at == cursor->end || *cursor->at != c)
        return false;
    cursor->at++;
    return true;
}

/* Reads a string of printable ASCII without escapes; the result excludes the quotes. */
static bool plain_string(struct cursor *cursor, const char **text, uint32_t *length)
{
    if (!eat(cursor, '"'))
        return false;
    *text = cursor->at;
    while (cursor->at < cursor->end && *cursor->at != '"' && *cursor->at != '\\' && *cursor->at >= ' ' &&
           *cursor->at < 0x7f)
        cursor->at++;
    *length = (uint32_t)(cursor->at - *text);
    return eat(cursor, '"');
}

static bool plain_number(struct cursor *cursor, struct json_member *member)
{
    member->text = cursor->at;
    eat(cursor, '-');
    const char *digits = cursor->at;
    while (cursor->at < cursor->end && *cursor->at >= '0' && *cursor->at <= '9')
        cursor->at++;
    member->length = (uint32_t)(cursor->at - member->text);
    return cursor->at > digits && (*digits != '0' || cursor->at == digits + 1);
}

static bool plain_word(struct cursor *cursor, struct json_member *member)
{
    const char *word = json_words[member->type];
    size_t length = strlen(word);
    if ((size_t)(cursor->end - cursor->at) < length || memcmp(cursor->at, word, length) != 0)
        return false;
    member->text = cursor->at;
    member->length = (uint32_t)length;
    cursor->at += length;
    return true;
}

static bool plain_value(struct cursor *cursor, struct json_member *member)
{
    member->type = json_type_from(cursor->at < cursor->end ? *cursor->at : '\0');
    return member->type == JSON_STRING   ? plain_string(cursor, &member->text, &member->length)
           : member->type == JSON_NUMBER ? plain_number(cursor, member)
           : member->type <= JSON_TRUE   ? plain_word(cursor, member)
                                         : false;
}

/* False when the line is not plain; it may still be JSON. */
static bool read_plain(struct json_line *line, const char *text, size_t length)
{
    struct cursor cursor = { text, text + length };
    if (!eat(&cursor, '{'))
        return false;
    do {
        if (line->count == JSON_LINE_MEMBERS)
            return false;
        struct json_member *member = &line->members[line->count++];
        if (!plain_string(&cursor, &member->key, &member->key_length) || !eat(&cursor, ':') ||
            !plain_value(&cursor, member))
            return false;
    } while (eat(&cursor, ','));
    return eat(&cursor, '}') && cursor.at == cursor.end;
}

static bool copy_members(struct json_line *line, const struct json_scan *scan)
{
    for (uint32_t i = 1; i < scan->count; i = scan->values[i].next) {
        const struct json_value *value = &scan->values[i];
        uint32_t quotes = value->type == JSON_STRING;
        if (line->count == JSON_LINE_MEMBERS)
            return false;
        line->members[line->count++] = (struct json_member){
            .key = scan->text + value->key_start + 1,
            .key_length = value->key_length - 2,
            .text = scan->text + value->start + quotes,
            .length = value->length - 2 * quotes,
            .type = value->type,
        };
    }
    return true;
}

bool json_line_read(struct json_line *line, const char *text, size_t length, char *err, size_t size)
{
    struct json_scan scan;
    struct json_problem problem;
    line->count = 0;
    if (read_plain(line, text, length))
        return true;
    line->count = 0;
    if (!json_scan(&scan, text, length, &problem))
        return format_refusal(err, size, "column %u: %s", problem.place.column, problem.text);
    bool copied = scan.values[0].type == JSON_OBJECT && copy_members(line, &scan);
    json_scan_release(&scan);
    return copied ||
           format_refusal(err, size, "a line is an object of at most %d members", JSON_LINE_MEMBERS);
}

const struct json_member *json_line_find(const struct json_line *line, const char *key)
{
    size_t length = strlen(key);
    for (unsigned i = 0; i < line->count; i++)
        if (line->members[i].key_length == length && memcmp(line->members[i].key, key, length) == 0)
            return &line->members[i];
    return NULL;
}

bool json_member_is(const struct json_member *member, const char *text)
{
    return member->type == JSON_STRING && member->length == strlen(text) &&
           memcmp(member->text, text, member->length) == 0;
}
