#include "engine/runner.h"

#include "base/error_text.h"
#include "base/mappings.h"
#include "base/clock.h"
#include "base/format.h"
#include "board/gate.h"
#include "engine/control.h"
#include "engine/coordinator.h"
#include "machine/machine.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATIENCE_NS (500 * NS_PER_MS)

/* A refused call is tried eight times in 127 ms, not longer: the caller has a screen to draw. */
enum { LAST_WAIT_MS = 64 };

/* False, at once, when the patience is used up. */
static bool wait_for_room(struct backoff *patience)
{
    if (patience->ms == LAST_WAIT_MS)
        return false;
    clock_sleep_until(clock_ns() + backoff_next(patience, LAST_WAIT_MS) * NS_PER_MS);
    return true;
}

/* Refuses a run that the system's out-of-memory killer would end in the middle. */
static bool has_memory(const struct workload *workload, const struct plan *plan, char *err, size_t size)
{
    uint64_t wanted = board_bytes(workload, plan), have = machine_memory_free();
    char a[FORMAT_MAX], b[FORMAT_MAX], c[FORMAT_MAX];
    uint64_t spare = STRATEGY_REPLACEMENTS * sizeof(struct life); /* reserved, hardly ever touched */

    wanted = wanted > spare ? wanted - spare : 0;
    if (wanted <= have)
        return true;
    return format_refusal(
        err, size, "%s tasks need %s of memory, and %s are free: take fewer, or see the cgroup's memory.max",
        format_count(a, sizeof a, workload->tasks), format_bytes(b, sizeof b, wanted),
        format_bytes(c, sizeof c, have));
}

/* Signals are blocked during the fork, so that the child does not run this process's handlers. */
static pid_t fork_coordinator(struct runner *runner, const struct strategy_ops *ops, const struct plan *plan,
                              int control[2])
{
    sigset_t all, before;
    pid_t parent = getpid();

    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    pid_t pid = fork();
    if (pid == 0) {
        close(control[1]);
        coordinator_main(runner->board, ops, plan, control[0], parent);
    }
    if (pid > 0)
        setpgid(pid, pid); /* in both processes, as either may come first */
    sigprocmask(SIG_SETMASK, &before, NULL);
    return pid;
}

static bool open_control(int control[2], struct backoff *patience, char *err, size_t size)
{
    while (!control_open(control))
        if (!wait_for_room(patience))
            return format_refusal(err, size, "cannot have sockets for the run: %s; %s", strerror(errno),
                                  error_remedy(errno, "see ulimit -n"));
    return true;
}

static bool start_coordinator(struct runner *runner, const struct strategy_ops *ops, const struct plan *plan,
                              struct backoff *patience, char *err, size_t size)
{
    int control[2];
    pid_t pid;

    if (!open_control(control, patience, err, size))
        return false;
    runner->control_fd = control[1];
    mappings_join();
    while ((pid = fork_coordinator(runner, ops, plan, control)) < 0 && wait_for_room(patience))
        ;
    if (pid < 0) {
        format_refusal(err, size, "cannot start a process for the run: %s; %s", strerror(errno),
                       error_remedy(errno, "see ulimit -u and the cgroup's pids.max"));
    } else {
        runner->coordinator = pid;
        runner->pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
    }
    close(control[0]);
    return pid > 0;
}

bool runner_start(struct runner *runner, const struct workload *workload, const struct strategy *strategy,
                  const struct plan *plan, struct backoff *patience, char *err, size_t size)
{
    *runner = (struct runner){ .pidfd = -1, .control_fd = -1 };
    if (!has_memory(workload, plan, err, size))
        return false;
    uint32_t *order = order_make(plan->order, plan->seed, workload);
    runner->board = board_open(workload, plan, order, err, size);
    free(order);
    if (!runner->board)
        return false;
    if (!start_coordinator(runner, strategy->ops, plan, patience, err, size)) {
        runner_close(runner);
        return false;
    }
    board_keep(runner->board);
    return true;
}

/* Whether the coordinator has ended; it is not reaped. ECHILD: it has been reaped elsewhere.
 * Where a sandbox refuses waitid, the pidfd, or without one the socket, is readable then. */
static bool has_ended(const struct runner *runner)
{
    siginfo_t info = { .si_pid = 0 };
    struct pollfd end = { .fd = runner->pidfd >= 0 ? runner->pidfd : runner->control_fd, .events = POLLIN };

    if (waitid(P_PID, (id_t)runner->coordinator, &info, WEXITED | WNOHANG | WNOWAIT) == 0)
        return info.si_pid == runner->coordinator;
    return errno == ECHILD || poll(&end, 1, 0) > 0;
}

bool runner_poll(struct runner *runner)
{
    if (!runner->coordinator)
        return false;
    if (has_ended(runner)) {
        kill(-runner->coordinator, SIGKILL); /* before it is reaped: its number may be reused afterwards */
        waitpid(runner->coordinator, &runner->status, 0);
        runner->coordinator = 0;
        return false;
    }
    if (runner->stop_ns && clock_ns() - runner->stop_ns > PATIENCE_NS)
        kill(-runner->coordinator, SIGKILL);
    return true;
}

bool runner_is_stopped(const struct runner *runner)
{
    siginfo_t info = { .si_pid = 0 };

    return runner->coordinator &&
           waitid(P_PID, (id_t)runner->coordinator, &info, WSTOPPED | WNOHANG | WNOWAIT) == 0 &&
           info.si_pid == runner->coordinator;
}

void runner_stop(struct runner *runner)
{
    struct control_message stop = { .kind = CONTROL_STOP };

    if (!runner->coordinator || runner->stop_ns)
        return;
    runner->stop_ns = clock_ns();
    kill(-runner->coordinator, SIGCONT); /* a stopped process reads no message */
    if (!control_send(runner->control_fd, &stop))
        kill(-runner->coordinator, SIGKILL);
}

bool runner_signal(struct runner *runner, struct worker_id id, int signal)
{
    struct control_message message = { .kind = CONTROL_SIGNAL, .signal = signal, .id = id };

    return runner->coordinator && control_send(runner->control_fd, &message);
}

/* ---- holding ------------------------------------------------------------------------------------------- */

uint64_t runner_held_ns(const struct runner *runner)
{
    return runner->held_before + (runner->held ? clock_ns() - runner->held_from : 0);
}

/* `held`: the new reasons, enum hold. The time counts while there is at least one. */
static void set_held(struct runner *runner, unsigned held)
{
    if (!runner->held && held)
        runner->held_from = clock_ns();
    if (runner->held && !held)
        runner->held_before += clock_ns() - runner->held_from;
    runner->held = held;
}

void runner_suspend(struct runner *runner)
{
    if (!runner->coordinator || runner->held & HOLD_JOB)
        return;
    set_held(runner, runner->held | HOLD_JOB);
    kill(-runner->coordinator, SIGSTOP);
}

void runner_resume(struct runner *runner)
{
    if (!(runner->held & HOLD_JOB))
        return;
    set_held(runner, runner->held & ~(unsigned)HOLD_JOB);
    if (runner->coordinator)
        kill(-runner->coordinator, SIGCONT);
}

static void note_gate(struct board *board, enum event_kind kind)
{
    board_note(board, &(struct event){ .time = board_now(board), .task = TASK_NONE, .kind = kind });
}

/* Wakes the coordinator, which may be waiting for the gate to open. */
static void send_gate(struct runner *runner)
{
    control_send(runner->control_fd, &(struct control_message){ .kind = CONTROL_GATE });
}

void runner_hold(struct runner *runner, bool hold)
{
    bool held = runner->held & HOLD_GATE;

    if (!runner->coordinator || hold == held)
        return;
    set_held(runner, runner->held ^ HOLD_GATE);
    note_gate(runner->board, hold ? EVENT_HELD : EVENT_OPENED);
    gate_set(runner->board, hold ? GATE_HOLD : GATE_RUN);
    send_gate(runner);
}

bool runner_step(struct runner *runner)
{
    if (!runner->coordinator)
        return false;
    runner_hold(runner, true);
    bool permitted = gate_permit(runner->board);
    send_gate(runner);
    return permitted;
}

void runner_close(struct runner *runner)
{
    if (runner->coordinator) {
        kill(-runner->coordinator, SIGKILL);
        waitpid(runner->coordinator, NULL, 0);
    }
    if (runner->pidfd >= 0)
        close(runner->pidfd);
    if (runner->control_fd >= 0)
        close(runner->control_fd);
    board_close(runner->board);
    *runner = (struct runner){ .pidfd = -1, .control_fd = -1 };
}
