/* What it takes to give a terminal back after the screen's owner has crashed or been killed:
 * prepared while all is well, used when hardly anything may be called any more. No curses here. */
#pragma once

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

#define RESCUE_BYTES_MAX 256

struct rescue {
    int fd;                /* the terminal, by a descriptor that does not block: tty_reopen() */
    struct termios before; /* modes it had before the screen was opened */
    struct termios ours;   /* modes the screen set */
    /* Leaves the alternate screen, shows the cursor, ends colours, mouse, keypad. */
    char bytes[RESCUE_BYTES_MAX];
    size_t length;
    /* The terminal's library is at work: it may wait for the terminal, or lack memory. */
    volatile sig_atomic_t in_library;
};

/* The terminal's modes are those the screen set: it has neither been closed nor suspended, nor taken over by
 * another program. False also when the terminal is gone. */
bool rescue_is_needed(const struct rescue *rescue);

/* Gives the terminal back, within a fraction of a second even where it is not read:
 * then what it shows is not cleared, but its modes are right. One that another
 * job has taken over is left alone. Async-signal-safe; keeps errno; does not stop a background process. */
void rescue_now(const struct rescue *rescue);
