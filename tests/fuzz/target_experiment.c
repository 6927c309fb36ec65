/* Experiments: refused with messages that can be shown,
 * or accepted within all bounds and written back to the same. */
#include "fuzz/targets.h"

#include "config/config.h"
#include "experiment/experiment.h"
#include "fuzz/promise.h"
#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

static void check_bounds(const struct experiment *experiment)
{
    PROMISE(experiment->strategy_count >= 1 && experiment->strategy_count <= EXPERIMENT_STRATEGIES_MAX);
    PROMISE(experiment->reference_count <= EXPERIMENT_REFERENCES_MAX);
    PROMISE(experiment->repeat >= 1 && experiment->repeat <= 1000 && experiment->warmup <= 100);
    PROMISE(experiment->workload.tasks >= 1 && experiment->workload.tasks <= TASKS_MAX);
    for (size_t i = 0; i < experiment->strategy_count; i++)
        for (size_t j = 0; j < i; j++)
            PROMISE(strcmp(experiment->strategies[i].label, experiment->strategies[j].label) != 0);
}

static void check_same(const struct experiment *a, const struct experiment *b)
{
    PROMISE(strcmp(a->title, b->title) == 0 && strcmp(a->about, b->about) == 0);
    PROMISE(a->repeat == b->repeat && a->warmup == b->warmup);
    PROMISE(a->workload.ops == b->workload.ops && a->workload.tasks == b->workload.tasks);
    PROMISE(a->strategy_count == b->strategy_count && a->reference_count == b->reference_count);
    for (size_t i = 0; i < a->strategy_count; i++) {
        const struct strategy *one = &a->strategies[i], *other = &b->strategies[i];
        PROMISE(one->ops == other->ops && strcmp(one->label, other->label) == 0);
        for (const struct config_key *key = one->ops->keys; key->type != CONFIG_END; key++)
            PROMISE(config_equal(key, one, other));
    }
}

void fuzz_experiment(const char *bytes, size_t length)
{
    struct experiment experiment, again;
    char *messages = experiment_parse(&experiment, "fuzz.json", bytes, length, NULL, 0);
    if (messages) {
        PROMISE(messages[0] && promise_harmless(messages));
        free(messages);
        return;
    }
    check_bounds(&experiment);
    char *text = experiment_write(&experiment);
    PROMISE(!experiment_parse(&again, "written.json", text, strlen(text), NULL, 0));
    check_same(&experiment, &again);
    char *twice = experiment_write(&again);
    PROMISE(strcmp(text, twice) == 0);
    free(text);
    free(twice);
    experiment_release(&experiment);
    experiment_release(&again);
}
