/* Messages from the process of the session, which watches the run, to the coordinator. They
 * arrive whole or not at all, over a pair of sockets. When the other end is closed, that process has gone. */
#pragma once

#include "board/board.h"

#include <stdbool.h>
#include <stddef.h>

enum control_kind {
    CONTROL_STOP,   /* end the run, every process of it */
    CONTROL_GATE,   /* the gate has been set: look at it */
    CONTROL_SIGNAL, /* send `signal` to the worker `id`: a key was pressed on the screen */
};

struct control_message {
    enum control_kind kind;
    int signal;
    struct worker_id id;
};

/* ends[0] for the coordinator, ends[1] for the session. False with errno set. */
bool control_open(int ends[2]);

/* From the session:
 * never waits. False when there is no room, because the coordinator does not read, or when it has gone. */
bool control_send(int fd, const struct control_message *message);

/* Coordinator: fetches a message, if there is one. */
enum control_received { CONTROL_NOTHING, CONTROL_MESSAGE, CONTROL_GONE };
enum control_received control_receive(int fd, struct control_message *message);
