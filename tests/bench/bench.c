/* `make bench`: what tictoc costs, beside what the same costs elsewhere.
 *
 * A measure is a command that yields one number; a row sets two of them beside each other. In every round each
 * measure is taken once, in the order of the table (A B C, A B C, …), after one round that does not count, so that
 * the drift of a machine hits all alike. A row's ratio is the median of the ratios within the rounds; rounds in which
 * others kept the processors busy are set aside where enough remain.
 *
 * To add something: one entry in measures[], one in rows[]. What needs more than a command of one line is a program
 * of its own beside this one that prints its number (peak_memory, bare_*).
 *
 * Environment: TICTOC, PEERS (directory of the programs beside this one), BENCH (directory of their sources);
 * ROUNDS, ONLY and BENCH_LONG as in bench.sh. Exit status 1 when something could not be run; a missed target is a
 * result and no failure. */
#include "cells.h"
#include "figures.h"
#include "noise.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ROUNDS_MAX     99
#define ROUNDS_DEFAULT "9"

/* "No slower than" allows for this much of noise. */
#define AS_FAST 1.01

/* A take is quiet when no more than this share of the processors went to others meanwhile. Where enough rounds were
 * quiet, the rest is set aside. */
#define QUIET       0.10
#define QUIET_TAKES 3

/* ---- what is measured --------------------------------------------------------------------------------------- */

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
    MEASURES
};

enum reading {
    PRINTS,  /* the command prints a number */
    ELAPSED, /* it prints tictoc's JSON: elapsed_s, toc − tic */
    DONE,    /* the same: done_s, the last task's end − tic */
};

enum unit { SECONDS, MEGABYTES };

enum peer { NONE, PYTHON, OMP };

struct measure {
    const char *group;
    const char *command;   /* for sh; sees TICTOC, PEERS, PYTHON, BENCH, CORES */
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
};

/* ---- what is said of it ------------------------------------------------------------------------------------- */

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
};

static const struct row rows[] = {
    { "process", "bare fork, _exit, wait", PROCESS, PROCESS_BARE, TIMES_THE_COST, .at_most = 1.05 },
    { "process", "the same, _exit bound at its start", PROCESS, PROCESS_BARE_BOUND, .form = TIMES_THE_COST },
    { "process", "the same, one after the other", PROCESS, PROCESS_BARE_SERIAL, .form = TIMES_THE_COST },
    { "process", "Python's Process, times less", PROCESS, PROCESS_PYTHON, TIMES_LESS, .at_least = 20 },
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

/* ---- the run ------------------------------------------------------------------------------------------------ */

struct bench {
    unsigned rounds;
    const char *only; /* groups, comma-separated; NULL: all */
    bool takes_long, failed;
    bool has[OMP + 1];
    bool broken[MEASURES];
    char python[64]; /* its version */
    char version[32], cpu[128], os[128];
    unsigned cores;
    double taken[MEASURES][ROUNDS_MAX]; /* NAN: not taken */
    bool quiet[MEASURES][ROUNDS_MAX];
    unsigned takes, quiet_takes;
};

/* Runs a command by sh and keeps the beginning of what it prints. False when it fails. */
static bool run_command(const char *command, char *text, size_t size)
{
    FILE *pipe = popen(command, "r");
    char rest[4096];
    size_t got;

    text[0] = '\0';
    if (!pipe)
        return false;
    got = fread(text, 1, size - 1, pipe);
    text[got] = '\0';
    while (fread(rest, 1, sizeof rest, pipe) > 0)
        ;
    return pclose(pipe) == 0;
}

/* What follows the first `"key":` in JSON, past white space and an opening bracket or quote; NULL: it is not there. */
static const char *json_value(const char *json, const char *key)
{
    char quoted[40];
    const char *at;

    snprintf(quoted, sizeof quoted, "\"%s\":", key);
    at = strstr(json, quoted);
    if (!at)
        return NULL;
    at += strlen(quoted);
    return at + strspn(at, " \t\n[\"");
}

static void json_text(const char *json, const char *key, char *text, size_t size)
{
    const char *value = json_value(json, key);

    snprintf(text, size, "%.*s", value ? (int)strcspn(value, "\"\n") : 0, value ? value : "");
}

/* Takes a measure once. NAN when it cannot be had. */
static double take(const struct measure *measure)
{
    static const char *const keys[] = { [ELAPSED] = "elapsed_s", [DONE] = "done_s" };
    char text[16384];
    const char *number = text;
    char *end;
    double value;

    if (measure->ideal)
        return measure->ideal();
    if (!run_command(measure->command, text, sizeof text))
        return NAN;
    if (measure->reads != PRINTS)
        number = json_value(text, keys[measure->reads]);
    value = number ? strtod(number, &end) : 0;
    if (!number || end == number || !isfinite(value))
        return NAN;
    return measure->scale > 0 ? value * measure->scale : value;
}

static bool has_group(const struct bench *bench, const char *group)
{
    const char *at = bench->only;
    size_t length = strlen(group);

    if (!at)
        return true;
    for (; *at; at += strcspn(at, ","), at += *at == ',')
        if (strcspn(at, ",") == length && strncmp(at, group, length) == 0)
            return true;
    return false;
}

static bool is_wanted(const struct bench *bench, const struct measure *measure)
{
    return has_group(bench, measure->group) && bench->has[measure->needs] &&
           (bench->takes_long || !measure->takes_long);
}

/* Round 0 is the warm-up. */
static bool is_in_round(const struct measure *measure, unsigned round)
{
    return measure->rounds ? round >= 1 && round <= measure->rounds : true;
}

static void show_progress(const struct bench *bench, unsigned round, const char *group)
{
    if (!isatty(STDERR_FILENO))
        return;
    if (round == 0)
        fprintf(stderr, "\r\033[Kwarm-up: %s", group);
    else
        fprintf(stderr, "\r\033[Kround %u of %u: %s", round, bench->rounds, group);
}

static void clear_progress(void)
{
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\r\033[K");
}

static void keep(struct bench *bench, enum measure_id id, unsigned round, double value,
                 const struct usage *before, const struct usage *after)
{
    bool quiet = others_share(before, after) + steal_share(before, after) <= QUIET;

    bench->taken[id][round] = value;
    bench->quiet[id][round] = quiet;
    if (measures[id].ideal)
        return;
    bench->takes++;
    bench->quiet_takes += quiet;
}

/* Takes a measure in a round, unless it was found broken before: once is enough to say so. */
static void take_in_round(struct bench *bench, enum measure_id id, unsigned round)
{
    const struct measure *measure = &measures[id];
    struct usage before, after;
    double value;

    if (bench->broken[id] || !is_wanted(bench, measure) || !is_in_round(measure, round))
        return;
    show_progress(bench, round, measure->group);
    read_usage(&before);
    value = take(measure);
    read_usage(&after);
    if (round)
        keep(bench, id, round - 1, value, &before, &after);
    if (!isnan(value))
        return;
    clear_progress();
    fprintf(stderr, "bench: could not be run: %s\n", measure->command);
    bench->broken[id] = bench->failed = true;
}

static void take_all(struct bench *bench)
{
    for (unsigned id = 0; id < MEASURES; id++)
        for (unsigned round = 0; round < ROUNDS_MAX; round++)
            bench->taken[id][round] = NAN;
    for (unsigned round = 0; round <= bench->rounds; round++)
        for (unsigned id = 0; id < MEASURES; id++)
            take_in_round(bench, id, round);
    clear_progress();
}

/* ---- figures ------------------------------------------------------------------------------------------------ */

static double combine(enum form form, double ours, double beside)
{
    switch (form) {
    case TIMES_THE_COST:
        return ours / beside;
    case TIMES_LESS:
        return beside / ours;
    case OVER_IDEAL:
        return ours - beside;
    case ALONE:
        break;
    }
    return ours;
}

/* What a row says, and the two figures it says it of, from the same rounds. */
struct finding {
    struct figures ours, beside, said;
};

static double taken(const struct bench *bench, enum measure_id id, unsigned round)
{
    return id < MEASURES ? bench->taken[id][round] : 0;
}

static bool is_quiet(const struct bench *bench, const struct row *row, unsigned round)
{
    return bench->quiet[row->ours][round] && (row->beside == MEASURES || bench->quiet[row->beside][round]);
}

/* Pair by pair within the rounds: the quiet ones where these are enough, else all. */
static struct finding find(const struct bench *bench, const struct row *row)
{
    double ours[ROUNDS_MAX], beside[ROUNDS_MAX], said[ROUNDS_MAX];
    unsigned count = 0, quiet = 0;

    for (unsigned round = 0; round < bench->rounds; round++)
        quiet += is_quiet(bench, row, round);
    for (unsigned round = 0; round < bench->rounds; round++) {
        double a = taken(bench, row->ours, round), b = taken(bench, row->beside, round);

        if (isnan(a) || isnan(b) || (quiet >= QUIET_TAKES && !is_quiet(bench, row, round)))
            continue;
        ours[count] = a;
        beside[count] = b;
        said[count++] = combine(row->form, a, b);
    }
    return (struct finding){ figures_of(ours, count), figures_of(beside, count), figures_of(said, count) };
}

/* ---- the table ---------------------------------------------------------------------------------------------- */

static const char *format_amount(char *cell, double value, enum unit unit)
{
    if (isnan(value))
        return "–";
    if (unit == SECONDS)
        format_seconds(cell, value);
    else
        snprintf(cell, CELL, "%.1f MB", value);
    return cell;
}

/* In the row's own terms: a ratio, or an amount. */
static const char *format_finding(char *cell, const struct row *row, double value)
{
    if (row->form == OVER_IDEAL || row->form == ALONE || isnan(value))
        return format_amount(cell, value, measures[row->ours].unit);
    snprintf(cell, CELL, "%.*f ×", decimals(value), value);
    return cell;
}

static const char *format_range(char *cell, const struct row *row, const struct figures *figures)
{
    char low[CELL], high[CELL];

    if (figures->count < 2)
        return "";
    format_finding(low, row, figures->low);
    format_finding(high, row, figures->high);
    if (row->form == TIMES_THE_COST || row->form == TIMES_LESS)
        low[strcspn(low, " ")] = '\0';
    snprintf(cell, 2 * CELL + 8, "%s … %s", low, high);
    return cell;
}

/* The target, and in a word whether it is reached. */
static void add_verdict(const struct bench *bench, const struct row *row, double value, struct line *line)
{
    bool bounded = row->at_most > 0;
    double target = (bounded ? row->at_most : row->at_least) * (row->per_core ? bench->cores : 1);
    const char *unit = row->form == OVER_IDEAL ? "ms" : row->form == ALONE ? "MB" : "×";
    char text[CELL];

    if (target <= 0)
        return;
    snprintf(text, sizeof text, "%s %.4g %s", bounded ? "≤" : "≥",
             row->form == OVER_IDEAL ? 1e3 * target : target, unit);
    add_cell(line, text, 11);
    if (!isnan(value))
        add_cell(line, (bounded ? value <= target : value >= target) ? "  met" : "  missed", -8);
}

enum { WHAT = -37, AMOUNT = 10, FINDING = 10, RANGE = 21, TARGET = 11 };

static void print_row(const struct bench *bench, const struct row *row)
{
    enum unit unit = measures[row->ours].unit;
    double per = row->per > 0 ? row->per : 1;
    struct finding found = find(bench, row);
    struct line line = { .length = 0 };
    char cell[2 * CELL + 8];

    add_cell(&line, "  ", -2);
    add_cell(&line, row->what, WHAT);
    add_cell(&line, format_amount(cell, found.ours.median / per, unit), AMOUNT);
    if (row->beside == MEASURES)
        add_cell(&line, "", AMOUNT);
    else
        add_cell(&line, format_amount(cell, found.beside.median / per, unit), AMOUNT);
    add_cell(&line, row->form == ALONE ? "" : format_finding(cell, row, found.said.median), FINDING);
    add_cell(&line, format_range(cell, row, &found.said), RANGE);
    add_verdict(bench, row, found.said.median, &line);
    print_line(&line);
}

static bool is_shown(const struct bench *bench, const struct row *row)
{
    return is_wanted(bench, &measures[row->ours]) &&
           (row->beside == MEASURES || is_wanted(bench, &measures[row->beside]));
}

static void print_group(const struct bench *bench, unsigned group)
{
    bool titled = false;

    for (unsigned i = 0; i < ROWS; i++) {
        if (strcmp(rows[i].group, groups[group].group) != 0 || !is_shown(bench, &rows[i]))
            continue;
        if (!titled)
            printf("\n%s\n", groups[group].title);
        titled = true;
        print_row(bench, &rows[i]);
    }
}

static void print_head(const struct bench *bench)
{
    struct line line = { .length = 0 };

    printf("tictoc %s · %u cores · %s · %s\n", bench->version, bench->cores, bench->cpu, bench->os);
    printf("%u round%s, interleaved; medians; a ratio is taken within each round\n\n", bench->rounds,
           bench->rounds == 1 ? "" : "s");
    add_cell(&line, "", -2);
    add_cell(&line, "", WHAT);
    add_cell(&line, "tictoc", AMOUNT);
    add_cell(&line, "beside", AMOUNT);
    add_cell(&line, "ratio", FINDING);
    add_cell(&line, "middle half", RANGE);
    add_cell(&line, "target", TARGET);
    print_line(&line);
}

static void print_left_out(const struct bench *bench)
{
    if (!bench->has[PYTHON])
        printf("left out     Python: no python3 with multiprocessing here\n");
    if (!bench->has[OMP])
        printf("left out     OpenMP: bare_openmp could not be built with this compiler\n");
    if (!bench->takes_long && has_group(bench, "memory"))
        printf("left out     memory of process, which takes a minute or two: BENCH_LONG=1\n");
}

/* How quiet the machine was from the first take to the last. */
static void print_noise(const struct bench *bench, const struct usage *before, const struct usage *after)
{
    double others = 100 * others_share(before, after), steal = 100 * steal_share(before, after), load;

    printf("meanwhile    others used %.0f %% of the processors, the host took %.1f %%", others, steal);
    if (getloadavg(&load, 1) == 1)
        printf(", load %.1f at the end", load);
    printf("\nquiet        %u of %u takes; where %d rounds of a row were, its others are set aside\n",
           bench->quiet_takes, bench->takes, QUIET_TAKES);
    if (others > 5 || steal > 1)
        printf("warning      that is not a quiet machine: repeat before you believe a ratio\n");
}

static void print_foot(const struct bench *bench, const struct usage *before, const struct usage *after)
{
    printf("\n");
    if (bench->has[PYTHON])
        printf("Python       %s, start method fork\n", bench->python);
    print_left_out(bench);
    print_noise(bench, before, after);
}

/* ---- from the start ----------------------------------------------------------------------------------------- */

static bool read_environment(struct bench *bench)
{
    const char *rounds = getenv("ROUNDS"), *only = getenv("ONLY"), *takes_long = getenv("BENCH_LONG");
    unsigned long value = strtoul(rounds && *rounds ? rounds : ROUNDS_DEFAULT, NULL, 10);

    for (unsigned i = 0; i < 3; i++) {
        static const char *const needed[] = { "TICTOC", "PEERS", "BENCH" };

        if (getenv(needed[i]))
            continue;
        fprintf(stderr, "bench: %s is not set; start it by `make bench`\n", needed[i]);
        return false;
    }
    if (value < 1 || value > ROUNDS_MAX) {
        fprintf(stderr, "bench: ROUNDS is a number from 1 to %d\n", ROUNDS_MAX);
        return false;
    }
    bench->rounds = (unsigned)value;
    bench->only = only && *only ? only : NULL;
    bench->takes_long = takes_long && *takes_long;
    return true;
}

/* Every name in ONLY has to be one of a group. */
static bool check_only(const struct bench *bench)
{
    for (const char *at = bench->only; at && *at; at += strcspn(at, ","), at += *at == ',') {
        int length = (int)strcspn(at, ",");
        bool known = false;

        for (unsigned i = 0; i < GROUPS; i++)
            known |=
                (int)strlen(groups[i].group) == length && strncmp(groups[i].group, at, (size_t)length) == 0;
        if (known)
            continue;
        fprintf(stderr, "bench: ONLY knows no %.*s; it takes process, claim, perfect, python, naps, memory\n",
                length, at);
        return false;
    }
    return true;
}

/* Asks tictoc itself what machine this is, so that both mean the same cores. */
static bool ask_tictoc(struct bench *bench)
{
    char text[16384], cores[16];
    const char *value;

    if (!run_command(TICTOC_RUN "--workload sleep --seconds 0 --strategy serial", text, sizeof text) ||
        !(value = json_value(text, "cores"))) {
        fprintf(stderr, "bench: %s does not run\n", getenv("TICTOC"));
        return false;
    }
    bench->cores = (unsigned)strtoul(value, NULL, 10);
    json_text(text, "version", bench->version, sizeof bench->version);
    json_text(text, "cpu", bench->cpu, sizeof bench->cpu);
    json_text(text, "os", bench->os, sizeof bench->os);
    snprintf(cores, sizeof cores, "%u", bench->cores);
    setenv("CORES", cores, 1);
    return true;
}

/* The interpreter itself and not a launcher in front of it, whose start takes longer than what is measured. */
static void look_for_peers(struct bench *bench)
{
    char path[512];

    bench->has[NONE] = true;
    bench->has[OMP] = run_command("test -x $PEERS/bare_openmp", path, sizeof path);
    if (!run_command("python3 -c 'import multiprocessing, sys; print(sys.executable)' 2>/dev/null", path,
                     sizeof path))
        return;
    path[strcspn(path, "\n")] = '\0';
    setenv("PYTHON", path, 1);
    bench->has[PYTHON] = run_command(PEERS_PY "version 2>/dev/null", bench->python, sizeof bench->python);
    bench->python[strcspn(bench->python, "\n")] = '\0';
}

int main(void)
{
    static struct bench bench;
    struct usage before, after;

    if (!read_environment(&bench) || !check_only(&bench) || !ask_tictoc(&bench))
        return 1;
    look_for_peers(&bench);
    read_usage(&before);
    take_all(&bench);
    read_usage(&after);
    print_head(&bench);
    for (unsigned group = 0; group < GROUPS; group++)
        print_group(&bench, group);
    print_foot(&bench, &before, &after);
    return bench.failed;
}
