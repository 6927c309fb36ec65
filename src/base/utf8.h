/* UTF-8 text as a terminal shows it. Independent of the locale, so that a table looks the same in a test, in a
 * file and on a screen. */
#ifndef TICTOC_UTF8_H
#define TICTOC_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* What stands for bytes that are no UTF-8. */
#define UTF8_REPLACEMENT UINT32_C(0xFFFD)

/* Reads the character at *text and moves *text behind it; at the closing NUL returns 0 and stays. A byte that
 * begins no valid sequence (overlong, surrogate and out of range ones included) counts as one UTF8_REPLACEMENT. */
uint32_t utf8_next(const char **text);

/* Writes one character (not above 0x10FFFF) without a NUL; returns its length in bytes, 1 … 4. */
size_t utf8_put(char out[4], uint32_t codepoint);

/* Columns of one character: 2 for East Asian wide ones and emoji, 0 for combining and control characters. */
unsigned utf8_columns(uint32_t codepoint);

/* Bytes at the start of `text` that fit in `columns`: whole characters with their combining marks. */
size_t utf8_fitting(const char *text, size_t columns);

#endif
