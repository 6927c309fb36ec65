/* Text on a terminal: the columns it takes, what must not reach a terminal, and its likeness in ASCII.
 * Widths and categories are Unicode's, from libutf8proc:
 * independent of the locale, so that a table looks the same in a test, in a file and on a screen. */
#pragma once

#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Columns of one character: 2 for East Asian wide ones and emoji,
 * 0 for what combines with the one before and for control characters. */
unsigned text_width(uint32_t codepoint);

/* Columns of a whole text. */
size_t text_columns(const char *text);

/* Characters that would steer a terminal or the order of text instead of being seen:
 * controls, directional marks and overrides, invisible separators,
 * tags, and U+FFFD, which is the sign of bytes that could not be read. */
bool text_disturbs(uint32_t codepoint);

/* Invisible characters that join or vary their neighbours:
 * harmless, but terminals disagree about the width of the result. */
bool text_joins(uint32_t codepoint);

/* Whether the installed Unicode data knows the character and its width:
 * it is assigned, and not for private use. */
bool text_is_known(uint32_t codepoint);

/* Writes the likeness of a character in ASCII: itself, 1 … 3 characters ("µ" -> "u", "…" -> "..", "é"
 * -> "e"), "?", or nothing for what combines. Returns the characters written, which are as many columns. */
size_t text_ascii(char out[4], uint32_t codepoint);

/* Appends text so that it can be shown anywhere: what disturbs appears as \u001b, what is no UTF-8 as \xff.
 * After `most` characters it is cut with an ellipsis. */
void text_add_safe(struct strbuf *sb, const char *text, size_t most);

/* A copy of UTF-8 text in which nothing can steer a terminal;
 * with `ascii` without a byte above 0x7F. Owned by the caller: free(). */
char *text_printable(const char *text, bool ascii);
