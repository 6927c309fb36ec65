/* The form behind the edit screen: an experiment as a list of settings, made from the tables of keys and from nothing
 * else. A change is written into the experiment's JSON and read back by the one reader there is, so that what it would
 * refuse in a file is refused here, in the same words. */
#ifndef TICTOC_FORM_H
#define TICTOC_FORM_H

#include "experiment/experiment.h"
#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>

enum form_kind {
    FORM_GAP,      /* an empty row */
    FORM_HEADING,  /* .name */
    FORM_WORKLOAD, /* which workload it is */
    FORM_STRATEGY, /* a strategy, on or off */
    FORM_KEY,      /* a setting: .key */
};

struct field {
    enum form_kind kind;
    const char *name;
    const struct config_key *key;
    int strategy;                    /* index, for FORM_STRATEGY and the keys of one; -1 */
    const struct config_key *within; /* the object that `key` is one of; NULL: none */
};

#define FORM_FIELDS_MAX 160

struct form {
    struct experiment draft;  /* with all strategies, also those that are off; owned */
    struct experiment chosen; /* what would run: without them; owned */
    bool *on;                 /* of the draft's strategies; owned */
    char *origin;             /* where the experiment came from; owned */
    bool changed;
};

/* The experiment is copied. */
void form_open(struct form *form, const struct experiment *experiment);
void form_release(struct form *form);

/* The rows, in order. Returns how many. */
int form_fields(const struct form *form, struct field fields[FORM_FIELDS_MAX]);

/* Appends a field's value: as people read it, or as it is typed. */
void form_show(struct strbuf *out, const struct form *form, const struct field *field);
void form_type(struct strbuf *out, const struct form *form, const struct field *field);

/* Whether form_toggle() changes it; else it is typed. */
bool form_toggles(const struct field *field);

/* Takes a typed value. False, with the reader's sentence in `err`, when it is none; nothing is changed then. Naps may
 * also be given as on the command line: 1..10, 1x10. */
bool form_set(struct form *form, const struct field *field, const char *text, char *err, size_t size);

/* The other value, or the next one. `models`: experiments, one of which lends its work when the kind of work
 * changes. */
bool form_toggle(struct form *form, const struct field *field, const struct experiment *const models[],
                 size_t model_count, char *err, size_t size);

/* "perfect-numbers": a title as the name of a file: letters and digits, in small, and dashes between. */
void form_slug(struct strbuf *out, const char *title);

/* Where it would be saved: the file it came from, else a new one in `directory`. Owned by the caller: free(). */
char *form_path(const struct form *form, const char *directory);

#endif
