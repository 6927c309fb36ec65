/* Sentences about files, in buffers that paths do not always fit into. */
#ifndef TICTOC_PATH_SAY_H
#define TICTOC_PATH_SAY_H

#include <stddef.h>

/* Writes the path and, directly behind it, what printf makes of the format: "PATH: cannot be read: Is a directory". A
 * path that would leave no room for that is shortened in its middle; what is said of it stays whole while there is room
 * for it at all. */
void path_say(char *buf, size_t size, const char *path, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
