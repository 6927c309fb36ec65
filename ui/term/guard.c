#include "term/guard.h"

#include "base/descriptors.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

/* All that is open in the guard. */
enum { PIPE_FD = 0, TERMINAL_FD = 1, UNUSED_FD = 2 };

/* Moves the two descriptors out of each other's way, then into place. */
static void keep_only(int pipe, int terminal)
{
    int high_pipe = fcntl(pipe, F_DUPFD, UNUSED_FD);
    int high_terminal = fcntl(terminal, F_DUPFD, UNUSED_FD);
    dup2(high_pipe, PIPE_FD);
    dup2(high_terminal, TERMINAL_FD);
    descriptors_close_from(UNUSED_FD);
}

static void on_parent_death(int signal)
{
    (void)signal; /* only to end ppoll() */
}

/* Everything is ignored but the news of the parent's death, which is let in only while waiting in ppoll(): a
 * process forked by the parent may hold the pipe open long after it. */
static void arrange_signals(sigset_t *while_waiting)
{
    static const int ignored[] = { SIGHUP,  SIGINT,  SIGQUIT, SIGTERM, SIGPIPE, SIGALRM, SIGUSR2,
                                   SIGCHLD, SIGTSTP, SIGTTIN, SIGTTOU, SIGCONT, SIGWINCH };
    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
        signal(ignored[i], SIG_IGN);
    struct sigaction action = { .sa_handler = on_parent_death };
    sigemptyset(&action.sa_mask);
    sigaction(SIGUSR1, &action, NULL);

    sigset_t blocked;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGUSR1);
    sigprocmask(SIG_SETMASK, &blocked, NULL);
    sigemptyset(while_waiting);
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGUSR1);
    prctl(PR_SET_NAME, "tictoc-guard");
#endif
}

/* Returns when the parent is dead; leaves when the terminal is gone. */
static void wait_for_death(pid_t parent, const sigset_t *while_waiting)
{
    struct pollfd fds[] = { { .fd = PIPE_FD, .events = POLLIN }, { .fd = TERMINAL_FD, .events = 0 } };
    while (getppid() == parent) {
        if (ppoll(fds, 2, NULL, while_waiting) < 0)
            continue;
        if (fds[1].revents)
            _exit(0);
        if (fds[0].revents)
            return;
    }
}

static _Noreturn void be_guard(int pipe, pid_t parent, const struct rescue *rescue)
{
    struct rescue own = *rescue;
    sigset_t while_waiting;
    arrange_signals(&while_waiting);
    setsid();
    keep_only(pipe, rescue->fd);
    own.fd = TERMINAL_FD;
    wait_for_death(parent, &while_waiting);
    if (rescue_is_needed(&own))
        rescue_now(&own);
    _exit(0);
}

bool guard_start(struct guard *guard, const struct rescue *rescue)
{
    *guard = (struct guard){ .fd = -1, .pid = -1 };
    int ends[2]; /* nothing is ever written: it is its end that is waited for */
    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    pid_t parent = getpid();
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
    pid_t pid = fork();
    if (pid == 0) {
        close(ends[1]);
        be_guard(ends[0], parent, rescue);
    }
    int reason = errno;
    sigprocmask(SIG_SETMASK, &before, NULL);
    close(ends[0]);
    if (pid < 0) {
        close(ends[1]);
        errno = reason;
        return false;
    }
    *guard = (struct guard){ .fd = ends[1], .pid = pid };
    return true;
}

static void forget(struct guard *guard)
{
    close(guard->fd);
    *guard = (struct guard){ .fd = -1, .pid = -1 };
}

bool guard_tend(struct guard *guard)
{
    int status = 0;
    if (guard->fd < 0)
        return false;
    pid_t came = waitpid(guard->pid, &status, WNOHANG | WUNTRACED);
    if (came == 0)
        return true;
    if (came > 0 && WIFSTOPPED(status)) {
        kill(guard->pid, SIGCONT);
        return true;
    }
    forget(guard);
    return false;
}

/* Killed before the end of the pipe calls it; a guard that is stopped notices nothing else. */
void guard_dismiss(struct guard *guard)
{
    if (guard->fd < 0)
        return;
    kill(guard->pid, SIGKILL);
    while (waitpid(guard->pid, NULL, 0) < 0 && errno == EINTR)
        continue;
    forget(guard);
}
