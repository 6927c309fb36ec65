#include "base/interrupt.h"

#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

static int pipe_ends[2] = { -1, -1 };
static volatile sig_atomic_t asked_to_end, asked_to_stop;
static volatile sig_atomic_t pending_end; /* a signal asked to end after the last interrupt_wants_stop() */
static bool given_up;                     /* such a signal has cut a wait short: later waits end at once */
static volatile uint64_t asked_ns;        /* time of the first signal; only the handler uses it */

#define IMPATIENCE_NS (300 * NS_PER_MS)

/* Makes the pipe readable; a full one already is. */
static void wake(void)
{
    int error = errno;
    ssize_t ignored = write(pipe_ends[1], "", 1);
    (void)ignored;
    errno = error;
}

static void on_end(int signal)
{
    int error = errno;
    /* A second signal after a while: end now, without the table. (timeout(1) sends its signal twice at once.) */
    if (asked_to_end && clock_ns() - asked_ns > IMPATIENCE_NS) {
        struct sigaction usual = { .sa_handler = SIG_DFL };
        sigset_t set;
        sigaction(signal, &usual, NULL);
        sigemptyset(&set);
        sigaddset(&set, signal);
        sigprocmask(SIG_UNBLOCK, &set, NULL);
        raise(signal);
    }
    if (!asked_to_end)
        asked_ns = clock_ns();
    asked_to_end = signal;
    pending_end = 1;
    wake();
    errno = error;
}

static void on_stop(int signal)
{
    (void)signal;
    asked_to_stop = 1;
    wake();
}

static void on_child(int signal)
{
    (void)signal;
    wake();
}

static void handle(int signal, void (*handler)(int))
{
    struct sigaction before, action = { .sa_handler = handler, .sa_flags = SA_RESTART };
    sigemptyset(&action.sa_mask);
    if (sigaction(signal, NULL, &before) == 0 && before.sa_handler != SIG_IGN)
        sigaction(signal, &action, NULL);
}

int interrupt_open(void)
{
    if (pipe2(pipe_ends, O_CLOEXEC | O_NONBLOCK) != 0)
        return -1;
    handle(SIGINT, on_end);
    handle(SIGTERM, on_end);
    handle(SIGHUP, on_end);
    handle(SIGTSTP, on_stop);
    handle(SIGCHLD, on_child);
    return pipe_ends[0];
}

int interrupt_signal(void)
{
    return asked_to_end;
}

bool interrupt_wants_stop(void)
{
    char bytes[64];
    while (read(pipe_ends[0], bytes, sizeof bytes) > 0)
        ;
    pending_end = 0;
    bool wanted = asked_to_stop;
    asked_to_stop = 0;
    return wanted;
}

void interrupt_stop(void)
{
    raise(SIGSTOP);
}

static void hold_back_ends(sigset_t *before)
{
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGHUP);
    sigprocmask(SIG_BLOCK, &ends, before);
}

/* Signals that ask to end are let in while it waits and at no other time, so none can come between the check for them and
 * the wait. Others, Ctrl-Z among them, do not end it: the loop of the run handles them. */
bool interrupt_wait_for_room(int fd)
{
    const struct timespec at_once = { 0 };
    struct pollfd room = { .fd = fd, .events = POLLOUT };
    sigset_t before;
    int ready;
    hold_back_ends(&before);
    do
        ready = ppoll(&room, 1, pending_end || given_up ? &at_once : NULL, &before);
    while (ready < 0 && errno == EINTR);
    sigprocmask(SIG_SETMASK, &before, NULL);
    if (ready == 0) {
        given_up = true;
        errno = EINTR;
    }
    return ready > 0;
}
