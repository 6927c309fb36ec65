#include "experiment/experiment.h"

#include "config/config.h"
#include "base/clock.h"
#include "base/strbuf.h"
#include "base/xmalloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_KEY(struct_name, field) .type = CONFIG_TEXT, .offset = offsetof(struct struct_name, field)
#define NS_PER_YEAR                  (365 * NS_PER_DAY)

const struct config_key experiment_keys[] = {
    { .name = "title",
      TEXT_KEY(experiment, title),
      .max = EXPERIMENT_TITLE_MAX,
      .help = "its name, as lists show it" },
    { .name = "about",
      TEXT_KEY(experiment, about),
      .max = EXPERIMENT_ABOUT_MAX,
      .help = "a sentence or two, shown beside it" },
    { .name = "repeat",
      .label = "repeats",
      .type = CONFIG_WHOLE,
      .offset = offsetof(struct experiment, repeat),
      .min = 1,
      .max = 1000,
      .fallback = 1,
      .help = "counted runs of each strategy",
      .option = { .name = "--repeat", .argument = "N" } },
    { .name = "warmup",
      .label = "warm-ups",
      .type = CONFIG_WHOLE,
      .offset = offsetof(struct experiment, warmup),
      .min = 0,
      .max = 100,
      .fallback = 0,
      .help = "runs of each strategy that come first and are not counted",
      .option = { .name = "--warmup", .argument = "N" } },
    { .type = CONFIG_END },
};

static const struct config_key chaos_keys[] = {
    { .name = "kill_every_s",
      .label = "a kill every",
      .type = CONFIG_SECONDS,
      .offset = offsetof(struct strategy, chaos.kill_every_ns),
      .min = 1000000,
      .max = NS_PER_DAY,
      .fallback = 500000000,
      .help = "seconds from one killed worker to the next" },
    { .name = "seed",
      .type = CONFIG_WHOLE,
      .offset = offsetof(struct strategy, chaos.seed),
      .max = UINT32_MAX,
      .fallback = 1,
      .help = "equal seeds give equal random numbers" },
    { .type = CONFIG_END },
};

const struct config_key experiment_strategy_keys[] = {
    { .name = "label",
      TEXT_KEY(strategy, label),
      .min = 1,
      .max = STRATEGY_LABEL_MAX,
      .help = "its name in tables, unique in the experiment" },
    { .name = "attempts",
      .type = CONFIG_WHOLE,
      .offset = offsetof(struct strategy, attempts),
      .min = 1,
      .max = STRATEGY_ATTEMPTS_MAX,
      .fallback = STRATEGY_ATTEMPTS,
      .quiet = true,
      .help = "workers that may die in a task before it is set aside as failed" },
    { .name = "task_timeout_s",
      .label = "time limit",
      .type = CONFIG_SECONDS,
      .offset = offsetof(struct strategy, task_timeout_ns),
      .min = 1000000,
      .max = NS_PER_DAY,
      .word = "none",
      .quiet = true,
      .help = "seconds a task may take; then its worker is ended, which counts as an attempt" },
    { .name = "chaos",
      .type = CONFIG_OBJECT,
      .offset = offsetof(struct strategy, chaos.on),
      .keys = chaos_keys,
      .quiet = true,
      .help = "kill a worker now and then, chosen at random; these deaths do not count" },
    { .type = CONFIG_END },
};

const struct config_key reference_keys[] = {
    { .name = "label",
      TEXT_KEY(reference, label),
      .min = 1,
      .max = STRATEGY_LABEL_MAX,
      .required = true,
      .help = "what was measured" },
    { .name = "seconds",
      .type = CONFIG_SECONDS,
      .offset = offsetof(struct reference, ns),
      .min = 1,
      .max = NS_PER_YEAR,
      .required = true,
      .help = "how long it took" },
    { .name = "source",
      TEXT_KEY(reference, source),
      .max = sizeof(((struct reference *)NULL)->source) - 1,
      .help = "the publication of the figures, or the machine they were measured on" },
    { .type = CONFIG_END },
};

/* ", chunk 1", ", no join", ", chaos": a setting in which a strategy differs from another. */
static void add_difference(struct strbuf *sb, const struct config_key *key, const struct strategy *strategy)
{
    if (key->type == CONFIG_FLAG || key->type == CONFIG_OBJECT) {
        bool set = *(const bool *)((const char *)strategy + key->offset);
        strbuf_addf(sb, ", %s%s", set || key->word ? "" : "no ", set || !key->word ? key->name : key->word);
        return;
    }
    struct strbuf value = STRBUF_INIT;
    config_value_text(&value, key, strategy);
    bool seconds = key->type == CONFIG_SECONDS && value.text[0] != '"'; /* the name ends in "_s" */
    strbuf_addf(sb, ", %.*s %s%s", (int)strlen(key->name) - (seconds ? 2 : 0), key->name, value.text,
                seconds ? " s" : "");
    strbuf_release(&value);
}

static void add_differences(struct strbuf *sb, const struct strategy *strategy, const struct strategy *first)
{
    const struct config_key *tables[] = { strategy->ops->keys, experiment_strategy_keys };
    for (size_t i = 0; i < 2; i++)
        for (const struct config_key *key = tables[i]; key && key->type != CONFIG_END; key++)
            if (key->type != CONFIG_TEXT && !config_equal(key, strategy, first))
                add_difference(sb, key, strategy);
    for (char *c = sb->text; *c; c++)
        if (*c == '_')
            *c = ' ';
        else if (*c == '"')
            memmove(c, c + 1, strlen(c));
    sb->length = strlen(sb->text);
}

/* Whether another strategy has the label: by the file, or given before this one's. */
static bool is_taken(const struct experiment *experiment, const char *label, size_t index)
{
    for (size_t i = 0; i < experiment->strategy_count; i++) {
        const struct strategy *other = &experiment->strategies[i];
        if (i != index && (i < index || other->labelled) && strcmp(other->label, label) == 0)
            return true;
    }
    return false;
}

/* Gives the label `wanted`, or, where that is taken, "wanted 2", "wanted 3", …, cut to fit. */
static void give_label(struct experiment *experiment, size_t index, const char *wanted)
{
    static const char ellipsis[] = "…";
    char *label = experiment->strategies[index].label;
    struct strbuf sb = STRBUF_INIT;
    for (unsigned number = 1; number == 1 || is_taken(experiment, label, index); number++) {
        char suffix[12] = "";
        if (number > 1)
            snprintf(suffix, sizeof suffix, " %u", number);
        strbuf_clear(&sb);
        strbuf_adds(&sb, wanted);
        if (sb.length > STRATEGY_LABEL_MAX - strlen(suffix)) {
            strbuf_truncate(&sb, STRATEGY_LABEL_MAX - strlen(suffix) - strlen(ellipsis));
            strbuf_adds(&sb, ellipsis);
        }
        strbuf_adds(&sb, suffix);
        memcpy(label, sb.text, sb.length + 1);
    }
    strbuf_release(&sb);
}

/* By these numbers each strategy of an experiment has a colour and a glyph of its own. */
static void number_twins(struct experiment *experiment)
{
    unsigned twins = 0;
    for (size_t i = 0; i < experiment->strategy_count; i++) {
        size_t first = 0;
        while (experiment->strategies[first].ops != experiment->strategies[i].ops)
            first++;
        experiment->strategies[i].twin = first < i ? ++twins : 0;
    }
}

void experiment_label(struct experiment *experiment)
{
    number_twins(experiment);
    for (size_t i = 0; i < experiment->strategy_count; i++) {
        struct strategy *strategy = &experiment->strategies[i];
        const struct strategy *first = NULL;
        if (strategy->labelled)
            continue;
        for (size_t j = 0; j < i && !first; j++)
            if (!experiment->strategies[j].labelled && experiment->strategies[j].ops == strategy->ops)
                first = &experiment->strategies[j];
        struct strbuf wanted = STRBUF_INIT;
        strbuf_adds(&wanted, strategy->ops->name);
        if (first)
            add_differences(&wanted, strategy, first);
        give_label(experiment, i, wanted.text);
        strbuf_release(&wanted);
    }
}

/* Long titles lose their end; a title that says so already stays. */
static void mark_title(char title[EXPERIMENT_TITLE_MAX + 1])
{
    static const char mark[] = " (changed)";
    size_t length = strlen(title), most = EXPERIMENT_TITLE_MAX + 1 - sizeof mark;
    if (!length || (length >= sizeof mark && strcmp(title + length + 1 - sizeof mark, mark) == 0))
        return;
    length = length < most ? length : most;
    while (length > 0 && ((unsigned char)title[length] & 0xC0) == 0x80) /* not within a character */
        length--;
    memcpy(title + length, mark, sizeof mark);
}

void experiment_mark_changed(struct experiment *experiment, unsigned news)
{
    if (!(news & EXPERIMENT_NEW_TITLE))
        mark_title(experiment->title);
    if (!(news & EXPERIMENT_NEW_ABOUT))
        experiment->about[0] = '\0';
    if (news & EXPERIMENT_NEW_WORK)
        experiment->reference_count = 0;
}

void experiment_copy(struct experiment *to, const struct experiment *from)
{
    *to = *from;
    to->source = from->source ? xstrdup(from->source) : NULL;
    to->strategies = xreallocarray(NULL, from->strategy_count, sizeof *to->strategies);
    memcpy(to->strategies, from->strategies, from->strategy_count * sizeof *to->strategies);
    workload_copy(&to->workload, &from->workload);
}

void experiment_release(struct experiment *experiment)
{
    free(experiment->source);
    free(experiment->strategies);
    experiment->source = NULL;
    experiment->strategies = NULL;
    experiment->strategy_count = 0;
    workload_release(&experiment->workload);
}
