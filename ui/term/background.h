/* The colour behind everything: how a terminal is asked for it (OSC 11), and what its answer means. Pure. */
#pragma once

#include "draw/theme.h"

#include <stdbool.h>

/* The second question, what it is (DA), is answered by every one,
 * so that an answer to the first need not be waited for where none comes. */
#define BACKGROUND_QUESTION "\033]11;?\033\\\033[c"

/* Whether a terminal of this type (TERM) answers, or at least shows nothing when it is asked. */
bool background_may_ask(const char *type);

/* What is between Esc ] and the end of an answer, "11;rgb:RRRR/GGGG/BBBB", each channel of 1 … 4 hexadecimal
 * digits: THEME_DARK or THEME_LIGHT; THEME_AUTO when it is no such answer. */
enum theme background_theme(const char *answer);
