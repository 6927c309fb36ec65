/* Orders in which the tasks of a run are handed out. `longest` and `shortest` go by weight, which is what is
 * known beforehand: the length of a nap, the number of a search. Equal weights keep their places. */
#pragma once

#include "config/config_key.h"
#include "work/workload.h"

enum order { ORDER_FIFO, ORDER_LONGEST, ORDER_SHORTEST, ORDER_REVERSE, ORDER_RANDOM, ORDERS };

/* Their names in files: NULL-terminated. */
extern const char *const order_names[];

/* The keys of a strategy that takes an order, for its table. They are members of struct strategy. */
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
        .fallback = 1, .quiet = true, .applies = strategy_is_random,                                         \
        .help = "of the random order: equal seeds give equal orders"                                         \
    }

/* "first in, first out", "longest first", "random order, seed 1". */
char *order_describe(char *buf, size_t size, enum order order, uint64_t seed);

/* The task at each position; NULL: as they are numbered, which is what ORDER_FIFO means. Owned by the caller:
 * free(). Random: Fisher-Yates from the end by SplitMix64, so that equal seeds give equal orders everywhere.
 * D. E. Knuth, The Art of Computer Programming 2, 3.4.2, algorithm P. */
uint32_t *order_make(enum order order, uint64_t seed, const struct workload *workload);
