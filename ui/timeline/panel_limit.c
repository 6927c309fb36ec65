/* Could it be faster? This run, the same tasks longest first, and the lower bound of all orders. */
#include "timeline/panel_timeline.h"

#include "base/number.h"
#include "draw/draw.h"
#include "base/format.h"
#include "view/labels.h"
#include "view/table.h"

#include <stdio.h>

enum { BAR_LEAST = 8, LINES = 3, WORDS_FROM = 60 };

enum { TIME = TABLE_FIGURES, LIMIT_COLUMNS };

struct limit_line {
    const char *words;
    uint64_t ns;
    unsigned role;
};

static void write_cell(const void *source, size_t row, size_t column, struct table_cell *cell)
{
    const struct limit_line *lines = source, *line = &lines[row];
    uint64_t longest = most_of(most_of(lines[0].ns, lines[1].ns), most_of(lines[2].ns, 1));
    cell->role = column == TABLE_BAR ? line->role : column == TIME ? ROLE_FIGURE : ROLE_TEXT;
    cell->share = (double)line->ns / (double)longest;
    if (column == TABLE_NAME)
        snprintf(cell->text, sizeof cell->text, "%s", line->words);
    else if (column == TIME)
        format_duration(cell->text, sizeof cell->text, line->ns);
}

static void draw_lines(struct pane inside, const struct limit_line lines[])
{
    struct table table = { .source = lines,
                           .rows = LINES,
                           .count = LIMIT_COLUMNS,
                           .write = write_cell,
                           .columns = { [TABLE_BAR] = { .width = BAR_LEAST, .rank = 1 } } };
    table_fit(&table, inside.canvas, inside.w);
    for (size_t i = 0; i < LINES; i++)
        table_draw_row(pane_sub(inside, 0, (int)i, inside.w, 1), &table, i);
}

/* "work 55 s ÷ 5 workers = 11 s · span 10 s · Graham: ≤ 1.80 × the best"; a part that does not fit goes. */
static void draw_how(struct pane row, const struct timeline_model *timeline)
{
    const struct bounds *bounds = &timeline->bounds;
    char work[FORMAT_MAX], span[FORMAT_MAX], even[FORMAT_MAX], places[FORMAT_MAX], times[FORMAT_MAX];
    char parts[3][128];
    snprintf(parts[0], sizeof parts[0], "work %s ÷ %s = %s", format_duration(work, sizeof work, bounds->work),
             format_plural(places, sizeof places, bounds->places,
                           timeline->workload->ops->computes ? "core" : "worker"),
             format_duration(even, sizeof even, bounds->work / bounds->places));
    snprintf(parts[1], sizeof parts[1], " · span %s", format_duration(span, sizeof span, bounds->span));
    snprintf(parts[2], sizeof parts[2], " · Graham: ≤ %s the best",
             format_times(times, sizeof times, 2 - 1 / (double)bounds->places));
    for (int i = 0, x = 0; i < 3 && x + canvas_columns(row.canvas, parts[i]) <= row.w; i++)
        x += draw_text(row, x, 0, ROLE_DIM, parts[i]);
}

static void write_note(const struct timeline_model *timeline, char *buf, size_t size)
{
    if (!timeline->bounds.places)
        snprintf(buf, size, "%s", "");
    else if (timeline->bounds.asked)
        snprintf(buf, size, "from the naps as asked for");
    else
        snprintf(buf, size, "from the tasks as measured%s%s", timeline->lengths[0] ? " in " : "",
                 timeline->lengths);
}

static const char *why_unknown(const struct timeline_model *timeline)
{
    if (timeline->live ||
        (timeline->trace->all_ended > timeline->now && timeline->trace->all_ended != TRACE_NEVER))
        return "this is known once all tasks have ended";
    if (timeline->trace->all_ended == TRACE_NEVER)
        return "not all tasks have ended";
    return "the workers shared the cores: how long their tasks took says nothing of the work";
}

/* Naps have a known length before they end. */
void panel_limit(struct pane box, const struct timeline_model *timeline)
{
    const struct bounds *bounds = &timeline->bounds;
    char note[96];
    bool over = timeline->trace->all_ended <= timeline->now,
         known = bounds->places && (over || bounds->asked);
    write_note(timeline, note, sizeof note);
    struct pane inside = draw_box(box, false, "Could it be faster?", known ? note : "");
    if (!known) {
        draw_paragraph(inside, ROLE_FAINT, why_unknown(timeline));
        return;
    }
    bool brief = inside.w < WORDS_FROM;
    char order[FORMAT_MAX], run[FORMAT_MAX + 16];
    order_describe(order, sizeof order, timeline->plan->order, timeline->plan->seed);
    snprintf(run, sizeof run, "this run%s%s", brief ? "" : ", ", brief ? "" : order);
    const char *held = brief ? "this run ▪ held" : "this run, which was ▪ held";
    const struct limit_line lines[LINES] = {
        { !over               ? "this run, so far"
          : timeline->held_ns ? held
                              : run,
          least_of(timeline->trace->all_ended, timeline->now), role_of_strategy(timeline->strategy) },
        { "longest first, simulated", bounds->lpt, ROLE_LABEL },
        { "best possible", bounds->lower, ROLE_FAINT },
    };
    draw_lines(inside, lines);
    draw_how(pane_sub(inside, 0, LINES, inside.w, 1), timeline);
}
