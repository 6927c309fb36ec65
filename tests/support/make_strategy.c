#include "support/make_strategy.h"

#include "config/config.h"

#include <stdlib.h>

struct strategy make_strategy(const struct strategy_ops *ops)
{
    struct strategy strategy = { .ops = ops };
    config_defaults(ops->keys, &strategy);
    return strategy;
}

static const struct config_key *key_of(const struct strategy *strategy, const char *name)
{
    const struct config_key *key = config_find(strategy->ops->keys, name);
    if (!key)
        abort();
    return key;
}

void make_setting(struct strategy *strategy, const char *name, uint64_t value)
{
    const struct config_key *key = key_of(strategy, name);
    char *at = (char *)strategy + key->offset;
    if (key->type == CONFIG_FLAG)
        *(bool *)at = value != 0;
    else
        *(uint64_t *)(void *)at = value;
}

uint64_t setting_of(const struct strategy *strategy, const char *name)
{
    const struct config_key *key = key_of(strategy, name);
    const char *at = (const char *)strategy + key->offset;
    return key->type == CONFIG_FLAG ? *(const bool *)at : *(const uint64_t *)(const void *)at;
}
