#include "base/signals.h"

#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* A second signal to end is ignored within this time. */
#define IMPATIENCE_NS (300 * NS_PER_MS)

enum { DEADLINE_S = 1 };

static const int ends[] = { SIGINT, SIGTERM, SIGHUP };
static const int others[] = { SIGTSTP, SIGCHLD };
static const int of_screen[] = { SIGCONT, SIGWINCH };
static const int alarms[] = { SIGALRM };

static int pipe_ends[2] = { -1, -1 };
static const struct signals_screen *volatile screen;
static volatile sig_atomic_t end, stop, resumed, resized;
static volatile sig_atomic_t pending_end; /* a signal asked to end after the last signals_take() */
static bool given_up;                     /* such a signal ended a wait: later waits end at once */
static volatile uint64_t asked_ns;        /* time of the first signal; only the handler uses it */

void signals_by_default(int number)
{
    struct sigaction usual = { .sa_handler = SIG_DFL };
    sigset_t set;
    if (screen)
        screen->give_back();
    sigaction(number, &usual, NULL);
    sigemptyset(&set);
    sigaddset(&set, number);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    raise(number);
    _exit(128 + number); /* the first process of a container has no default actions */
}

/* Whether another job owns the terminal: setting its modes would stop this process. */
static bool is_in_background(void)
{
    pid_t group = tcgetpgrp(STDOUT_FILENO);
    return group > 0 && group != getpgrp();
}

static void ask_to_end(int number)
{
    if (end && clock_ns() - asked_ns > IMPATIENCE_NS)
        signals_by_default(number);
    if (!end)
        asked_ns = clock_ns();
    end = end ? end : number;
    pending_end = 1;
    if (screen && screen->is_held_up() && is_in_background())
        signals_by_default(number);
    if (screen)
        alarm(DEADLINE_S);
}

static void on_signal(int number)
{
    int error = errno;
    if (number == SIGINT || number == SIGTERM || number == SIGHUP)
        ask_to_end(number);
    stop |= number == SIGTSTP;
    resumed |= number == SIGCONT;
    resized |= number == SIGWINCH;
    (void)!write(pipe_ends[1], "", 1); /* a full pipe is readable, too */
    errno = error;
}

/* Only a blocked terminal ends the process: a slow file is to be written completely. */
static void on_alarm(int number)
{
    if (screen && screen->is_held_up())
        signals_by_default(end ? end : number);
    else
        alarm(DEADLINE_S);
}

/* Handlers exclude each other, so that none ends the process while another restores the terminal. */
static void set_handler(const int numbers[], size_t count, void (*handler)(int))
{
    struct sigaction before, action = { .sa_handler = handler, .sa_flags = SA_RESTART };
    sigfillset(&action.sa_mask);
    for (size_t i = 0; i < count; i++)
        if (sigaction(numbers[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(numbers[i], &action, NULL);
}

int signals_open(const struct signals_screen *with)
{
    if (pipe2(pipe_ends, O_CLOEXEC | O_NONBLOCK) != 0)
        return -1;
    screen = with;
    set_handler(ends, COUNT(ends), on_signal);
    set_handler(others, COUNT(others), on_signal);
    if (!with)
        return pipe_ends[0];
    set_handler(of_screen, COUNT(of_screen), on_signal);
    signal(SIGALRM, SIG_DFL); /* even where it was ignored */
    set_handler(alarms, COUNT(alarms), on_alarm);
    return pipe_ends[0];
}

void signals_close(void)
{
    set_handler(ends, COUNT(ends), SIG_DFL);
    set_handler(others, COUNT(others), SIG_DFL);
    set_handler(of_screen, COUNT(of_screen), SIG_DFL);
    alarm(0); /* no handler sets it any more */
    set_handler(alarms, COUNT(alarms), SIG_DFL);
    screen = NULL;
    for (int i = 0; i < 2; i++) {
        if (pipe_ends[i] >= 0)
            close(pipe_ends[i]);
        pipe_ends[i] = -1;
    }
}

struct signals signals_take(void)
{
    char bytes[64];
    while (read(pipe_ends[0], bytes, sizeof bytes) > 0)
        continue;
    if (end && screen)
        alarm(DEADLINE_S); /* the same time to close everything */
    pending_end = 0;
    struct signals came = { .end = end, .stop = stop, .resumed = resumed, .resized = resized };
    stop = resumed = resized = 0;
    return came;
}

bool signals_can_stop(void)
{
    return getpid() != 1;
}

void signals_stop_here(void)
{
    raise(SIGSTOP);
}

static void block_ends(sigset_t *before)
{
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < COUNT(ends); i++)
        sigaddset(&set, ends[i]);
    sigprocmask(SIG_BLOCK, &set, before);
}

/* Signals to end are unblocked only during the wait, so that none arrives between the check and the wait.
 * Other signals, such as Ctrl-Z, do not end it: the loop of the run handles them. */
bool signals_wait_for_room(int fd)
{
    const struct timespec at_once = { 0 };
    struct pollfd room = { .fd = fd, .events = POLLOUT };
    sigset_t before;
    int ready;
    block_ends(&before);
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
