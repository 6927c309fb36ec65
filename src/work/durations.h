/* Lists of naps as the command line takes them: `1`,
 * `1,2,0.5`, `1..10`, `1x10` (ten naps of 1 s), and mixtures of them: `5,1x20`. Seconds, decimals allowed.
 * A grammar of its own: strtod() takes 0x10 for 16, where here it is ten naps of 0 s. */
#pragma once

#include "base/clock.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The longest nap, ns. */
#define NAP_MAX NS_PER_DAY

/* A list of different lengths has at most so many. `LENGTHxN` by itself may have TASKS_MAX. */
#define DURATIONS_MAX UINT64_C(1000000)

/* The list as the values of the workload's keys. */
struct durations {
    char *seconds;  /* JSON for "seconds"; owned: free() */
    uint64_t count; /* for "count" */
};

/* False when the list is not right: a sentence in `err`, the column at fault, from 1, in *column. */
bool durations_read(struct durations *out, const char *list, unsigned *column, char *err, size_t size);
