/* Paths too long for a message or a screen lose their middle: the file's name at the end matters most. */
#pragma once

#include <stddef.h>

#define PATH_ELLIPSIS "…"

/* The room of a run of whole characters, in bytes or columns. */
typedef size_t path_measure(const char *from, const char *end);

/* Shortens a path that takes more than `most` to that, including the ellipsis, for which there must be room.
 * In place: it never becomes longer, and the text after its `length` bytes moves up. */
void path_shorten(char *path, size_t length, size_t most, path_measure *measure);

/* Writes the path followed by the formatted message: "PATH: cannot be read: Is a directory".
 * The path is shortened first, so that the message is whole if it fits at all. */
void path_message(char *buf, size_t size, const char *path, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
