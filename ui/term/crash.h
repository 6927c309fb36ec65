/* Crashes while the screen is there: the terminal is given back in the handler,
 * and the signal (SIGSEGV and the like, SIGQUIT) takes its course.
 * One of curses for want of memory is reported instead, and ends with status 1.
 *
 * Installed after signals_open() and before term_open(), so that curses installs no handlers of its own. */
#pragma once

#include "term/rescue.h"

#include <stdbool.h>

void crash_open(void);
void crash_close(void);

/* What a crash uses, or an exit() in between; NULL: nothing. Valid until replaced. */
void crash_rescue(const struct rescue *rescue);

/* Gives the terminal back by it, now. Async-signal-safe. */
void crash_give_back(void);

/* The terminal's library is at work: it may be waiting
 * for a terminal that does not read. Async-signal-safe. */
bool crash_in_library(void);
