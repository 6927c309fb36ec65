/* The form behind the edit screen: an experiment as a list of settings,
 * made from the tables of keys and of strategies and from nothing else.
 * A change makes another experiment of the one there is; what is typed is written into its JSON and read
 * back by the one reader there is, so that what it would refuse in a file is refused here, in the same words.
 *
 *     form_open(&form, experiment)         a copy, and the original beside it
 *     form_fields(&form, fields)           what can be changed, row by row
 *     form_set(), form_step() …            a change; false with a sentence, and nothing is changed */
#pragma once

#include "base/strbuf.h"
#include "experiment/experiment.h"
#include "view/model.h"

#include <stdbool.h>
#include <stddef.h>

/* A setting, or, without a key, what the settings belong to:
 * a strategy (its kind and its name), or the work. */
struct field {
    const struct config_key *key;    /* of a setting; else NULL */
    const struct config_key *within; /* the object that `key` is one of; NULL: none */
    int strategy;                    /* its index; -1: none */
    int row;                         /* fields of one row belong together */
};

#define FORM_FIELDS_MAX 400

struct form {
    struct experiment original; /* as it was opened; owned */
    struct experiment draft;    /* as it is now; owned */
    bool changed;               /* the two differ */
    bool more;                  /* settings are listed also where they are as usual */
    char refusal[400];          /* why the last change was refused; the caller clears it */
};

/* The experiment is copied; it may be the original, to begin anew. */
void form_open(struct form *form, const struct experiment *experiment);
void form_release(struct form *form);

/* A copy of the draft to run or to save; with changes it is marked as changed. */
void form_take(struct experiment *experiment, const struct form *form);

/* The fields, in order. Returns how many. */
int form_fields(const struct form *form, struct field fields[FORM_FIELDS_MAX]);

bool form_same(const struct field *a, const struct field *b);

/* What a field is called: "workers"; with what it belongs to:
 * "pool · workers". Writes at most `size` bytes, returns buf. */
const char *form_name(const struct form *form, const struct field *field);
char *form_where(char *buf, size_t size, const struct form *form, const struct field *field);

/* Appends a field's value: as people read it, or as it is typed. */
void form_show(struct strbuf *out, const struct form *form, const struct field *field);
void form_type(struct strbuf *out, const struct form *form, const struct field *field);

/* How a field is changed. */
bool form_flips(const struct field *field);     /* on and off: form_flip() */
bool form_is_number(const struct field *field); /* what is typed begins with a digit */
bool form_is_text(const struct field *field);   /* letters are typed */

/* ---- changes: false with a sentence in `refusal` (where, what, the remedy), and nothing is changed */

/* Takes a typed value. Naps may be typed as on the command line;
 * a strategy is named, and without a name called after its kind. */
bool form_set(struct form *form, const struct field *field, const char *text);

/* The next value up (1) or down (-1). `entries`: experiments,
 * one of which lends its work when the kind of work changes. */
bool form_step(struct form *form, const struct field *field, int direction,
               const struct experiment_entry entries[], size_t count);

/* A yes or no, an object that is there or not. */
bool form_flip(struct form *form, const struct field *field);

/* The list of strategies. *at: the number of one, which becomes that of the one it is about afterwards;
 * -1: none, where only another one can be added, at the end.
 * Added is the first kind that is not there yet, or the same again. */
bool form_add(struct form *form, int *at);
bool form_double(struct form *form, int *at);
bool form_remove(struct form *form, int *at);

/* It changes places with the one before it (-1) or after it (1). */
bool form_move(struct form *form, int *at, int direction);

/* ---- between the files of the form --------------------------------------------------------------------- */

/* Behind each change of the draft: strategies without a name get one, and it is seen what has changed. */
void form_settle(struct form *form);

const void *form_value(const struct form *form, const struct field *field);

/* "perfect-numbers": a title as the name of a file: letters and digits, in small, and dashes between. */
void form_slug(struct strbuf *out, const char *title);
