/* What else went on while a run took place, as far as it can be read:
 * processor time that others took, time the host took from a virtual machine,
 * and whether the processors slowed down. Read just before and just after a run.
 *
 *     /proc/stat       busy (user,
 *                      nice, system, irq, softirq) and steal of the processors this process may use, in
 *                      ticks of the system's clock (10 ms), rounded by the kernel for each processor and kind
 *     getrusage()      our own processor time:
 *                      this process, the coordinator and its workers, all reaped by then
 *     cpu.stat         how
 *                      long and how often the CPU quota of a control group kept us from running (cgroup.h)
 *     thermal_throttle how often the processor has slowed down because of heat, where the system counts it
 *     power_supply     whether a mains supply is there and off: battery
 *
 * Others' time is busy - ours.
 * /proc/loadavg is not used: it is an average over a minute and so mostly of our own earlier runs. */
#pragma once

#include "machine/cgroup.h"

#include <stdbool.h>
#include <stdint.h>

/* Readings at one moment. */
struct disturbance_reading {
    uint64_t at;                   /* clock_ns() */
    uint64_t busy, steal;          /* ns since boot, over the processors we may use */
    uint64_t ours;                 /* ns of processor time: self and reaped children */
    uint64_t throttles;            /* by heat, since boot */
    struct cgroup_throttled quota; /* of our control group, since it was made */
    unsigned processors;           /* whose figures these are; 0: /proc/stat could not be read */
    bool battery;
};

/* What happened in between. */
struct disturbance {
    uint64_t capacity;    /* processors × time, ns; 0: nothing is known */
    uint64_t others;      /* ns of it that others were busy */
    uint64_t steal;       /* ns of it the host took away */
    uint64_t throttles;   /* times the processor slowed down because of heat */
    bool battery;         /* on battery at either end */
    uint64_t quota;       /* ns of it a CPU quota kept us from running … */
    uint64_t quota_times; /* … and how often it did */
    bool quota_known;     /* false: of a record that is older than these figures */
};

void disturbance_read(struct disturbance_reading *reading);

/* Pure. */
void disturbance_between(struct disturbance *disturbance, const struct disturbance_reading *before,
                         const struct disturbance_reading *after);

/* Whether it is more than the reading's own error, 3 ticks, and than a share of the capacity:
 * 10 % busy with something else, 2 % stolen; 1 ms and 2 % held back by a quota. Pure. */
bool disturbance_is_busy(const struct disturbance *disturbance);
bool disturbance_is_stolen(const struct disturbance *disturbance);
bool disturbance_is_throttled(const struct disturbance *disturbance);

/* Sums busy and steal over the lines "cpuN" of /proc/stat for which `mine` says true;
 * NULL: all. Returns how many lines that were. For tests. */
unsigned disturbance_parse(const char *stat, bool (*mine)(unsigned processor, const void *arg),
                           const void *arg, uint64_t *busy_ticks, uint64_t *steal_ticks);
