/* `make bench`: what tictoc costs, beside what the same costs elsewhere.
 *
 * plan.h says what is measured. In every round each measure is taken once, in the order of its table (A B C,
 * A B C, …), after one round that does not count, so that the drift of a machine hits all alike.
 * A row's ratio is the median of the ratios within the rounds;
 * rounds in which others kept the processors busy are set aside where enough remain.
 *
 * Environment: TICTOC, PEERS (directory of the programs beside this one), BENCH (directory of their sources),
 * SCRATCH (a directory for files); ROUNDS, ONLY and BENCH_LONG as in bench.sh.
 * Exit status 1 when something could not be run; a missed target is a result and no failure. */
#include "noise.h"
#include "table.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define ROUNDS_DEFAULT "9"

/* A take is quiet when no more than this share of the processors went to others meanwhile. */
#define QUIET 0.10

/* ---- the run ------------------------------------------------------------------------------------------- */

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

/* What follows the first `"key":` in JSON, past white space and an opening bracket or quote;
 * NULL: it is not there. */
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

static double now_s(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The number behind a key where it is for the last time:
 * there an account of the whole run comes after its parts. NAN: nowhere. */
static double json_last(const char *json, const char *key)
{
    double last = NAN;

    for (const char *at = json; (at = json_value(at, key));)
        last = strtod(at, NULL);
    return last;
}

/* Takes a measure once. NAN when it cannot be had. */
static double take_measure(const struct measure *measure)
{
    static const char *const keys[] = { [ELAPSED] = "elapsed_s", [DONE] = "done_s" };
    char text[16384];
    const char *number = text;
    char *end;
    double value, began;

    if (measure->ideal)
        return measure->ideal();
    began = now_s();
    if (!run_command(measure->command, text, sizeof text))
        return NAN;
    if (measure->reads == TAKES)
        return now_s() - began;
    if (measure->reads == WORKERS)
        return json_last(text, "cpu_s");
    if (measure->reads != PRINTS)
        number = json_value(text, keys[measure->reads]);
    value = number ? strtod(number, &end) : 0;
    if (!number || end == number || !isfinite(value))
        return NAN;
    return measure->scale > 0 ? value * measure->scale : value;
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

static void keep_value(struct bench *bench, enum measure_id id, unsigned round, double value,
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
    char nothing[1];
    bool possible;
    double value;

    if (bench->broken[id] || !is_wanted(bench, measure) || !is_in_round(measure, round))
        return;
    show_progress(bench, round, measure->group);
    possible = !measure->before || run_command(measure->before, nothing, sizeof nothing);
    read_usage(&before);
    value = possible ? take_measure(measure) : NAN;
    read_usage(&after);
    if (round)
        keep_value(bench, id, round - 1, value, &before, &after);
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

/* ---- round the table ----------------------------------------------------------------------------------- */

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

/* ---- from the start ------------------------------------------------------------------------------------ */

static bool read_environment(struct bench *bench)
{
    const char *rounds = getenv("ROUNDS"), *only = getenv("ONLY"), *takes_long = getenv("BENCH_LONG");
    unsigned long value = strtoul(rounds && *rounds ? rounds : ROUNDS_DEFAULT, NULL, 10);

    static const char *const needed[] = { "TICTOC", "PEERS", "BENCH", "SCRATCH" };

    for (unsigned i = 0; i < sizeof needed / sizeof *needed; i++) {
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
        fprintf(stderr, "bench: ONLY knows no %.*s; it takes", length, at);
        for (unsigned i = 0; i < GROUPS; i++)
            fprintf(stderr, " %s", groups[i].group);
        fprintf(stderr, "\n");
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

/* The interpreter itself and not a launcher in front of it,
 * whose start takes longer than what is measured. */
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
