/* Text from anywhere, as a reader's terminal can show it. */
#ifndef TICTOC_SHOW_H
#define TICTOC_SHOW_H

#include <stdbool.h>

/* A copy of UTF-8 text in which nothing can steer a terminal; with `ascii` without a byte above 0x7F. Owned by the
 * caller: free(). */
char *show_text(const char *text, bool ascii);

#endif
