/* What the tasks do. A workload is a struct of settings plus a table of functions;
 * adding one is a new workload_*.c and one line in workloads.h. */
#pragma once

#include "config/config_key.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Tasks one experiment may have: task numbers are 32 bits wide on the board. */
#define TASKS_MAX UINT64_C(4000000000)

struct workload {
    const struct workload_ops *ops;
    uint64_t tasks;       /* set by ops->prepare() */
    const void *settings; /* as ops->keys describe them; owned: workload_release() */
};

/* The progress of a running task, in a unit of the workload's.
 * Only its worker writes it, about every 50 µs of work. */
typedef _Atomic uint64_t workload_progress;

struct workload_ops {
    const char *name;              /* "sleep", "perfect" */
    const struct config_key *keys; /* offsets into its struct of settings */
    size_t size;                   /* bytes of that struct */
    bool computes;                 /* keeps a core busy: no strategy can be faster than work / cores */

    /* Bytes of the settings with all that they point to, and a copy of them in one piece at `to`,
     * which may be on the board. NULL: they hold no pointers. */
    size_t (*bytes)(const void *settings);
    void (*copy)(void *to, const void *settings);

    /* Sets `tasks` and checks what no single key can (from <= to).
     * On error returns false with a sentence in `err` and the key at fault in *key. */
    bool (*prepare)(struct workload *workload, const char **key, char *err, size_t size);

    /* Relative cost of a task, and of tasks [0, end): progress and ETA go by weight, not by count. */
    uint64_t (*weight)(const struct workload *workload, uint64_t task);
    double (*weight_before)(const struct workload *workload, uint64_t end);

    /* Length of a task as asked for, ns; NULL: not known before it has run. */
    uint64_t (*length)(const struct workload *workload, uint64_t task);

    /* About how long a unit of weight takes, ns, where a division of two whole numbers takes `division_ns`.
     * Estimates of runs use it. NULL: weight is length. */
    double (*weight_ns)(const struct workload *workload, double division_ns);

    /* Whether all tasks have the same length; NULL: they do not. */
    bool (*is_uniform)(const struct workload *workload);

    /* Bytes of scratch memory for each worker, on the board, zeroed before the run. NULL: none. */
    size_t (*scratch)(const struct workload *workload);

    /* Does the task; called in the worker after fork: async-signal-safe calls only. Returns its result. */
    uint64_t (*run)(const struct workload *workload, uint64_t task, uint64_t started_ns,
                    workload_progress *progress, void *scratch);

    /* The finished share of a running task, 0 … 1, from its progress and its age. */
    double (*share)(const struct workload *workload, uint64_t task, uint64_t progress, uint64_t age_ns);

    /* "nap 3 · 2 s", "75 001": short name of a task, UTF-8. */
    void (*label)(const struct workload *workload, uint64_t task, char *buf, size_t size);

    /* The meaning of a result, "496 is a perfect number"; false when it is not worth a line. NULL: never. */
    bool (*sentence)(const struct workload *workload, uint64_t task, uint64_t result, char *buf, size_t size);

    /* The number found, for a noteworthy result ("found" in the JSON); false: none. NULL: never. */
    bool (*found)(const struct workload *workload, uint64_t task, uint64_t result, uint64_t *number);

    /* The lines of --narrate for the start and the end of a task; NULL: tasks are too many and too short. */
    void (*narrate)(const struct workload *workload, uint64_t task, bool ended, char *buf, size_t size);

    /* "perfect 1 … 100 000, trial division", "10 naps of 1 s": one line. */
    void (*describe)(const struct workload *workload, char *buf, size_t size);
};

/* NULL-terminated. */
extern const struct workload_ops *const workloads[];

#define WORKLOAD(name) extern const struct workload_ops workload_##name;
#include "work/workloads.h"

const struct workload_ops *workload_by_name(const char *name);

/* The settings in one piece: their bytes, and a copy at `to`. */
size_t workload_settings_bytes(const struct workload_ops *ops, const void *settings);
void workload_settings_copy(const struct workload_ops *ops, void *to, const void *settings);

/* Each copies the settings; the copy is released with the workload. */
void workload_init(struct workload *workload, const struct workload_ops *ops, const void *settings);
void workload_copy(struct workload *to, const struct workload *from);
void workload_release(struct workload *workload);

/* Sum of the lengths of tasks [first, end) as asked for, ns; 0 where they are not known beforehand. */
uint64_t workload_length(const struct workload *workload, uint64_t first, uint64_t end);

bool workload_is_uniform(const struct workload *workload);

/* ops->sentence() and ops->found(), false where the workload has none. */
bool workload_sentence(const struct workload *workload, uint64_t task, uint64_t result, char *buf,
                       size_t size);
bool workload_found(const struct workload *workload, uint64_t task, uint64_t result, uint64_t *number);
