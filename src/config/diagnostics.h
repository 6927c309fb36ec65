/* What a reader of JSON reads from (a file, the values of command-line options)
 * and the mistakes it finds in it. Every item of the tree knows where it came from,
 * so a mistake is reported with its place. All are reported at once. */
#pragma once

#include "json/json_scan.h"
#include "json/json_tree.h"
#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>

#define DIAGNOSTICS_SHOWN_MAX 50

/* The way to a value, from the inside out: { &workload, "to", 0 }, { &list, NULL, 3 }. NULL: the whole. */
struct path {
    const struct path *parent;
    const char *key; /* NULL: the index in a list */
    size_t index;
};

struct diagnostics_source {
    char *name;
    char *text;
    bool placed; /* has lines and columns worth printing; else its name says all */
    struct json_scan scan;
    int base; /* valueint of its first value */
};

struct mistake {
    long rank; /* by its place in what was read */
    char *text;
};

struct diagnostics {
    struct diagnostics_source *sources;
    size_t source_count;
    struct mistake mistakes[DIAGNOSTICS_SHOWN_MAX];
    size_t mistake_count; /* of them kept */
    size_t more;          /* and not kept */
};

void diagnostics_init(struct diagnostics *diagnostics);
void diagnostics_release(struct diagnostics *diagnostics);

/* Adds a text and returns its tree (cJSON_Delete() it before the release).
 * What is no JSON is reported, and the answer is NULL. `name` is that of messages: a file's path. */
cJSON *diagnostics_add(struct diagnostics *diagnostics, const char *name, bool placed, const char *text,
                       size_t length);

/* The same for the value of an option: what is no JSON is taken for a string. */
cJSON *diagnostics_add_value(struct diagnostics *diagnostics, const char *name, const char *value);

enum diagnostics_at { AT_KEY, AT_VALUE };

/* Notes a mistake: "file:line:column: path: what". */
void diagnostics_report(struct diagnostics *diagnostics, const cJSON *item, enum diagnostics_at at,
                        const struct path *path, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* Mistakes so far. */
size_t diagnostics_mistakes(const struct diagnostics *diagnostics);

/* No further one will be kept: what would go into its message need not be worked out. */
bool diagnostics_is_full(const struct diagnostics *diagnostics);

/* All of them, a line each with its newline, in the order of what was read;
 * NULL when there is none. free() it. */
char *diagnostics_messages(const struct diagnostics *diagnostics);

/* How a message shows a value: a string in quotes, a number as written, "a list". free() it. */
char *diagnostics_show(const cJSON *item);
