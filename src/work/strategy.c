#include "work/strategy.h"

#include "base/format.h"

#include <stdio.h>
#include <string.h>

const struct strategy_ops *const strategies[] = {
#define STRATEGY(name) &strategy_##name,
#include "work/strategies.h"
    NULL,
};

void strategy_plan(const struct strategy *strategy, const struct workload *workload,
                   const struct machine *machine, struct plan *plan)
{
    strategy->ops->plan(strategy, workload, machine, plan);
    plan->traits = strategy->ops->traits;
    plan->attempts = strategy->attempts ? (uint32_t)strategy->attempts : STRATEGY_ATTEMPTS;
    plan->task_timeout_ns = strategy->task_timeout_ns;
    plan->chaos = strategy->chaos;
    plan->order = (enum order)strategy->order;
    plan->seed = plan->order == ORDER_RANDOM ? strategy->seed : 0;
}

/* Appends ", text value", cut to fit. */
static void add_more(char *buf, size_t size, const char *text, const char *value)
{
    size_t used = strlen(buf);
    snprintf(buf + used, size - used, ", %s%s", text, value);
}

void strategy_describe_more(const struct plan *plan, char *buf, size_t size)
{
    char value[FORMAT_MAX];
    if (plan->order != ORDER_FIFO)
        add_more(buf, size, order_describe(value, sizeof value, plan->order, plan->seed), "");
    if (plan->unsupervised)
        add_more(buf, size, "unsupervised", "");
    if (plan->attempts && plan->attempts != STRATEGY_ATTEMPTS)
        add_more(buf, size, "attempts ", format_count(value, sizeof value, plan->attempts));
    if (plan->task_timeout_ns)
        add_more(buf, size, "time limit ", format_nap(value, sizeof value, plan->task_timeout_ns));
    if (plan->chaos.on)
        add_more(buf, size, "chaos every ", format_nap(value, sizeof value, plan->chaos.kill_every_ns));
}

const struct strategy_ops *strategy_by_name(const char *name)
{
    for (size_t i = 0; strategies[i]; i++)
        if (strcmp(strategies[i]->name, name) == 0)
            return strategies[i];
    return NULL;
}

unsigned strategy_number(const struct strategy *strategy, unsigned numbers)
{
    unsigned kinds = 0, number = 0;
    for (; strategies[kinds]; kinds++)
        number = strategies[kinds] == strategy->ops ? kinds : number;
    return strategy->twin ? kinds + (strategy->twin - 1) % (numbers - kinds) : number;
}
