/* Whole files in memory. */
#pragma once

#include "base/strbuf.h"

#include <stddef.h>

/* Appends the file at `path` to `sb`. Returns NULL, or the reason of a failure as static text:
 * that of the system, or that the file has more than `most` bytes. */
const char *file_read(struct strbuf *sb, const char *path, size_t most);

/* The same for a file of the program, whose name the user did not give:
 * refuses anything but a regular file, without waiting. */
const char *file_read_own(struct strbuf *sb, const char *path, size_t most);
