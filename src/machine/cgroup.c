#include "machine/cgroup.h"

#include "machine/procfs.h"
#include "base/xmalloc.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATH_ROOM 4096
#define TEXT_ROOM 8192

/* Version 1 shows "no limit" as a number near 2^63. */
#define UNLIMITED_FROM (UINT64_C(1) << 62)

/* Reads the limit of one group. There is none when the directory does not exist. */
typedef struct cgroup_room cgroup_reader(const char *dir);

static bool number_in(const char *dir, const char *file, uint64_t *value)
{
    char path[PATH_ROOM + 64];
    snprintf(path, sizeof path, "%s/%s", dir, file);
    return procfs_number(path, value);
}

static void field_in(const char *dir, const char *file, const char *key, uint64_t *value)
{
    char path[PATH_ROOM + 64], *text = xmalloc(TEXT_ROOM);
    snprintf(path, sizeof path, "%s/%s", dir, file);
    if (procfs_read(path, text, TEXT_ROOM))
        procfs_field(text, key, value);
    free(text);
}

struct cgroup_room cgroup_room_below(uint64_t limit, uint64_t used)
{
    return (struct cgroup_room){ limit, used < limit ? limit - used : 0 };
}

static struct cgroup_room read_pids(const char *dir)
{
    uint64_t limit, used = 0;
    if (!number_in(dir, "pids.max", &limit))
        return CGROUP_NO_LIMIT;
    number_in(dir, "pids.current", &used);
    return cgroup_room_below(limit, used);
}

static struct cgroup_room read_memory(const char *dir)
{
    static const struct {
        const char *limit, *used, *cache;
    } names[] = {
        { "memory.max", "memory.current", "inactive_file" }, /* version 2 */
        { "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file" },
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        uint64_t limit, used = 0, cache = 0;
        if (!number_in(dir, names[i].limit, &limit) || limit >= UNLIMITED_FROM)
            continue;
        number_in(dir, names[i].used, &used);
        field_in(dir, "memory.stat", names[i].cache, &cache);
        return cgroup_room_below(limit, used > cache ? used - cache : 0);
    }
    return CGROUP_NO_LIMIT;
}

static struct cgroup_room read_cpus(const char *dir)
{
    char path[PATH_ROOM + 64], text[64];
    snprintf(path, sizeof path, "%s/cpu.max", dir);
    uint64_t quota = 0, period = 0;
    if (procfs_read(path, text, sizeof text)) {
        if (sscanf(text, "%" SCNu64 " %" SCNu64, &quota, &period) != 2)
            return CGROUP_NO_LIMIT;
    } else {
        number_in(dir, "cpu.cfs_quota_us", &quota);
        number_in(dir, "cpu.cfs_period_us", &period);
    }
    if (quota == 0 || period == 0)
        return CGROUP_NO_LIMIT;
    uint64_t cpus = quota / period + (quota % period != 0);
    return (struct cgroup_room){ cpus, cpus };
}

/* Version 2 counts in µs, version 1 in ns. The result is a room whose limit and rest are counted down by
 * times and ns, so that the group throttled longest is the tightest. */
static struct cgroup_room read_throttled(const char *dir)
{
    uint64_t us = 0, ns = 0, times = 0;
    field_in(dir, "cpu.stat", "throttled_usec", &us);
    field_in(dir, "cpu.stat", "throttled_time", &ns);
    field_in(dir, "cpu.stat", "nr_throttled", &times);
    ns += us * 1000;
    return ns ? (struct cgroup_room){ UINT64_MAX - times, UINT64_MAX - ns } : CGROUP_NO_LIMIT;
}

static struct cgroup_room tighter(struct cgroup_room a, struct cgroup_room b)
{
    return b.left < a.left ? b : a;
}

/* The tightest limit of the group at root/path and all groups above it. */
static struct cgroup_room tightest_upward(const char *root, const char *path, cgroup_reader *reader)
{
    char dir[PATH_ROOM];
    int length = snprintf(dir, sizeof dir, "%s%s", root, path);
    if (length < 0 || (size_t)length >= sizeof dir)
        return CGROUP_NO_LIMIT;
    struct cgroup_room found = CGROUP_NO_LIMIT;
    size_t base = strlen(root);
    for (;;) {
        found = tighter(found, reader(dir));
        char *slash = strrchr(dir + base, '/');
        if (!slash)
            return found;
        *slash = '\0';
    }
}

static bool names_controller(const char *list, const char *controller)
{
    size_t length = strlen(controller);
    for (const char *at = list; at; at = strchr(at, ',')) {
        at += *at == ',';
        if (strncmp(at, controller, length) == 0 && (at[length] == ',' || at[length] == '\0'))
            return true;
    }
    return false;
}

/* Walks the lines "id:controllers:path" of /proc/self/cgroup. The line of version 2 has no controllers;
 * where both versions are mounted, version 2 is below unified/. */
static struct cgroup_room tightest(const char *proc_file, const char *root, const char *controller,
                                   cgroup_reader *reader)
{
    char *text = xmalloc(TEXT_ROOM), base[PATH_ROOM];
    procfs_read(proc_file, text, TEXT_ROOM);
    struct cgroup_room found = CGROUP_NO_LIMIT;
    char *save = NULL;
    for (char *line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
        char *list = strchr(line, ':');
        char *path = list ? strchr(list + 1, ':') : NULL;
        if (!path)
            continue;
        *path++ = '\0';
        list++;
        if (*list && !names_controller(list, controller))
            continue;
        if (!*list)
            found = tighter(found, tightest_upward(root, path, reader));
        snprintf(base, sizeof base, "%s/%s", root, *list ? list : "unified");
        found = tighter(found, tightest_upward(base, path, reader));
    }
    free(text);
    return found;
}

struct cgroup_room cgroup_pids(const char *proc_file, const char *root)
{
    return tightest(proc_file, root, "pids", read_pids);
}

struct cgroup_room cgroup_memory(const char *proc_file, const char *root)
{
    return tightest(proc_file, root, "memory", read_memory);
}

struct cgroup_room cgroup_cpus(const char *proc_file, const char *root)
{
    return tightest(proc_file, root, "cpu", read_cpus);
}

struct cgroup_throttled cgroup_throttled(const char *proc_file, const char *root)
{
    struct cgroup_room room = tightest(proc_file, root, "cpu", read_throttled);
    return (struct cgroup_throttled){ UINT64_MAX - room.left, UINT64_MAX - room.limit };
}
