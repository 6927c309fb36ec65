/* What the control groups of this process allow, version 1 and 2.
 * A group is bounded by its own limit and by those of every group above it;
 * the tightest counts. Paths are arguments so that a test can bring a tree of its own. */
#pragma once

#include <stdint.h>

#define CGROUP_PROC "/proc/self/cgroup"
#define CGROUP_ROOT "/sys/fs/cgroup"

/* A limit and what is left of it. */
struct cgroup_room {
    uint64_t limit;
    uint64_t left;
};

#define CGROUP_NO_LIMIT ((struct cgroup_room){ UINT64_MAX, UINT64_MAX })

struct cgroup_room cgroup_room_below(uint64_t limit, uint64_t used);

/* Processes and threads (pids.max). */
struct cgroup_room cgroup_pids(const char *proc_file, const char *root);

/* Bytes of memory; page cache that the kernel would give back counts as left. */
struct cgroup_room cgroup_memory(const char *proc_file, const char *root);

/* Processors that the CPU quota is worth, rounded up: with 1.5 a second worker still helps. */
struct cgroup_room cgroup_cpus(const char *proc_file, const char *root);

/* For how long, over its processors, and how often a CPU quota has kept the processes of a group
 * from running, as cpu.stat counts both since the group was made: of the group that was kept longest. */
struct cgroup_throttled {
    uint64_t ns, times;
};

struct cgroup_throttled cgroup_throttled(const char *proc_file, const char *root);
