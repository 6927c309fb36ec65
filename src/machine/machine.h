/* The properties of this machine and its limits. Nothing is cached but the fields of struct machine. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct machine {
    unsigned cores;            /* processors this process may use: affinity and cgroup quota, at least 1 */
    unsigned threads_per_core; /* 1 if unknown */
    char cpu[64];              /* model name; "unknown processor" where the system does not show it */
    char os[96];               /* e.g. "Linux 6.1.0 x86_64" */
};

void machine_read(struct machine *machine);

/* Shortens the system's model name: "Intel(R) Xeon(R) CPU E5-2680 v4 @ 2.40GHz" to
 * "Intel Xeon E5-2680 v4". Public for tests. */
void machine_cpu_name(char *buf, size_t size, const char *raw);

/* Bytes a run may take: MemAvailable, or less where a cgroup allows less. */
uint64_t machine_memory_free(void);

/* The number of processes a run can have at once (at least 1): the smallest of RLIMIT_NPROC, cgroup
 * pids.max, pid_max, threads-max and free memory at 128 kB each, less headroom for other programs.
 * `why` receives the limit that decided, e.g. "pid_max 32768". */
uint32_t machine_max_live(char *why, size_t size);
