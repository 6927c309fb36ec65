/* Text from outside: read strictly (no overlong forms, no surrogates, nothing above U+10FFFF), shown safely. */
#ifndef TICTOC_TEXT_H
#define TICTOC_TEXT_H

#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes of the character at `text` (1 … 4), its code point in *codepoint; 0 when no valid one begins there. The text
 * may hold NULs and need not end in one. */
size_t text_next(const char *text, size_t length, uint32_t *codepoint);

/* Appends a character as UTF-8. */
void text_add(struct strbuf *sb, uint32_t codepoint);

/* Characters that would steer a terminal or the order of text instead of being seen: controls, directional
 * marks and overrides, invisible separators, and U+FFFD, which stands for what could not be read. */
bool text_disturbs(uint32_t codepoint);

/* Appends text so that it can be shown anywhere: what disturbs stands as \u001b, what is no UTF-8 as \xff. After
 * `most` characters it is cut with an ellipsis. */
void text_add_safe(struct strbuf *sb, const char *text, size_t most);

#endif
