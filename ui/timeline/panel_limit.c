/* Could it be faster? This run beside the same tasks in another order, and what no order can beat. */
#include "timeline/panel_timeline.h"

#include "base/number.h"
#include "draw/columns.h"
#include "draw/draw.h"
#include "base/format.h"
#include "view/labels.h"

#include <stdio.h>

enum { BAR_LEAST = 8 };

struct limit_line {
    const char *words;
    const char *short_words;
    uint64_t ns;
    unsigned role;
};

static void draw_lines(struct pane inside, const struct limit_line lines[], int count)
{
    int words = 0, times = 0;
    uint64_t longest = 1;
    char time[FORMAT_MAX];
    bool narrow = inside.w < 60;
    for (int i = 0; i < count; i++) {
        format_duration(time, sizeof time, lines[i].ns);
        words = int_max(words, canvas_columns(inside.canvas, narrow ? lines[i].short_words : lines[i].words));
        times = int_max(times, canvas_columns(inside.canvas, time));
        longest = most_of(longest, lines[i].ns);
    }
    struct column columns[] = { { .width = words }, { .width = BAR_LEAST, .rank = 1 }, { .width = times } };
    columns_fit(columns, 3, 1, COLUMNS_GAP, inside.w);
    for (int i = 0; i < count && i < inside.h; i++) {
        draw_fit(inside, 0, i, columns[0].width, ROLE_TEXT, DRAW_WORDS,
                 narrow ? lines[i].short_words : lines[i].words);
        draw_bar(inside, columns[1].x, i, columns[1].width, (double)lines[i].ns / (double)longest,
                 lines[i].role);
        draw_column(inside, i, &columns[2], ROLE_FIGURE, format_duration(time, sizeof time, lines[i].ns));
    }
}

/* "work 55 s ÷ 5 workers = 11 s · span 10 s · Graham: ≤ 1.80 × the best";
 * what does not fit is left out whole. */
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

/* How long naps take is known before they have ended. */
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
    bool held = timeline->held_ns > 0;
    char order[FORMAT_MAX], run[FORMAT_MAX + 16];
    order_describe(order, sizeof order, timeline->plan->order, timeline->plan->seed);
    snprintf(run, sizeof run, "this run, %s", order);
    const struct limit_line lines[] = {
        { over ? held ? "this run, which was ▪ held" : run : "this run, so far",
          over ? held ? "this run ▪ held" : "this run" : "this run, so far",
          over ? timeline->trace->all_ended : timeline->now, role_of_strategy(timeline->strategy) },
        { "longest first, simulated", "longest first, simulated", bounds->lpt, ROLE_LABEL },
        { "best possible", "best possible", bounds->lower, ROLE_FAINT },
    };
    draw_lines(inside, lines, 3);
    if (inside.h > 3)
        draw_how(pane_sub(inside, 0, 3, inside.w, 1), timeline);
}
