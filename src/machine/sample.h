/* The state of a process as the operating system reports it. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum os_state {
    OS_UNKNOWN, /* not sampled, or a replay */
    OS_ON_CORE, /* runs on a processor */
    OS_READY,   /* could run, waits for a processor */
    OS_ASLEEP,  /* waits for time or an event */
    OS_STOPPED, /* by SIGSTOP */
    OS_DEAD,    /* a zombie: not reaped yet */
};

struct process_sample {
    enum os_state state;
    int core;        /* the one it runs or ran last on; -1: unknown */
    uint64_t rss_kb; /* 0: unknown */
};

/* What is kept of one process between two samples. */
struct sampler {
    int pid;
    uint64_t cpu_ns, ready_ns;   /* total time on a processor and waiting for one: /proc/PID/schedstat */
    uint64_t cpu_got, ready_got; /* the same since the last sample */
    uint64_t stopped_at;         /* first time it was seen stopped, by the caller's clock; 0: not stopped */
};

/* Samples `pid`. /proc/PID/stat shows R both on a core and ready for one:
 * OS_ON_CORE means that it ran at least as long as it waited since the last sample.
 * A reaped process is OS_UNKNOWN. */
struct process_sample sample_process(struct sampler *sampler, int pid);

/* The share of its runnable time, up to the last sample, that it waited for a core: 0 … 1; 0 if unknown. */
double sample_no_core(const struct sampler *sampler);

/* With more processes than cores, none may have run most of its time. Given all processes that share
 * the cores, the one that ran most on a core is OS_ON_CORE, the other runnable ones are OS_READY. */
void sample_share_cores(const struct sampler *samplers, struct process_sample *samples, size_t count);
