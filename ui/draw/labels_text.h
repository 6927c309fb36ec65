/* Sentences with figures in them, made ready for lines that may break. */
#pragma once

#include <stddef.h>

/* Copies UTF-8 text with no-break spaces inside grouped numbers, so that "12 500" is never cut to "12 …". Writes at most
 * `size` bytes with the NUL, never half a character; returns buf. */
char *labels_whole(char *buf, size_t size, const char *text);
