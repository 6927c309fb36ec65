/* Where a user's own files are: https://specifications.freedesktop.org/basedir-spec/. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum xdg { XDG_CONFIG, XDG_STATE };

/* The path of one of our files, "$XDG_CONFIG_HOME/tictoc/NAME"; a variable that is not absolute
 * counts as unset, as the specification demands. NULL without a home. Owned by the caller: free(). */
char *xdg_path(enum xdg which, const char *name);

/* Makes the directories on the way to a file, for this user alone.
 * False, with a sentence in `err`, where it cannot. */
bool xdg_make_directories(const char *path, char *err, size_t size);

/* As save_file(), after making the directories on the way where they are missing. */
bool xdg_save(const char *path, const char *bytes, size_t length, char *err, size_t size);
