/* Where the time of a run went: two accounts in whole nanoseconds, whose parts sum exactly to their total.
 * Pure: from a record to a few figures, which outlive it in the outcome.
 *
 * The workers' account: the sum of all lifetimes, each from just before the fork to just after the reaping.
 * The parts of a life, in their order:
 *
 *     start     fork until its first task begins
 *     cpu       inside tasks, on a processor
 *     ready     inside tasks that compute, without a processor:
 *               more workers than cores, other programs, or stopped
 *     nap       inside tasks that sleep, asleep
 *     between   between its tasks: dispatch (and the gate, where a run was held)
 *     died      the attempt in which the worker died, or its whole life if it died before its first task
 *     idle      from the end of its last task to the end of the run's last task: load imbalance.
 *               A worker of a pool that never began a task is idle from its fork on.
 *               A process with one task is never idle
 *     leaving   the rest, until the worker is reaped
 *
 * Time inside tasks is measured for every task. Processor time is measured for every life (wait4: start and
 * end included, to a microsecond): reading it for every task would cost half a microsecond each.
 * So cpu = min(processor time, time inside tasks).
 * Before that, an attempt that died gets its share of the processor time, in proportion to its length.
 * The error: ready (or nap) is never too long; it is too short by at most the processor time used outside
 * of tasks, which is less than start + between + leaving of the same life.
 * A life whose processor time is not known (0) counts as on a processor throughout its tasks.
 * Naps: nap = time inside tasks - cpu. A nap needs no processor time, so start, between and leaving get
 * theirs first. Time for which a run was suspended is inside the part during which it was suspended.
 *
 * The machine's account, where the workload computes: places × makespan, places being the cores.
 *
 *     tasks      processor time of the tasks that were done: cpu, above
 *     lost       processor time of attempts that died, shared out as above
 *     processes  all other processor time of the workers (starting, dispatch, ending), and the coordinator's
 *     throttled  time for which a CPU quota kept the workers from running (disturbance.h)
 *     others     processor time that other programs and the host of a virtual machine took meanwhile,
 *                where the system reports it and it exceeds the error of that report (disturbance.h)
 *     nothing    the rest: cores that no worker used
 *
 * In this order each part is bounded by what is left of the total: processor time used after the makespan
 * (ends of processes) or lent beyond the cores (a cgroup's burst) cannot break the sum.
 * Where the tasks sleep, places are the workers that lived at once, and the parts are time inside tasks,
 * died attempts, and start + between instead of processor times. That account feeds the waterfall alone.
 *
 * The waterfall: from the ideal to the measured makespan, in steps that sum to it exactly.
 * None where not every task was done.
 *
 *     ideal      work / places, or the longest task where that is longer: no schedule can be shorter.
 *                Work: processor time of the tasks in the serial run, else of this one's;
 *                the lengths of the naps as they were asked for.
 *                The longest task is known of naps, and of runs with a core for each worker
 *     slower     (this run's tasks - work) / places; below 0 where this run's tasks took less
 *     lost, processes   as above, / places
 *     few        places without a worker: (places - workers) × makespan / places, up to what is left of
 *                `others`, `throttled` and `nothing`
 *     imbalance  workers idle at the end, likewise
 *     rest       what is then left of them:
 *                workers starting or between tasks without using a processor, other programs
 *
 * Ratios of the POP project, "POP Standard Metrics for Parallel Performance Analysis",
 * https://pop-coe.eu/node/69. U_i: useful time of worker (slot) i, here cpu, for naps time inside tasks;
 * P: workers, where they compute at most the cores; T: makespan.
 *
 *     parallel efficiency       sum U_i / (P × T) = load balance × communication efficiency
 *     load balance              average U_i / largest U_i
 *     communication efficiency  largest U_i / T (times workers / cores with more workers than cores).
 *                               Nothing is sent here: it loses to starting, dispatch and leaving. POP divides
 *                               it into transfer and serialisation, which needs messages
 *     computation scaling       serial run's useful time / this run's
 *     global efficiency         parallel efficiency × computation scaling
 *
 * Load balance and communication efficiency need workers that stay: NAN for one process per task. */
#pragma once

#include "machine/machine.h"
#include "work/strategy.h"
#include "work/workload.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct record;

enum account_part {
    /* the workers' account */
    ACCOUNT_START,
    ACCOUNT_CPU,
    ACCOUNT_READY,
    ACCOUNT_NAP,
    ACCOUNT_BETWEEN,
    ACCOUNT_DIED,
    ACCOUNT_IDLE,
    ACCOUNT_LEAVING,
    /* the machine's account */
    ACCOUNT_TASKS,
    ACCOUNT_LOST,
    ACCOUNT_PROCESSES,
    ACCOUNT_THROTTLED,
    ACCOUNT_OTHERS,
    ACCOUNT_NOTHING,
    ACCOUNT_KEPT,
    /* of the waterfall alone */
    ACCOUNT_IDEAL = ACCOUNT_KEPT,
    ACCOUNT_SLOWER,
    ACCOUNT_FEW,
    ACCOUNT_IMBALANCE,
    ACCOUNT_REST,
    ACCOUNT_PARTS,
};

struct account {
    uint64_t ns[ACCOUNT_KEPT];
    uint64_t lifetimes; /* total of the workers' account, ns; 0: there is no account */
    uint64_t capacity;  /* total of the machine's: places × makespan, ns */
    uint64_t makespan;  /* tic until the end of the last task, ns */
    uint64_t asked;     /* sum of the lengths asked for, ns; 0 where they are not known beforehand */
    uint64_t longest;   /* task, as asked for or as measured, ns; 0: not known */
    uint64_t overhead;  /* processor time besides the tasks: starting, dispatch, ending, coordinator; ns */
    uint64_t alone;     /* time for which one worker went on alone at the end, ns */
    uint64_t places;    /* cores, or workers where the tasks sleep; at least 1 */
    uint64_t workers;   /* the most that lived at once */
    bool partial;       /* not every task was done: there is no ideal to compare with */
    bool computes;      /* the machine's account is of processor time */
    double parallel_efficiency, load_balance, communication_efficiency; /* NAN: not meaningful */
};

/* The account of a run; of a run that was broken off: up to the last moment in its record. */
void account_of_record(struct account *account, const struct record *record, const struct workload *workload,
                       const struct plan *plan, const struct machine *machine);

/* Sum of the lengths as asked for, and the longest, ns; 0 where they are not known beforehand. */
uint64_t account_asked(const struct workload *workload, uint64_t *longest);

/* ---- for reports and screens --------------------------------------------------------------------------- */

/* One segment of a stacked bar, or one step of the waterfall. */
struct account_line {
    enum account_part part;
    int64_t ns;   /* below 0 only for ACCOUNT_SLOWER */
    double share; /* of the total: lifetimes, capacity, or makespan */
};

struct account_lines {
    struct account_line line[ACCOUNT_PARTS];
    size_t count;
};

/* Every part in its order, including those of 0 ns; no lines where there is no such account. */
struct account_lines account_workers(const struct account *account);
struct account_lines account_machine(const struct account *account);

/* `serial_ns`: processor time of the serial run's tasks, 0 without one (results_serial_work() knows).
 * The first line is ACCOUNT_IDEAL. */
struct account_lines account_waterfall(const struct account *account, uint64_t serial_ns);

/* The waterfall's work, ns, and where it comes from: "CPU time of the serial run's tasks". */
uint64_t account_work(const struct account *account, uint64_t serial_ns);
const char *account_work_source(const struct account *account, uint64_t serial_ns);

/* What decides the ideal: "work ÷ cores", "longest nap". */
const char *account_ideal_words(const struct account *account, uint64_t serial_ns);

/* A part for people, "load imbalance" (the words depend on whether tasks compute); its JSON key, "idle_s". */
const char *account_words(const struct account *account, enum account_part part);
const char *account_key(enum account_part part);

/* NAN where the ratio has no meaning. */
double account_computation_scaling(const struct account *account, uint64_t serial_ns);
double account_global_efficiency(const struct account *account, uint64_t serial_ns);
