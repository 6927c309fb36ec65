/* Changes that no text is typed for: the next value, on and off, another kind. */
#include "edit/form.h"

#include "base/format.h"
#include "base/xmalloc.h"
#include "config/config.h"

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

/* Work of a kind: that of the original, or else of the first of the entries. */
static const struct workload *lent_workload(const struct form *form, const struct workload_ops *ops,
                                            const struct experiment_entry entries[], size_t count)
{
    if (form->original.workload.ops == ops)
        return &form->original.workload;
    for (size_t i = 0; i < count; i++)
        if (!entries[i].entry->problem && entries[i].experiment.workload.ops == ops)
            return &entries[i].experiment.workload;
    return NULL;
}

static bool step_workload(struct form *form, int direction, const struct experiment_entry entries[],
                          size_t entry_count)
{
    size_t kind = 0, count = 0;
    do
        count++;
    while (workloads[count]);
    while (workloads[kind] != form->draft.workload.ops)
        kind++;
    const struct workload_ops *next = workloads[turn(kind, count, direction)];
    const struct workload *lent = lent_workload(form, next, entries, entry_count);
    if (!lent)
        return format_refusal(form->refusal, sizeof form->refusal,
                              "There is no experiment with %s to begin with.",
                              next->name); /* NOLINT: it is there */
    workload_release(&form->draft.workload);
    workload_copy(&form->draft.workload, lent);
    form_settle(form);
    return true;
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

static bool refuse_end(struct form *form, const struct field *field)
{
    char where[160];
    return format_refusal(form->refusal, sizeof form->refusal,
                          "%s has no further value this way; Enter opens it.",
                          form_where(where, sizeof where, form, field));
}

static bool step_number(struct form *form, const struct field *field, int direction)
{
    union {
        uint64_t number;
        unsigned char bytes[sizeof(uint64_t)];
    } value;
    struct strbuf text = STRBUF_INIT;
    memcpy(value.bytes, form_value(form, field), sizeof value.bytes);
    if (!config_step(field->key, &value.number, direction))
        return refuse_end(form, field);
    struct config_key alone = *field->key;
    alone.offset = 0;
    config_value_text(&text, &alone, &value);
    bool set = form_set(form, field, text.text);
    strbuf_release(&text);
    return set;
}

static bool step_custom(struct form *form, const struct field *field, int direction)
{
    const struct config_custom *custom = field->key->custom;
    struct strbuf text = STRBUF_INIT;
    bool set = custom->step && custom->step(&text, form_value(form, field), direction)
                   ? form_set(form, field, text.text)
                   : refuse_end(form, field);
    strbuf_release(&text);
    return set;
}

static bool step_choice(struct form *form, const struct field *field, int direction)
{
    const char *const *choices = field->key->choices;
    unsigned chosen;
    size_t count = 0;
    memcpy(&chosen, form_value(form, field), sizeof chosen);
    while (choices[count])
        count++;
    return form_set(form, field, choices[turn(chosen, count, direction)]);
}

bool form_flip(struct form *form, const struct field *field)
{
    if (!form_flips(field))
        return format_refusal(form->refusal, sizeof form->refusal, "%s cannot be turned on or off.",
                              form_name(form, field));
    bool on = *(const bool *)form_value(form, field), object = field->key->type == CONFIG_OBJECT;
    return form_set(form, field, on ? "false" : object ? "{}" : "true");
}

bool form_step(struct form *form, const struct field *field, int direction,
               const struct experiment_entry entries[], size_t count)
{
    if (!field->key)
        return field->strategy < 0 ? step_workload(form, direction, entries, count)
                                   : step_strategy(form, field->strategy, direction);
    switch (field->key->type) {
    case CONFIG_WHOLE:
    case CONFIG_SECONDS:
        return step_number(form, field, direction);
    case CONFIG_CHOICE:
        return step_choice(form, field, direction);
    case CONFIG_CUSTOM:
        return step_custom(form, field, direction);
    case CONFIG_FLAG:
    case CONFIG_OBJECT:
        return form_flip(form, field);
    default:
        return format_refusal(form->refusal, sizeof form->refusal, "Enter opens the %s.",
                              config_label(field->key));
    }
}

/* ---- the list of strategies --------------------------------------------------------------------------- */

/* Behind number *at. */
static bool insert(struct form *form, int *at, const struct strategy *strategy)
{
    struct experiment *draft = &form->draft;
    size_t count = draft->strategy_count, index = (size_t)(*at + 1);
    if (count >= EXPERIMENT_STRATEGIES_MAX)
        return format_refusal(form->refusal, sizeof form->refusal,
                              "An experiment has at most %d strategies; Del removes one.",
                              EXPERIMENT_STRATEGIES_MAX);
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

bool form_add(struct form *form, int *at)
{
    size_t kind = 0;
    while (strategies[kind] && has_kind(&form->draft, strategies[kind]))
        kind++;
    int behind = *at < 0 ? (int)form->draft.strategy_count - 1 : *at;
    struct strategy strategy = { .ops = strategies[kind] ? strategies[kind]
                                                         : form->draft.strategies[behind].ops };
    config_defaults(strategy.ops->keys, &strategy);
    config_defaults(experiment_strategy_keys, &strategy);
    bool added = insert(form, &behind, &strategy);
    *at = added ? behind : *at;
    return added;
}

#define FOR_STRATEGIES "This key is for strategies; go down to one."

bool form_double(struct form *form, int *at)
{
    if (*at < 0)
        return format_refusal(form->refusal, sizeof form->refusal, FOR_STRATEGIES);
    const struct strategy same = form->draft.strategies[*at];
    return insert(form, at, &same);
}

bool form_remove(struct form *form, int *at)
{
    struct experiment *draft = &form->draft;
    if (*at < 0)
        return format_refusal(form->refusal, sizeof form->refusal, FOR_STRATEGIES);
    if (draft->strategy_count == 1)
        return format_refusal(form->refusal, sizeof form->refusal,
                              "One strategy has to stay; add another one first.");
    struct strategy *gone = &draft->strategies[*at];
    draft->strategy_count--;
    memmove(gone, gone + 1, (draft->strategy_count - (size_t)*at) * sizeof *gone);
    form_settle(form);
    *at -= *at == (int)draft->strategy_count;
    return true;
}

bool form_move(struct form *form, int *at, int direction)
{
    struct experiment *draft = &form->draft;
    int to = *at + direction;
    if (*at < 0)
        return format_refusal(form->refusal, sizeof form->refusal, FOR_STRATEGIES);
    if (to < 0 || to >= (int)draft->strategy_count)
        return format_refusal(form->refusal, sizeof form->refusal, "It is the %s already.",
                              direction < 0 ? "first" : "last");
    struct strategy strategy = draft->strategies[*at];
    draft->strategies[*at] = draft->strategies[to];
    draft->strategies[to] = strategy;
    *at = to;
    form_settle(form);
    return true;
}
