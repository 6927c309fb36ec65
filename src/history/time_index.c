#include "history/time_index.h"

#include "base/xmalloc.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

void moments_add(struct moments *moments, uint64_t at)
{
    if (moments->count == moments->room) {
        moments->room = moments->room ? 2 * moments->room : 64;
        moments->at = xreallocarray(moments->at, moments->room, sizeof *moments->at);
        moments->sums = xreallocarray(moments->sums, moments->room / MOMENTS_BLOCK, sizeof *moments->sums);
    }
    moments->at[moments->count++] = at;
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

/* Merges the last `count` into those before them, from the end, as far as it reaches. Returns the first place that has
 * changed. */
static size_t merge(uint64_t *at, size_t sorted, size_t count)
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

static void sum_from(struct moments *moments, size_t block)
{
    uint64_t sum = block ? moments->sums[block - 1] : 0;
    size_t i = block ? (block - 1) * MOMENTS_BLOCK : 0;
    for (; i < moments->count; i++) {
        if (i % MOMENTS_BLOCK == 0)
            moments->sums[i / MOMENTS_BLOCK] = sum;
        sum += moments->at[i];
    }
}

void moments_settle(struct moments *moments)
{
    size_t sorted = moments->sorted, count = moments->count - sorted;
    if (count == 0)
        return;
    if (!is_in_order(moments->at + sorted, count))
        qsort(moments->at + sorted, count, sizeof *moments->at, by_time);
    if (sorted && moments->at[sorted - 1] > moments->at[sorted])
        sorted = merge(moments->at, sorted, count);
    sum_from(moments, sorted / MOMENTS_BLOCK);
    moments->sorted = moments->count;
}

size_t moments_until(const struct moments *moments, uint64_t at)
{
    size_t low = 0, high = moments->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (moments->at[middle] <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Sums are modulo 2^64, and so is the difference; what comes out is small. */
uint64_t moments_since(const struct moments *moments, uint64_t at)
{
    size_t count = moments_until(moments, at), block = count / MOMENTS_BLOCK;
    if (count == 0)
        return 0;
    block -= count % MOMENTS_BLOCK == 0;
    uint64_t sum = moments->sums[block];
    for (size_t i = block * MOMENTS_BLOCK; i < count; i++)
        sum += moments->at[i];
    return (uint64_t)count * at - sum;
}

void moments_release(struct moments *moments)
{
    free(moments->at);
    free(moments->sums);
    *moments = (struct moments){ .at = NULL };
}
