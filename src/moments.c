#include "moments.h"

#include "xmalloc.h"

#include <stdlib.h>

/* Steps back that a moment may need before sorting all is cheaper. */
#define STEPS_MAX 64

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

/* Moves one back to its place. Returns where that is; `count` of the array when it is too far. */
static size_t insert(uint64_t *at, size_t index)
{
    uint64_t moment = at[index];
    size_t to = index;
    while (to > 0 && index - to < STEPS_MAX && at[to - 1] > moment)
        to--;
    if (to > 0 && at[to - 1] > moment)
        return SIZE_MAX;
    for (size_t i = index; i > to; i--)
        at[i] = at[i - 1];
    at[to] = moment;
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
    size_t lowest = moments->sorted;
    if (moments->sorted == moments->count)
        return;
    for (size_t i = moments->sorted; i < moments->count; i++) {
        size_t to = insert(moments->at, i);
        if (to == SIZE_MAX) {
            qsort(moments->at, moments->count, sizeof *moments->at, by_time);
            to = 0;
            i = moments->count;
        }
        lowest = to < lowest ? to : lowest;
    }
    sum_from(moments, lowest / MOMENTS_BLOCK);
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
