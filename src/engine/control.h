/* What the front tells the coordinator while a run goes on: messages that arrive whole or not at all, over a pair of
 * sockets. That the other end is closed means that the front is gone. */
#ifndef TICTOC_CONTROL_H
#define TICTOC_CONTROL_H

#include "board/board.h"

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
    struct worker_id id;
};

/* ends[0] for the coordinator, ends[1] for the front. False with errno set. */
bool control_open(int ends[2]);

/* Front: never waits. False when there is no room, because the coordinator does not listen, or when it has gone. */
bool control_send(int fd, const struct control_message *message);

/* Coordinator: fetches a message, if there is one. */
enum control_heard { CONTROL_NOTHING, CONTROL_MESSAGE, CONTROL_GONE };
enum control_heard control_receive(int fd, struct control_message *message);

#endif
