/* The directories of a user's files: https://specifications.freedesktop.org/basedir-spec/. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum xdg { XDG_CONFIG, XDG_STATE };

/* The path of one of our files, "$XDG_CONFIG_HOME/tictoc/NAME". By the specification, a relative path
 * in the variable counts as unset. NULL without a home. Owned by the caller: free(). */
char *xdg_path(enum xdg which, const char *name);

/* Makes the missing directories of a path, for this user only. False with a sentence in `err`. */
bool xdg_make_directories(const char *path, char *err, size_t size);

/* Makes the missing directories, then saves as save_file() does. */
bool xdg_save(const char *path, const char *bytes, size_t length, char *err, size_t size);
