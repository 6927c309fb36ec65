/* What a reader of JSON reads from (a file, the values of command-line options) and the mistakes it finds in it. Every
 * item of the tree knows where it came from, so a mistake is told with its place; all are told at once. */
#ifndef TICTOC_READING_H
#define TICTOC_READING_H

#include "json/json_scan.h"
#include "json/json_tree.h"
#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>

#define READING_SHOWN_MAX 50

/* The way to a value, from the inside out: { &workload, "to", 0 }, { &list, NULL, 3 }. NULL: the whole. */
struct path {
    const struct path *parent;
    const char *key; /* NULL: the index in a list */
    size_t index;
};

struct reading_source {
    char *name;
    char *text;
    bool placed; /* has lines and columns worth telling; else its name says all */
    struct json_scan scan;
    int base; /* valueint of its first value */
};

struct complaint {
    long rank; /* by where it stands in what was read */
    char *text;
};

struct reading {
    struct reading_source *sources;
    size_t source_count;
    struct complaint complaints[READING_SHOWN_MAX];
    size_t complaint_count; /* of them kept */
    size_t more;            /* and not kept */
};

void reading_init(struct reading *reading);
void reading_release(struct reading *reading);

/* Adds a text and returns its tree (cJSON_Delete() it before the release). What is no JSON is complained about, and
 * the answer is NULL. `name` as it stands in messages: a file's path. */
cJSON *reading_add(struct reading *reading, const char *name, bool placed, const char *text, size_t length);

/* The same for the value of an option: what is no JSON is taken for a string. */
cJSON *reading_add_value(struct reading *reading, const char *name, const char *value);

enum reading_at { AT_KEY, AT_VALUE };

/* Notes a mistake: "file:line:column: path: what". */
void reading_complain(struct reading *reading, const cJSON *item, enum reading_at at, const struct path *path,
                      const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Mistakes so far. */
size_t reading_mistakes(const struct reading *reading);

/* No further one will be kept: what would go into its message need not be worked out. */
bool reading_is_full(const struct reading *reading);

/* All of them, a line each with its newline, in the order of what was read; NULL when there is none. free() it. */
char *reading_messages(const struct reading *reading);

/* How a message shows a value: a string in quotes, a number as written, "a list". free() it. */
char *reading_show(const cJSON *item);

#endif
