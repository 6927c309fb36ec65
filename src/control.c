#include "control.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

_Static_assert(sizeof(struct control_message) <= PIPE_BUF, "a message is written whole or not at all");

bool control_open(int ends[2])
{
    if (pipe2(ends, O_CLOEXEC) < 0)
        return false;
    return fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0;
}

bool control_send(int fd, const struct control_message *message)
{
    ssize_t sent;

    do
        sent = write(fd, message, sizeof *message);
    while (sent < 0 && errno == EINTR);
    return sent == (ssize_t)sizeof *message;
}

int control_receive(int fd, struct control_message messages[CONTROL_BATCH])
{
    ssize_t got = read(fd, messages, CONTROL_BATCH * sizeof *messages);

    if (got < 0)
        return errno == EINTR || errno == EAGAIN ? 0 : -1;
    return got == 0 ? -1 : (int)((size_t)got / sizeof *messages);
}
