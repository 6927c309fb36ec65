/* Signals, as something a poll() loop can wait for. The handlers set a flag and write one byte to a pipe; the loop
 * asks what came. Installed before term_open(), so that curses installs none of its own.
 *
 * A crash (SIGSEGV and the like, SIGQUIT) gives the terminal back in the handler and then takes its course; one of
 * curses for want of memory is told instead, and ends with status 1. */
#ifndef TICTOC_SIGNALS_H
#define TICTOC_SIGNALS_H

#include "term/rescue.h"

#include <stdbool.h>

/* What came since the last signals_take(). */
struct signals {
    int end; /* SIGINT, SIGTERM or SIGHUP, the first that came; 0: none. A second one ends the process at once, and so
              * does a second in which signals_take() or, after it, signals_close() is not called: somebody who
              * writes to a terminal that nobody reads comes to neither */
    bool stop;    /* SIGTSTP: Ctrl-Z */
    bool resumed; /* SIGCONT */
    bool resized; /* SIGWINCH */
};

/* Installs the handlers; signals that were ignored from the start (nohup) stay so. Returns a descriptor that becomes
 * readable when one came; -1, with errno, when there is none to be had. */
int signals_open(void);

/* Gives the default actions back. */
void signals_close(void);

/* What a crash uses, or an exit() in between; NULL: nothing. Valid until replaced. */
void signals_rescue(const struct rescue *rescue);

/* Gives the terminal back by it, now. Async-signal-safe. */
void signals_give_back(void);

/* Also empties the descriptor. */
struct signals signals_take(void);

/* Stops this process as Ctrl-Z would have; returns when it is continued. */
void signals_stop_here(void);

#endif
