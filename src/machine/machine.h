/* What this machine is and what it can hold. Read once at start; nothing here is cached across runs but
 * the strings. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct machine {
    unsigned cores;            /* processors this process may use: affinity and cgroup quota, at least 1 */
    unsigned threads_per_core; /* 1 where unknown */
    char cpu[64];              /* model name, "unknown processor" where the system does not show it */
    char os[96];               /* e.g. "Linux 6.1.0 x86_64" */
};

void machine_read(struct machine *machine);

/* A model name as the system gives it without what says nothing:
 * "Intel(R) Xeon(R) CPU E5-2680 v4 @ 2.40GHz" is "Intel Xeon E5-2680 v4". */
void machine_cpu_name(char *buf, size_t size, const char *raw);

/* Bytes a run may take before the machine starts to suffer: MemAvailable, less where a cgroup allows less. */
uint64_t machine_memory_free(void);

/* How many processes a run can hold at once (at least 1): the smallest of RLIMIT_NPROC, cgroup pids.max,
 * pid_max and free memory at about 128 kB each, less headroom for everything else.
 * `why` receives the limit that decided, e.g. "pid_max 32768". */
uint32_t machine_max_live(char *why, size_t size);
