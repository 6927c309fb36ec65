/* List schedules: tasks in an order, handed out in chunks to places of equal speed.
 * A free place takes the next chunk and works through it; of several free places, the lowest.
 * Starting and handing out take no time. Whole nanoseconds, a heap of places: O(n log P). */
#pragma once

#include <stdint.h>

/* The task at one position of the order: its place, and its start in ns. */
struct scheduled {
    uint64_t started;
    uint32_t place;
};

/* The makespan in ns. `lengths`: by task, in ns. `order`: the task at each position; NULL: as numbered.
 * `chunk` and `places`: at least 1. `positions`: filled in, one for each task; may be NULL.
 * Dies when out of memory. */
uint64_t schedule(const uint64_t *lengths, uint64_t count, const uint32_t *order, uint64_t chunk,
                  uint64_t places, struct scheduled *positions);

/* The order from the longest to the shortest task, equal ones by number; to be freed.
 * A radix sort, so that a million tasks do not delay a screen. At most UINT32_MAX tasks. */
uint32_t *schedule_longest_first(const uint64_t *lengths, uint64_t count);
