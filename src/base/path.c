#include "base/path.h"

#include "base/strbuf.h"
#include "base/utf8.h"
#include "base/xmalloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ELLIPSIS_BYTES (sizeof PATH_ELLIPSIS - 1)

/* The least bytes a path is shortened to. */
#define LEAST_BYTES 24

/* The end of the longest prefix that takes at most `most`. */
static const char *end_of_head(const char *path, size_t most, path_measure *measure)
{
    const char *end = path;
    for (const char *next = path; measure(path, next) <= most; utf8_next(&next))
        end = next;
    return end;
}

void path_shorten(char *path, size_t length, size_t most, path_measure *measure)
{
    const char *ellipsis = PATH_ELLIPSIS, *end = path + length;
    size_t left = most - measure(ellipsis, ellipsis + ELLIPSIS_BYTES);
    char *hole = path + (end_of_head(path, left / 4, measure) - path);
    const char *tail = hole;
    left -= measure(path, hole);
    while (measure(tail, end) > left || (size_t)(tail - hole) < ELLIPSIS_BYTES)
        utf8_next(&tail);
    memcpy(hole, ellipsis, ELLIPSIS_BYTES);
    memmove(hole + ELLIPSIS_BYTES, tail, strlen(tail) + 1);
}

static size_t bytes_between(const char *from, const char *end)
{
    return (size_t)(end - from);
}

void path_message(char *buf, size_t size, const char *path, const char *format, ...)
{
    struct strbuf message = STRBUF_INIT;
    char *shown = xstrdup(path);
    va_list args;
    va_start(args, format);
    strbuf_vaddf(&message, format, args);
    va_end(args);
    size_t room = message.length + 1 + LEAST_BYTES < size ? size - 1 - message.length : LEAST_BYTES;
    if (strlen(shown) > room)
        path_shorten(shown, strlen(shown), room, bytes_between);
    snprintf(buf, size, "%s%s", shown, message.text);
    strbuf_release(&message);
    free(shown);
}
