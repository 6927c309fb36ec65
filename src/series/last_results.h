/* The last results of each experiment, kept over restarts in $XDG_STATE_HOME/tictoc/last.json.
 * A cache: a file that cannot be read counts as empty, and the next result replaces it. */
#pragma once

#include "experiment/experiment.h"
#include "analysis/results.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One strategy. */
struct last_figure {
    char label[STRATEGY_LABEL_MAX + 1];
    uint64_t median_ns; /* of done */
};

struct last_time {
    char key[17];                /* identifies the workload, the strategies and the cores */
    char clock[24];              /* of `at`: "14:02" today, else "2026-11-21" */
    uint64_t at;                 /* seconds since 1970 */
    size_t count;                /* strategies */
    struct last_figure *figures; /* one each; owned */
    uint64_t total_ns;           /* of the whole experiment, all repeats */
};

struct last_results {
    struct last_time *times; /* the newest first; owned */
    size_t count;
};

/* `now`: seconds since 1970. */
void last_results_open(struct last_results *state, uint64_t now);
void last_results_release(struct last_results *state);

/* NULL: it never ran like this. Valid until the results change. */
const struct last_time *last_results_find(const struct last_results *state,
                                          const struct experiment *experiment, unsigned cores);

/* Keeps complete results, here and in the file, beside those that others have written there meanwhile.
 * Results of which a strategy has not ended are not kept.
 * False, with a sentence in `err`, when the file could not be written. */
bool last_results_keep(struct last_results *state, const struct results *results, uint64_t now, char *err,
                       size_t size);
