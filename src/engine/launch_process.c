/* Workers that are child processes of the coordinator: forked, ended by signals, reaped with wait4. */
#include "base/clock.h"
#include "base/hot.h"
#include "engine/launcher.h"
#include "base/unforked.h"
#include "engine/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t coordinator;     /* the parent of all workers */
static uint32_t *slot_of_pid; /* slot + 1 by pid; 0: not ours */
static uint32_t pid_end;      /* entries of slot_of_pid */

/* The whole worker process. The parent may have died between the fork and prctl(). */
HOT static _Noreturn void be_worker(const struct worker *worker, uint64_t task)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != coordinator)
        _exit(1);
    if (task == TASK_NONE)
        worker_serve(worker);
    else
        worker_do_one(worker, task);
    _exit(0);
}

/* fork() without the handlers that libraries have registered, which a worker does not need. */
static inline pid_t bare_fork(void)
{
#if defined __GLIBC__ && __GLIBC__ == 2 && __GLIBC_MINOR__ < 34
    return fork();
#else
    return _Fork();
#endif
}

HOT static int start_process(struct launcher *launcher, const struct worker *worker, uint64_t task,
                             struct worker_place *place)
{
    pid_t pid = bare_fork();

    if (pid == 0)
        be_worker(worker, task);
    if (pid < 0)
        return errno;
    if ((uint32_t)pid >= pid_end) { /* pid_max was raised meanwhile: no place in the table */
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
        return EAGAIN;
    }
    launcher->error = 0;
    slot_of_pid[pid] = worker->id.slot + 1;
    *place = worker_place_of_process(pid);
    return 0;
}

static bool reap_process(struct launcher *launcher, uint32_t *slot, struct exit_info *exit_info)
{
    struct rusage usage;

    for (*slot = 0; !*slot;) {
        pid_t pid = wait4(-1, &exit_info->status, WNOHANG, &usage);

        launcher->error = pid < 0 ? errno : 0;
        if (pid <= 0)
            return false;
        if ((uint32_t)pid >= pid_end)
            continue;
        *slot = slot_of_pid[pid];
        slot_of_pid[pid] = 0;
    }
    --*slot;
    exit_info->cpu_ns = clock_used_ns(&usage);
    exit_info->max_rss_kb = (uint64_t)usage.ru_maxrss;
    return true;
}

static bool send_signal(struct launcher *launcher, struct life *life, int signal)
{
    (void)launcher;
    return kill(atomic_load(&life->pid), signal) == 0;
}

static uint32_t read_pid_max(void)
{
    char text[32] = "";
    int fd = open("/proc/sys/kernel/pid_max", O_RDONLY | O_CLOEXEC);
    ssize_t got = fd < 0 ? 0 : read(fd, text, sizeof text - 1);

    if (fd >= 0)
        close(fd);
    unsigned long value = got > 0 ? strtoul(text, NULL, 10) : 0;
    return value ? (uint32_t)value + 1 : (uint32_t)(1 << 22) + 1;
}

const char *launch_process(struct launcher *launcher)
{
    *launcher = (struct launcher){
        .call = "fork",
        .limits = "see ulimit -u and the cgroup's pids.max",
        .start = start_process,
        .ended = reap_process,
        .signal = send_signal,
        .fd = -1,
    };
    coordinator = getpid();
    pid_end = read_pid_max();
    slot_of_pid = unforked_table(pid_end * sizeof *slot_of_pid);
    if (!slot_of_pid)
        return "memory";
    /* ECHILD is expected, as there are no children yet; any other error would be that of every wait. */
    return wait4(-1, NULL, WNOHANG, NULL) < 0 && errno != ECHILD ? "wait4" : NULL;
}
