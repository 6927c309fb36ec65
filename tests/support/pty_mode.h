/* A mode of a terminal, followed in what is written to it. */
#pragma once

#include <stdbool.h>

/* Added by us: of several modes in a sequence libvterm 0.1.4 reads only the first, and leaving
 * the second screen it takes the cursor back to what it was long ago. */
struct mode {
    const char *digits; /* what sets and resets it, up to the h or l */
    int seen;           /* of them, so far */
    bool on;
};

/* Takes in one byte that was written. */
static inline void watch_mode(struct mode *mode, char byte)
{
    if (mode->digits[mode->seen] == '\0' && (byte == 'h' || byte == 'l'))
        mode->on = byte == 'h';
    if (byte == mode->digits[mode->seen])
        mode->seen++;
    else
        mode->seen = byte == mode->digits[0];
}
