/* Lists of naps on the command line, in seconds with decimals:
 * `1`, `1,2,0.5`, `1..10`, `1x10` (ten naps of 1 s), and mixtures of them, `5,1x20`.
 * Read without strtod(), which takes 0x10 for 16, where here it is ten naps of 0 s. */
#pragma once

#include "base/clock.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The longest nap, ns. */
#define NAP_MAX NS_PER_DAY

/* The most naps of a list of different lengths. `LENGTHxN` by itself may have TASKS_MAX. */
#define DURATIONS_MAX UINT64_C(1000000)

/* The list as the values of the workload's keys. */
struct durations {
    char *seconds;  /* JSON for "seconds"; owned: free() */
    uint64_t count; /* for "count" */
};

/* False when the list has a mistake: a sentence in `err`, its column, from 1, in *column. */
bool durations_read(struct durations *out, const char *list, unsigned *column, char *err, size_t size);
