/* The sources of a JSON reader (a file, values of command-line options) and the mistakes found in them.
 * Every item of a tree knows its position, which a mistake is reported with. All are reported at once. */
#pragma once

#include "json/json_scan.h"
#include "json/json_tree.h"
#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>

#define DIAGNOSTICS_SHOWN_MAX 50

/* The path to a value, innermost first: { &workload, "to", 0 }, { &list, NULL, 3 }. NULL: the root. */
struct path {
    const struct path *parent;
    const char *key; /* NULL: the index in a list */
    size_t index;
};

struct diagnostics_source {
    char *name;
    char *text;
    bool placed; /* whether messages show line and column */
    struct json_scan scan;
    int base; /* valueint of the first value */
};

struct mistake {
    long rank; /* by position in the sources */
    char *text;
};

struct diagnostics {
    struct diagnostics_source *sources;
    size_t source_count;
    struct mistake mistakes[DIAGNOSTICS_SHOWN_MAX]; /* in order of rank */
    size_t mistake_count;
    size_t more; /* number of mistakes beyond them */
};

void diagnostics_init(struct diagnostics *diagnostics);
void diagnostics_release(struct diagnostics *diagnostics);

/* Adds a text and returns its tree; cJSON_Delete() it before the release.
 * NULL after a report when it is not JSON. `name` is what messages call the source. */
cJSON *diagnostics_add(struct diagnostics *diagnostics, const char *name, bool placed, const char *text,
                       size_t length);

/* The same for the value of an option, which is a string when it is not JSON. */
cJSON *diagnostics_add_value(struct diagnostics *diagnostics, const char *name, const char *value);

enum diagnostics_at { AT_KEY, AT_VALUE };

/* Adds a mistake: "file:line:column: path: what". */
void diagnostics_report(struct diagnostics *diagnostics, const cJSON *item, enum diagnostics_at at,
                        const struct path *path, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

size_t diagnostics_mistakes(const struct diagnostics *diagnostics);

/* Whether further mistakes are only counted, so that their messages need not be composed. */
bool diagnostics_is_full(const struct diagnostics *diagnostics);

/* All messages in the order of the sources, one line each; NULL: there are none. free() it. */
char *diagnostics_messages(const struct diagnostics *diagnostics);

/* A value as a message shows it: a string in quotes, a number as written, "a list". free() it. */
char *diagnostics_show(const cJSON *item);
