#include "rescue.h"

#include <errno.h>
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

static void write_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(fd, bytes, length);
        if (written < 0 && errno != EINTR)
            return;
        if (written > 0) {
            bytes += written;
            length -= (size_t)written;
        }
    }
}

void rescue_now(const struct rescue *rescue)
{
    int saved_errno = errno;
    sigset_t ttou, before;
    sigemptyset(&ttou);
    sigaddset(&ttou, SIGTTOU);
    sigprocmask(SIG_BLOCK, &ttou, &before);
    /* Modes first: the write may block where the terminal is held with Ctrl-S. */
    tcsetattr(rescue->fd, TCSANOW, &rescue->before);
    write_all(rescue->fd, rescue->bytes, rescue->length);
    sigprocmask(SIG_SETMASK, &before, NULL);
    errno = saved_errno;
}
