/* What the tasks do. A workload is plain data plus a table of functions; adding one is a new workload_*.c
 * and one line in workload.c. */
#ifndef TICTOC_WORKLOAD_H
#define TICTOC_WORKLOAD_H

#include "config/config_key.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Tasks one experiment may have: task numbers are 32 bits wide on the board. */
#define TASKS_MAX UINT64_C(4000000000)

/* Lengths of naps. `count` tasks; task i sleeps ns[0] when all are alike (distinct == 1), else ns[i]. */
struct naps {
    uint64_t *ns;      /* `distinct` lengths in ns */
    uint64_t distinct; /* 1, or `count` */
    uint64_t count;    /* tasks */
    bool range;        /* given as {"from", "to"}: written back the same way */
};

struct workload {
    const struct workload_ops *ops;
    uint64_t tasks; /* set by ops->prepare */

    /* perfect */
    uint64_t from, to; /* both inclusive, 1 … 2^63-1 */
    unsigned kernel;   /* 0: trial division */

    /* sleep */
    struct naps naps;   /* owned: workload_release() */
    uint64_t nap_count; /* "count": copies of a single length; 1 otherwise */
};

/* Where a running task says how far it has come. Written by its worker only, about every 50 µs of work. */
typedef _Atomic uint64_t workload_progress;

struct workload_ops {
    const char *name;              /* "sleep", "perfect" */
    const struct config_key *keys; /* its settings, offsets into struct workload */
    bool computes;                 /* keeps a core busy: no strategy can be faster than work / cores */

    /* Derives `tasks` and checks what no single key can (from <= to). On error returns false with a sentence in
     * `err` and the key at fault in *key. */
    bool (*prepare)(struct workload *workload, const char **key, char *err, size_t size);

    /* Relative cost of a task, and of tasks [0, end): progress and ETA go by weight, not by count. */
    uint64_t (*weight)(const struct workload *workload, uint64_t task);
    double (*weight_before)(const struct workload *workload, uint64_t end);

    /* Does the task; called in the worker after fork: async-signal-safe calls only. Returns its result. */
    uint64_t (*run)(const struct workload *workload, uint64_t task, uint64_t started_ns,
                    workload_progress *progress);

    /* Share 0 … 1 of a running task that is behind it, from its published progress and its age. */
    double (*share)(const struct workload *workload, uint64_t task, uint64_t progress, uint64_t age_ns);

    /* "nap 3 · 2 s", "75 001": short name of a task, UTF-8. */
    void (*label)(const struct workload *workload, uint64_t task, char *buf, size_t size);

    /* What a result says, e.g. "496 is a perfect number"; false when there is nothing to tell. */
    bool (*tell)(const struct workload *workload, uint64_t task, uint64_t result, char *buf, size_t size);

    /* The number that a noteworthy result stands for ("found" in the JSON); false when there is none. */
    bool (*found)(const struct workload *workload, uint64_t task, uint64_t result, uint64_t *number);

    /* Lines for --narrate when a task starts and ends; NULL: its tasks are too many and too short to tell. */
    void (*narrate)(const struct workload *workload, uint64_t task, bool ended, char *buf, size_t size);

    /* "perfect 1 … 100 000, trial division", "sleep 10 × 1 s", "sleep 1 … 10 s": one line. */
    void (*describe)(const struct workload *workload, char *buf, size_t size);
};

/* NULL-terminated. */
extern const struct workload_ops *const workloads[];
extern const struct workload_ops workload_sleep, workload_perfect;

const struct workload_ops *workload_by_name(const char *name);

/* Deep copy, and the freeing of what a workload owns (not the struct itself). */
void workload_copy(struct workload *to, const struct workload *from);
void workload_release(struct workload *workload);

#endif
