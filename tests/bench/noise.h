/* How quiet the machine was: what of its processors went to others, and to other guests of its host.
 * Included once, by bench.c. */
#pragma once

#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

struct usage {
    double total, busy, steal; /* of all processors since the start of the machine, s */
    double ours;               /* of all that we have run */
};

static inline double of_rusage(int id)
{
    struct rusage usage;

    getrusage(id, &usage);
    return (double)usage.ru_utime.tv_sec + (double)usage.ru_stime.tv_sec +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/* All 0 where the system does not say. */
static inline void read_usage(struct usage *usage)
{
    enum { USER, NICE, SYSTEM, IDLE, IOWAIT, IRQ, SOFTIRQ, STEAL, FIELDS };
    double tick = (double)sysconf(_SC_CLK_TCK), fields[FIELDS] = { 0 };
    FILE *stat = fopen("/proc/stat", "re");

    *usage = (struct usage){ .ours = of_rusage(RUSAGE_CHILDREN) + of_rusage(RUSAGE_SELF) };
    if (stat) {
        int got =
            fscanf(stat, "cpu %lf %lf %lf %lf %lf %lf %lf %lf", &fields[USER], &fields[NICE], &fields[SYSTEM],
                   &fields[IDLE], &fields[IOWAIT], &fields[IRQ], &fields[SOFTIRQ], &fields[STEAL]);
        fclose(stat);
        if (got != FIELDS)
            return;
    }
    for (int i = 0; i < FIELDS; i++)
        usage->total += fields[i] / tick;
    usage->steal = fields[STEAL] / tick;
    usage->busy = usage->total - usage->steal - (fields[IDLE] + fields[IOWAIT]) / tick;
}

/* Shares 0 … 1 of the processors between two readings. */
static inline double others_share(const struct usage *before, const struct usage *after)
{
    double total = after->total - before->total;
    double others = (after->busy - before->busy) - (after->ours - before->ours);

    return total > 0 && others > 0 ? others / total : 0;
}

static inline double steal_share(const struct usage *before, const struct usage *after)
{
    double total = after->total - before->total;

    return total > 0 ? (after->steal - before->steal) / total : 0;
}
