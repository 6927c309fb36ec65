/* Reading and writing JSON by tables of keys (config_key.h), with one wording for every mistake.
 * Nothing here knows an experiment. */
#pragma once

#include "config/config_key.h"
#include "config/diagnostics.h"
#include "json/json_write.h"

#include <stdbool.h>

/* ---- objects ------------------------------------------------------------------------------------------- */

/* Keys one object may have in all. */
#define CONFIG_KEYS_MAX 24

/* What an object may hold. */
struct config_shape {
    const char *what;                   /* the name of the object in messages: "perfect", "an experiment" */
    const struct config_key *tables[2]; /* plain keys; the second may be NULL */
    const char *const *others;          /* keys the caller reads itself; NULL-terminated */
    const char *(*owner)(
        const char *key); /* what else has such a key ("pool"), or NULL; may be NULL itself */
};

/* Reads the table keys of `object` into the struct at `base`, absent ones as their defaults.
 * Unknown, duplicate and missing keys and wrong values are reported. found[i] is the item of others[i], NULL
 * where absent. True when all was right; either way config_release() gives back what custom values own. */
bool config_read(struct diagnostics *diagnostics, const cJSON *object, const struct path *path,
                 const struct config_shape *shape, void *base, const cJSON *found[]);

void config_release(const struct config_key *table, void *base);

/* What the screen calls a key. */
const char *config_label(const struct config_key *key);

/* The key of that name; NULL: none. */
const struct config_key *config_find(const struct config_key *table, const char *name);

/* Sets every key of a table to its default. */
void config_defaults(const struct config_key *table, void *base);

/* ---- one value ----------------------------------------------------------------------------------------- */

/* Where a value comes from and where it goes. */
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

/* Reads the elements of a list as values of `key`,
 * which has no offset, into an array that the caller owns. False after reports. */
bool config_read_numbers(const struct config_target *target, const struct config_key *key, uint64_t **numbers,
                         uint64_t *count);

/* Reports "must be WANTED, not …REMEDY", the form of most mistakes. Always false. */
bool config_must_be(const struct config_target *target, const char *wanted, const char *remedy);

/* The index of a string among NULL-terminated `names`, or -1 after a report that names the nearest.
 * `what` says what they are: "kernel". */
int config_choose(struct diagnostics *diagnostics, const cJSON *item, const struct path *path,
                  const char *what, const char *const *names);

void config_default(const struct config_key *key, void *base);
bool config_is_default(const struct config_key *key, const void *base);

/* Writes the value as config_read_value() reads it back to the same, as a member `name` (json_write.h). */
void config_write(struct json_writer *json, const char *name, const struct config_key *key, const void *base);

/* Appends the value alone, as JSON text. */
void config_value_text(struct strbuf *sb, const struct config_key *key, const void *base);

/* The next value of a number up (1) or down (-1): CONFIG_WHOLE,
 * one by one or by doubling, as its range is wide;
 * CONFIG_SECONDS, ns: 1, 2, 5, 10 … A word comes below all numbers. False at the end: *value is as it was. */
bool config_step(const struct config_key *key, uint64_t *value, int direction);

/* Whether two structs have the same value of a key. */
bool config_equal(const struct config_key *key, const void *a, const void *b);
