/* Objects by their tables: which keys they may, must and do hold. */
#ifndef TICTOC_CONFIG_OBJECT_H
#define TICTOC_CONFIG_OBJECT_H

#include "config/config_key.h"
#include "config/diagnostics.h"

#include <stdbool.h>

/* Keys one object may have in all. */
#define CONFIG_KEYS_MAX 24

/* What an object may hold. */
struct config_shape {
    const char *what;                   /* who takes these keys: "perfect", "an experiment" */
    const struct config_key *tables[2]; /* plain keys; the second may be NULL */
    const char *const *others;          /* keys the caller reads itself; NULL-terminated */
    const char *(*owner)(
        const char *key); /* to whom else a key belongs ("pool"), or NULL; may be NULL itself */
};

/* Reads the table keys of `object` into the struct at `base`, absent ones as their defaults. Unknown, duplicate and
 * missing keys and wrong values are complained about. found[i] is the item of others[i], NULL where absent. True when
 * all was right; either way, what `base` owns (naps) is the caller's to release. */
bool config_read(struct diagnostics *diagnostics, const cJSON *object, const struct path *path,
                 const struct config_shape *shape, void *base, const cJSON *found[]);

/* The key of that name; NULL: none. */
const struct config_key *config_find(const struct config_key *table, const char *name);

/* Sets every key of a table to its default. */
void config_defaults(const struct config_key *table, void *base);

#endif
