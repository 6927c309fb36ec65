/* What storms have in common: how long they last, and chance that can be had again. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Whether $STORM asks for the whole of it; else a gust, as part of the other tests. */
bool storm_is_long(void);

/* By lot: 0 … end - 1. $STORM_SEED, or 20 without it, decides. */
uint64_t storm_below(uint64_t end);
