/* For the fuzz targets: promises, and files that targets read by path. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define PROMISE(condition) promise((condition), __FILE__, __LINE__, #condition)

/* Says which one was broken, and aborts. */
void promise(bool kept, const char *file, int line, const char *what);

/* A message as a terminal may see it: whole UTF-8, and nothing in it that would steer one but newlines.
 * U+FFFD, the mark of what was taken out, is welcome. */
bool promise_harmless(const char *text);

/* A directory in memory, of this process alone, that goes with it;
 * a path in it, valid until the next call but one. */
const char *promise_path(const char *name);

/* Writes a file there. */
void promise_file(const char *path, const char *bytes, size_t length);

/* What is in it, NUL-terminated; free() it. */
char *promise_read(const char *path, size_t *length);
