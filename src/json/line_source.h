/* Reads a file of any size line by line: only a buffer around the current line is in memory. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LINE_MAX_BYTES ((size_t)64 << 20)

struct line_source {
    int fd;
    char *buffer; /* owned */
    size_t room, begin, end;
    uint64_t number; /* number of the current line, from 1 */
};

/* False with errno set. */
bool line_source_open(struct line_source *source, const char *path);
void line_source_close(struct line_source *source);

enum line_got {
    LINE_GOT,
    LINE_NONE,     /* the file has ended */
    LINE_CUT,      /* the last line lacks its newline; *line and *length are set */
    LINE_TOO_LONG, /* more than LINE_MAX_BYTES */
    LINE_FAILED,   /* errno */
};

/* The next line without its newline, valid until the next call. `number` is set for every result. */
enum line_got line_source_next(struct line_source *source, const char **line, size_t *length);
