/* How quiet the machine was: what of its processors went to others, and to other guests of its host. Included once, by
 * bench.c. */
#ifndef BENCH_NOISE_H
#define BENCH_NOISE_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

struct usage {
    double total, busy, steal; /* of all processors since the start of the machine, s */
    double ours;               /* of all that we have run */
};

static inline double of_rusage(int who)
{
    struct rusage usage;

    getrusage(who, &usage);
    return (double)usage.ru_utime.tv_sec + (double)usage.ru_stime.tv_sec +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/* False where the system does not say. */
static inline bool read_usage(struct usage *usage)
{
    enum { USER, NICE, SYSTEM, IDLE, IOWAIT, IRQ, SOFTIRQ, STEAL, FIELDS };
    double tick = (double)sysconf(_SC_CLK_TCK), fields[FIELDS] = { 0 };
    FILE *stat = fopen("/proc/stat", "re");
    int got = 0;

    *usage = (struct usage){ .ours = of_rusage(RUSAGE_CHILDREN) + of_rusage(RUSAGE_SELF) };
    if (stat) {
        got =
            fscanf(stat, "cpu %lf %lf %lf %lf %lf %lf %lf %lf", &fields[USER], &fields[NICE], &fields[SYSTEM],
                   &fields[IDLE], &fields[IOWAIT], &fields[IRQ], &fields[SOFTIRQ], &fields[STEAL]);
        fclose(stat);
    }
    for (int i = 0; i < FIELDS; i++)
        usage->total += fields[i] / tick;
    usage->steal = fields[STEAL] / tick;
    usage->busy = usage->total - usage->steal - (fields[IDLE] + fields[IOWAIT]) / tick;
    return got == FIELDS;
}

static inline void print_noise(const struct usage *before, const struct usage *after)
{
    double total = after->total - before->total, load[1] = { 0 };
    double others = (after->busy - before->busy) - (after->ours - before->ours);
    double steal = after->steal - before->steal;

    if (total <= 0)
        return;
    others = others > 0 ? 100 * others / total : 0;
    steal = 100 * steal / total;
    printf("meanwhile    others used %.0f %% of the processors, the host took %.1f %%", others, steal);
    if (getloadavg(load, 1) == 1)
        printf(", load %.1f at the end", load[0]);
    printf("\n");
    if (others > 5 || steal > 1)
        printf("warning      that is not a quiet machine: repeat before you believe a ratio\n");
}

#endif
