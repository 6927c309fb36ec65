#include "engine/coordinator.h"

#include "base/error_text.h"
#include "base/clock.h"
#include "base/descriptors.h"
#include "base/number.h"
#include "engine/control.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* The descriptor of the socket. All others of the session are closed, so that a fork copies few. */
enum { CONTROL_FD = 3 };

void coordinator_phase(struct coordinator *coordinator, enum board_phase phase)
{
    if (phase_is_ending(phase))
        limits_rest(&coordinator->limits);
    atomic_store_explicit(&coordinator->board->phase, (uint32_t)phase, memory_order_release);
}

static uint64_t own_cpu_ns(void)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    return clock_used_ns(&usage);
}

void coordinator_tic(struct coordinator *coordinator)
{
    coordinator->cpu_at_tic = own_cpu_ns();
    coordinator->team.tic = clock_ns();
    atomic_store(&coordinator->board->tic, coordinator->team.tic);
    coordinator_phase(coordinator, BOARD_RUNNING);
}

void coordinator_toc(struct coordinator *coordinator)
{
    atomic_store(&coordinator->board->toc, team_now(&coordinator->team));
}

static void note_once(char *place, size_t size, const char *format, va_list args)
{
    if (!place[0])
        vsnprintf(place, size, format, args); /* NOLINT(clang-analyzer-valist.Uninitialized) */
}

void coordinator_trouble(struct coordinator *coordinator, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    note_once(coordinator->board->trouble, sizeof coordinator->board->trouble, format, args);
    va_end(args);
    team_kill_all(&coordinator->team);
}

void coordinator_remark(struct coordinator *coordinator, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    note_once(coordinator->board->note, sizeof coordinator->board->note, format, args);
    va_end(args);
}

/* ---- waiting ------------------------------------------------------------------------------------------- */

static void signal_worker(struct coordinator *coordinator, struct worker_id id, int signal)
{
    bool stops = signal == SIGSTOP, continues = signal == SIGCONT;

    if (!team_kill(&coordinator->team, id, signal, KILL_FROM_SCREEN, TASK_NONE))
        return;
    if (stops)
        limits_stopped(&coordinator->limits, id);
    if (continues)
        limits_continued(&coordinator->limits, id);
    if (stops || continues)
        board_note(coordinator->board, &(struct event){ .time = team_now(&coordinator->team),
                                                        .task = TASK_NONE,
                                                        .slot = id.slot,
                                                        .life = id.life,
                                                        .kind = stops ? EVENT_STOPPED : EVENT_CONTINUED });
}

static void read_control(struct coordinator *coordinator)
{
    struct control_message message;
    enum control_received received;

    while ((received = control_receive(CONTROL_FD, &message)) == CONTROL_MESSAGE)
        if (message.kind == CONTROL_STOP)
            team_kill_all(&coordinator->team);
        else if (message.kind == CONTROL_SIGNAL)
            signal_worker(coordinator, message.id, message.signal);
    if (received == CONTROL_GONE) {
        team_kill_all(&coordinator->team);
        _exit(1); /* nothing watches the run any more */
    }
}

/* The time to sleep: at most `timeout_ms`, and until the limits have work. NULL: no bound. */
static const struct timespec *time_to_sleep(const struct coordinator *coordinator, int timeout_ms,
                                            struct timespec *room)
{
    uint64_t next = coordinator->team.stopping ? UINT64_MAX : limits_next(&coordinator->limits);
    uint64_t ns = timeout_ms < 0 ? UINT64_MAX : (uint64_t)timeout_ms * NS_PER_MS;

    if (next != UINT64_MAX) {
        uint64_t now = team_now(&coordinator->team);

        ns = least_of(ns, next > now ? next - now : 0);
    }
    if (ns == UINT64_MAX)
        return NULL;
    *room = (struct timespec){ (time_t)(ns / NS_PER_S), (long)(ns % NS_PER_S) };
    return room;
}

/* Whether wait4 was refused. ECHILD is a refusal only with workers live. */
static bool is_blind(const struct coordinator *coordinator)
{
    int error = coordinator->team.launcher.error;
    return error && (error != ECHILD || atomic_load(&coordinator->board->live));
}

static _Noreturn void end_with(struct coordinator *coordinator, enum board_phase phase)
{
    atomic_store(&coordinator->board->coordinator_cpu_ns, own_cpu_ns() - coordinator->cpu_at_tic);
    coordinator_phase(coordinator, phase);
    _exit(0);
}

void coordinator_wait(struct coordinator *coordinator, int timeout_ms)
{
    if (is_blind(coordinator)) { /* no worker's end would be seen, not even after a kill */
        coordinator_trouble(coordinator,
                            "the system refused to report ended workers (wait4: %s); see whether a sandbox "
                            "or a preloaded library forbids it",
                            strerror(coordinator->team.launcher.error));
        end_with(coordinator, BOARD_BROKEN);
    }

    struct timespec room;
    struct pollfd fds[3] = { { .fd = coordinator->notify_fd, .events = POLLIN },
                             { .fd = coordinator->team.launcher.fd, .events = POLLIN },
                             { .fd = CONTROL_FD, .events = POLLIN } };
    char bytes[256];
    bool stopping = coordinator->team.stopping;
    int ready = ppoll(fds, stopping ? 2 : 3, time_to_sleep(coordinator, timeout_ms, &room),
                      &coordinator->waiting_mask);

    if (ready > 0 && fds[0].revents)
        while (read(coordinator->notify_fd, bytes, sizeof bytes) == (ssize_t)sizeof bytes)
            ;
    if (ready > 0 && fds[2].revents)
        read_control(coordinator);
    if (!coordinator->team.stopping && limits_next(&coordinator->limits) != UINT64_MAX)
        limits_act(&coordinator->limits);
}

/* ---- the process --------------------------------------------------------------------------------------- */

static void on_child(int signal)
{
    (void)signal; /* it interrupts ppoll() */
}

/* Removes the parent's handlers. SIGCHLD is blocked except during ppoll(). */
static void set_signals(struct coordinator *coordinator)
{
    struct sigaction action = { .sa_handler = SIG_DFL };
    sigset_t mask;

    for (int signal = 1; signal < NSIG; signal++)
        sigaction(signal, &action, NULL);
    action.sa_handler = on_child;
    sigaction(SIGCHLD, &action, NULL);
    sigemptyset(&coordinator->waiting_mask);
    sigemptyset(&mask);
    sigaddset(&mask, SIGCHLD);
    sigprocmask(SIG_SETMASK, &mask, NULL);
}

/* Closes all descriptors but the socket to the session, the terminal's among them.
 * NULL, or the name of what was refused. */
static const char *set_descriptors(struct coordinator *coordinator, int control_fd)
{
    int notify[2];

    if (control_fd != CONTROL_FD && dup2(control_fd, CONTROL_FD) < 0)
        return "descriptor 3";
    int null = open("/dev/null", O_RDWR);
    if (null < 0)
        return "/dev/null";
    for (int fd = 0; fd < 3; fd++)
        if (dup2(null, fd) < 0)
            return "/dev/null";
    descriptors_close_from(CONTROL_FD + 1);
    if (pipe2(notify, O_NONBLOCK | O_CLOEXEC) < 0)
        return "a pipe";
    coordinator->notify_fd = notify[0];
    coordinator->team.notify_fd = notify[1];
    return NULL;
}

static const char *set_up(struct coordinator *coordinator, const struct strategy_ops *ops, int control_fd)
{
    const char *missing = set_descriptors(coordinator, control_fd);

    if (!missing)
        missing = team_open(&coordinator->team, ops->launch);
    if (!missing && !limits_open(&coordinator->limits, &coordinator->team))
        missing = "memory";
    return missing;
}

_Noreturn void coordinator_main(struct board *board, const struct strategy_ops *ops, const struct plan *plan,
                                int control_fd, pid_t parent)
{
    struct coordinator coordinator = {
        .board = board,
        .team = { .board = board, .plan = plan },
    };
    bool well = false;

    setpgid(0, 0);
    set_signals(&coordinator);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(1);
    const char *missing = set_up(&coordinator, ops, control_fd);
    if (missing) {
        const char *usual =
            errno == ENOENT ? "a chroot or a container has to have one" : "see ulimit -n and -v";
        coordinator_trouble(&coordinator, "the run could not be set up: %s: %s; %s", missing, strerror(errno),
                            error_remedy(errno, usual));
    } else {
        board_fault_in(board);
        well = ops->run(&coordinator, plan);
    }
    end_with(&coordinator, well ? BOARD_ENDED : BOARD_BROKEN);
}
