/* Reads and writes JSON by tables of keys (config_key.h), with one wording for every kind of mistake.
 * Independent of experiments. */
#pragma once

#include "config/config_key.h"
#include "config/diagnostics.h"
#include "json/json_write.h"

#include <stdbool.h>

/* ---- objects ------------------------------------------------------------------------------------------- */

/* Maximum number of keys of one object. */
#define CONFIG_KEYS_MAX 24

/* The keys of an object. */
struct config_shape {
    const char *what;                   /* the name of the object in messages: "perfect", "an experiment" */
    const struct config_key *tables[2]; /* plain keys; the second may be NULL */
    const char *const *others;          /* keys the caller reads itself; NULL-terminated */
    const char *(*owner)(const char *key); /* what else has this key ("pool") or NULL; may be NULL itself */
};

/* Reads the table keys of `object` into the struct at `base`, absent ones as their defaults.
 * Reports unknown, duplicate and missing keys and wrong values. found[i] is the item of others[i], or NULL.
 * True without mistakes. In both cases config_release() frees what custom values own. */
bool config_read(struct diagnostics *diagnostics, const cJSON *object, const struct path *path,
                 const struct config_shape *shape, void *base, const cJSON *found[]);

void config_release(const struct config_key *table, void *base);

/* The name of a key on the screen. */
const char *config_label(const struct config_key *key);

/* NULL: no key has this name. */
const struct config_key *config_find(const struct config_key *table, const char *name);

void config_defaults(const struct config_key *table, void *base);

/* ---- one value ----------------------------------------------------------------------------------------- */

/* The source and the destination of a value. */
struct config_target {
    struct diagnostics *diagnostics;
    const cJSON *item;
    const struct path *path;
    const struct config_key *key;
    void *value;
    void *base; /* the struct that `value` is a member of */
};

/* Reads `item` into the field of the struct at `base` that `key` describes. False after reports. */
bool config_read_value(struct diagnostics *diagnostics, const cJSON *item, const struct path *path,
                       const struct config_key *key, void *base);

/* Reads the elements of a list as values of `key`, whose offset is 0, into an array owned by the caller.
 * False after reports. */
bool config_read_numbers(const struct config_target *target, const struct config_key *key, uint64_t **numbers,
                         uint64_t *count);

/* Reports "must be WANTED, not …REMEDY". Always false. */
bool config_must_be(const struct config_target *target, const char *wanted, const char *remedy);

/* The index of a string among NULL-terminated `names`, or -1 after a report with the nearest name.
 * `what` is the kind of names: "kernel". */
int config_choose(struct diagnostics *diagnostics, const cJSON *item, const struct path *path,
                  const char *what, const char *const *names);

bool config_is_default(const struct config_key *key, const void *base);

/* Writes the value as the member `name`; config_read_value() reads it back unchanged. */
void config_write(struct json_writer *json, const char *name, const struct config_key *key, const void *base);

/* Appends the value alone, as JSON text. */
void config_value_text(struct strbuf *sb, const struct config_key *key, const void *base);

/* Steps a number up (1) or down (-1): CONFIG_WHOLE by one, or by doubling in a wide range;
 * CONFIG_SECONDS, ns: 1, 2, 5, 10 … The word is below all numbers. False at the end, *value unchanged. */
bool config_step(const struct config_key *key, uint64_t *value, int direction);

/* Whether two structs have the same value of a key. */
bool config_equal(const struct config_key *key, const void *a, const void *b);
