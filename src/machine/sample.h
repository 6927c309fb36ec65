/* What the operating system says of a process. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* What the system says a process does: the difference that beginners miss between waiting and working. */
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

/* Of one process, from one sampling to the next. */
struct sampler {
    int pid;
    uint64_t cpu_ns, ready_ns;   /* on a processor, waiting for one, in all: /proc/PID/schedstat */
    uint64_t cpu_got, ready_got; /* of them since the last sampling */
    uint64_t stopped_at;         /* when it was first seen stopped, by the caller's clock; 0: it goes on */
};

/* Samples `pid`. On a core and ready for one both read R in /proc/PID/stat: OS_ON_CORE when it has had
 * more of the time since the last sampling than it waited. A process that has been reaped is OS_UNKNOWN. */
struct process_sample sample_process(struct sampler *sampler, int pid);

/* The share of its time for which it wanted a core and had none, since its birth: 0 … 1; 0 where
 * that is not known. The system counts this time; it is read only as often as the process is sampled. */
double sample_no_core(const struct sampler *sampler);

/* Where more processes share the cores than there are, none may have had most of its time. When all
 * that share them are here, the one that has had most of a core is on it, and the others are ready for it. */
void sample_share_cores(const struct sampler *samplers, struct process_sample *samples, size_t count);
