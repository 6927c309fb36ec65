/* A path that has less room than it needs, in a sentence or on a screen, loses its middle: the name of the file, at the
 * end, says more than where it is. */
#ifndef TICTOC_PATH_SHORTEN_H
#define TICTOC_PATH_SHORTEN_H

#include <stddef.h>

/* What stands where something is missing. */
#define PATH_SHORTEN_SIGN "…"

/* The room that whole characters take, in bytes or in columns. */
typedef size_t path_measure(const char *from, const char *end);

/* Takes so much out of a path that takes more than `most` that it does not, the sign included, for which there must be
 * room. In place: it never becomes longer, and what stands behind its `length` bytes moves up. */
void path_shorten(char *path, size_t length, size_t most, path_measure *measure);

#endif
