/* What disturbed a run: processor time that other programs used, time the host took from a virtual machine,
 * and processors that slowed down. Read just before and just after a run.
 *
 *     /proc/stat       busy (user, nice, system, irq, softirq) and steal of the processors we may use,
 *                      in ticks (10 ms), rounded by the kernel for each processor and kind
 *     getrusage()      our own processor time: this process, the coordinator and its reaped workers
 *     cpu.stat         how long and how often the CPU quota of our control group throttled us (cgroup.h)
 *     thermal_throttle how often the processor slowed down because of heat, where the kernel counts it
 *     power_supply     battery: there is a mains supply, and it is off
 *
 * The time of other programs is busy - ours. /proc/loadavg is not used:
 * it is an average over a minute, mostly of our own earlier runs. */
#pragma once

#include "machine/cgroup.h"

#include <sched.h>
#include <stdbool.h>
#include <stdint.h>

/* The counters at one moment. */
struct disturbance_reading {
    uint64_t at;                   /* clock_ns() */
    uint64_t busy, steal;          /* ns since boot, over the processors we may use */
    uint64_t ours;                 /* ns of processor time: self and reaped children */
    uint64_t throttles;            /* because of heat, since boot */
    struct cgroup_throttled quota; /* of our control group, since its creation */
    unsigned processors;           /* number we may use; 0: /proc/stat could not be read */
    bool battery;
};

/* What happened between two readings. */
struct disturbance {
    uint64_t capacity;    /* processors × time, ns; 0: nothing is known */
    uint64_t others;      /* ns of it used by other programs */
    uint64_t steal;       /* ns of it taken by the host */
    uint64_t throttles;   /* number of slow-downs because of heat */
    bool battery;         /* on battery before or after */
    uint64_t quota;       /* ns of it throttled by a CPU quota */
    uint64_t quota_times; /* number of times throttled by it */
    bool quota_known;     /* false: a record older than these two */
};

void disturbance_read(struct disturbance_reading *reading);

void disturbance_between(struct disturbance *disturbance, const struct disturbance_reading *before,
                         const struct disturbance_reading *after);

/* Whether the figure exceeds the error of the reading (3 ticks; 1 ms for a quota) and a share of the
 * capacity: 10 % busy with other programs, 2 % stolen, 2 % throttled. */
bool disturbance_is_busy(const struct disturbance *disturbance);
bool disturbance_is_stolen(const struct disturbance *disturbance);
bool disturbance_is_throttled(const struct disturbance *disturbance);

/* Sums busy and steal over the lines "cpuN" of /proc/stat with N in `mine` (NULL: all).
 * Returns the number of these lines. Public for tests. */
unsigned disturbance_parse(const char *stat, const cpu_set_t *mine, uint64_t *busy_ticks,
                           uint64_t *steal_ticks);
