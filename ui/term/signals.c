#include "term/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* Seconds within which the loop has to ask what came when it was told to end, and then to have closed the screen. */
#define COME_ROUND_S 1

static const int told[] = { SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGCONT, SIGWINCH, SIGCHLD };
static const int alarms[] = { SIGALRM };
static const int crashes[] = { SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSYS, SIGQUIT };

static int pipe_ends[2] = { -1, -1 };
static volatile sig_atomic_t end, stop, resumed, resized;
static const struct rescue *volatile rescue;

static void tell_of_the_library(void)
{
    static const char message[] = "tictoc: the terminal's library gave up, perhaps for want of memory\n";
    signals_give_back();
    if (write(STDERR_FILENO, message, sizeof message - 1) < 0) {
        /* nobody left to tell */
    }
}

static bool is_in_library(void)
{
    const struct rescue *with = rescue;
    return with && with->in_library;
}

/* Curses goes on without the memory it was refused (ncurses 6.4: newterm() measures a string that it could not copy,
 * tigetstr() looks into a table that it could not make) and reads from address 0 or little more. Our own memory comes
 * from xmalloc(), which does not return without. */
static bool is_want_of_memory(int number, const siginfo_t *info, int error)
{
    enum { FIRST_PAGE = 4096 };
    return is_in_library() && number == SIGSEGV && info->si_code == SEGV_MAPERR &&
           (uintptr_t)info->si_addr < FIRST_PAGE && error == ENOMEM;
}

/* The default action, at once. */
static void take_its_course(int number)
{
    struct sigaction usual = { .sa_handler = SIG_DFL };
    sigset_t set;
    signals_give_back();
    sigaction(number, &usual, NULL);
    sigemptyset(&set);
    sigaddset(&set, number);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    raise(number);
}

static void on_crash(int number, siginfo_t *info, void *context)
{
    (void)context;
    if (!is_want_of_memory(number, info, errno)) {
        take_its_course(number);
        return;
    }
    tell_of_the_library();
    _exit(EXIT_FAILURE);
}

/* Whoever was told to end and has not come round is held up: by a terminal that nobody reads, or by a file that takes
 * its time, which is to be whole. */
static void on_alarm(int number)
{
    if (is_in_library())
        take_its_course(end ? end : number);
    else
        alarm(COME_ROUND_S);
}

static void on_signal(int number)
{
    int saved_errno = errno;
    bool ends = number == SIGINT || number == SIGTERM || number == SIGHUP;
    if (ends && end)
        take_its_course(number);
    if (ends) {
        end = number;
        alarm(COME_ROUND_S);
    }
    stop |= number == SIGTSTP;
    resumed |= number == SIGCONT;
    resized |= number == SIGWINCH;
    ssize_t ignored = write(pipe_ends[1], "", 1); /* a full pipe is readable all the same */
    (void)ignored;
    errno = saved_errno;
}

/* One handler at a time: none is to end the process while another gives the terminal back. */
static void handle(const int numbers[], size_t count, struct sigaction action)
{
    sigfillset(&action.sa_mask);
    for (size_t i = 0; i < count; i++) {
        struct sigaction before;
        if (sigaction(numbers[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(numbers[i], &action, NULL);
    }
}

int signals_open(void)
{
    if (pipe2(pipe_ends, O_CLOEXEC | O_NONBLOCK) != 0)
        return -1;
    signal(SIGALRM, SIG_DFL); /* even where it was ignored */
    handle(told, COUNT(told), (struct sigaction){ .sa_handler = on_signal, .sa_flags = SA_RESTART });
    handle(alarms, COUNT(alarms), (struct sigaction){ .sa_handler = on_alarm, .sa_flags = SA_RESTART });
    handle(crashes, COUNT(crashes), (struct sigaction){ .sa_sigaction = on_crash, .sa_flags = SA_SIGINFO });
    return pipe_ends[0];
}

void signals_close(void)
{
    const struct sigaction usual = { .sa_handler = SIG_DFL };
    handle(told, COUNT(told), usual);
    alarm(0); /* now that nobody sets it any more */
    handle(alarms, COUNT(alarms), usual);
    handle(crashes, COUNT(crashes), usual);
    rescue = NULL;
    for (int i = 0; i < 2; i++) {
        if (pipe_ends[i] >= 0)
            close(pipe_ends[i]);
        pipe_ends[i] = -1;
    }
}

void signals_give_back(void)
{
    const struct rescue *with = rescue;
    rescue = NULL; /* once is enough */
    if (with)
        rescue_now(with);
}

/* We never leave by exit() while the screen is there; curses does, when it runs out of memory. */
static void on_exit_of_others(void)
{
    if (rescue)
        tell_of_the_library();
}

void signals_rescue(const struct rescue *with)
{
    static bool watching;
    if (!watching)
        atexit(on_exit_of_others);
    watching = true;
    rescue = with;
}

struct signals signals_take(void)
{
    char bytes[64];
    while (read(pipe_ends[0], bytes, sizeof bytes) > 0)
        continue;
    if (end)
        alarm(COME_ROUND_S); /* as long again to close everything */
    struct signals came = { .end = end, .stop = stop, .resumed = resumed, .resized = resized };
    stop = resumed = resized = 0;
    return came;
}

void signals_stop_here(void)
{
    raise(SIGSTOP);
}
