/* Writes an experiment as readable JSON: defaults are left out, and each strategy is on a line. */
#include "experiment/experiment.h"

#include "config/config.h"

static void add_key(struct json_writer *json, const struct config_key *key, const void *base)
{
    bool silent = key->quiet || (key->type == CONFIG_TEXT && !key->required);
    if (!(silent && config_is_default(key, base)) && (!key->applies || key->applies(base)))
        config_write(json, key->name, key, base);
}

static void add_keys(struct json_writer *json, const struct config_key *keys, const void *base)
{
    for (const struct config_key *key = keys; key && key->type != CONFIG_END; key++)
        add_key(json, key, base);
}

/* Adds the experiment's own keys: texts go to the head of the file, numbers to its foot. */
static void add_own_keys(struct json_writer *json, const struct experiment *experiment, bool texts)
{
    for (const struct config_key *key = experiment_keys; key->type != CONFIG_END; key++)
        if ((key->type == CONFIG_TEXT) == texts)
            add_key(json, key, experiment);
}

void experiment_write_workload(struct json_writer *json, const struct workload *workload)
{
    json_text(json, "kind", workload->ops->name);
    add_keys(json, workload->ops->keys, workload->settings);
}

static void add_strategy(struct json_writer *json, const struct strategy *strategy)
{
    json_object(json, NULL, JSON_INLINE);
    json_text(json, "kind", strategy->ops->name);
    add_keys(json, strategy->ops->keys, strategy);
    for (const struct config_key *key = experiment_strategy_keys; key->type != CONFIG_END; key++)
        if (key->type != CONFIG_TEXT || strategy->labelled)
            add_key(json, key, strategy);
    json_close(json);
}

static void add_references(struct json_writer *json, const struct experiment *experiment)
{
    if (!experiment->reference_count)
        return;
    json_array(json, "reference", JSON_LINES);
    for (size_t i = 0; i < experiment->reference_count; i++) {
        json_object(json, NULL, JSON_INLINE);
        add_keys(json, reference_keys, &experiment->references[i]);
        json_close(json);
    }
    json_close(json);
}

void experiment_write_members(struct json_writer *json, const struct experiment *experiment)
{
    add_own_keys(json, experiment, true);
    json_object(json, "workload", JSON_INLINE);
    experiment_write_workload(json, &experiment->workload);
    json_close(json);
    json_array(json, "strategies", JSON_LINES);
    for (size_t i = 0; i < experiment->strategy_count; i++)
        add_strategy(json, &experiment->strategies[i]);
    json_close(json);
    add_own_keys(json, experiment, false);
    add_references(json, experiment);
}

char *experiment_write(const struct experiment *experiment)
{
    struct strbuf text = STRBUF_INIT;
    struct json_writer json = { .out = &text };
    json_object(&json, NULL, JSON_LINES);
    experiment_write_members(&json, experiment);
    json_close(&json);
    strbuf_addc(&text, '\n');
    return strbuf_detach(&text);
}
