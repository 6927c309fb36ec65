/* Changes that no text is typed for: the next value, on and off, another kind. */
#include "edit/form.h"

#include "base/xmalloc.h"
#include "config/config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The index before or after one of `count`, around the ends. */
static size_t turn(size_t index, size_t count, int direction)
{
    if (direction < 0)
        return index > 0 ? index - 1 : count - 1;
    return index + 1 < count ? index + 1 : 0;
}

/* ---- kinds -------------------------------------------------------------------------------------------- */

/* The work of the first of `models` that is of the kind. */
static const struct workload *lent_workload(const struct workload_ops *ops,
                                            const struct experiment *const models[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (models[i]->workload.ops == ops)
            return &models[i]->workload;
    return NULL;
}

static bool step_workload(struct form *form, int direction, const struct experiment *const models[],
                          size_t model_count, char *err, size_t size)
{
    size_t kind = 0, count = 0;
    do
        count++;
    while (workloads[count]);
    while (workloads[kind] != form->draft.workload.ops)
        kind++;
    const struct workload_ops *next = workloads[turn(kind, count, direction)];
    const struct experiment *const original[] = { &form->original };
    const struct workload *lent = lent_workload(next, original, 1);
    lent = lent ? lent : lent_workload(next, models, model_count);
    if (lent) {
        workload_release(&form->draft.workload);
        workload_copy(&form->draft.workload, lent);
        form_settle(form);
        return true;
    }
    snprintf(err, size, "There is no experiment with %s to begin with.",
             next->name); /* NOLINT: it is there */
    return false;
}

/* What all kinds have stays. */
static bool step_strategy(struct form *form, int at, int direction)
{
    struct strategy *strategy = &form->draft.strategies[at];
    size_t kind = 0, count = 0;
    do
        count++;
    while (strategies[count]);
    while (strategies[kind] != strategy->ops)
        kind++;
    strategy->ops = strategies[turn(kind, count, direction)];
    memset(strategy->own, 0, sizeof strategy->own);
    config_defaults(strategy->ops->keys, strategy);
    form_settle(form);
    return true;
}

/* ---- values ------------------------------------------------------------------------------------------- */

static bool refuse_end(const struct form *form, const struct field *field, char *err, size_t size)
{
    char where[160];
    snprintf(err, size, "%s has no further value this way; Enter opens it.",
             form_where(where, sizeof where, form, field));
    return false;
}

static bool step_number(struct form *form, const struct field *field, int direction, char *err, size_t size)
{
    union {
        uint64_t number;
        unsigned char bytes[sizeof(uint64_t)];
    } value;
    struct strbuf text = STRBUF_INIT;
    memcpy(value.bytes, form_value(form, field), sizeof value.bytes);
    if (!config_step(field->key, &value.number, direction))
        return refuse_end(form, field, err, size);
    struct config_key alone = *field->key;
    alone.offset = 0;
    config_value_text(&text, &alone, &value);
    bool set = form_set(form, field, text.text, err, size);
    strbuf_release(&text);
    return set;
}

static bool step_custom(struct form *form, const struct field *field, int direction, char *err, size_t size)
{
    const struct config_custom *custom = field->key->custom;
    struct strbuf text = STRBUF_INIT;
    bool set = custom->step && custom->step(&text, form_value(form, field), direction)
                   ? form_set(form, field, text.text, err, size)
                   : refuse_end(form, field, err, size);
    strbuf_release(&text);
    return set;
}

static bool step_choice(struct form *form, const struct field *field, int direction, char *err, size_t size)
{
    const char *const *choices = field->key->choices;
    unsigned chosen;
    size_t count = 0;
    memcpy(&chosen, form_value(form, field), sizeof chosen);
    while (choices[count])
        count++;
    return form_set(form, field, choices[turn(chosen, count, direction)], err, size);
}

bool form_flip(struct form *form, const struct field *field, char *err, size_t size)
{
    if (!form_flips(field)) {
        snprintf(err, size, "%s cannot be turned on or off.", form_name(form, field));
        return false;
    }
    bool on = *(const bool *)form_value(form, field), object = field->key->type == CONFIG_OBJECT;
    return form_set(form, field, on ? "false" : object ? "{}" : "true", err, size);
}

bool form_step(struct form *form, const struct field *field, int direction,
               const struct experiment *const models[], size_t model_count, char *err, size_t size)
{
    if (!field->key)
        return field->strategy < 0 ? step_workload(form, direction, models, model_count, err, size)
                                   : step_strategy(form, field->strategy, direction);
    switch (field->key->type) {
    case CONFIG_WHOLE:
    case CONFIG_SECONDS:
        return step_number(form, field, direction, err, size);
    case CONFIG_CHOICE:
        return step_choice(form, field, direction, err, size);
    case CONFIG_CUSTOM:
        return step_custom(form, field, direction, err, size);
    case CONFIG_FLAG:
    case CONFIG_OBJECT:
        return form_flip(form, field, err, size);
    default:
        snprintf(err, size, "Enter opens the %s.", config_label(field->key));
        return false;
    }
}

/* ---- the list of strategies --------------------------------------------------------------------------- */

/* Behind number *at. */
static bool insert(struct form *form, int *at, const struct strategy *strategy, char *err, size_t size)
{
    struct experiment *draft = &form->draft;
    size_t count = draft->strategy_count, index = (size_t)(*at + 1);
    if (count >= EXPERIMENT_STRATEGIES_MAX) {
        snprintf(err, size, "An experiment has at most %d strategies; Del removes one.",
                 EXPERIMENT_STRATEGIES_MAX);
        return false;
    }
    draft->strategies = xreallocarray(draft->strategies, count + 1, sizeof *draft->strategies);
    memmove(&draft->strategies[index + 1], &draft->strategies[index],
            (count - index) * sizeof *draft->strategies);
    draft->strategies[index] = *strategy;
    draft->strategies[index].labelled = false;
    draft->strategy_count++;
    form_settle(form);
    *at = (int)index;
    return true;
}

static bool has_kind(const struct experiment *experiment, const struct strategy_ops *ops)
{
    for (size_t i = 0; i < experiment->strategy_count; i++)
        if (experiment->strategies[i].ops == ops)
            return true;
    return false;
}

bool form_add(struct form *form, int *at, char *err, size_t size)
{
    size_t kind = 0;
    while (strategies[kind] && has_kind(&form->draft, strategies[kind]))
        kind++;
    int behind = *at < 0 ? (int)form->draft.strategy_count - 1 : *at;
    struct strategy strategy = { .ops = strategies[kind] ? strategies[kind]
                                                         : form->draft.strategies[behind].ops };
    config_defaults(strategy.ops->keys, &strategy);
    config_defaults(experiment_strategy_keys, &strategy);
    bool added = insert(form, &behind, &strategy, err, size);
    *at = added ? behind : *at;
    return added;
}

static bool refuse_other(int at, char *err, size_t size)
{
    if (at < 0)
        snprintf(err, size, "This key is for strategies; go down to one.");
    return at < 0;
}

bool form_double(struct form *form, int *at, char *err, size_t size)
{
    if (refuse_other(*at, err, size))
        return false;
    const struct strategy same = form->draft.strategies[*at];
    return insert(form, at, &same, err, size);
}

bool form_remove(struct form *form, int *at, char *err, size_t size)
{
    struct experiment *draft = &form->draft;
    if (refuse_other(*at, err, size))
        return false;
    if (draft->strategy_count == 1) {
        snprintf(err, size, "One strategy has to stay; add another one first.");
        return false;
    }
    struct strategy *gone = &draft->strategies[*at];
    draft->strategy_count--;
    memmove(gone, gone + 1, (draft->strategy_count - (size_t)*at) * sizeof *gone);
    form_settle(form);
    *at -= *at == (int)draft->strategy_count;
    return true;
}

bool form_move(struct form *form, int *at, int direction, char *err, size_t size)
{
    struct experiment *draft = &form->draft;
    int to = *at + direction;
    if (refuse_other(*at, err, size))
        return false;
    if (to < 0 || to >= (int)draft->strategy_count) {
        snprintf(err, size, "It is the %s already.", direction < 0 ? "first" : "last");
        return false;
    }
    struct strategy strategy = draft->strategies[*at];
    draft->strategies[*at] = draft->strategies[to];
    draft->strategies[to] = strategy;
    *at = to;
    form_settle(form);
    return true;
}
