/* An experiment: one workload, a list of strategies, how often to repeat. What a JSON file says, checked. */
#pragma once

#include "config/config_key.h"
#include "json/json_write.h"
#include "work/strategy.h"
#include "work/workload.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EXPERIMENT_STRATEGIES_MAX 16 /* that a file may list; the program has no such limit */
#define EXPERIMENT_REFERENCES_MAX 8
#define EXPERIMENT_TITLE_MAX      80
#define EXPERIMENT_ABOUT_MAX      600

/* A published figure for the same task from elsewhere, shown beside ours as what it is. */
struct reference {
    char label[STRATEGY_LABEL_MAX + 1];
    uint64_t ns;
    char source[121]; /* of the measurement, and its place */
};

struct experiment {
    char title[EXPERIMENT_TITLE_MAX + 1];
    char about[EXPERIMENT_ABOUT_MAX + 1];
    char *source; /* where it was read: a path, "built in: NAME", "command line"; owned */
    struct workload workload;
    struct strategy *strategies; /* owned */
    size_t strategy_count;
    uint64_t repeat; /* counted runs of each strategy, 1 … 1000 */
    uint64_t warmup; /* runs of each strategy before them that are not counted, 0 … 100 */
    struct reference references[EXPERIMENT_REFERENCES_MAX];
    size_t reference_count;
};

/* Keys of the experiment object itself that are plain values: title, about, repeat, warmup. */
extern const struct config_key experiment_keys[];

/* Keys that every strategy takes besides its own: label, attempts, task_timeout_s, chaos. */
extern const struct config_key experiment_strategy_keys[];

/* Keys of an entry of "reference": label, seconds, source. */
extern const struct config_key reference_keys[];

/* One change from the command line, applied to the text's values before they are checked:
 * `path` is the key's path ("workload.to", "strategies[1].chunk",
 * "repeat"), `value` JSON text or, where that is no JSON, a string. */
struct experiment_override {
    const char *path;
    const char *value;
    const char *origin; /* how messages name it: "--to", "--set" */
};

/* Messages of a failed read: every mistake, a line each (with its newline), "file:line:column: path: what is
 * wrong", at most 50 and then how many more. Owned by the caller: free(). NULL when there was none. */

/* Reads one experiment from JSON text. `name` is that of the messages.
 * On success *out is filled (release it) and NULL is returned; else the messages, and *out is untouched. */
char *experiment_parse(struct experiment *out, const char *name, const char *text, size_t length,
                       const struct experiment_override *overrides, size_t override_count);

/* The same from a file (at most 64 MB). A file that
 * cannot be read is one message with the system's reason. */
char *experiment_read(struct experiment *out, const char *path, const struct experiment_override *overrides,
                      size_t override_count);

/* The experiment as JSON text that experiment_parse() reads back to an equal one.
 * Owned by the caller: free(). */
char *experiment_write(const struct experiment *experiment);

/* The same by parts: the members of the whole, and of its workload,
 * into an object that is open (json_write.h). */
void experiment_write_members(struct json_writer *json, const struct experiment *experiment);
void experiment_write_workload(struct json_writer *json, const struct workload *workload);

/* Gives every unlabelled strategy its label: its kind,
 * or, for a second one of a kind, kind and what differs ("pool, chunk 1").
 * Labels are unique afterwards. Called by the reader; the editor calls it after a change. */
void experiment_label(struct experiment *experiment);

void experiment_copy(struct experiment *to, const struct experiment *from);
void experiment_release(struct experiment *experiment);
