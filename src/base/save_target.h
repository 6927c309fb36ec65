/* Where a file that is to be written is, behind links, and what keeps it from being written. */
#pragma once

#include <stdbool.h>
#include <sys/stat.h>

/* The path behind symbolic links, whether a file is there already or not, so that the file is written
 * and the link stays. NULL with errno set: they lead round in a circle. Owned by the caller: free(). */
char *save_target(const char *path);

/* The directory a file is in. Owned by the caller: free(). */
char *save_directory(const char *path);

/* Why the target cannot be written, an errno; 0: nothing is known. `file` is what is there; NULL: nothing. */
int save_obstacle(const char *target, const struct stat *file);

/* Whether both would write the same file, there already or not, by whatever names.
 * What keeps nothing (/dev/null) is never the same. */
bool save_same(const char *one, const char *other);

/* Whether it is the file that the descriptor is open on: what is written
 * there would be lost when another one takes the file's place. What is no regular file stays in its place. */
bool save_is_open(const char *path, int fd);
