/* List schedules: tasks in an order, handed out in chunks to places of equal speed.
 * A place that is free takes the next chunk and works through it; of several free places the lowest takes it.
 * No cost of starting or handing out. Whole nanoseconds, a heap of places: O(n log P). */
#pragma once

#include <stdint.h>

/* The task at one position of the order: its place, and its start in ns. */
struct scheduled {
    uint64_t started;
    uint32_t place;
};

/* The makespan in ns. `lengths` by task, in ns; `order` the task at each position, NULL:
 * as they are numbered; `chunk` and `places` at least 1.
 * Fills in `positions`, one for each task, unless it is NULL. Dies when out of memory. */
uint64_t schedule(const uint64_t *lengths, uint64_t count, const uint32_t *order, uint64_t chunk,
                  uint64_t places, struct scheduled *positions);

/* The order that begins with the longest, tasks of equal length by their number.
 * A radix sort, so that a million tasks do not delay a screen. At most UINT32_MAX tasks; to be freed. */
uint32_t *schedule_longest_first(const uint64_t *lengths, uint64_t count);
