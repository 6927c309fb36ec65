/* A binary heap in an array of the caller, the least element first. Inline, so that `less` is inlined. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define HEAP_ELEMENT_MAX 64 /* bytes of an element */

typedef bool heap_less(const void *a, const void *b);

/* Restores the order after the last of `count` elements was added. */
static inline void heap_rise(void *items, size_t count, size_t size, heap_less *less)
{
    unsigned char *base = items, kept[HEAP_ELEMENT_MAX];
    size_t at = count - 1;
    memcpy(kept, base + at * size, size);
    while (at > 0 && less(kept, base + (at - 1) / 2 * size)) {
        memcpy(base + at * size, base + (at - 1) / 2 * size, size);
        at = (at - 1) / 2;
    }
    memcpy(base + at * size, kept, size);
}

/* Restores the order after the first of `count` elements grew. */
static inline void heap_sink(void *items, size_t count, size_t size, heap_less *less)
{
    unsigned char *base = items, kept[HEAP_ELEMENT_MAX];
    size_t at = 0;
    if (count < 2)
        return;
    memcpy(kept, base, size);
    for (size_t child = 1; child < count; child = 2 * at + 1) {
        if (child + 1 < count && less(base + (child + 1) * size, base + child * size))
            child++;
        if (!less(base + child * size, kept))
            break;
        memcpy(base + at * size, base + child * size, size);
        at = child;
    }
    memcpy(base + at * size, kept, size);
}
