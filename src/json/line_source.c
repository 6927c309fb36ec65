#include "json/line_source.h"

#include "base/xmalloc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ROOM ((size_t)1 << 18)

bool line_source_open(struct line_source *source, const char *path)
{
    *source = (struct line_source){ .fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY), .room = ROOM };
    if (source->fd >= 0)
        source->buffer = xmalloc(source->room);
    return source->fd >= 0;
}

void line_source_close(struct line_source *source)
{
    if (source->fd >= 0)
        close(source->fd);
    free(source->buffer);
    *source = (struct line_source){ .fd = -1 };
}

/* Appends to the buffer. Returns the bytes read; 0 at the end; -1 with errno set. */
static ssize_t fill(struct line_source *source)
{
    if (source->begin) {
        memmove(source->buffer, source->buffer + source->begin, source->end - source->begin);
        source->end -= source->begin;
        source->begin = 0;
    }
    if (source->end == source->room) {
        source->room *= 2;
        source->buffer = xrealloc(source->buffer, source->room);
    }
    ssize_t got;
    do
        got = read(source->fd, source->buffer + source->end, source->room - source->end);
    while (got < 0 && errno == EINTR);
    source->end += got > 0 ? (size_t)got : 0;
    return got;
}

enum line_got line_source_next(struct line_source *source, const char **line, size_t *length)
{
    size_t looked = 0;
    source->number++;
    for (;;) {
        char *from = source->buffer + source->begin;
        size_t held = source->end - source->begin;
        char *newline = memchr(from + looked, '\n', held - looked);
        *line = from;
        *length = newline ? (size_t)(newline - from) : held;
        if (*length > LINE_MAX_BYTES)
            return LINE_TOO_LONG;
        if (newline) {
            source->begin += *length + 1;
            return LINE_GOT;
        }
        looked = held;
        ssize_t got = fill(source);
        *line = source->buffer + source->begin;
        if (got < 0)
            return LINE_FAILED;
        if (got == 0)
            return held ? LINE_CUT : LINE_NONE;
    }
}
