#include "machine/disturbance.h"

#include "base/clock.h"
#include "base/number.h"
#include "machine/procfs.h"
#include "base/xmalloc.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STAT_MAX      ((size_t)256 * 1024) /* a line of 60 bytes for each of a few thousand processors */
#define TICKS_SEEN    3                    /* fewer may be rounding errors */
#define BUSY_SHARE    0.10
#define STEAL_SHARE   0.02
#define QUOTA_SEEN_NS UINT64_C(1000000)

static uint64_t tick_ns(void)
{
    long ticks = sysconf(_SC_CLK_TCK);
    return NS_PER_S / (ticks > 0 ? (uint64_t)ticks : 100);
}

/* ---- /proc/stat ---------------------------------------------------------------------------------------- */

/* user nice system idle iowait irq softirq steal; user includes guests. */
static void add_processor(const char *figures, uint64_t *busy, uint64_t *steal)
{
    static const bool is_busy[] = { true, true, true, false, false, true, true };
    char *at;
    for (size_t i = 0; i < sizeof is_busy / sizeof *is_busy; i++) {
        uint64_t ticks = strtoull(figures, &at, 10);
        *busy += is_busy[i] ? ticks : 0;
        figures = at;
    }
    *steal += strtoull(figures, NULL, 10);
}

unsigned disturbance_parse(const char *stat, const cpu_set_t *mine, uint64_t *busy_ticks,
                           uint64_t *steal_ticks)
{
    unsigned count = 0;
    *busy_ticks = *steal_ticks = 0;
    for (const char *line = stat; line; line = strchr(line, '\n')) {
        char *rest;
        line += *line == '\n';
        if (strncmp(line, "cpu", 3) != 0 || line[3] < '0' || line[3] > '9')
            continue;
        unsigned long processor = strtoul(line + 3, &rest, 10);
        if (mine && (processor >= CPU_SETSIZE || !CPU_ISSET(processor, mine)))
            continue;
        add_processor(rest, busy_ticks, steal_ticks);
        count++;
    }
    return count;
}

static void read_processors(struct disturbance_reading *reading)
{
    char *stat = xmalloc(STAT_MAX);
    cpu_set_t set;
    bool known = sched_getaffinity(0, sizeof set, &set) == 0;
    if (procfs_read("/proc/stat", stat, STAT_MAX))
        reading->processors = disturbance_parse(stat, known ? &set : NULL, &reading->busy, &reading->steal);
    reading->busy *= tick_ns();
    reading->steal *= tick_ns();
    free(stat);
}

/* ---- readings ------------------------------------------------------------------------------------------ */

/* Whether there is a mains supply and none is on. */
static bool on_battery(void)
{
    DIR *directory = opendir("/sys/class/power_supply");
    bool off = false, on = false;
    for (struct dirent *entry; directory && (entry = readdir(directory));) {
        char path[320], type[32];
        uint64_t online;
        snprintf(path, sizeof path, "/sys/class/power_supply/%s/type", entry->d_name);
        if (entry->d_name[0] == '.' || !procfs_read(path, type, sizeof type) || strcmp(type, "Mains\n") != 0)
            continue;
        snprintf(path, sizeof path, "/sys/class/power_supply/%s/online", entry->d_name);
        if (!procfs_number(path, &online))
            continue;
        on = on || online;
        off = off || !online;
    }
    if (directory)
        closedir(directory);
    return off && !on;
}

void disturbance_read(struct disturbance_reading *reading)
{
    *reading = (struct disturbance_reading){
        .at = clock_ns(),
        .ours = clock_spent_ns(),
        .quota = cgroup_throttled(CGROUP_PROC, CGROUP_ROOT),
        .battery = on_battery(),
    };
    read_processors(reading);
    procfs_number("/sys/devices/system/cpu/cpu0/thermal_throttle/package_throttle_count",
                  &reading->throttles);
}

/* ---- differences --------------------------------------------------------------------------------------- */

/* Some counters of the kernel may decrease slightly. */
static uint64_t grown(uint64_t before, uint64_t after)
{
    return after > before ? after - before : 0;
}

void disturbance_between(struct disturbance *disturbance, const struct disturbance_reading *before,
                         const struct disturbance_reading *after)
{
    *disturbance = (struct disturbance){
        .throttles = grown(before->throttles, after->throttles),
        .quota = grown(before->quota.ns, after->quota.ns),
        .quota_times = grown(before->quota.times, after->quota.times),
        .quota_known = true,
        .battery = before->battery || after->battery,
    };
    if (!before->processors || before->processors != after->processors)
        return;
    disturbance->capacity = grown(before->at, after->at) * after->processors;
    disturbance->others = grown(grown(before->ours, after->ours), grown(before->busy, after->busy));
    /* Ticks are coarse: their sum may exceed the capacity. */
    disturbance->others = least_of(disturbance->others, disturbance->capacity);
    disturbance->steal =
        least_of(grown(before->steal, after->steal), disturbance->capacity - disturbance->others);
}

static bool is_seen(const struct disturbance *disturbance, uint64_t ns, uint64_t least, double share)
{
    return ns > least && (double)ns > share * (double)disturbance->capacity;
}

bool disturbance_is_busy(const struct disturbance *disturbance)
{
    return is_seen(disturbance, disturbance->others, TICKS_SEEN * tick_ns(), BUSY_SHARE);
}

bool disturbance_is_stolen(const struct disturbance *disturbance)
{
    return is_seen(disturbance, disturbance->steal, TICKS_SEEN * tick_ns(), STEAL_SHARE);
}

bool disturbance_is_throttled(const struct disturbance *disturbance)
{
    return is_seen(disturbance, disturbance->quota, QUOTA_SEEN_NS, STEAL_SHARE);
}
