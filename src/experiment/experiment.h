/* An experiment: one workload, a list of strategies, how often to repeat: a JSON file, read and checked. */
#pragma once

#include "config/config_key.h"
#include "json/json_write.h"
#include "work/strategy.h"
#include "work/workload.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EXPERIMENT_STRATEGIES_MAX 16 /* in a file; the program itself has no such limit */
#define EXPERIMENT_REFERENCES_MAX 8
#define EXPERIMENT_TITLE_MAX      80
#define EXPERIMENT_ABOUT_MAX      600

/* A published figure for the same task from elsewhere, shown beside the measured ones. */
struct reference {
    char label[STRATEGY_LABEL_MAX + 1];
    uint64_t ns;
    char source[121]; /* where the figure comes from */
};

struct experiment {
    char title[EXPERIMENT_TITLE_MAX + 1];
    char about[EXPERIMENT_ABOUT_MAX + 1];
    char *source; /* where it was read: a path, "built in: NAME", "command line"; owned */
    struct workload workload;
    struct strategy *strategies; /* owned */
    size_t strategy_count;
    uint64_t repeat; /* counted runs of each strategy, 1 … 1000 */
    uint64_t warmup; /* runs of each strategy before those, not counted, 0 … 100 */
    struct reference references[EXPERIMENT_REFERENCES_MAX];
    size_t reference_count;
};

/* Keys of the experiment object itself with plain values: title, about, repeat, warmup. */
extern const struct config_key experiment_keys[];

/* Keys that every strategy takes besides its own: label, attempts, task_timeout_s, chaos. */
extern const struct config_key experiment_strategy_keys[];

/* Keys of an entry of "reference": label, seconds, source. */
extern const struct config_key reference_keys[];

/* One change from the command line, made in the values of the file before they are checked. */
struct experiment_override {
    const char *path;   /* of the key: "workload.to", "strategies[1].chunk", "repeat" */
    const char *value;  /* JSON text, or a string where it is no JSON */
    const char *origin; /* its name in messages: "--to", "--set" */
};

/* Reads one experiment from JSON text; messages call the text `name`.
 * On success *out is filled (release it) and NULL is returned; else *out is untouched,
 * and the messages are the caller's: free(). A message is a line with its newline,
 * "file:line:column: path: what is wrong". There are at most 50, then the number of the others. */
char *experiment_parse(struct experiment *out, const char *name, const char *text, size_t length,
                       const struct experiment_override *overrides, size_t override_count);

/* The same from a file (at most 64 MB). Where it cannot be read, one message has the system's reason. */
char *experiment_read(struct experiment *out, const char *path, const struct experiment_override *overrides,
                      size_t override_count);

/* The experiment as JSON text that experiment_parse() reads back to an equal one.
 * Owned by the caller: free(). */
char *experiment_write(const struct experiment *experiment);

/* The same by parts, into an object that is open (json_write.h): all members, or those of the workload. */
void experiment_write_members(struct json_writer *json, const struct experiment *experiment);
void experiment_write_workload(struct json_writer *json, const struct workload *workload);

/* Gives every unlabelled strategy its label: its kind,
 * or, for a second one of a kind, the kind and the differences ("pool, chunk 1").
 * Labels are unique afterwards. The reader calls it, and the editor after a change. */
void experiment_label(struct experiment *experiment);

/* What is new of a changed experiment. */
enum { EXPERIMENT_NEW_TITLE = 1, EXPERIMENT_NEW_ABOUT = 2, EXPERIMENT_NEW_WORK = 4 };

/* It is no longer as its file has it: unless they are new the title says so and the description goes;
 * with new work the published figures go, which are for the work of the file. `news`: bits as above. */
void experiment_mark_changed(struct experiment *experiment, unsigned news);

void experiment_copy(struct experiment *to, const struct experiment *from);
void experiment_release(struct experiment *experiment);
