/* An experiment as a file that people like to read. */
#include "experiment/experiment.h"

#include "config/config_value.h"
#include "base/strbuf.h"
#include "base/xmalloc.h"

#include <stdlib.h>

/* Appends `"name": ` with the separator before it, whose comma is left out behind an opening brace. */
static void add_name(struct strbuf *sb, const char *separator, const char *name)
{
    bool first = sb->length && sb->text[sb->length - 1] == '{';
    strbuf_addf(sb, "%s\"%s\": ", separator + first, name);
}

static bool is_default(const struct config_key *key, const void *base)
{
    union {
        struct strategy strategy;
        struct workload workload;
        struct experiment experiment;
    } *usual = xcalloc(1, sizeof *usual);
    config_default(key, usual);
    bool equal = config_equal(key, base, usual);
    free(usual);
    return equal;
}

static void add_key(struct strbuf *sb, const char *separator, const struct config_key *key, const void *base)
{
    bool empty = key->type == CONFIG_TEXT && !((const char *)base)[key->offset];
    if ((empty && !key->required) || (key->quiet && is_default(key, base)))
        return;
    add_name(sb, separator, key->name);
    config_write(sb, key, base);
}

static void add_keys(struct strbuf *sb, const char *separator, const struct config_key *keys,
                     const void *base)
{
    for (const struct config_key *key = keys; key && key->type != CONFIG_END; key++)
        add_key(sb, separator, key, base);
}

/* The experiment's own keys: its texts stand at the head of the file, its numbers at the foot. */
static void add_own_keys(struct strbuf *sb, const struct experiment *experiment, bool texts)
{
    for (const struct config_key *key = experiment_keys; key->type != CONFIG_END; key++)
        if ((key->type == CONFIG_TEXT) == texts)
            add_key(sb, ",\n  ", key, experiment);
}

/* Beside several lengths of naps a count has nothing to say. */
static void add_workload(struct strbuf *sb, const struct workload *workload)
{
    bool several = workload->naps.range || workload->naps.distinct > 1;
    add_name(sb, ",\n  ", "workload");
    strbuf_addc(sb, '{');
    add_name(sb, ", ", "kind");
    json_encode(sb, workload->ops->name);
    for (const struct config_key *key = workload->ops->keys; key->type != CONFIG_END; key++)
        if (!several || key->type == CONFIG_NAPS)
            add_key(sb, ", ", key, workload);
    strbuf_adds(sb, " }");
}

static void add_strategies(struct strbuf *sb, const struct experiment *experiment)
{
    add_name(sb, ",\n  ", "strategies");
    for (size_t i = 0; i < experiment->strategy_count; i++) {
        const struct strategy *strategy = &experiment->strategies[i];
        strbuf_addf(sb, "%s\n    {", i ? "," : "[");
        add_name(sb, ", ", "kind");
        json_encode(sb, strategy->ops->name);
        add_keys(sb, ", ", strategy->ops->keys, strategy);
        for (const struct config_key *key = experiment_strategy_keys; key->type != CONFIG_END; key++)
            if (key->type != CONFIG_TEXT || strategy->labelled)
                add_key(sb, ", ", key, strategy);
        strbuf_adds(sb, " }");
    }
    strbuf_adds(sb, "\n  ]");
}

static void add_references(struct strbuf *sb, const struct experiment *experiment)
{
    if (!experiment->reference_count)
        return;
    add_name(sb, ",\n  ", "reference");
    for (size_t i = 0; i < experiment->reference_count; i++) {
        strbuf_addf(sb, "%s\n    {", i ? "," : "[");
        add_keys(sb, ", ", reference_keys, &experiment->references[i]);
        strbuf_adds(sb, " }");
    }
    strbuf_adds(sb, "\n  ]");
}

char *experiment_write(const struct experiment *experiment)
{
    struct strbuf sb = STRBUF_INIT;
    strbuf_addc(&sb, '{');
    add_own_keys(&sb, experiment, true);
    add_workload(&sb, &experiment->workload);
    add_strategies(&sb, experiment);
    add_own_keys(&sb, experiment, false);
    add_references(&sb, experiment);
    strbuf_adds(&sb, "\n}\n");
    return strbuf_detach(&sb);
}
