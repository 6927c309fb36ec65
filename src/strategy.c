#include "strategy.h"

#include <string.h>

const struct strategy_ops *const strategies[] = { &strategy_serial, &strategy_process, &strategy_pool, NULL };

const struct strategy_ops *strategy_by_name(const char *name)
{
    for (size_t i = 0; strategies[i]; i++)
        if (strcmp(strategies[i]->name, name) == 0)
            return strategies[i];
    return NULL;
}
