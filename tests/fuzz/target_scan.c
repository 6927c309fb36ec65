/* The scanner in front of everything: whatever it takes is JSON,
 * its places are true, and its other readers agree. */
#include "fuzz/targets.h"

#include "json/json_line.h"
#include "json/json_scan.h"
#include "json/json_tree.h"
#include "fuzz/promise.h"
#include "base/xmalloc.h"
#include "base/utf8.h"
#include "json/json_write.h"

#include <stdlib.h>
#include <string.h>

static bool lies_within(uint32_t start, uint32_t length, size_t end)
{
    return start <= end && length <= end - start;
}

/* A string means text, and that text as a string again means the same. */
static void check_string(const char *raw, size_t length)
{
    struct strbuf meant = STRBUF_INIT, written = STRBUF_INIT, again = STRBUF_INIT;
    uint32_t c = 0;
    json_decode(&meant, raw, length);
    PROMISE(strlen(meant.text) == meant.length);
    for (size_t at = 0, bytes = 0; at < meant.length; at += bytes) {
        bytes = utf8_read(meant.text + at, meant.length - at, &c);
        PROMISE(bytes > 0);
    }
    json_encode(&written, meant.text);
    json_decode(&again, written.text, written.length);
    PROMISE(strcmp(meant.text, again.text) == 0);
    strbuf_release(&meant);
    strbuf_release(&written);
    strbuf_release(&again);
}

static void check_value(const struct json_scan *scan, uint32_t index, size_t length)
{
    const struct json_value *value = &scan->values[index];
    PROMISE(lies_within(value->start, value->length, length) && value->length > 0);
    PROMISE(lies_within(value->key_start, value->key_length, length));
    PROMISE(value->next > index && value->next <= scan->count);
    PROMISE(value->place.line >= 1 && value->place.column >= 1);
    if (value->type == JSON_STRING)
        check_string(scan->text + value->start, value->length);
    if (value->key_length)
        check_string(scan->text + value->key_start, value->key_length);
}

/* cJSON is lenient: what the strict scanner takes it takes as well. */
static void check_tree(const struct json_scan *scan, const char *bytes, size_t length)
{
    cJSON *tree = json_tree(scan, 0), *theirs = cJSON_ParseWithLength(bytes, length);
    PROMISE(tree && theirs);
    PROMISE(cJSON_GetArraySize(tree) == cJSON_GetArraySize(theirs));
    cJSON_Delete(tree);
    cJSON_Delete(theirs);
}

/* The reader of lines has a fast way of its own: it takes what the scanner takes, and nothing else. */
static void check_line(const struct json_scan *scan, const char *bytes, size_t length)
{
    struct json_line line;
    char err[256];
    uint32_t members = 0;
    bool object = scan && scan->values[0].type == JSON_OBJECT;
    for (uint32_t i = 1; object && i < scan->count; i = scan->values[i].next)
        members++;
    bool taken = json_line_read(&line, bytes, length, err, sizeof err);
    PROMISE(taken == (object && members <= JSON_LINE_MEMBERS));
    PROMISE(!taken || line.count == members);
    PROMISE(taken || promise_harmless(err));
}

void fuzz_scan(const char *bytes, size_t length)
{
    struct json_scan scan;
    struct json_problem problem;
    bool one_line = !memchr(bytes, '\n', length) && !memchr(bytes, '\0', length);
    if (!json_scan(&scan, bytes, length, &problem)) {
        PROMISE(problem.place.line >= 1 && problem.place.column >= 1);
        PROMISE(problem.text[0] && promise_harmless(problem.text));
        if (one_line)
            check_line(NULL, bytes, length);
        return;
    }
    PROMISE(scan.count >= 1 && scan.values[0].next == scan.count);
    for (uint32_t i = 0; i < scan.count; i++)
        check_value(&scan, i, length);
    check_tree(&scan, bytes, length);
    if (one_line)
        check_line(&scan, bytes, length);
    json_scan_release(&scan);
}
