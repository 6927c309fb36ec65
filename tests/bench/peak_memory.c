/* The most memory that a command and all its descendants hold at one time: the sum of their Pss,
 * in which a page that several share counts once, sampled as fast as the system lets us.
 * Usage: peak_memory COMMAND [ARGUMENT]... Prints MB (millions of bytes). */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Short enough to meet the moment in which a finished board and its record both exist. */
#define PAUSE_NS 500000

/* Reads a file of /proc whole, as text; false when its process has gone meanwhile. */
static int read_text(const char *path, char *text, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    size_t held = 0;
    ssize_t got = 0;

    if (fd < 0)
        return 0;
    while (held + 1 < size && (got = read(fd, text + held, size - 1 - held)) > 0)
        held += (size_t)got;
    close(fd);
    text[held] = '\0';
    return got >= 0;
}

static unsigned long pss_kb(int pid)
{
    char path[64], text[4096];
    const char *line;

    snprintf(path, sizeof path, "/proc/%d/smaps_rollup", pid);
    if (!read_text(path, text, sizeof text))
        return 0;
    line = strstr(text, "\nPss:");
    return line ? strtoul(line + 5, NULL, 10) : 0;
}

/* Of a process and all that descend from it. */
static unsigned long tree_kb(int pid)
{
    unsigned long sum = pss_kb(pid);
    char path[64], children[65536], *at = children, *end;
    long child;

    snprintf(path, sizeof path, "/proc/%d/task/%d/children", pid, pid);
    if (!read_text(path, children, sizeof children))
        return sum;
    for (; (child = strtol(at, &end, 10)) > 0 && end != at; at = end)
        sum += tree_kb((int)child);
    return sum;
}

static _Noreturn void become(char **command)
{
    int null = open("/dev/null", O_WRONLY);

    dup2(null, STDOUT_FILENO);
    execvp(command[0], command);
    fprintf(stderr, "peak_memory: %s: %s\n", command[0], strerror(errno));
    _exit(127);
}

int main(int argc, char **argv)
{
    const struct timespec pause = { .tv_nsec = PAUSE_NS };
    unsigned long peak = 0;
    int pid, status = 0;

    if (argc < 2 || access("/proc/self/smaps_rollup", R_OK) != 0 ||
        access("/proc/thread-self/children", R_OK) != 0) {
        fprintf(stderr,
                "peak_memory: needs a command, and a kernel with smaps_rollup and children in /proc\n");
        return 1;
    }
    pid = fork();
    if (pid == 0)
        become(argv + 1);
    if (pid < 0) {
        perror("fork");
        return 1;
    }
    while (waitpid(pid, &status, WNOHANG) == 0) {
        unsigned long sum = tree_kb(pid);

        peak = sum > peak ? sum : peak;
        nanosleep(&pause, NULL);
    }
    printf("%.3f\n", (double)peak * 1024 / 1e6);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
