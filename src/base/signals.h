/* Signals for a poll() loop: the handlers set a flag and write one byte to a pipe.
 *
 * The first SIGINT, SIGTERM or SIGHUP only asks to end. A second one ends this process at once, and with it
 * the processes of its run; but not within 0.3 s, because timeout(1) sends its signal twice.
 *
 * With a screen, the process then has one second until signals_take() and another until signals_close():
 * a terminal that does not read would block it for ever. */
#pragma once

#include <stdbool.h>

struct signals {
    int end;      /* the first signal that asked to end; 0: none */
    bool stop;    /* SIGTSTP: Ctrl-Z, since the last signals_take() */
    bool resumed; /* SIGCONT; only with a screen */
    bool resized; /* SIGWINCH; only with a screen */
};

/* Called by the handlers: async-signal-safe. */
struct signals_screen {
    void (*give_back)(void);  /* restores the terminal before the process ends by a signal */
    bool (*is_held_up)(void); /* whether the terminal does not read what is written */
};

/* Installs the handlers. A signal ignored at start (nohup, a job in the background) stays ignored.
 * Returns a descriptor that becomes readable after a signal, also SIGCHLD; -1 with errno set.
 * `screen` is borrowed until signals_close(); NULL: none. */
int signals_open(const struct signals_screen *screen);

/* Restores the default actions. */
void signals_close(void);

/* Returns the signals that came and empties the descriptor. */
struct signals signals_take(void);

/* False for the first process of a container, which cannot be stopped. */
bool signals_can_stop(void);

/* Stops this process as SIGTSTP would have; returns when it is continued. */
void signals_stop_here(void);

/* Restores the terminal and takes the default action of a signal, at once. Async-signal-safe. */
void signals_by_default(int number);

/* Waits until a descriptor can be written to. False with errno set: EINTR when a signal asked to end after
 * the last signals_take(); later waits then end at once, too. Works without signals_open(). */
bool signals_wait_for_room(int fd);
