#include "base/path_shorten.h"

#include "base/utf8.h"

#include <string.h>

#define SIGN_BYTES (sizeof PATH_SHORTEN_SIGN - 1)

/* Where a beginning ends that takes no more than `most`, which the whole does not fit in. */
static const char *end_of_head(const char *path, size_t most, path_measure *measure)
{
    const char *end = path;
    for (const char *next = path; measure(path, next) <= most; utf8_next(&next))
        end = next;
    return end;
}

void path_shorten(char *path, size_t length, size_t most, path_measure *measure)
{
    const char *sign = PATH_SHORTEN_SIGN, *end = path + length;
    size_t left = most - measure(sign, sign + SIGN_BYTES);
    char *hole = path + (end_of_head(path, left / 4, measure) - path);
    const char *tail = hole;
    left -= measure(path, hole);
    while (measure(tail, end) > left || (size_t)(tail - hole) < SIGN_BYTES)
        utf8_next(&tail);
    memcpy(hole, sign, SIGN_BYTES);
    memmove(hole + SIGN_BYTES, tail, strlen(tail) + 1);
}
