/* Signals, as something a poll() loop can wait for.
 * The handlers set a flag and write one byte to a pipe; the loop asks what came.
 *
 * The first SIGINT, SIGTERM or SIGHUP only asks. Another one ends this process at once, and with it,
 * as they notice, all processes of its run; but not within 0.3 s, because timeout(1) sends its signal twice.
 *
 * With a screen, a process that was asked to end has a second to come to signals_take(),
 * and another one to signals_close(): a terminal that does not read would hold it up for ever. */
#pragma once

#include <stdbool.h>

struct signals {
    int end;      /* the signal that asked to end; 0: none has */
    bool stop;    /* SIGTSTP: Ctrl-Z, since the last signals_take() */
    bool resumed; /* SIGCONT; only with a screen */
    bool resized; /* SIGWINCH; only with a screen */
};

/* What the handlers call; async-signal-safe. */
struct signals_screen {
    void (*give_back)(void);  /* the terminal, before the process ends by a signal */
    bool (*is_held_up)(void); /* the terminal does not read what is written */
};

/* Installs the handlers. A signal that was ignored from the start (nohup, a job in the background) stays so.
 * Returns a descriptor that becomes readable when one has come, and when a child has ended or was stopped;
 * -1 with errno set when there is none to be had. `screen` NULL: none; else it stays valid. */
int signals_open(const struct signals_screen *screen);

/* Gives the default actions back. */
void signals_close(void);

/* Also empties the descriptor. */
struct signals signals_take(void);

/* Whether this process can be stopped: the first one of a container cannot. */
bool signals_can_stop(void);

/* Stops this process as SIGTSTP would have; returns when it is continued. */
void signals_stop_here(void);

/* Gives the terminal back and takes the default action of a signal, at once. Async-signal-safe. */
void signals_by_default(int number);

/* Waits until a descriptor can be written to. False with errno set:
 * EINTR, when there is no room and a signal has asked to end after the last signals_take().
 * Later waits then end at once as well. Works without signals_open(), too. */
bool signals_wait_for_room(int fd);
