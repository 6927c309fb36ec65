#include "history/time_index.h"

#include "base/search.h"
#include "base/xmalloc.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

void time_index_add(struct time_index *time_index, uint64_t at)
{
    if (time_index->count == time_index->room) {
        time_index->room = time_index->room ? 2 * time_index->room : 64;
        time_index->at = xreallocarray(time_index->at, time_index->room, sizeof *time_index->at);
        time_index->sums =
            xreallocarray(time_index->sums, time_index->room / TIME_INDEX_BLOCK, sizeof *time_index->sums);
    }
    time_index->at[time_index->count++] = at;
}

static int by_time(const void *a, const void *b)
{
    uint64_t one = *(const uint64_t *)a, other = *(const uint64_t *)b;
    return (one > other) - (one < other);
}

static bool is_in_order(const uint64_t *at, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (at[i - 1] > at[i])
            return false;
    return true;
}

/* Merges the last `count` moments into those before them, from the end.
 * Returns the first index that has changed. */
static size_t merge_moments(uint64_t *at, size_t sorted, size_t count)
{
    uint64_t *fresh = xreallocarray(NULL, count, sizeof *fresh);
    size_t to = sorted + count;
    memcpy(fresh, at + sorted, count * sizeof *fresh);
    while (count > 0) {
        bool old = sorted > 0 && at[sorted - 1] > fresh[count - 1];
        at[--to] = old ? at[--sorted] : fresh[--count];
    }
    free(fresh);
    return to;
}

static void sum_from(struct time_index *time_index, size_t block)
{
    uint64_t sum = block ? time_index->sums[block - 1] : 0;
    size_t i = block ? (block - 1) * TIME_INDEX_BLOCK : 0;
    for (; i < time_index->count; i++) {
        if (i % TIME_INDEX_BLOCK == 0)
            time_index->sums[i / TIME_INDEX_BLOCK] = sum;
        sum += time_index->at[i];
    }
}

void time_index_settle(struct time_index *time_index)
{
    size_t sorted = time_index->sorted, count = time_index->count - sorted;
    if (count == 0)
        return;
    if (!is_in_order(time_index->at + sorted, count))
        qsort(time_index->at + sorted, count, sizeof *time_index->at, by_time);
    if (sorted && time_index->at[sorted - 1] > time_index->at[sorted])
        sorted = merge_moments(time_index->at, sorted, count);
    sum_from(time_index, sorted / TIME_INDEX_BLOCK);
    time_index->sorted = time_index->count;
}

size_t time_index_until(const struct time_index *time_index, uint64_t at)
{
    return search_up_to(time_index->at, time_index->count, sizeof *time_index->at, 0, at);
}

/* Sums and difference are modulo 2^64; the result itself is small. */
uint64_t time_index_since(const struct time_index *time_index, uint64_t at)
{
    size_t count = time_index_until(time_index, at), block = count / TIME_INDEX_BLOCK;
    if (count == 0)
        return 0;
    block -= count % TIME_INDEX_BLOCK == 0;
    uint64_t sum = time_index->sums[block];
    for (size_t i = block * TIME_INDEX_BLOCK; i < count; i++)
        sum += time_index->at[i];
    return (uint64_t)count * at - sum;
}

void time_index_release(struct time_index *time_index)
{
    free(time_index->at);
    free(time_index->sums);
    *time_index = (struct time_index){ .at = NULL };
}
