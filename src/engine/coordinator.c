#include "engine/coordinator.h"

#include "base/clock.h"
#include "engine/control.h"
#include "base/hot.h"
#include "engine/process_image.h"
#include "engine/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Descriptors of a coordinator; everything else is closed, so that a fork copies few. */
enum { CONTROL_FD = 3 };

uint64_t coordinator_now(const struct coordinator *coordinator)
{
    return clock_ns() - coordinator->tic;
}

void coordinator_phase(struct coordinator *coordinator, enum board_phase phase)
{
    if (phase >= BOARD_ENDING)
        limits_rest(coordinator);
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
    coordinator->tic = clock_ns();
    atomic_store(&coordinator->board->tic, coordinator->tic);
    coordinator_phase(coordinator, BOARD_RUNNING);
}

void coordinator_toc(struct coordinator *coordinator)
{
    atomic_store(&coordinator->board->toc, coordinator_now(coordinator));
}

static void kill_workers(struct coordinator *coordinator)
{
    struct board *board = coordinator->board;

    coordinator->stopping = true;
    for (uint32_t i = 0; i < atomic_load(&board->slots_used); i++) {
        struct slot *slot = board_slot(board, i);

        if (atomic_load(&slot->state) != SLOT_EMPTY)
            kill(atomic_load(&board_life(board, atomic_load(&slot->life))->pid), SIGKILL);
    }
}

/* The first sentence stands; later ones are its consequences. */
static void say(char *place, size_t size, const char *format, va_list args)
{
    if (!place[0])
        vsnprintf(place, size, format, args); /* NOLINT(clang-analyzer-valist.Uninitialized) */
}

void coordinator_trouble(struct coordinator *coordinator, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    say(coordinator->board->trouble, sizeof coordinator->board->trouble, format, args);
    va_end(args);
    kill_workers(coordinator);
}

void coordinator_remark(struct coordinator *coordinator, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    say(coordinator->board->note, sizeof coordinator->board->note, format, args);
    va_end(args);
}

/* ---- slots --------------------------------------------------------------------------------------------- */

uint32_t coordinator_slot(struct coordinator *coordinator)
{
    return coordinator->free_count ? coordinator->free_slots[--coordinator->free_count] : SLOTS_MAX;
}

void coordinator_slot_back(struct coordinator *coordinator, uint32_t slot)
{
    coordinator->free_slots[coordinator->free_count++] = slot;
}

/* ---- births and deaths --------------------------------------------------------------------------------- */

/* The worker process. The parent may have died between the fork and the wish to die with it. */
HOT static _Noreturn void be_worker(struct coordinator *coordinator, struct worker_id id, uint64_t task)
{
    struct worker worker = {
        .board = coordinator->board,
        .id = id,
        .workload = coordinator->workload,
        .tic = coordinator->tic,
        .notify_fd = coordinator->notify[1],
    };

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != coordinator->pid)
        _exit(1);
    if (task == TASK_NONE)
        worker_serve(&worker);
    else
        worker_do_one(&worker, task);
    _exit(0);
}

/* fork(2) without what the C library does around it: handlers, which might look into the heap that the child does not
 * have, and writes to the library's own pages, each of which the child would have to copy. */
static inline pid_t bare_fork(void)
{
#if defined __x86_64__ || defined __aarch64__
    return (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
#else
    return _Fork();
#endif
}

/* A fork that is tried again, until one goes well, is one that was refused. */
static int note_refusal(struct coordinator *coordinator, struct worker_id id, uint64_t task, int error)
{
    struct board *board = coordinator->board;

    transition_unborn(board, id);
    if (coordinator->refused)
        return error;
    coordinator->refused = true;
    atomic_fetch_add(&board->forks_refused, 1);
    board_note(board, &(struct event){ .time = coordinator_now(coordinator),
                                       .task = task,
                                       .value = (uint64_t)error,
                                       .slot = id.slot,
                                       .life = id.life,
                                       .kind = EVENT_REFUSED });
    return error;
}

HOT int coordinator_spawn(struct coordinator *coordinator, uint32_t slot, uint64_t task)
{
    struct worker_id id = transition_birth(coordinator->board, slot, task, coordinator_now(coordinator));
    pid_t pid = bare_fork();

    if (pid == 0)
        be_worker(coordinator, id, task);
    if (pid > 0 && (uint32_t)pid < coordinator->pid_end) {
        coordinator->slot_of_pid[pid] = slot + 1;
        coordinator->refused = false;
        transition_born(coordinator->board, id, pid);
        return 0;
    }
    if (pid > 0) { /* pid_max has been raised meanwhile: it has no place in the table */
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
        errno = EAGAIN;
    }
    return note_refusal(coordinator, id, task, errno);
}

/* ---- waiting ------------------------------------------------------------------------------------------- */

static void signal_worker(struct coordinator *coordinator, const struct control_message *message)
{
    bool stops = message->signal == SIGSTOP, continues = message->signal == SIGCONT;

    if (!coordinator_kill(coordinator, message->id, message->signal, KILL_FROM_SCREEN))
        return;
    if (stops)
        limits_stopped(coordinator, message->id);
    if (continues)
        limits_continued(coordinator, message->id);
    if (stops || continues)
        board_note(coordinator->board, &(struct event){ .time = coordinator_now(coordinator),
                                                        .task = TASK_NONE,
                                                        .slot = message->id.slot,
                                                        .life = message->id.life,
                                                        .kind = stops ? EVENT_STOPPED : EVENT_CONTINUED });
}

static void hear_parent(struct coordinator *coordinator)
{
    struct control_message message;
    enum control_heard heard;

    while ((heard = control_receive(CONTROL_FD, &message)) == CONTROL_MESSAGE)
        if (message.kind == CONTROL_STOP)
            kill_workers(coordinator);
        else if (message.kind == CONTROL_SIGNAL)
            signal_worker(coordinator, &message);
    if (heard == CONTROL_GONE) {
        kill_workers(coordinator);
        _exit(1); /* nobody is left to tell */
    }
}

/* How long to sleep: `timeout_ms` at most, and not past the warden's next duty. NULL: as long as it takes. */
static const struct timespec *patience(const struct coordinator *coordinator, int timeout_ms,
                                       struct timespec *room)
{
    uint64_t next = coordinator->stopping ? UINT64_MAX : limits_next(coordinator);
    uint64_t ns = timeout_ms < 0 ? UINT64_MAX : (uint64_t)timeout_ms * NS_PER_MS;

    if (next != UINT64_MAX) {
        uint64_t now = coordinator_now(coordinator), rest = next > now ? next - now : 0;

        ns = rest < ns ? rest : ns;
    }
    if (ns == UINT64_MAX)
        return NULL;
    *room = (struct timespec){ (time_t)(ns / NS_PER_S), (long)(ns % NS_PER_S) };
    return room;
}

void coordinator_wait(struct coordinator *coordinator, int timeout_ms)
{
    struct timespec room;
    struct pollfd fds[2] = { { .fd = coordinator->notify[0], .events = POLLIN },
                             { .fd = CONTROL_FD, .events = POLLIN } };
    char bytes[256];
    int ready = ppoll(fds, coordinator->stopping ? 1 : 2, patience(coordinator, timeout_ms, &room),
                      &coordinator->waiting_mask);

    if (ready > 0 && fds[0].revents)
        while (read(coordinator->notify[0], bytes, sizeof bytes) == (ssize_t)sizeof bytes)
            ;
    if (ready > 0 && fds[1].revents)
        hear_parent(coordinator);
    if (!coordinator->stopping && limits_next(coordinator) != UINT64_MAX)
        limits_act(coordinator);
}

/* ---- the process --------------------------------------------------------------------------------------- */

static void on_child(int signal)
{
    (void)signal; /* its coming ends ppoll() */
}

/* Default actions, only SIGCHLD blocked outside of ppoll(): nothing of the parent's handlers remains. */
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

/* The front and nothing else; the terminal in particular is closed. */
static bool set_descriptors(struct coordinator *coordinator, int control_fd)
{
    int null;

    if (control_fd != CONTROL_FD && dup2(control_fd, CONTROL_FD) < 0)
        return false;
    null = open("/dev/null", O_RDWR);
    if (null < 0)
        return false;
    for (int fd = 0; fd < 3; fd++)
        if (dup2(null, fd) < 0)
            return false;
    syscall(SYS_close_range, CONTROL_FD + 1, ~0U, 0);
    coordinator->control_fd = CONTROL_FD;
    return pipe2(coordinator->notify, O_NONBLOCK | O_CLOEXEC) == 0;
}

void *coordinator_table(size_t bytes)
{
    void *table =
        mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    if (table == MAP_FAILED)
        return NULL;
    madvise(table, bytes, MADV_DONTFORK);
    return table;
}

static uint32_t read_pid_max(void)
{
    char text[32] = "";
    int fd = open("/proc/sys/kernel/pid_max", O_RDONLY | O_CLOEXEC);
    ssize_t got = fd < 0 ? 0 : read(fd, text, sizeof text - 1);
    unsigned long value;

    if (fd >= 0)
        close(fd);
    value = got > 0 ? strtoul(text, NULL, 10) : 0;
    return value ? (uint32_t)value + 1 : (uint32_t)(1 << 22) + 1;
}

static bool set_tables(struct coordinator *coordinator)
{
    uint32_t slots = coordinator->board->slot_count;

    coordinator->pid_end = read_pid_max();
    coordinator->slot_of_pid = coordinator_table(coordinator->pid_end * sizeof(uint32_t));
    coordinator->free_slots = coordinator_table(slots * sizeof(uint32_t));
    coordinator->killed = coordinator_table(slots * sizeof(uint32_t));
    if (!coordinator->slot_of_pid || !coordinator->free_slots || !coordinator->killed)
        return false;
    for (uint32_t slot = slots; slot-- > 0;) /* the lowest on top */
        coordinator_slot_back(coordinator, slot);
    return true;
}

_Noreturn void coordinator_main(struct board *board, const struct strategy_ops *ops, const struct plan *plan,
                                int control_fd, pid_t parent)
{
    struct coordinator coordinator = {
        .board = board, .plan = plan, .workload = board_workload(board), .pid = getpid()
    };
    bool well;

    setpgid(0, 0);
    set_signals(&coordinator);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(1);
    if (!set_descriptors(&coordinator, control_fd) || !set_tables(&coordinator) ||
        !limits_open(&coordinator, plan)) {
        coordinator_trouble(&coordinator, "the run could not be set up: %s", strerror(errno));
        well = false;
    } else {
        board_fault_in(board);
#ifndef __SANITIZE_ADDRESS__
        process_image_slim();
#endif
        well = ops->run(&coordinator, plan);
    }
    atomic_store(&board->coordinator_cpu_ns, own_cpu_ns() - coordinator.cpu_at_tic);
    coordinator_phase(&coordinator, well ? BOARD_ENDED : BOARD_BROKEN);
    _exit(0);
}
