/* What `make bench` measures, and what it says of it: three tables. Included once, by bench.c.
 *
 * A measure is a command that yields one number; a row sets two of them beside each other, or one alone.
 * To add something: one entry in measures[], one in rows[]. What needs more than a command of
 * one line is a program of its own beside this file that prints its number (bare_*, peak_memory, screen). */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* "No slower than" allows for this much of noise. */
#define AS_FAST 1.01

enum measure_id {
    PROCESS,
    PROCESS_BARE,
    PROCESS_BARE_BOUND,
    PROCESS_BARE_SERIAL,
    PROCESS_PYTHON,
    PROCESS_PYTHON_SERIAL,
    CLAIM,
    CLAIM_BARE,
    CLAIM_MAPPED,
    CLAIM_PYTHON,
    PLAIN_LOOP,
    SERIAL,
    POOL,
    OPENMP,
    ONE_EACH,
    SMALL_SERIAL,
    SMALL_SERIAL_PYTHON,
    SMALL_EACH,
    SMALL_EACH_PYTHON,
    SMALL_POOL,
    SMALL_POOL_PYTHON,
    TEN_NAPS,
    TEN_NAPS_IDEAL,
    POOL_OF_FIVE,
    POOL_OF_FIVE_IDEAL,
    MEMORY_POOL,
    MEMORY_PROCESS,
    WATCHED,
    UNWATCHED,
    WATCHED_CPU,
    UNWATCHED_CPU,
    FIRST_FRAME,
    CORE_POOL,
    CORE_PROCESS,
    RATE_PROCESS,
    FRAME_SMALL,
    FRAME_LARGE,
    STILL,
    DRAW_TASKS,
    DRAW_WORKERS,
    TIMELINE_TASKS,
    TIMELINE_WORKERS,
    RECORDED,
    UNRECORDED,
    LOAD,
    LOAD_MEMORY,
    MEASURES
};

enum reading {
    PRINTS,  /* the command prints a number */
    ELAPSED, /* it prints tictoc's JSON: elapsed_s, toc − tic */
    DONE,    /* the same: done_s, the last task's end − tic */
    WORKERS, /* the same: processor time of all workers in its last run */
    TAKES,   /* from its start to its end */
};

enum unit { SECONDS, MEGABYTES, BYTES, PERCENT, PER_SECOND };

enum peer { NONE, PYTHON, OMP };

struct measure {
    const char *group;
    const char *command;   /* for sh; sees TICTOC, PEERS, PYTHON, BENCH, SCRATCH, CORES */
    const char *before;    /* what has to be done first and is not measured; NULL: nothing */
    double (*ideal)(void); /* instead of a command: what is computed and not measured */
    enum reading reads;
    enum unit unit;
    double scale; /* its number times this is what is shown; 0: 1 */
    enum peer needs;
    unsigned rounds; /* at most so many, and no warm-up; 0: all */
    bool takes_long; /* only with BENCH_LONG */
};

#define TICTOC_RUN "exec $TICTOC run --quiet --json - "
#define EMPTY      TICTOC_RUN "--workload sleep --seconds "
#define NAPS       EMPTY
#define PERFECT    TICTOC_RUN "--workload perfect --to "
#define PEERS_PY   "exec $PYTHON $BENCH/peers.py "

/* With the screen open, in a terminal of that size; what screen.c can say of it comes first. */
#define SCREEN(what, size) "exec $PEERS/screen " what " " size " $TICTOC "
#define OPEN_ON_PERFECT    "--start --workload perfect --to "

#define ALL_CORES_BUSY "--workload perfect --to 50000 --strategy pool --chunk 1"
#define WATCHED_RUN    SCREEN("after", "80x24") "--start --exit --json - " ALL_CORES_BUSY
#define UNWATCHED_RUN  SCREEN("after", "80x24") "run --quiet --json - " ALL_CORES_BUSY

#define RECORD_FILE "$SCRATCH/million.rec"
#define MAKE_RECORD                                                                                          \
    "test -s " RECORD_FILE                                                                                   \
    " || $TICTOC run --quiet --workload sleep --seconds 0x1000000 --strategy pool --chunk 1 --record " RECORD_FILE

/* Trial divisions of all numbers 1 … 30 000: n has n - 1. */
#define DIVISIONS (30000.0 * 29999.0 / 2)

static double ten_naps_ideal(void);
static double pool_of_five_ideal(void);

static const struct measure measures[MEASURES] = {
    [PROCESS] = { "process", EMPTY "0x5000 --strategy process", .reads = ELAPSED, .scale = 1 / 5000.0 },
    [PROCESS_BARE] = { "process", "exec $PEERS/bare_fork 5000", .scale = 1e-9 },
    [PROCESS_BARE_BOUND] = { "process", "exec $PEERS/bare_fork 5000 bound", .scale = 1e-9 },
    [PROCESS_BARE_SERIAL] = { "process", "exec $PEERS/bare_fork 5000 wait", .scale = 1e-9 },
    [PROCESS_PYTHON] = { "process", PEERS_PY "process 300", .scale = 1 / 300.0, .needs = PYTHON },
    [PROCESS_PYTHON_SERIAL] = { "process", PEERS_PY "onebyone 100", .scale = 1 / 100.0, .needs = PYTHON },

    [CLAIM] = { "claim", EMPTY "0x1000000 --strategy pool --chunk 1", .reads = DONE, .scale = 1e-6 },
    [CLAIM_BARE] = { "claim", "exec $PEERS/bare_claim $CORES 1000000", .scale = 1e-9 },
    [CLAIM_MAPPED] = { "claim", "exec $PEERS/bare_claim $CORES 1000000 mapped", .scale = 1e-9 },
    [CLAIM_PYTHON] = { "claim", PEERS_PY "claim 10000", .scale = 1e-4, .needs = PYTHON },

    [PLAIN_LOOP] = { "perfect", "exec $PEERS/bare_trial 30000", .reads = PRINTS },
    [SERIAL] = { "perfect", PERFECT "30000 --strategy serial", .reads = DONE },
    [POOL] = { "perfect", PERFECT "30000 --strategy pool --chunk 1", .reads = DONE },
    [OPENMP] = { "perfect", "OMP_NUM_THREADS=$CORES exec $PEERS/bare_openmp 30000", .needs = OMP },
    [ONE_EACH] = { "perfect", PERFECT "30000 --strategy process", .reads = DONE, .rounds = 3 },

    [SMALL_SERIAL] = { "python", PERFECT "2000 --strategy serial", .reads = DONE },
    [SMALL_SERIAL_PYTHON] = { "python", PEERS_PY "serial 2000", .needs = PYTHON },
    [SMALL_EACH] = { "python", PERFECT "2000 --strategy process", .reads = DONE, .rounds = 2 },
    [SMALL_EACH_PYTHON] = { "python", PEERS_PY "each 2000", .needs = PYTHON, .rounds = 2 },
    [SMALL_POOL] = { "python", PERFECT "2000 --strategy pool", .reads = DONE },
    [SMALL_POOL_PYTHON] = { "python", PEERS_PY "pool 2000", .needs = PYTHON },

    [TEN_NAPS] = { "naps", NAPS "1x10 --strategy process", .reads = DONE, .rounds = 3 },
    [TEN_NAPS_IDEAL] = { "naps", .ideal = ten_naps_ideal },
    [POOL_OF_FIVE] = { "naps", NAPS "1..10 --strategy pool --workers 5 --chunk 1", .reads = DONE,
                       .rounds = 1 },
    [POOL_OF_FIVE_IDEAL] = { "naps", .ideal = pool_of_five_ideal },

    [MEMORY_POOL] = { "memory",
                      "exec $PEERS/peak_memory $TICTOC run --quiet --json - --workload sleep "
                      "--seconds 0x1000000 --strategy pool --chunk 1",
                      .unit = MEGABYTES, .rounds = 3 },
    [MEMORY_PROCESS] = { "memory",
                         "exec $PEERS/peak_memory $TICTOC run --quiet --json - --workload sleep "
                         "--seconds 0x1000000 --strategy process",
                         .unit = MEGABYTES, .rounds = 1, .takes_long = true },

    /* Both in a terminal and a session of their own: the kernel shares the processors out among sessions. */
    [WATCHED] = { "screen", WATCHED_RUN, .reads = DONE },
    [UNWATCHED] = { "screen", UNWATCHED_RUN, .reads = DONE },
    [WATCHED_CPU] = { "screen", WATCHED_RUN, .reads = WORKERS, .rounds = 5 },
    [UNWATCHED_CPU] = { "screen", UNWATCHED_RUN, .reads = WORKERS, .rounds = 5 },
    [FIRST_FRAME] = { "screen", SCREEN("first", "80x24"), .unit = SECONDS },
    [CORE_POOL] = { "screen", SCREEN("core", "80x24") OPEN_ON_PERFECT "100000 --strategy pool --chunk 1",
                    .unit = PERCENT, .rounds = 3 },
    [CORE_PROCESS] = { "screen", SCREEN("core", "80x24") OPEN_ON_PERFECT "100000 --strategy process",
                       .unit = PERCENT, .rounds = 3 },
    [RATE_PROCESS] = { "screen", SCREEN("rate", "80x24") OPEN_ON_PERFECT "100000 --strategy process",
                       .unit = PER_SECOND, .rounds = 3 },
    [FRAME_SMALL] = { "screen", SCREEN("frame", "80x24") OPEN_ON_PERFECT "100000 --strategy pool --chunk 1",
                      .unit = BYTES, .rounds = 3 },
    [FRAME_LARGE] = { "screen", SCREEN("frame", "200x50") OPEN_ON_PERFECT "100000 --strategy pool --chunk 1",
                      .unit = BYTES, .rounds = 3 },
    [STILL] = { "screen", SCREEN("still", "80x24"), .unit = BYTES, .rounds = 3 },
    [DRAW_TASKS] = { "screen", SCREEN("draw", "200x50") OPEN_ON_PERFECT "1000000 --strategy pool --chunk 1",
                     .rounds = 3 },
    [DRAW_WORKERS] = { "screen",
                       SCREEN("draw", "200x50") "--start --workload sleep --seconds 0.1x400000 "
                                                "--strategy pool --workers 1000 --chunk 1",
                       .rounds = 3 },

    [TIMELINE_TASKS] = { "screen", "exec $PEERS/timeline_frame 1000000 4", .rounds = 3 },
    [TIMELINE_WORKERS] = { "screen", "exec $PEERS/timeline_frame 1000000 1000", .rounds = 3 },

    [RECORDED] = { "record", PERFECT "30000 --strategy pool --chunk 1 --record $SCRATCH/short.rec",
                   .reads = DONE },
    [UNRECORDED] = { "record", PERFECT "30000 --strategy pool --chunk 1", .reads = DONE },
    [LOAD] = { "record", "exec $TICTOC replay " RECORD_FILE " --dump --at 0.1", .before = MAKE_RECORD,
               .reads = TAKES, .rounds = 3 },
    [LOAD_MEMORY] = { "record", "exec $PEERS/peak_memory $TICTOC replay " RECORD_FILE " --dump --at 0.1",
                      .before = MAKE_RECORD, .unit = MEGABYTES, .rounds = 3 },
};

/* ---- what is said of it -------------------------------------------------------------------------------- */

enum form {
    TIMES_THE_COST, /* ours ÷ beside */
    TIMES_LESS,     /* beside ÷ ours */
    OVER_IDEAL,     /* ours − beside */
    ALONE,          /* ours */
};

struct row {
    const char *group;
    const char *what;
    enum measure_id ours, beside;
    enum form form;
    double at_most, at_least; /* the target; 0: none. s of OVER_IDEAL, the measure's unit of ALONE, else × */
    bool at_nothing;          /* the target is 0 */
    bool per_core;            /* the target is to be multiplied by the cores */
    double per;               /* the two figures are shown divided by this, the ratio is not; 0: 1 */
};

static const struct {
    const char *group, *title;
} groups[] = {
    { "process", "a process for an empty task" },
    { "claim", "a claim: an empty task from the pool's queue, chunk 1, a worker per core" },
    { "perfect", "perfect numbers to 30 000 by trial division" },
    { "python", "the same to 2 000, beside Python" },
    { "naps", "naps beside the ideal" },
    { "memory", "peak memory at 1 000 000 tasks" },
    { "screen", "the screen, at 30 frames a second" },
    { "record", "records" },
};

static const struct row rows[] = {
    { "process", "bare fork, _exit, wait", PROCESS, PROCESS_BARE, TIMES_THE_COST, .at_most = 1.10 },
    { "process", "the same, _exit bound at its start", PROCESS, PROCESS_BARE_BOUND, .form = TIMES_THE_COST },
    { "process", "the same, one after the other", PROCESS, PROCESS_BARE_SERIAL, .form = TIMES_THE_COST },
    { "process", "Python's Process, times less", PROCESS, PROCESS_PYTHON, TIMES_LESS, .at_least = 10 },
    { "process", "one after the other, times less", PROCESS, PROCESS_PYTHON_SERIAL, .form = TIMES_LESS },

    { "claim", "bare ticket, CAS, two timestamps", CLAIM, CLAIM_BARE, TIMES_THE_COST, .at_most = 1.05 },
    { "claim", "the same, mapped by one call", CLAIM, CLAIM_MAPPED, .form = TIMES_THE_COST },
    { "claim", "Python's Pool.map, times less", CLAIM, CLAIM_PYTHON, TIMES_LESS, .at_least = 200 },

    { "perfect", "serial, a division: plain C loop", SERIAL, PLAIN_LOOP, TIMES_THE_COST, .at_most = AS_FAST,
      .per = DIVISIONS },
    { "perfect", "pool, chunk 1: OpenMP dynamic,1", POOL, OPENMP, TIMES_THE_COST, .at_most = AS_FAST },
    { "perfect", "pool, chunk 1: speedup over serial", POOL, SERIAL, TIMES_LESS, .at_least = 0.98,
      .per_core = true },
    { "perfect", "process: speedup over serial", ONE_EACH, SERIAL, .form = TIMES_LESS },

    { "python", "Python's loop, times less", SMALL_SERIAL, SMALL_SERIAL_PYTHON, .form = TIMES_LESS },
    { "python", "a Process for each, times less", SMALL_EACH, SMALL_EACH_PYTHON, .form = TIMES_LESS },
    { "python", "Pool.map, times less", SMALL_POOL, SMALL_POOL_PYTHON, .form = TIMES_LESS },

    { "naps", "ten of 1 s, a process each", TEN_NAPS, TEN_NAPS_IDEAL, OVER_IDEAL, .at_most = 0.005 },
    { "naps", "1 … 10 s, pool of five", POOL_OF_FIVE, POOL_OF_FIVE_IDEAL, OVER_IDEAL, .at_most = 0.010 },

    { "memory", "pool", MEMORY_POOL, MEASURES, ALONE, .at_most = 100 },
    { "memory", "process", MEMORY_PROCESS, MEASURES, ALONE, .at_most = 100 },

    { "screen", "pool of a worker per core: unwatched", WATCHED, UNWATCHED, TIMES_THE_COST, .at_most = 1.02 },
    { "screen", "processor time of its workers", WATCHED_CPU, UNWATCHED_CPU, TIMES_THE_COST,
      .at_most = 1.02 },
    { "screen", "from the start to the first frame", FIRST_FRAME, MEASURES, ALONE, .at_most = 0.050 },
    { "screen", "of a core, pool, 100 000 tasks", CORE_POOL, MEASURES, ALONE, .at_most = 2 },
    { "screen", "of a core, 100 000 processes", CORE_PROCESS, MEASURES, ALONE, .at_most = 2 },
    { "screen", "frames, 100 000 processes", RATE_PROCESS, MEASURES, ALONE, .at_least = 28 },
    { "screen", "processor, a frame, 1 000 000 tasks", DRAW_TASKS, MEASURES, ALONE, .at_most = 0.005 },
    { "screen", "processor, a frame, 1 000 workers", DRAW_WORKERS, MEASURES, ALONE, .at_most = 0.005 },
    { "screen", "timeline, a frame, 1 000 000 tasks", TIMELINE_TASKS, MEASURES, ALONE, .at_most = 0.005 },
    { "screen", "the same on 1 000 workers", TIMELINE_WORKERS, MEASURES, ALONE, .at_most = 0.005 },
    { "screen", "bytes, a frame, 80×24", FRAME_SMALL, MEASURES, ALONE, .at_most = 1500 },
    { "screen", "bytes, a frame, 200×50", FRAME_LARGE, MEASURES, ALONE, .at_most = 4000 },
    { "screen", "bytes, 2 s in which nothing changes", STILL, MEASURES, ALONE, .at_nothing = true },

    { "record", "a run with --record: without", RECORDED, UNRECORDED, TIMES_THE_COST, .at_most = 1.01 },
    { "record", "load 1 000 000 tasks, show a moment", LOAD, MEASURES, ALONE, .at_most = 3 },
    { "record", "the most memory while it does", LOAD_MEMORY, MEASURES, ALONE, .at_most = 200 },
};

#define ROWS   (sizeof rows / sizeof *rows)
#define GROUPS (sizeof groups / sizeof *groups)

/* When the last of the naps ends that `workers` take first in first out. */
static double last_end(unsigned workers, const double *naps, unsigned count)
{
    double free_at[16] = { 0 }, last = 0;

    for (unsigned i = 0; i < count; i++) {
        unsigned next = 0;

        for (unsigned worker = 1; worker < workers; worker++)
            if (free_at[worker] < free_at[next])
                next = worker;
        free_at[next] += naps[i];
        last = free_at[next] > last ? free_at[next] : last;
    }
    return last;
}

static double ten_naps_ideal(void)
{
    return last_end(10, (const double[]){ 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 }, 10);
}

static double pool_of_five_ideal(void)
{
    return last_end(5, (const double[]){ 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }, 10);
}
