/* The settings of a strategy that takes an order. */
#pragma once

#include "config/config_key.h"
#include "work/strategy.h"

/* For its table of keys. They are members of struct strategy. */
#define ORDER_KEYS                                                                                           \
    { .name = "order",                                                                                       \
      .type = CONFIG_CHOICE,                                                                                 \
      .offset = offsetof(struct strategy, order),                                                            \
      .choices = order_names,                                                                                \
      .quiet = true,                                                                                         \
      .help = "which tasks come first: as listed (fifo), by weight, reversed, or random",                    \
      .option = { "--order", "ORDER", NULL, "which tasks come first: fifo, longest …" } },                   \
    {                                                                                                        \
        .name = "seed", .type = CONFIG_WHOLE, .offset = offsetof(struct strategy, seed), .max = UINT32_MAX,  \
        .fallback = 1, .quiet = true, .applies = order_is_random,                                            \
        .help = "of the random order: equal seeds give equal orders"                                         \
    }

/* Whether the order of a struct strategy is random: then its seed says something. */
bool order_is_random(const void *strategy);
