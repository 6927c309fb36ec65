#include "view/panel_plan.h"

#include "draw/draw.h"
#include "base/format.h"
#include "view/widget.h"
#include "view/labels.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define LABEL_GAP 2

/* Columns that the border, the title and the lines beside it need. */
#define BORDER_WORDS 16

int panel_plan_rows(const struct experiment *experiment)
{
    return (int)experiment->strategy_count + 1;
}

int panel_plan_labels(const struct canvas *canvas, const struct experiment *experiment, int w)
{
    int widest = canvas_columns(canvas, "process"); /* a usual one: browsing must not make columns jump */
    for (size_t i = 0; i < experiment->strategy_count; i++) {
        int columns = canvas_columns(canvas, experiment->strategies[i].label);
        widest = columns > widest ? columns : widest;
    }
    return (widest < w / 3 ? widest : w / 3) + LABEL_GAP;
}

char *panel_plan_about(char *buf, size_t size, double ns)
{
    static const struct {
        double below, unit; /* s */
        int decimals;
        const char *name;
    } forms[] = {
        { 9.95, 1, 1, "s" },
        { 119.5, 1, 0, "s" },
        { 119.5 * 60, 60, 0, "min" },
        { 47.5 * 3600, 3600, 0, "h" },
        { 729.5 * 86400, 86400, 0, "days" },
        { HUGE_VAL, 31557600, 0, "years" },
    };
    double seconds = ns / 1e9;
    size_t i = 0;
    while (seconds >= forms[i].below && forms[i].below < HUGE_VAL)
        i++;
    if (seconds < 0.05)
        snprintf(buf, size, "below 0.1 s");
    else if (seconds / forms[i].unit >= 1e6)
        snprintf(buf, size, "more than a million years");
    else
        snprintf(buf, size, "about %.*f %s", forms[i].decimals, seconds / forms[i].unit, forms[i].name);
    return buf;
}

/* How long it will take, and how that is known: "9 s last time",
 * "about 9 s · estimated", which where room is `scarce` is "estimated 9 s". "" where nothing is known. */
static void write_time(char *buf, size_t size, const struct preview *preview, const struct last_time *last,
                       bool scarce)
{
    char about[48];
    buf[0] = '\0';
    if (!last && !preview->estimated)
        return;
    if (!last && preview->endless) {
        snprintf(buf, size, "perhaps for ever");
        return;
    }
    panel_plan_about(about, sizeof about, last ? (double)last->total_ns : preview->total_ns);
    const char *bare = strncmp(about, "about ", 6) == 0 ? about + 6 : about;
    if (last)
        snprintf(buf, size, "%s last time", bare);
    else if (scarce)
        snprintf(buf, size, "estimated %s", bare);
    else
        snprintf(buf, size, "%s · estimated", about);
}

/* "1 warm-up + 3 repeats · 9 s last time"; the time
 * alone where a border of `w` columns has no room for that. */
static void write_note(char *buf, size_t size, const struct canvas *canvas, int w,
                       const struct experiment *experiment, const struct preview *preview,
                       const struct last_time *last)
{
    char repeats[48] = "", warmups[48] = "", known[80];
    if (experiment->repeat > 1 || experiment->warmup)
        format_plural(repeats, sizeof repeats, experiment->repeat, "repeat");
    if (experiment->warmup)
        format_plural(warmups, sizeof warmups, experiment->warmup, "warm-up");
    write_time(known, sizeof known, preview, last, false);
    snprintf(buf, size, "%s%s%s%s%s", warmups, warmups[0] ? " + " : "", repeats,
             repeats[0] && known[0] ? " · " : "", known);
    if (canvas_columns(canvas, buf) + BORDER_WORDS > w)
        write_time(buf, size, preview, last, true);
}

/* About how long the baseline takes, ns; where there is none, the tasks alone. */
static double baseline_ns(const struct experiment *experiment, const struct preview *preview)
{
    const struct forecast *forecast = preview->strategies;
    for (size_t i = 0; i < experiment->strategy_count; i++)
        if (forecast[i].plan.traits.baseline)
            return forecast[i].run_ns;
    return forecast->schedule_ns * forecast->schedule_speedup * preview->unit_ns;
}

/* Naps: when the last one ends in this order. Computing work: about how much faster than the baseline,
 * with what starting and handing out cost. "" where nothing can be said. */
static void write_schedule(char *buf, size_t size, const struct experiment *experiment,
                           const struct preview *preview, size_t strategy)
{
    const struct forecast *forecast = &preview->strategies[strategy];
    double ns = forecast->schedule_ns;
    buf[0] = '\0';
    if (!preview->estimated || !isfinite(forecast->schedule_speedup))
        return;
    if (experiment->workload.ops->computes && isfinite(forecast->run_ns))
        format_times(buf, size, baseline_ns(experiment, preview) / forecast->run_ns);
    else if (!experiment->workload.ops->computes && ns >= 1 && ns < 1e18)
        format_duration(buf, size, (uint64_t)ns);
}

/* One row of the panel: the strategy, and how it runs. */
struct entry {
    unsigned role;
    const char *label;
    char how[240];
    char schedule[FORMAT_MAX];
    const char *word; /* of that figure */
};

static void write_entry(struct entry *entry, const struct experiment *experiment,
                        const struct preview *preview, int index)
{
    char how[200];
    *entry = (struct entry){ .role = ROLE_DIM, .label = "work" };
    if (index == 0) {
        experiment->workload.ops->describe(&experiment->workload, how, sizeof how);
    } else {
        const struct strategy *strategy = &experiment->strategies[index - 1];
        entry->role = role_of_strategy(strategy) | ROLE_STRONG;
        entry->label = strategy->label;
        strategy->ops->describe(&preview->strategies[index - 1].plan, &experiment->workload, how, sizeof how);
        entry->word = experiment->workload.ops->computes ? "about" : "in order";
        write_schedule(entry->schedule, sizeof entry->schedule, experiment, preview, (size_t)index - 1);
    }
    label_whole(entry->how, sizeof entry->how, how);
}

/* In one row, or in as many as the words take. */
static void draw_entry(struct pane pane, int labels, const struct entry *entry, bool wraps)
{
    struct pane words = pane_sub(pane, labels, 0, pane.w - labels, pane.h);
    int figure = canvas_columns(pane.canvas, entry->schedule);
    int word = figure ? canvas_columns(pane.canvas, entry->word) + 1 : 0;
    int room = words.w - (figure ? LABEL_GAP + word + figure : 0);
    const char *how = entry->how, *figures = strstr(how, ": ");
    /* "one per task" goes before the schedule does: the label says it as well. */
    if (pane.h == 1 && figures && canvas_columns(pane.canvas, how) > room &&
        canvas_columns(pane.canvas, figures + 2) <= room)
        how = figures + 2;
    draw_fit(pane, 0, 0, labels - LABEL_GAP, entry->role, DRAW_WORDS, entry->label);
    if (wraps)
        draw_paragraph(words, ROLE_TEXT, how);
    else
        draw_fit(words, 0, 0, words.w, ROLE_TEXT, DRAW_WORDS, how);
    int left = words.w - canvas_columns(pane.canvas, how) - LABEL_GAP - figure;
    if (!figure || left < 0)
        return;
    if (left >= word)
        draw_right(pane, pane.w - figure - 1, 0, ROLE_DIM, entry->word);
    draw_right(pane, pane.w, 0, ROLE_TEXT, entry->schedule);
}

static int rows_of(struct canvas *canvas, int w, const struct entry *entry)
{
    struct pane measure = { .canvas = canvas, .w = w, .h = 1 };
    int rows = draw_paragraph(measure, ROLE_TEXT, entry->how);
    return rows > 1 ? rows : 1;
}

/* Rows it takes in `w` columns when nothing is to be cut short. */
static int wrapped_rows(struct canvas *canvas, const struct experiment *experiment,
                        const struct preview *preview, int w)
{
    int labels = panel_plan_labels(canvas, experiment, w), rows = 0;
    struct entry entry;
    for (int i = 0; i < panel_plan_rows(experiment); i++) {
        write_entry(&entry, experiment, preview, i);
        rows += rows_of(canvas, w - labels, &entry);
    }
    return rows;
}

void panel_plan(struct pane box, bool focused, const struct experiment *experiment,
                const struct preview *preview, const struct last_time *last, int first, int chosen)
{
    char note[200];
    write_note(note, sizeof note, box.canvas, box.w, experiment, preview, last);
    struct pane inside = draw_box(box, focused, "Will run", note[0] ? note : NULL);
    int labels = panel_plan_labels(box.canvas, experiment, inside.w), y = 0;
    bool wraps = wrapped_rows(box.canvas, experiment, preview, inside.w) <= inside.h;
    for (int i = first; y < inside.h && i < panel_plan_rows(experiment); i++) {
        struct entry entry;
        write_entry(&entry, experiment, preview, i);
        int rows = wraps ? rows_of(box.canvas, inside.w - labels, &entry) : 1;
        struct pane row = pane_sub(inside, 0, y, inside.w, rows);
        draw_entry(row, labels, &entry, wraps);
        if (i == chosen + 1 && chosen >= 0)
            canvas_tint(row, ROLE_DARK | ROLE_ON(ROLE_SELECT));
        y += rows;
    }
    widget_scrollbar(box, first, panel_plan_rows(experiment), inside.h);
}
