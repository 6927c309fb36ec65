/* One value by its table entry: reading it from JSON with one wording for every mistake, its default, writing it back.
 * Nothing here knows an experiment. */
#ifndef TICTOC_CONFIG_VALUE_H
#define TICTOC_CONFIG_VALUE_H

#include "config/config_key.h"
#include "config/diagnostics.h"
#include "json/json_write.h"

#include <stdbool.h>

/* The longest nap: a day, in ns. */
#define NAP_MAX (UINT64_C(86400) * 1000000000)

/* Reads `item` into the field of the struct at `base` that `key` describes. False after complaints; naps may own
 * memory even then. */
bool config_read_value(struct diagnostics *diagnostics, const cJSON *item, const struct path *path,
                       const struct config_key *key, void *base);

/* The index of a string among NULL-terminated `names`, or -1 after a complaint that names the nearest. `what` says
 * what they are: "kernel". */
int config_choose(struct diagnostics *diagnostics, const cJSON *item, const struct path *path,
                  const char *what, const char *const *names);

void config_default(const struct config_key *key, void *base);

/* Writes the value as config_read_value() reads it back to the same, as a member `name` (json_write.h). */
void config_write(struct json_writer *json, const char *name, const struct config_key *key, const void *base);

/* Appends the value alone, as JSON text. */
void config_value_text(struct strbuf *sb, const struct config_key *key, const void *base);

/* Whether two structs have the same value of a key. */
bool config_equal(const struct config_key *key, const void *a, const void *b);

#endif
