/* Messages from the session's process, which watches the run, to the coordinator, over a pair of sockets.
 * A message arrives whole or not at all. An end that is closed means that its process has gone. */
#pragma once

#include "board/board.h"

#include <stdbool.h>

enum control_kind {
    CONTROL_STOP,   /* end the run, every process of it */
    CONTROL_GATE,   /* the gate has changed: wake up */
    CONTROL_SIGNAL, /* send `signal` to the worker `id`: a key was pressed on the screen */
};

struct control_message {
    enum control_kind kind;
    int signal;
    struct worker_id id;
};

/* ends[0] for the coordinator, ends[1] for the session. False with errno set. */
bool control_open(int ends[2]);

/* Session: sends a message and never waits. False when the coordinator does not read, or has gone. */
bool control_send(int fd, const struct control_message *message);

/* Coordinator: fetches a message, if there is one; never waits. */
enum control_received { CONTROL_NOTHING, CONTROL_MESSAGE, CONTROL_GONE };
enum control_received control_receive(int fd, struct control_message *message);
