/* The steps from the ideal to the measured time of a strategy, of its median run. They sum exactly. */
#include "compare/panel_compare.h"

#include "analysis/account.h"
#include "draw/draw.h"
#include "base/format.h"
#include "view/layout.h"
#include "view/labels.h"

#include <math.h>
#include <stdio.h>

enum { INDENT = 1, GAP = 2, LABEL_MOST = 34, FIGURE = 11, SHARE = 6, BAR_LEAST = 10, SPACING_MAX = 2 };

/* Figures that sum up share a unit and their decimals: else they would seem not to sum. */
struct unit {
    double ns;
    int decimals;
    const char *name;
};

static struct unit unit_of(uint64_t makespan)
{
    static const struct unit units[] = {
        { 1e9, 2, "s" }, { 1e9, 3, "s" }, { 1e6, 1, "ms" }, { 1e6, 2, "ms" }, { 1e3, 1, "µs" },
    };
    static const double least[] = { 1e10, 1e9, 1e8, 1e6, 0 };
    size_t i = 0;
    while ((double)makespan < least[i])
        i++;
    return units[i];
}

static void write_time(char *buf, size_t size, int64_t ns, const struct unit *unit, bool step)
{
    const char *sign = ns < 0 ? "−" : step ? "+" : "";
    snprintf(buf, size, "%s%.*f %s", sign, unit->decimals, fabs((double)ns) / unit->ns, unit->name);
}

/* `own`: the strategy's, for the ideal. */
static unsigned ink_of(enum account_part part, unsigned own)
{
    switch (part) {
    case ACCOUNT_IDEAL:
        return own;
    case ACCOUNT_LOST:
        return ROLE_FAILED;
    case ACCOUNT_PROCESSES:
    case ACCOUNT_SLOWER:
        return ROLE_COST;
    default:
        return ROLE_DIM;
    }
}

struct geometry {
    int label, bar, w, figure,
        share;   /* columns: of the label, first and width of the bar, ends of the figures */
    double most; /* ns, at the bar's end */
};

static struct geometry place_columns(int w, double most)
{
    struct geometry at = { .label = LABEL_MOST < 2 * w / 5 ? LABEL_MOST : 2 * w / 5, .most = most };
    at.bar = at.label + GAP;
    at.share = w - at.bar - FIGURE - SHARE - 2 * GAP >= BAR_LEAST ? w : 0;
    at.figure = at.share ? w - SHARE - GAP : w;
    at.w = at.figure - FIGURE - GAP - at.bar;
    return at;
}

/* A span shorter than a column is a thin line. */
static void draw_span(struct pane row, const struct geometry *at, double from, double to, unsigned ink)
{
    int first = (int)(from / at->most * at->w + 0.5), end = (int)(to / at->most * at->w + 0.5);
    bool thin = end <= first;
    first = first < at->w ? first : at->w - 1;
    struct pane bar = pane_sub(row, at->bar, 0, at->w, row.h);
    draw_fill(bar, ROLE_FAINT | ROLE_ON(ROLE_TRACK), row.canvas->ascii ? '.' : ' ');
    draw_fill(pane_sub(bar, first, 0, thin ? 1 : end - first, bar.h), ink | ROLE_ON(ROLE_TRACK),
              thin ? 0x258F : 0x2588);
}

static void draw_figures(struct pane row, const struct geometry *at, unsigned role, const char *time,
                         double share)
{
    char percent[FORMAT_MAX];
    draw_right(row, at->figure, 0, role, time);
    if (at->share)
        draw_right(row, at->share, 0, ROLE_DIM, format_percent(percent, sizeof percent, share));
}

/* Those that take time, and the measured time. */
static int count_steps(const struct account_lines *lines)
{
    int steps = 1;
    for (size_t i = 0; i < lines->count; i++)
        steps += lines->line[i].ns != 0;
    return steps;
}

static double find_highest(const struct account_lines *lines)
{
    int64_t level = 0, most = 1;
    for (size_t i = 0; i < lines->count; i++) {
        level += lines->line[i].ns;
        most = level > most ? level : most;
    }
    return (double)most;
}

/* Tasks that were quicker than serial's are a step down. */
static const char *words_of(const struct account *account, uint64_t serial_ns,
                            const struct account_line *line)
{
    if (line->part == ACCOUNT_IDEAL)
        return account_ideal_words(account, serial_ns);
    if (line->part == ACCOUNT_SLOWER && line->ns < 0)
        return account->computes ? "quicker tasks" : "shorter naps";
    return account_words(account, line->part);
}

static void draw_steps(struct pane inside, const struct account *account, uint64_t serial_ns,
                       const struct account_lines *lines, unsigned own)
{
    struct geometry at = place_columns(inside.w, find_highest(lines));
    struct unit unit = unit_of(account->makespan);
    char time[FORMAT_MAX];
    int64_t level = 0;
    int spacing = layout_spacing(count_steps(lines), inside.h, SPACING_MAX), step = 0;
    for (size_t i = 0; i < lines->count; i++) {
        const struct account_line *line = &lines->line[i];
        int64_t before = level;
        bool ideal = line->part == ACCOUNT_IDEAL;
        level += line->ns;
        if (line->ns == 0)
            continue;
        struct pane row = pane_sub(inside, 0, step++ * spacing, inside.w, 1);
        draw_fit(row, 0, 0, at.label, ROLE_TEXT, DRAW_WORDS, words_of(account, serial_ns, line));
        draw_span(row, &at, (double)(before < level ? before : level),
                  (double)(before < level ? level : before), ink_of(line->part, own));
        write_time(time, sizeof time, line->ns, &unit, !ideal);
        draw_figures(row, &at, ideal ? ROLE_FIGURE : ROLE_TEXT, time, line->share);
    }
    struct pane row = pane_sub(inside, 0, step * spacing, inside.w, 1);
    draw_fit(row, 0, 0, at.label, ROLE_HEADING, DRAW_WORDS, "measured");
    draw_span(row, &at, 0, (double)account->makespan, own);
    write_time(time, sizeof time, (int64_t)account->makespan, &unit, false);
    draw_figures(row, &at, ROLE_FIGURE, time, 1);
}

static struct account_lines steps_of(const struct results *results, size_t strategy)
{
    const struct outcome *run = result_middle_run(&results->results[strategy]);
    if (!run)
        return (struct account_lines){ .count = 0 };
    return account_waterfall(&run->account, results_serial_work(results));
}

int panel_waterfall_rows(const struct results *results, size_t strategy)
{
    struct account_lines lines = steps_of(results, strategy);
    return count_steps(&lines);
}

/* The work, and its source where the title leaves room. */
static void write_note(struct pane box, const char *title, const struct account *account, uint64_t serial_ns,
                       char *buf, size_t size)
{
    char work[FORMAT_MAX];
    int room = box.w - canvas_columns(box.canvas, title) - 10;
    format_duration(work, sizeof work, account_work(account, serial_ns));
    snprintf(buf, size, "work %s: %s", work, account_work_source(account, serial_ns));
    if (canvas_columns(box.canvas, buf) > room)
        snprintf(buf, size, "work %s", work);
}

void panel_waterfall(struct pane box, const struct results *results, size_t strategy)
{
    const struct strategy *of = &results->experiment->strategies[strategy];
    const struct outcome *run = result_middle_run(&results->results[strategy]);
    struct account_lines lines = steps_of(results, strategy);
    char title[STRATEGY_LABEL_MAX + 32], note[128] = "";
    snprintf(title, sizeof title, "From the ideal to %s", of->label);
    if (lines.count)
        write_note(box, title, &run->account, results_serial_work(results), note, sizeof note);
    struct pane inside = draw_box(box, false, title, note[0] ? note : NULL);
    inside = pane_sub(inside, INDENT, 0, inside.w - 2 * INDENT, inside.h);
    if (lines.count)
        draw_steps(inside, &run->account, results_serial_work(results), &lines, role_of_strategy(of));
    else
        draw_fit(inside, 0, 0, inside.w, ROLE_DIM, DRAW_WORDS,
                 run ? "Where its time went is not known." : "No run of it has come to its end.");
}
