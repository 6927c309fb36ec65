/* The selected experiment with other workers and chunks, as the knobs of "Will run" leave it:
 * it runs without being saved.
 *
 *     tuning_turn(&tuning, experiment, …)      copies the experiment at the first turn
 *     tuning_drop(&tuning)                     another experiment is selected, or the view closes */
#pragma once

#include "analysis/estimate.h"
#include "series/last_results.h"
#include "view/action.h"

#include <stdbool.h>
#include <stddef.h>

struct tuning {
    bool open; /* what follows is there; owned */
    struct experiment experiment;
    struct preview preview;
    /* When it ran exactly like this; NULL: never. Borrowed, until the results change. */
    const struct last_time *last;
};

/* ACTION_LEFT and ACTION_RIGHT: workers of a strategy; ACTION_SMALLER and ACTION_LARGER:
 * its chunk. NULL, or why it cannot be turned. `calibration` NULL: nothing is estimated. */
const char *tuning_turn(struct tuning *tuning, const struct experiment *experiment, size_t strategy,
                        enum action action, const struct machine *machine,
                        const struct calibration *calibration);

/* Whether some strategy has workers or a chunk to be turned. */
bool tuning_has_knobs(const struct experiment *experiment);

/* Finds it anew. `results` NULL: nothing is known. */
void tuning_find_last(struct tuning *tuning, const struct last_results *results,
                      const struct machine *machine);

void tuning_drop(struct tuning *tuning);
