#include "base/array.h"

#include "base/xmalloc.h"

#include <stdbool.h>

/* Elements allocated first; doubled each time. */
#define ARRAY_LEAST 16u

void *array_grow(void *array, size_t count, size_t size)
{
    bool full = !array || (count >= ARRAY_LEAST && (count & (count - 1)) == 0);
    return full ? xreallocarray(array, count ? 2 * count : ARRAY_LEAST, size) : array;
}
