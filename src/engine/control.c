#include "engine/control.h"

#include <errno.h>
#include <sys/socket.h>

bool control_open(int ends[2])
{
    return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == 0;
}

bool control_send(int fd, const struct control_message *message)
{
    ssize_t sent;

    do
        sent = send(fd, message, sizeof *message, MSG_DONTWAIT | MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent == (ssize_t)sizeof *message;
}

enum control_received control_receive(int fd, struct control_message *message)
{
    ssize_t got = recv(fd, message, sizeof *message, MSG_DONTWAIT);

    if (got < 0 && (errno == EINTR || errno == EAGAIN))
        return CONTROL_NOTHING;
    return got == (ssize_t)sizeof *message ? CONTROL_MESSAGE : CONTROL_GONE;
}
