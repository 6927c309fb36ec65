/* What a stream can show. Asked anew each time: a window may have been resized. */
#ifndef TICTOC_TERMINAL_H
#define TICTOC_TERMINAL_H

#include <stdbool.h>

/* Columns of the terminal behind `fd`; 80 where there is none. */
unsigned terminal_columns(int fd);

/* Whether colours may be sent: a terminal that is not "dumb", and NO_COLOR is not set. */
bool terminal_colour(int fd);

/* Sets the locale's characters to those of the environment. A UTF-8 locale that is not installed, or a plain "UTF-8", is
 * C.UTF-8, which every system has. */
void terminal_set_locale(void);

/* Whether the locale's characters are UTF-8. */
bool terminal_utf8(void);

#endif
