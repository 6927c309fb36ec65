/* Signals that end or suspend a program which looks after a run, as something a poll() loop can wait for. The first
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

/* Whether SIGTSTP (Ctrl-Z) has come since the last call. Also empties the descriptor; what it told, one that asks to
 * end included, counts as heard. */
bool interrupt_wants_stop(void);

/* Stops this process as SIGTSTP would have; returns when it is continued. */
void interrupt_stop(void);

/* Waits until a descriptor can be written to. False with errno set: EINTR, when there is no room and one that asks to
 * end has come since interrupt_wants_stop() looked. After that nothing is waited for any more: who has had enough of
 * one wait has had enough of all. Works without interrupt_open(), too. */
bool interrupt_wait_for_room(int fd);

#endif
