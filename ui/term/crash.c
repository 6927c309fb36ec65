#include "term/crash.h"

#include "base/signals.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

static const int crashes[] = { SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSYS, SIGQUIT };

static const struct rescue *volatile rescue;

void crash_give_back(void)
{
    const struct rescue *with = rescue;
    rescue = NULL; /* once is enough */
    if (with)
        rescue_now(with);
}

bool crash_in_library(void)
{
    const struct rescue *with = rescue;
    return with && with->in_library;
}

static void report_library(void)
{
    static const char message[] = "tictoc: the terminal's library gave up, perhaps for want of memory\n";
    crash_give_back();
    ssize_t ignored = write(STDERR_FILENO, message, sizeof message - 1);
    (void)ignored;
}

/* Curses goes on without the memory it was refused (ncurses 6.4: newterm() measures a string that it could
 * not copy, tigetstr() looks into a table that it could not make) and reads from address 0 or little more.
 * Our own memory comes from xmalloc(), which does not return without. */
static bool is_want_of_memory(int number, const siginfo_t *info, int error)
{
    enum { FIRST_PAGE = 4096 };
    return crash_in_library() && number == SIGSEGV && info->si_code == SEGV_MAPERR &&
           (uintptr_t)info->si_addr < FIRST_PAGE && error == ENOMEM;
}

static void on_crash(int number, siginfo_t *info, void *context)
{
    (void)context;
    if (!is_want_of_memory(number, info, errno)) {
        crash_give_back();
        signals_by_default(number);
        return;
    }
    report_library();
    _exit(EXIT_FAILURE);
}

static void handle(struct sigaction action)
{
    sigfillset(&action.sa_mask);
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++) {
        struct sigaction before;
        if (sigaction(crashes[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(crashes[i], &action, NULL);
    }
}

void crash_open(void)
{
    handle((struct sigaction){ .sa_sigaction = on_crash, .sa_flags = SA_SIGINFO });
}

void crash_close(void)
{
    handle((struct sigaction){ .sa_handler = SIG_DFL });
    rescue = NULL;
}

/* The program never leaves by exit() while the screen is there; curses does, when it runs out of memory. */
static void on_exit_of_others(void)
{
    if (rescue)
        report_library();
}

void crash_rescue(const struct rescue *with)
{
    static bool watching;
    if (!watching)
        atexit(on_exit_of_others);
    watching = true;
    rescue = with;
}
