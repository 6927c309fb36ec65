#include "home/tuning.h"

#include "base/strbuf.h"
#include "config/config.h"

#include <stdlib.h>
#include <string.h>

void tuning_drop(struct tuning *tuning)
{
    if (!tuning->open)
        return;
    preview_release(&tuning->preview);
    experiment_release(&tuning->experiment);
    *tuning = (struct tuning){ .open = false };
}

void tuning_find_last(struct tuning *tuning, const struct last_results *results,
                      const struct machine *machine)
{
    tuning->last =
        tuning->open && results ? last_results_find(results, &tuning->experiment, machine->cores) : NULL;
}

static void compute(struct tuning *tuning, const struct machine *machine,
                    const struct calibration *calibration)
{
    experiment_label(&tuning->experiment);
    preview_plan(&tuning->preview, &tuning->experiment, machine);
    if (calibration)
        preview_estimate(&tuning->preview, &tuning->experiment, machine, calibration);
}

static void begin(struct tuning *tuning, const struct experiment *experiment, const struct machine *machine,
                  const struct calibration *calibration)
{
    struct strbuf source = STRBUF_INIT;
    *tuning = (struct tuning){ .open = true };
    experiment_copy(&tuning->experiment, experiment);
    strbuf_addf(&source, "%s, changed", experiment->source ? experiment->source : "");
    free(tuning->experiment.source);
    tuning->experiment.source = strbuf_detach(&source);
    experiment_mark_changed(&tuning->experiment, 0);
    compute(tuning, machine, calibration);
}

/* NULL: the strategy has no such setting. */
static const struct config_key *find_key(const struct strategy *strategy, const char *name)
{
    const struct config_key *key = config_find(strategy->ops->keys, name);
    return key && key->type == CONFIG_WHOLE ? key : NULL;
}

bool tuning_has_knobs(const struct experiment *experiment)
{
    for (size_t i = 0; i < experiment->strategy_count; i++)
        if (find_key(&experiment->strategies[i], "workers") || find_key(&experiment->strategies[i], "chunk"))
            return true;
    return false;
}

/* Workers one by one, chunks by doubling and halving. 0: nothing is farther in that direction. */
static uint64_t next_value(enum action action, const struct plan *plan, uint64_t most)
{
    uint64_t workers = plan->slots, chunk = plan->chunk;
    switch (action) {
    case ACTION_LEFT:
        return workers - 1;
    case ACTION_RIGHT:
        return workers < most ? workers + 1 : 0;
    case ACTION_SMALLER:
        return chunk / 2;
    default:
        return chunk < most ? (chunk < most / 2 ? 2 * chunk : most) : 0;
    }
}

static const char *const at_end[ACTION_COUNT] = {
    [ACTION_LEFT] = "One worker is the least.",
    [ACTION_RIGHT] = "More workers would have nothing to do.",
    [ACTION_SMALLER] = "A chunk is one task at least.",
    [ACTION_LARGER] = "The chunk has all the tasks already.",
};

const char *tuning_turn(struct tuning *tuning, const struct experiment *experiment, size_t strategy,
                        enum action action, const struct machine *machine,
                        const struct calibration *calibration)
{
    bool workers = action == ACTION_LEFT || action == ACTION_RIGHT;
    const struct config_key *key = find_key(&experiment->strategies[strategy], workers ? "workers" : "chunk");
    if (!key)
        return workers ? "This strategy decides itself how many workers it starts; e changes the rest."
                       : "This strategy has no chunks; e changes the rest.";
    if (!tuning->open)
        begin(tuning, experiment, machine, calibration);
    uint64_t tasks = tuning->experiment.workload.tasks, most = tasks < key->max ? tasks : key->max;
    uint64_t value = next_value(action, &tuning->preview.strategies[strategy].plan, most);
    if (value == 0)
        return at_end[action];
    memcpy((char *)&tuning->experiment.strategies[strategy] + key->offset, &value, sizeof value);
    compute(tuning, machine, calibration);
    return NULL;
}
