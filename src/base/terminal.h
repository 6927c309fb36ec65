/* The properties of the terminal of a stream. */
#pragma once

#include <stdbool.h>

/* Columns of the terminal at `fd`, not cached, as a window may be resized; 80: not a terminal. */
unsigned terminal_columns(int fd);

/* Whether `fd` is a terminal that is not "dumb", and NO_COLOR is not set. */
bool terminal_colour(int fd);

/* Whether the environment asks for UTF-8. A UTF-8 locale that is not installed, or just "UTF-8",
 * counts as C.UTF-8, which every system has. Sets no locale. */
bool terminal_utf8(void);

/* Sets the locale's character type accordingly, as curses needs it. */
void terminal_set_locale(void);
