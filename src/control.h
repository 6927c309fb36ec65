/* What the front tells the coordinator while a run goes on: whole messages of one size over a pipe, written at once,
 * so that none is ever read by halves. End-of-file means that the front is gone. */
#ifndef TICTOC_CONTROL_H
#define TICTOC_CONTROL_H

#include "board.h"

#include <stdbool.h>
#include <stddef.h>

enum control_kind {
    CONTROL_STOP,   /* end the run, every process of it */
    CONTROL_GATE,   /* the gate has been set anew: look at it */
    CONTROL_SIGNAL, /* send `signal` to the worker `who`, on behalf of the one before the screen */
};

struct control_message {
    enum control_kind kind;
    int signal;
    struct who who;
};

#define CONTROL_BATCH 16

/* Makes the pipe: ends[0] for the coordinator; ends[1], which never blocks, for the front. False with errno set. */
bool control_open(int ends[2]);

/* Front: false when there is no room, because the coordinator does not listen, or nobody is left to read it. */
bool control_send(int fd, const struct control_message *message);

/* Coordinator: waits for messages and fetches them. Returns how many; 0: none after all; -1: the front is gone. */
int control_receive(int fd, struct control_message messages[CONTROL_BATCH]);

#endif
