/* Whole files in memory. */
#pragma once

#include "base/strbuf.h"

#include <stddef.h>

/* Reads the file at `path` onto `sb`. Returns NULL, or why it could not be:
 * a directory, more than `most` bytes, or the system's reason; static text. */
const char *file_read(struct strbuf *sb, const char *path, size_t most);

/* The same for a file of the program itself, whose name the user did not give:
 * anything but a regular file is refused and never waited for. */
const char *file_read_own(struct strbuf *sb, const char *path, size_t most);
