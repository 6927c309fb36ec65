/* The strip: the running strategy with its progress, and the times of the others. */
#include "run/panel_run.h"

#include "draw/draw.h"
#include "base/number.h"
#include "base/format.h"
#include "run/run_facts.h"
#include "run/run_status.h"
#include "view/labels.h"

#include <stdio.h>

/* FAILED: it has a time, but tasks failed. BROKEN: no run of it ended. */
enum progress { TO_COME, RUNS, DONE, FAILED, BROKEN };

/* GAP: between two strategies; PART_GAP: between the parts of one. */
enum { GAP = 3, PART_GAP = 2, BAR_LEAST = 4, BAR_LEAST_NAMED = 8, BAR_MOST = 40 };

struct strip {
    const struct model *model;
    const struct experiment *experiment;
    size_t current; /* the strategy that runs or ran last; SIZE_MAX: none yet */
    char run[32];   /* "run 2 of 5", "warm-up 1 of 2"; "" for a single run */
    char clock[FORMAT_MAX], percent[FORMAT_MAX], eta[FORMAT_MAX];
    bool held; /* now or before */
    double share;
};

/* How much is written out. */
struct detail {
    size_t known; /* others with a result that are named, from the last */
    bool names;   /* those that have not run yet are named */
    bool run, eta, figures;
    int bar;
};

static enum progress progress_of(const struct strip *strip, size_t i)
{
    const struct result *result = &strip->model->results->results[i];
    if (i == strip->current && strip->model->running)
        return RUNS;
    if (result->complete > 0)
        return result_failed(result) ? FAILED : DONE;
    return result->run_count > 0 ? BROKEN : TO_COME;
}

static bool is_failed(enum progress progress)
{
    return progress == FAILED || progress == BROKEN;
}

/* Returns columns. */
static int draw_held(struct pane row, int x, bool held)
{
    return held ? 1 + draw_text(row, x + 1, 0, ROLE_STOPPED, "▪ held") : 0;
}

/* "stopped at 1.50 s", "failed": a run that did not end. */
static void write_broken(const struct outcome *run, char *buf, size_t size)
{
    const char *how = run->interrupted ? "stopped" : "failed";
    char time[FORMAT_MAX];
    if (run->lasted_ns)
        snprintf(buf, size, "%s at %s", how, label_clock(time, sizeof time, run->lasted_ns));
    else
        snprintf(buf, size, "%s", how);
}

/* A strategy that does not run now: its glyph, its name, its time. */
static int draw_other(struct pane row, int x, const struct strip *strip, size_t i)
{
    static const char *const glyphs[] = {
        [TO_COME] = "·", [RUNS] = "▶", [DONE] = "✓", [FAILED] = "✗", [BROKEN] = "✗"
    };
    const struct strategy *strategy = &strip->experiment->strategies[i];
    const struct result *result = &strip->model->results->results[i];
    enum progress progress = progress_of(strip, i);
    unsigned name = progress == TO_COME ? ROLE_DIM : role_of_strategy(strategy) | ROLE_STRONG;
    unsigned mark = is_failed(progress) ? ROLE_FAILED : name & 0x7Fu;
    char time[FORMAT_MAX + 16];
    int at = x;
    at += draw_text(row, at, 0, mark, glyphs[progress]) + 1;
    at += draw_text(row, at, 0, name, strategy->label);
    if (result->complete > 0)
        at +=
            1 + draw_text(row, at + 1, 0, ROLE_TEXT, format_seconds(time, sizeof time, result->done.median));
    if (progress == FAILED) {
        label_failed(time, sizeof time, result);
        at += 1 + draw_text(row, at + 1, 0, ROLE_FAILED, time);
    } else if (progress == BROKEN) {
        write_broken(&result->runs[result->run_count - 1], time, sizeof time);
        at += 1 + draw_text(row, at + 1, 0, ROLE_DIM, time);
    }
    at += draw_held(row, at, result_held(result) > 0);
    return at - x;
}

/* The running strategy. Its parts keep their places while the figures change. */
static int draw_current(struct pane row, int x, const struct strip *strip, const struct detail *detail)
{
    const struct strategy *strategy = &strip->experiment->strategies[strip->current];
    unsigned role = role_of_strategy(strategy);
    int at = x;
    bool holds = run_is_held(strip->model);
    at += draw_text(row, at, 0, holds ? ROLE_STOPPED : role, holds ? "▪" : "▶") + 1;
    at += draw_text(row, at, 0, role | ROLE_STRONG, strategy->label) + 1;
    if (detail->run && strip->run[0])
        at += draw_text(row, at, 0, ROLE_DIM, strip->run) + 1;
    if (detail->bar > 0) {
        draw_bar(row, at, 0, detail->bar, strip->share, role);
        at += detail->bar + 1;
    }
    at += 5;
    draw_right(row, at, 0, ROLE_TEXT, strip->percent);
    if (!detail->figures)
        return at - x;
    at += PART_GAP + int_max(LABEL_CLOCK_COLUMNS, canvas_columns(row.canvas, strip->clock));
    draw_right(row, at, 0, ROLE_FIGURE, strip->clock);
    if (strip->held)
        at += 1 + draw_text(row, at + 1, 0, ROLE_STOPPED, holds ? "▪ held" : "▪ was held");
    if (detail->eta) {
        draw_text(row, at + PART_GAP, 0, ROLE_DIM, strip->eta);
        at += PART_GAP + int_max(LABEL_ETA_COLUMNS, canvas_columns(row.canvas, strip->eta));
    }
    return at - x;
}

/* It has a time or has failed. */
static bool is_known(const struct strip *strip, size_t i)
{
    return progress_of(strip, i) != RUNS && strip->model->results->results[i].run_count > 0;
}

static size_t count_known(const struct strip *strip)
{
    size_t count = 0;
    for (size_t i = 0; i < strip->experiment->strategy_count; i++)
        count += is_known(strip, i);
    return count;
}

/* Of the first `folded` known ones: those that did not do all tasks. */
static size_t count_broken(const struct strip *strip, size_t folded)
{
    size_t count = 0;
    for (size_t i = 0, seen = 0; i < strip->experiment->strategy_count && seen < folded; i++)
        if (is_known(strip, i)) {
            seen++;
            count += is_failed(progress_of(strip, i));
        }
    return count;
}

/* Returns the column behind it. An empty pane only measures. */
static int draw_strip(struct pane row, const struct strip *strip, const struct detail *detail)
{
    size_t known = count_known(strip);
    size_t folded = known > detail->known ? known - detail->known : 0;
    size_t broken = count_broken(strip, folded);
    size_t to_come = 0;
    int x = 1;
    if (folded > broken)
        x += draw_textf(row, x, 0, ROLE_DIM, "✓ %zu", folded - broken) + GAP;
    if (broken > 0)
        x += draw_textf(row, x, 0, ROLE_DIM, "✗ %zu", broken) + GAP;
    for (size_t i = 0, seen = 0; i < strip->experiment->strategy_count; i++) {
        if (progress_of(strip, i) == RUNS)
            x += draw_current(row, x, strip, detail) + (detail->eta ? PART_GAP : GAP);
        else if (is_known(strip, i) ? seen++ >= folded : detail->names)
            x += draw_other(row, x, strip, i) + GAP;
        else if (!is_known(strip, i))
            to_come++;
    }
    if (to_come > 0)
        x += draw_textf(row, x, 0, ROLE_DIM, "+%zu", to_come) + GAP;
    return x - GAP;
}

static bool has_room(struct pane row, const struct strip *strip, const struct detail *detail)
{
    return draw_strip(pane_sub(row, 0, 0, 0, 0), strip, detail) < row.w;
}

/* For a row without room for all: first give up the names and times of those that have run,
 * then the parts of the running one. */
static void squeeze_detail(struct pane row, const struct strip *strip, struct detail *detail)
{
    *detail = (struct detail){ .known = detail->known, .figures = true };
    while (detail->known > 0 && !has_room(row, strip, detail))
        detail->known--;
    detail->figures = has_room(row, strip, detail);
    detail->run = true;
    detail->run = has_room(row, strip, detail);
    detail->bar = BAR_LEAST;
    detail->bar = has_room(row, strip, detail) ? BAR_LEAST : 0;
    detail->eta = detail->figures;
    detail->eta = has_room(row, strip, detail) && detail->figures;
}

/* The richest detail that fits, and the widest bar. */
static struct detail choose_detail(struct pane row, const struct strip *strip)
{
    struct detail detail = { count_known(strip), true, true, true, true, BAR_LEAST_NAMED };
    if (!has_room(row, strip, &detail))
        squeeze_detail(row, strip, &detail);
    int left = row.w - 1 - draw_strip(pane_sub(row, 0, 0, 0, 0), strip, &detail);
    if (detail.bar > 0 && left > 0)
        detail.bar = detail.bar + left < BAR_MOST ? detail.bar + left : BAR_MOST;
    return detail;
}

static void read_run(struct strip *strip, const struct series_run *run)
{
    uint64_t of = run->warmup ? strip->experiment->warmup : strip->experiment->repeat;
    strip->current = run->strategy;
    if (run->warmup || of > 1)
        snprintf(strip->run, sizeof strip->run, "%s %llu of %llu", run->warmup ? "warm-up" : "run",
                 (unsigned long long)run->repeat + 1, (unsigned long long)of);
}

static void read_snapshot(struct strip *strip, const struct snapshot *snapshot)
{
    strip->share = snapshot ? snapshot_share(snapshot) : 0;
    format_percent(strip->percent, sizeof strip->percent, strip->share);
    strip->held = snapshot && snapshot->held_ns > 0;
    label_clock(strip->clock, sizeof strip->clock, snapshot ? run_elapsed_ns(snapshot) : 0);
    label_eta(strip->eta, sizeof strip->eta,
              snapshot && strip->share < 1 && !phase_is_over(snapshot->phase) ? run_eta_ns(snapshot)
                                                                              : UINT64_MAX);
}

void panel_strip(struct pane row, const struct model *model)
{
    if (!model->experiment)
        return;
    struct strip strip = { .model = model, .experiment = model->experiment, .current = SIZE_MAX };
    if (model->run_number > 0)
        read_run(&strip, &model->run);
    read_snapshot(&strip, model->snapshot);
    struct detail detail = choose_detail(row, &strip);
    draw_strip(row, &strip, &detail);
}
