/* The limits of this process by control groups, version 1 and 2.
 * A group is bound by its own limit and by those of all groups above it: the tightest counts.
 * Paths are arguments so that a test can use a tree of its own. */
#pragma once

#include <stdint.h>

#define CGROUP_PROC "/proc/self/cgroup"
#define CGROUP_ROOT "/sys/fs/cgroup"

/* A limit and the rest of it that is free. */
struct cgroup_room {
    uint64_t limit;
    uint64_t left;
};

#define CGROUP_NO_LIMIT ((struct cgroup_room){ UINT64_MAX, UINT64_MAX })

struct cgroup_room cgroup_room_below(uint64_t limit, uint64_t used);

/* Processes and threads (pids.max). */
struct cgroup_room cgroup_pids(const char *proc_file, const char *root);

/* Bytes of memory; page cache that the kernel can reclaim counts as free. */
struct cgroup_room cgroup_memory(const char *proc_file, const char *root);

/* Processors granted by the CPU quota, rounded up: with 1.5 a second worker still helps. */
struct cgroup_room cgroup_cpus(const char *proc_file, const char *root);

/* Throttling by a CPU quota since the group was created, as cpu.stat counts it:
 * ns summed over processors, and the number of times. Of all groups, the one throttled longest. */
struct cgroup_throttled {
    uint64_t ns, times;
};

struct cgroup_throttled cgroup_throttled(const char *proc_file, const char *root);
