/* The lines of a file, one after the other, whatever its size: only the current one is in memory. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A longer line is refused. */
#define LINE_MAX_BYTES ((size_t)64 << 20)

struct line_source {
    int fd;
    char *buffer; /* owned */
    size_t room, begin, end;
    uint64_t number; /* of the current line, from 1 */
};

/* False with errno set. */
bool line_source_open(struct line_source *source, const char *path);
void line_source_close(struct line_source *source);

enum line_got {
    LINE_GOT,
    LINE_NONE, /* the file has ended */
    LINE_CUT,  /* what is left does not end in a newline; *line and *length are set */
    LINE_TOO_LONG,
    LINE_FAILED, /* errno */
};

/* The next line, without its newline, until the next call.
 * Also when it is none, `number` is that of the place. */
enum line_got line_source_next(struct line_source *source, const char **line, size_t *length);
