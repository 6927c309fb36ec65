#include "term/rescue.h"

#include "base/clock.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static bool modes_equal(const struct termios *a, const struct termios *b)
{
    return a->c_iflag == b->c_iflag && a->c_oflag == b->c_oflag && a->c_cflag == b->c_cflag &&
           a->c_lflag == b->c_lflag && memcmp(a->c_cc, b->c_cc, sizeof a->c_cc) == 0;
}

bool rescue_is_needed(const struct rescue *rescue)
{
    struct termios now;
    return tcgetattr(rescue->fd, &now) == 0 && modes_equal(&now, &rescue->ours);
}

/* How long a terminal may take to make room. One that is not read,
 * at the other end of a line that is down, makes none: a process that dies must not wait for it. */
#define PATIENCE_MS 200

/* As much as there is room for in time. The descriptor does not block;
 * where it could only be borrowed, a byte at a time does not either: poll() has seen room for one. */
static void write_in_time(int fd, const char *bytes, size_t length)
{
    uint64_t end = clock_ns() + PATIENCE_MS * NS_PER_MS;
    struct pollfd room = { .fd = fd, .events = POLLOUT };
    while (length > 0) {
        int ready = poll(&room, 1, clock_ms_until(end));
        if (ready == 0 || clock_ns() >= end)
            return;
        ssize_t written = ready < 0 && errno == EINTR ? 0 : write(fd, bytes, 1);
        if (written < 0 && errno != EINTR && errno != EAGAIN)
            return;
        if (written > 0) {
            bytes += written;
            length -= (size_t)written;
        }
    }
}

/* Another job has the terminal, in other modes than the screen's. */
static bool is_anothers(const struct rescue *rescue)
{
    pid_t group = tcgetpgrp(rescue->fd);
    return group > 0 && group != getpgrp() && !rescue_is_needed(rescue);
}

void rescue_now(const struct rescue *rescue)
{
    if (is_anothers(rescue))
        return;
    int saved_errno = errno;
    sigset_t ttou, before;
    sigemptyset(&ttou);
    sigaddset(&ttou, SIGTTOU);
    sigprocmask(SIG_BLOCK, &ttou, &before);
    /* Modes first: they take effect whether there is room for the bytes or not,
     * for which output that was not read is dropped. */
    tcsetattr(rescue->fd, TCSANOW, &rescue->before);
    tcflush(rescue->fd, TCOFLUSH);
    write_in_time(rescue->fd, rescue->bytes, rescue->length);
    sigprocmask(SIG_SETMASK, &before, NULL);
    errno = saved_errno;
}
