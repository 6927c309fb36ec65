/* LD_PRELOAD: makes the n-th call of a kind fail, as
 * a system that has run out of something would. See torture.h.
 *
 * Everything is bound when the library is loaded, and
 * the count is in memory that all processes of the program share. */
#include "torture.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* glibc's own names of what is behind malloc(): there before anything can be looked up. */
void *__libc_malloc(size_t size);               /* NOLINT(bugprone-reserved-identifier) */
void *__libc_calloc(size_t count, size_t size); /* NOLINT(bugprone-reserved-identifier) */
void *__libc_realloc(void *old, size_t size);   /* NOLINT(bugprone-reserved-identifier) */

static struct torture_state *state; /* NULL: not ready, or not asked for */
static enum torture_kind chosen;
static uint64_t first, last;

static struct {
    pid_t (*fork)(void);
    pid_t (*_Fork)(void);
    void *(*mmap)(void *, size_t, int, int, int, off_t);
    ssize_t (*write)(int, const void *, size_t);
    int (*open)(const char *, int, ...);
    DIR *(*opendir)(const char *);
    int (*mkostemp)(char *, int);
    int (*pipe2)(int[2], int);
    int (*dup2)(int, int);
    int (*fsync)(int);
    int (*fdatasync)(int);
    int (*fchown)(int, uid_t, gid_t);
    int (*fchmod)(int, mode_t);
    int (*linkat)(int, const char *, int, const char *, int);
    int (*rename)(const char *, const char *);
    int (*socketpair)(int, int, int, int[2]);
    int (*poll)(struct pollfd *, nfds_t, int);
    int (*ppoll)(struct pollfd *, nfds_t, const struct timespec *, const sigset_t *);
    int (*prctl)(int, ...);
    int (*waitid)(idtype_t, id_t, siginfo_t *, int);
    pid_t (*wait4)(pid_t, int *, int, struct rusage *);
    int (*clock_nanosleep)(clockid_t, int, const struct timespec *, struct timespec *);
} real;

static void *find(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

#define FIND(name) (*(void **)&real.name = find(#name))

static void read_request(const char *request)
{
    const char *colon = strchr(request, ':');
    for (int kind = 0; colon && kind < TORTURE_KINDS; kind++)
        if (strlen(torture_names[kind]) == (size_t)(colon - request) &&
            strncmp(request, torture_names[kind], (size_t)(colon - request)) == 0)
            chosen = (enum torture_kind)kind;
    char *end = "";
    first = last = colon ? strtoull(colon + 1, &end, 10) : 0;
    if (*end)
        last = *end == '+' ? UINT64_MAX : strtoull(end + 1, NULL, 10);
}

__attribute__((constructor)) static void prepare(void)
{
    const char *request = getenv("TORTURE"), *path = getenv("TORTURE_STATE");
    FIND(fork);
    FIND(_Fork);
    FIND(mmap);
    FIND(write);
    FIND(open);
    FIND(opendir);
    FIND(mkostemp);
    FIND(pipe2);
    FIND(dup2);
    FIND(fsync);
    FIND(fdatasync);
    FIND(fchown);
    FIND(fchmod);
    FIND(linkat);
    FIND(rename);
    FIND(socketpair);
    FIND(poll);
    FIND(ppoll);
    FIND(prctl);
    FIND(waitid);
    FIND(wait4);
    FIND(clock_nanosleep);
    if (!request || !*request || !path)
        return;
    read_request(request);
    int fd = real.open(path, O_RDWR | O_CLOEXEC);
    void *page = real.mmap(NULL, sizeof *state, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (page == MAP_FAILED)
        abort();
    close(fd);
    state = page;
}

/* Counts a call; true, with errno, when it is to fail. */
static bool fails(enum torture_kind kind, int error)
{
    if (!state)
        return false;
    uint64_t call = atomic_fetch_add(&state->calls[kind], 1) + 1;
    if (kind != chosen || call < first || call > last)
        return false;
    atomic_fetch_add(&state->failed, 1);
    errno = error;
    return true;
}

pid_t fork(void)
{
    return fails(TORTURE_FORK, EAGAIN) ? -1 : real.fork();
}

pid_t _Fork(void) /* NOLINT(bugprone-reserved-identifier) */
{
    return fails(TORTURE_FORK, EAGAIN) ? -1 : real._Fork();
}

void *mmap(void *at, size_t length, int protection, int flags, int fd, off_t offset)
{
    return fails(TORTURE_MMAP, ENOMEM) ? MAP_FAILED : real.mmap(at, length, protection, flags, fd, offset);
}

void *malloc(size_t size)
{
    return fails(TORTURE_MALLOC, ENOMEM) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return fails(TORTURE_MALLOC, ENOMEM) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    return fails(TORTURE_MALLOC, ENOMEM) ? NULL : __libc_realloc(old, size);
}

/* What the sequences begin with by which a terminal changes its modes: second screen, cursor, mouse. */
#define MODES "\033[?"

/* A full disk where it is a file, else a device that is gone; but what has failed can always be said. */
ssize_t write(int fd, const void *bytes, size_t length)
{
    struct stat status;
    if (fd == STDERR_FILENO)
        return real.write(fd, bytes, length);
    bool file = fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
    if (!fails(TORTURE_WRITE, file ? ENOSPC : EIO))
        return real.write(fd, bytes, length);
    if (memmem(bytes, length, MODES, strlen(MODES)))
        atomic_fetch_add(&state->modes, 1);
    return -1;
}

int open(const char *path, int flags, ...)
{
    va_list list;
    va_start(list, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0;
    va_end(list);
    return fails(TORTURE_OPEN, EMFILE) ? -1 : real.open(path, flags, mode);
}

DIR *opendir(const char *path)
{
    return fails(TORTURE_OPEN, EMFILE) ? NULL : real.opendir(path);
}

int mkostemp(char *template, int flags)
{
    return fails(TORTURE_OPEN, EMFILE) ? -1 : real.mkostemp(template, flags);
}

int pipe2(int ends[2], int flags)
{
    return fails(TORTURE_PIPE, EMFILE) ? -1 : real.pipe2(ends, flags);
}

int dup2(int from, int to)
{
    return fails(TORTURE_PIPE, EMFILE) ? -1 : real.dup2(from, to);
}

int fsync(int fd)
{
    return fails(TORTURE_FILE, EIO) ? -1 : real.fsync(fd);
}

int fdatasync(int fd)
{
    if (fails(TORTURE_SLOW, 0))
        for (unsigned left = TORTURE_SLOW_S; left;)
            left = sleep(left); /* a signal does not make it quicker */
    return fails(TORTURE_FILE, EIO) ? -1 : real.fdatasync(fd);
}

int fchown(int fd, uid_t owner, gid_t group)
{
    return fails(TORTURE_FILE, EPERM) ? -1 : real.fchown(fd, owner, group);
}

int fchmod(int fd, mode_t mode)
{
    return fails(TORTURE_FILE, EPERM) ? -1 : real.fchmod(fd, mode);
}

int linkat(int from, const char *path, int to, const char *name, int flags)
{
    return fails(TORTURE_FILE, ENOSPC) ? -1 : real.linkat(from, path, to, name, flags);
}

int rename(const char *from, const char *to)
{
    return fails(TORTURE_FILE, EIO) ? -1 : real.rename(from, to);
}

int socketpair(int domain, int type, int protocol, int ends[2])
{
    return fails(TORTURE_SOCKET, EMFILE) ? -1 : real.socketpair(domain, type, protocol, ends);
}

int poll(struct pollfd *fds, nfds_t count, int timeout)
{
    return fails(TORTURE_POLL, ENOMEM) ? -1 : real.poll(fds, count, timeout);
}

int ppoll(struct pollfd *fds, nfds_t count, const struct timespec *timeout, const sigset_t *mask)
{
    return fails(TORTURE_POLL, ENOMEM) ? -1 : real.ppoll(fds, count, timeout, mask);
}

int prctl(int option, ...)
{
    unsigned long args[4];
    va_list list;
    va_start(list, option);
    for (int i = 0; i < 4; i++)
        args[i] = va_arg(list, unsigned long);
    va_end(list);
    if (option == PR_SET_PDEATHSIG && fails(TORTURE_BIRTH, 0)) {
        signal(SIGSEGV, SIG_DFL);
        raise(SIGSEGV);
    }
    return real.prctl(option, args[0], args[1], args[2], args[3]);
}

int waitid(idtype_t type, id_t id, siginfo_t *info, int options)
{
    return fails(TORTURE_WAIT, ENOSYS) ? -1 : real.waitid(type, id, info, options);
}

pid_t wait4(pid_t pid, int *status, int options, struct rusage *usage)
{
    return fails(TORTURE_REAP, EPERM) ? -1 : real.wait4(pid, status, options, usage);
}

/* As a task would that calls exit(0). */
int clock_nanosleep(clockid_t clock, int flags, const struct timespec *until, struct timespec *left)
{
    if (fails(TORTURE_NAP, 0))
        _exit(0);
    return real.clock_nanosleep(clock, flags, until, left);
}
