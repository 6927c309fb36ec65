#include "machine/machine.h"

#include "machine/cgroup.h"
#include "base/format.h"
#include "base/number.h"
#include "machine/procfs.h"

#include <ctype.h>
#include <dirent.h>
#include <inttypes.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

/* Memory of a process that only sleeps or counts: page tables, kernel stack, copied pages. */
#define PROCESS_BYTES UINT64_C(128000)

/* Left free below every limit, besides a tenth: for a shell to log in with and for other programs. */
#define HEADROOM_PROCESSES 16

/* ---- processors --------------------------------------------------------------------------------------- */

/* The number of processors in the affinity mask, at least 1; *first: the first of them. */
static unsigned affinity_count(unsigned *first)
{
    *first = 0;
    for (size_t cpus = 1024; cpus <= (size_t)1 << 20; cpus *= 2) {
        cpu_set_t *set = CPU_ALLOC(cpus);
        size_t bytes = CPU_ALLOC_SIZE(cpus);
        if (!set)
            return 1;
        bool fits = sched_getaffinity(0, bytes, set) == 0;
        int count = fits ? CPU_COUNT_S(bytes, set) : 0;
        while (count > 0 && !CPU_ISSET_S(*first, bytes, set))
            ++*first;
        CPU_FREE(set);
        if (fits)
            return count > 0 ? (unsigned)count : 1;
    }
    return 1;
}

/* Number of elements of a list like "0-3,8"; 0 when it is malformed. */
static unsigned list_length(const char *list)
{
    unsigned length = 0;
    while (isdigit((unsigned char)*list)) {
        char *end;
        unsigned long first = strtoul(list, &end, 10), last = first;
        if (*end == '-')
            last = strtoul(end + 1, &end, 10);
        if (last < first)
            return 0;
        length += (unsigned)(last - first + 1);
        list = *end == ',' ? end + 1 : end;
    }
    return length;
}

static unsigned threads_per_core(unsigned cpu)
{
    char path[128], list[256];
    snprintf(path, sizeof path, "/sys/devices/system/cpu/cpu%u/topology/thread_siblings_list", cpu);
    unsigned threads = procfs_read(path, list, sizeof list) ? list_length(list) : 0;
    return threads ? threads : 1;
}

/* ---- names -------------------------------------------------------------------------------------------- */

/* Length of the useless part of a processor's name that begins here; 0: none does. */
static size_t noise_length(const char *text)
{
    static const char *const noise[] = { "(R)", "(TM)", "(C)", " CPU", " Processor" };
    for (size_t i = 0; i < sizeof noise / sizeof noise[0]; i++) {
        size_t length = strlen(noise[i]);
        if (strncasecmp(text, noise[i], length) != 0)
            continue;
        if (noise[i][0] == '(' || !isalnum((unsigned char)text[length]))
            return length;
    }
    size_t digits = *text == ' ' ? strspn(text + 1, "0123456789") : 0;
    if (digits && strncmp(text + 1 + digits, "-Core", 5) == 0)
        return 1 + digits + 5;
    return 0;
}

void machine_cpu_name(char *buf, size_t size, const char *raw)
{
    size_t used = 0;
    while (isspace((unsigned char)*raw))
        raw++;
    while (*raw != '\0' && *raw != '@' && *raw != '\n' && used + 1 < size) {
        size_t skip = noise_length(raw);
        bool repeated = isspace((unsigned char)*raw) && used > 0 && buf[used - 1] == ' ';
        if (!skip && !repeated)
            buf[used++] = isspace((unsigned char)*raw) ? ' ' : *raw;
        raw += skip ? skip : 1;
    }
    while (used > 0 && buf[used - 1] == ' ')
        used--;
    buf[used] = '\0';
}

static void read_cpu_name(char *buf, size_t size)
{
    /* x86, ARM boards (two), MIPS, POWER */
    static const char *const keys[] = { "\nmodel name", "\nModel", "\nHardware", "\ncpu model", "\ncpu\t" };
    char text[4096] = "\n";
    procfs_read("/proc/cpuinfo", text + 1, sizeof text - 1);
    buf[0] = '\0';
    for (size_t i = 0; i < sizeof keys / sizeof keys[0] && buf[0] == '\0'; i++) {
        const char *line = strstr(text, keys[i]);
        const char *colon = line ? strchr(line, ':') : NULL;
        if (colon)
            machine_cpu_name(buf, size, colon + 1);
    }
    if (buf[0] == '\0')
        snprintf(buf, size, "unknown processor");
}

void machine_read(struct machine *machine)
{
    unsigned first;
    machine->cores = affinity_count(&first);
    machine->cores = (unsigned)least_of(machine->cores, cgroup_cpus(CGROUP_PROC, CGROUP_ROOT).limit);
    machine->threads_per_core = threads_per_core(first);
    read_cpu_name(machine->cpu, sizeof machine->cpu);
    struct utsname name;
    if (uname(&name) == 0)
        snprintf(machine->os, sizeof machine->os, "%.20s %.48s %.20s", name.sysname, name.release,
                 name.machine);
    else
        snprintf(machine->os, sizeof machine->os, "unknown system");
}

/* ---- memory and processes ----------------------------------------------------------------------------- */

uint64_t machine_memory_free(void)
{
    char text[4096];
    uint64_t free_bytes = UINT64_MAX, kb;
    if (procfs_read("/proc/meminfo", text, sizeof text) && procfs_field(text, "MemAvailable", &kb))
        free_bytes = kb * 1024;
    return least_of(free_bytes, cgroup_memory(CGROUP_PROC, CGROUP_ROOT).left);
}

/* Threads of all processes of this user, which is what RLIMIT_NPROC counts. */
static uint64_t threads_of_user(void)
{
    DIR *proc = opendir("/proc");
    if (!proc)
        return 0;
    uid_t user = getuid();
    uint64_t threads = 0;
    for (struct dirent *entry; (entry = readdir(proc));) {
        if (!isdigit((unsigned char)entry->d_name[0]))
            continue;
        char path[sizeof entry->d_name + 8];
        struct stat status;
        snprintf(path, sizeof path, "%s/task", entry->d_name);
        if (fstatat(dirfd(proc), path, &status, 0) == 0 && status.st_uid == user)
            threads += status.st_nlink > 2 ? status.st_nlink - 2 : 1;
    }
    closedir(proc);
    return threads;
}

/* Threads of the whole system: the number after the slash in "0.01 0.06 0.05 1/86 6116". */
static uint64_t threads_of_system(void)
{
    char text[128];
    procfs_read("/proc/loadavg", text, sizeof text);
    const char *slash = strchr(text, '/');
    return slash ? strtoull(slash + 1, NULL, 10) : 0;
}

static struct cgroup_room room_for_user(void)
{
    struct rlimit limit;
    bool bound = geteuid() != 0 && getrlimit(RLIMIT_NPROC, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
    return bound ? cgroup_room_below(limit.rlim_cur, threads_of_user()) : CGROUP_NO_LIMIT;
}

static struct cgroup_room room_in_kernel(const char *path)
{
    uint64_t limit;
    return procfs_number(path, &limit) ? cgroup_room_below(limit, threads_of_system()) : CGROUP_NO_LIMIT;
}

uint32_t machine_max_live(char *why, size_t size)
{
    uint64_t memory = machine_memory_free();
    const struct {
        const char *name;
        struct cgroup_room room;
    } limits[] = {
        { "RLIMIT_NPROC", room_for_user() },
        { "cgroup pids.max", cgroup_pids(CGROUP_PROC, CGROUP_ROOT) },
        { "pid_max", room_in_kernel("/proc/sys/kernel/pid_max") },
        { "threads-max", room_in_kernel("/proc/sys/kernel/threads-max") },
        { "free memory", { memory, memory / PROCESS_BYTES } },
    };
    const size_t count = sizeof limits / sizeof limits[0];
    size_t tightest = 0;
    for (size_t i = 1; i < count; i++)
        if (limits[i].room.left < limits[tightest].room.left)
            tightest = i;
    if (tightest == count - 1) {
        char bytes[FORMAT_MAX];
        snprintf(why, size, "%s %s", limits[tightest].name, format_bytes(bytes, sizeof bytes, memory));
    } else {
        snprintf(why, size, "%s %" PRIu64, limits[tightest].name, limits[tightest].room.limit);
    }
    uint64_t left = limits[tightest].room.left;
    /* Not more than a quarter where few are left; the one is the coordinator. */
    uint64_t kept = least_of(left / 10 + HEADROOM_PROCESSES, left / 4 + 1);
    return (uint32_t)least_of(left > kept ? left - kept : 1, UINT32_MAX);
}
