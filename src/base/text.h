/* Text on a terminal: its width, characters that must not reach a terminal, and its likeness in ASCII.
 * Widths and categories come from libutf8proc, independent of the locale,
 * so that a table is the same in a test, in a file and on a screen. */
#pragma once

#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Columns of one character: 2 for wide East Asian ones and emoji, 0 for combining and control characters. */
unsigned text_width(uint32_t codepoint);

/* Columns of a whole text. */
size_t text_columns(const char *text);

/* Whether a character would control a terminal or the order of text instead of being visible: controls,
 * directional marks and overrides, invisible separators, tags; also U+FFFD, which marks undecodable bytes. */
bool text_disturbs(uint32_t codepoint);

/* Whether a character invisibly joins or varies its neighbours: terminals disagree about the width. */
bool text_joins(uint32_t codepoint);

/* Whether Unicode assigns the character, other than for private use, so that its width is known. */
bool text_is_known(uint32_t codepoint);

/* Writes the ASCII likeness of a character: itself, 1 … 3 characters ("µ" -> "u", "…" -> ".."), "?",
 * or nothing for a combining character. Returns the characters written, which are also its columns. */
size_t text_ascii(char out[4], uint32_t codepoint);

/* Appends text safe for any terminal: disturbing characters as \u001b, bytes that are not UTF-8 as \xff.
 * Cut after `most` characters, with an ellipsis. */
void text_add_safe(struct strbuf *sb, const char *text, size_t most);

/* A copy that is safe for any terminal, and ASCII only with `ascii`. Owned by the caller: free(). */
char *text_printable(const char *text, bool ascii);
