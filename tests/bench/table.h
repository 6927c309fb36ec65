/* From what was taken to the rows of the table. Included once, by bench.c. */
#pragma once

#include "cells.h"
#include "figures.h"
#include "plan.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define ROUNDS_MAX 99

/* Where enough rounds were quiet, the rest is set aside. */
#define QUIET_TAKES 3

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

enum { WHAT = -37, AMOUNT = 10, FINDING = 10, RANGE = 21, TARGET = 11 }; /* columns */

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

/* ---- the table ----------------------------------------------------------------------------------------- */

static const char *format_amount(char *cell, double value, enum unit unit)
{
    if (isnan(value))
        return "–";
    switch (unit) {
    case SECONDS:
        format_seconds(cell, value);
        break;
    case MEGABYTES:
        snprintf(cell, CELL, "%.1f MB", value);
        break;
    case BYTES:
        snprintf(cell, CELL, "%.0f B", value);
        break;
    case PER_SECOND:
        snprintf(cell, CELL, "%.1f /s", value);
        break;
    case PERCENT:
        snprintf(cell, CELL, "%.*f %%", decimals(value), value);
        break;
    }
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

/* As short as it can be said. */
static void format_target(char *cell, const struct row *row, double target)
{
    static const char *const names[] = {
        [MEGABYTES] = "MB", [BYTES] = "B", [PERCENT] = "%", [PER_SECOND] = "/s"
    };
    enum unit unit = measures[row->ours].unit;

    if (row->form == TIMES_THE_COST || row->form == TIMES_LESS)
        snprintf(cell, CELL, "%.4g ×", target);
    else if (unit != SECONDS)
        snprintf(cell, CELL, "%.4g %s", target, names[unit]);
    else
        snprintf(cell, CELL, target < 1 ? "%.4g ms" : "%.4g s", target < 1 ? 1e3 * target : target);
}

/* The target, and in a word whether it is reached. */
static void add_verdict(const struct bench *bench, const struct row *row, double value, struct line *line)
{
    bool bounded = row->at_most > 0 || row->at_nothing;
    double target = (bounded ? row->at_most : row->at_least) * (row->per_core ? bench->cores : 1);
    char cell[CELL], text[CELL + 8];

    if (target <= 0 && !row->at_nothing)
        return;
    format_target(cell, row, target);
    snprintf(text, sizeof text, "%s %s", row->at_nothing ? "" : bounded ? "≤" : "≥", cell);
    add_cell(line, text, TARGET);
    if (!isnan(value))
        add_cell(line, (bounded ? value <= target : value >= target) ? "  met" : "  missed", -8);
}

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
