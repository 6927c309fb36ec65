/* Could it be faster? This run beside the same tasks in another order, and what no order can beat. */
#include "panel_timeline.h"

#include "columns.h"
#include "draw.h"
#include "format.h"
#include "wording.h"

#include <stdio.h>

enum { BAR_LEAST = 8, TIME_COLUMNS = 7 };

struct limit_line {
    const char *words;
    const char *short_words;
    uint64_t ns;
    unsigned role;
};

static void draw_lines(struct pane inside, const struct limit_line lines[], int count)
{
    int words = 0;
    uint64_t longest = 1;
    bool narrow = inside.w < 60;
    for (int i = 0; i < count; i++) {
        int columns = canvas_columns(inside.canvas, narrow ? lines[i].short_words : lines[i].words);
        words = columns > words ? columns : words;
        longest = lines[i].ns > longest ? lines[i].ns : longest;
    }
    struct column columns[] = { { .width = words },
                                { .width = BAR_LEAST, .rank = 1 },
                                { .width = TIME_COLUMNS } };
    columns_fit(columns, 3, 1, inside.w);
    for (int i = 0; i < count && i < inside.h; i++) {
        char time[FORMAT_MAX];
        draw_fit(inside, 0, i, columns[0].width, ROLE_TEXT, DRAW_WORDS,
                 narrow ? lines[i].short_words : lines[i].words);
        if (columns[1].width > 0)
            draw_bar(inside, columns[1].x, i, columns[1].width, (double)lines[i].ns / (double)longest,
                     lines[i].role);
        draw_right(inside, columns[2].x + columns[2].width, i, ROLE_FIGURE,
                   format_duration(time, sizeof time, lines[i].ns));
    }
}

/* "work 55 s ÷ 5 workers = 11 s · span 10 s · Graham: ≤ 1.80 × the best". */
static void write_how(const struct exhibit *exhibit, char *buf, size_t size)
{
    const struct bounds *bounds = &exhibit->bounds;
    char work[FORMAT_MAX], span[FORMAT_MAX], even[FORMAT_MAX], places[FORMAT_MAX], times[FORMAT_MAX];
    snprintf(buf, size, "work %s ÷ %s = %s · span %s · Graham: ≤ %s the best",
             format_duration(work, sizeof work, bounds->work),
             wording_plural(places, sizeof places, bounds->places,
                            exhibit->workload->ops->computes ? "core" : "worker"),
             format_duration(even, sizeof even, bounds->work / bounds->places),
             format_duration(span, sizeof span, bounds->span),
             format_times(times, sizeof times, 2 - 1 / (double)bounds->places));
}

void panel_limit(struct pane box, const struct exhibit *exhibit)
{
    const struct bounds *bounds = &exhibit->bounds;
    char how[256];
    bool known = bounds->places && exhibit->timeline->all_ended <= exhibit->now;
    const char *note = !known          ? ""
                       : bounds->asked ? "from the naps as asked for"
                                       : "from the tasks as measured";
    struct pane inside = draw_box(box, false, "Could it be faster?", note);
    if (!known) {
        draw_fit(inside, 0, 0, inside.w, ROLE_FAINT, DRAW_WORDS, "this is known once all tasks have ended");
        return;
    }
    const struct limit_line lines[] = {
        { "this run, first in, first out", "this run", exhibit->timeline->all_ended,
          role_of_strategy(exhibit->strategy) },
        { "longest first, simulated", "longest first", bounds->lpt, ROLE_LABEL },
        { "no order is faster", "no order is faster", bounds->lower, ROLE_FAINT },
    };
    draw_lines(inside, lines, 3);
    write_how(exhibit, how, sizeof how);
    if (inside.h > 3)
        draw_paragraph(pane_sub(inside, 0, 3, inside.w, inside.h - 3), ROLE_DIM, how);
}
