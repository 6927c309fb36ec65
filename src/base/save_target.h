/* The target of a save: symbolic links resolved, and what prevents writing it. */
#pragma once

#include <stdbool.h>
#include <sys/stat.h>

/* The path with symbolic links resolved, whether the file exists or not, so that the link stays.
 * NULL with errno set when the links form a circle. Owned by the caller: free(). */
char *save_target(const char *path);

/* The directory of a file. Owned by the caller: free(). */
char *save_directory(const char *path);

/* The errno why the target cannot be written; 0: none known. `file` is its status; NULL: no such file. */
int save_obstacle(const char *target, const struct stat *file);

/* Whether both paths name the same file, which need not exist. Never true for devices such as /dev/null. */
bool save_same(const char *one, const char *other);

/* Whether the path is the regular file open at `fd`: replacing it would lose what is written to `fd`. */
bool save_is_open(const char *path, int fd);
