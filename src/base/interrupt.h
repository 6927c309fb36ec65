/* Signals that end or suspend the program during a run, as a descriptor for a poll() loop. The first
 * SIGINT, SIGTERM or SIGHUP only asks; a second one ends this process at once, and with it, as they notice, all
 * processes of its run. */
#ifndef TICTOC_INTERRUPT_H
#define TICTOC_INTERRUPT_H

#include <stdbool.h>

/* Sets the handlers. A signal that was ignored from the start (nohup, a job in the background) stays so. Returns a
 * descriptor that becomes readable when one has come, and when a child has ended or was stopped; -1 with errno set when
 * there is none to be had. */
int interrupt_open(void);

/* The signal that asked to end; 0: none has. */
int interrupt_signal(void);

/* Whether SIGTSTP (Ctrl-Z) has come since the last call. Also empties the descriptor; a signal that asked to end counts as
 * noticed. */
bool interrupt_wants_stop(void);

/* Stops this process as SIGTSTP would have; returns when it is continued. */
void interrupt_stop(void);

/* Waits until a descriptor can be written to. False with errno set: EINTR, when there is no room and a signal
 * has asked to end after the last interrupt_wants_stop(). After that no wait lasts any more: the user has asked for the end
 * of all of them. Works without interrupt_open(), too. */
bool interrupt_wait_for_room(int fd);

#endif
