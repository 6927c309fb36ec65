/* Orders in which the tasks of a run are handed out. `longest` and `shortest` go by weight, which is what is
 * known beforehand: the length of a nap, the number of a search. Equal weights keep their places. */
#pragma once

#include "work/workload.h"

enum order { ORDER_FIFO, ORDER_LONGEST, ORDER_SHORTEST, ORDER_REVERSE, ORDER_RANDOM, ORDERS };

/* Their names in files: NULL-terminated. */
extern const char *const order_names[];

/* "first in, first out", "longest first", "random order, seed 1". */
char *order_describe(char *buf, size_t size, enum order order, uint64_t seed);

/* The task at each position; NULL: as they are numbered, which is what ORDER_FIFO means. Owned by the caller:
 * free(). Random: Fisher-Yates from the end by SplitMix64, so that equal seeds give equal orders everywhere.
 * D. E. Knuth, The Art of Computer Programming 2, 3.4.2, algorithm P. */
uint32_t *order_make(enum order order, uint64_t seed, const struct workload *workload);
