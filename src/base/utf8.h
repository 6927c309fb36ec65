/* The only UTF-8 decoder. Strict: no overlong forms, no surrogates, nothing above U+10FFFF. */
#pragma once

#include "base/strbuf.h"

#include <stddef.h>
#include <stdint.h>

/* Shown for bytes that are not UTF-8. */
#define UTF8_REPLACEMENT UINT32_C(0xFFFD)

/* Returns the bytes of the character at `text`, 1 … 4, and its code point; 0: invalid.
 * The text may contain NULs and need not end in one. */
size_t utf8_read(const char *text, size_t length, uint32_t *codepoint);

/* Reads the character at *text and advances *text; returns 0 at the final NUL.
 * An invalid byte is one UTF8_REPLACEMENT. */
uint32_t utf8_next(const char **text);

/* Writes one character (not above U+10FFFF) without a NUL; returns its bytes, 1 … 4. */
size_t utf8_put(char out[4], uint32_t codepoint);

void utf8_add(struct strbuf *sb, uint32_t codepoint);
