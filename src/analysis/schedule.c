#include "analysis/schedule.h"

#include "base/heap.h"
#include "base/xmalloc.h"

#include <stdbool.h>
#include <stdlib.h>

/* ---- places ------------------------------------------------------------------------------------------- */

/* A place, and when it is free again. */
struct place {
    uint64_t free_at;
    uint32_t number;
};

static bool is_before(const void *a_place, const void *b_place)
{
    const struct place *a = a_place, *b = b_place;
    return a->free_at != b->free_at ? a->free_at < b->free_at : a->number < b->number;
}

uint64_t schedule(const uint64_t *lengths, uint64_t count, const uint32_t *order, uint64_t chunk,
                  uint64_t places, struct scheduled *positions)
{
    uint64_t used = places < count ? places : count, makespan = 0;
    struct place *heap = xcalloc(used ? used : 1, sizeof *heap);
    for (uint64_t i = 0; i < used; i++)
        heap[i].number = (uint32_t)i;
    for (uint64_t at = 0; at < count;) {
        for (uint64_t left = chunk; left > 0 && at < count; left--, at++) {
            if (positions)
                positions[at] = (struct scheduled){ heap[0].free_at, heap[0].number };
            heap[0].free_at += lengths[order ? order[at] : at];
        }
        makespan = heap[0].free_at > makespan ? heap[0].free_at : makespan;
        heap_sink(heap, used, sizeof *heap, is_before);
    }
    free(heap);
    return makespan;
}

/* ---- order -------------------------------------------------------------------------------------------- */

#define DIGIT_BITS 11
#define DIGITS     ((uint64_t)1 << DIGIT_BITS)

/* The digit at `shift`, the largest first. */
static uint64_t digit_of(uint64_t length, unsigned shift)
{
    return ~length >> shift & (DIGITS - 1);
}

/* One pass of a radix sort, stable. */
static void sort_digit(uint32_t *to, const uint32_t *from, const uint64_t *lengths, uint64_t count,
                       unsigned shift)
{
    uint64_t start[DIGITS + 1] = { 0 };
    for (uint64_t i = 0; i < count; i++)
        start[digit_of(lengths[i], shift) + 1]++;
    for (uint64_t digit = 0; digit < DIGITS; digit++)
        start[digit + 1] += start[digit];
    for (uint64_t i = 0; i < count; i++)
        to[start[digit_of(lengths[from[i]], shift)]++] = from[i];
}

uint32_t *schedule_longest_first(const uint64_t *lengths, uint64_t count)
{
    uint32_t *sorted = xreallocarray(NULL, count + 1, sizeof *sorted);
    uint32_t *other = xreallocarray(NULL, count + 1, sizeof *other);
    uint64_t longest = 0;
    for (uint64_t i = 0; i < count; i++) {
        sorted[i] = (uint32_t)i;
        longest = lengths[i] > longest ? lengths[i] : longest;
    }
    for (unsigned shift = 0; shift < 64 && longest >> shift; shift += DIGIT_BITS) {
        uint32_t *swap = other;
        sort_digit(other, sorted, lengths, count, shift);
        other = sorted;
        sorted = swap;
    }
    free(other);
    return sorted;
}
