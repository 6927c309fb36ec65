/* UTF-8, read strictly: no overlong forms, no surrogates, nothing above U+10FFFF.
 * The one decoder of the program. */
#pragma once

#include "base/strbuf.h"

#include <stddef.h>
#include <stdint.h>

/* Shown in the place of bytes that are no UTF-8. */
#define UTF8_REPLACEMENT UINT32_C(0xFFFD)

/* Bytes of the character at `text` (1 … 4), its code point in *codepoint;
 * 0 when no valid one begins there. The text may hold NULs and need not end in one. */
size_t utf8_read(const char *text, size_t length, uint32_t *codepoint);

/* Reads the character at *text and moves *text behind it; at the closing NUL returns 0 and stays. A byte that
 * begins no valid character counts as one UTF8_REPLACEMENT. */
uint32_t utf8_next(const char **text);

/* Writes one character (not above U+10FFFF) without a NUL; returns its bytes, 1 … 4. */
size_t utf8_put(char out[4], uint32_t codepoint);

/* Appends one character. */
void utf8_add(struct strbuf *sb, uint32_t codepoint);
