/* Paths that have less room than they need, in a message or on a screen, lose their middle:
 * the name of the file, at the end, says more than where it is. */
#pragma once

#include <stddef.h>

/* Shown where something is missing. */
#define PATH_ELLIPSIS "…"

/* The room that whole characters take, in bytes or in columns. */
typedef size_t path_measure(const char *from, const char *end);

/* Shortens a path that takes more than `most` until it does not, the ellipsis included, for which
 * there must be room. In place: it never becomes longer, and the text after its `length` bytes moves up. */
void path_shorten(char *path, size_t length, size_t most, path_measure *measure);

/* Writes the path and, directly after it, what printf makes of the format:
 * "PATH: cannot be read: Is a directory". A path that would leave no room for that is shortened;
 * the message stays whole while there is room for it at all. */
void path_message(char *buf, size_t size, const char *path, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
