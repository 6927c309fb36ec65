/* What a stream can show. Asked anew each time: a window may have been resized. */
#ifndef TICTOC_TERMINAL_H
#define TICTOC_TERMINAL_H

#include <stdbool.h>

/* Columns of the terminal behind `fd`; 80 where there is none. */
unsigned terminal_columns(int fd);

/* Whether colours may be sent: a terminal that is not "dumb", and NO_COLOR is not set. */
bool terminal_colour(int fd);

/* Whether the locale's characters are UTF-8. setlocale() comes first. */
bool terminal_utf8(void);

#endif
