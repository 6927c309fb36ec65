#include "sample.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool read_proc(int pid, const char *file, char *text, size_t size)
{
    char path[48];
    ssize_t got;
    int fd;

    snprintf(path, sizeof path, "/proc/%d/%s", pid, file);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    got = read(fd, text, size - 1);
    close(fd);
    if (got <= 0)
        return false;
    text[got] = '\0';
    return true;
}

/* Field `number` of /proc/PID/stat as proc(5) counts them, from 3 (state); the name before it may hold anything. */
static const char *stat_field(const char *text, int number)
{
    const char *at = strrchr(text, ')');

    for (int field = 2; at && field < number; field++) {
        at = strchr(at, ' ');
        at = at ? at + 1 : NULL;
    }
    return at;
}

/* A runnable process is on a core when it has had more of the last interval than it waited for. */
static enum os_state runnable_state(struct sampler *sampler, int pid)
{
    unsigned long long cpu, ready;
    struct sampler before = *sampler;
    char text[96];

    if (!read_proc(pid, "schedstat", text, sizeof text) || sscanf(text, "%llu %llu", &cpu, &ready) != 2)
        return OS_UNKNOWN;
    *sampler = (struct sampler){ pid, cpu, ready };
    if (before.pid != pid)
        return cpu >= ready ? OS_ON_CORE : OS_READY;
    return cpu - before.cpu_ns >= ready - before.ready_ns ? OS_ON_CORE : OS_READY;
}

struct worker_sample sample_process(struct sampler *sampler, int pid)
{
    struct worker_sample sample = { OS_UNKNOWN, -1, 0 };
    const char *state, *core, *pages;
    char text[768];

    if (pid <= 0 || !read_proc(pid, "stat", text, sizeof text))
        return sample;
    state = stat_field(text, 3);
    pages = stat_field(text, 24);
    core = stat_field(text, 39);
    if (!state || !pages || !core)
        return sample;
    sample.rss_kb = strtoull(pages, NULL, 10) * (uint64_t)sysconf(_SC_PAGESIZE) / 1024;
    sample.core = (int)strtol(core, NULL, 10);
    switch (*state) {
    case 'R':
        sample.state = runnable_state(sampler, pid);
        break;
    case 'S':
    case 'D':
    case 'I':
        sample.state = OS_ASLEEP;
        break;
    case 'T':
    case 't':
        sample.state = OS_STOPPED;
        break;
    default: /* Z, X: it has gone */
        break;
    }
    return sample;
}
