/* What a stream can show. Asked anew each time: a window may have been resized. */
#pragma once

#include <stdbool.h>

/* Columns of the terminal behind `fd`; 80 where there is none. */
unsigned terminal_columns(int fd);

/* Whether colours may be sent: a terminal that is not "dumb", and NO_COLOR is not set. */
bool terminal_colour(int fd);

/* Whether the characters that the environment asks for are UTF-8. A UTF-8 locale that is not installed,
 * or a plain "UTF-8", is C.UTF-8, which every system has. Sets no locale. */
bool terminal_utf8(void);

/* Sets the characters of the program's locale to those, as curses needs it. */
void terminal_set_locale(void);
