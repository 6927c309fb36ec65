/* Strategies that are made by hand: their settings by the names of their keys, whole numbers and flags. */
#pragma once

#include "work/strategy.h"

/* With the defaults of its kind. */
struct strategy make_strategy(const struct strategy_ops *ops);

void make_setting(struct strategy *strategy, const char *key, uint64_t value);
uint64_t setting_of(const struct strategy *strategy, const char *key);
