#include "machine/sample.h"

#include "machine/procfs.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool read_proc(int pid, const char *file, char *text, size_t size)
{
    char path[48];
    snprintf(path, sizeof path, "/proc/%d/%s", pid, file);
    return procfs_read(path, text, size) && text[0];
}

/* Field `number` (3, the state, or more) of /proc/PID/stat as proc(5) counts them.
 * The name before them may contain blanks and parentheses. */
static const char *stat_field(const char *text, int number)
{
    const char *at = strrchr(text, ')');
    for (int field = 2; at && field < number; field++) {
        at = strchr(at, ' ');
        at = at ? at + 1 : NULL;
    }
    return at;
}

static enum os_state runnable_state(struct sampler *sampler)
{
    unsigned long long cpu, ready;
    char text[96];
    if (!read_proc(sampler->pid, "schedstat", text, sizeof text) ||
        sscanf(text, "%llu %llu", &cpu, &ready) != 2)
        return OS_UNKNOWN;
    sampler->cpu_got = cpu - sampler->cpu_ns;
    sampler->ready_got = ready - sampler->ready_ns;
    sampler->cpu_ns = cpu;
    sampler->ready_ns = ready;
    return sampler->cpu_got >= sampler->ready_got ? OS_ON_CORE : OS_READY;
}

struct process_sample sample_process(struct sampler *sampler, int pid)
{
    struct process_sample sample = { OS_UNKNOWN, -1, 0 };
    char text[768];
    if (sampler->pid != pid)
        *sampler = (struct sampler){ .pid = pid };
    sampler->cpu_got = sampler->ready_got = 0;
    if (pid <= 0 || !read_proc(pid, "stat", text, sizeof text))
        return sample;
    const char *state = stat_field(text, 3), *pages = stat_field(text, 24), *core = stat_field(text, 39);
    if (!state || !pages || !core)
        return sample;
    sample.rss_kb = strtoull(pages, NULL, 10) * (uint64_t)sysconf(_SC_PAGESIZE) / 1024;
    sample.core = (int)strtol(core, NULL, 10);
    sample.state = *state == 'R'           ? runnable_state(sampler)
                   : strchr("SDI", *state) ? OS_ASLEEP
                   : strchr("Tt", *state)  ? OS_STOPPED
                                           : OS_DEAD; /* Z, X */
    return sample;
}

double sample_no_core(const struct sampler *sampler)
{
    double all = (double)sampler->cpu_ns + (double)sampler->ready_ns;
    return all > 0 ? (double)sampler->ready_ns / all : 0;
}

static bool is_runnable(const struct process_sample *sample)
{
    return sample->state == OS_ON_CORE || sample->state == OS_READY;
}

void sample_share_cores(const struct sampler *samplers, struct process_sample *samples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool most = samplers[i].cpu_got > 0;
        if (!is_runnable(&samples[i]))
            continue;
        for (size_t j = 0; j < count && most; j++)
            most = j == i || !is_runnable(&samples[j]) || samples[j].core != samples[i].core ||
                   samplers[j].cpu_got < samplers[i].cpu_got ||
                   (i < j && samplers[j].cpu_got == samplers[i].cpu_got);
        samples[i].state = most ? OS_ON_CORE : OS_READY;
    }
}
