#include "race/panel_race.h"

#include "draw/draw.h"
#include "draw/graph.h"
#include "base/format.h"
#include "base/number.h"
#include "view/widget.h"
#include "view/labels.h"

#include <stdio.h>

enum {
    BESIDE_TWO = 11,    /* columns behind the line: the place above the time, */
    BESIDE_ONE = 17,    /* side by side, */
    BESIDE_LITTLE = 13, /* and with few columns */
    FEW_COLUMNS = 50,
    NAME_COLUMNS = 16,
    NAME_LITTLE = 9,
    DOTS_MAX = 16,
    DOTS_FROM = 66, /* columns of the row */
    BUSY_FROM = 50,
    GAP = 3,
    ROWS_FOR_RATES = 4,
    GRAPH_MOST = 500, /* columns */
    ROWS_BELOW = 2,   /* as far as the lanes leave them */
};

struct layout_race layout_race(int w, int h, int lanes)
{
    struct layout_race race = { .frame = layout_frame_of(w, h, false) };
    struct rect area = race.frame.body;
    if (race.frame.too_small)
        return race;
    race.scrub = layout_cut_bottom(&area, 1);
    int room = area.h - 2;
    race.lanes = int_clamp(lanes, 1, room);
    int below = int_min(room - race.lanes, ROWS_BELOW);
    race.lane_rows = int_max((room - below) / race.lanes, 1);
    race.race = area;
    return race;
}

/* A lane and what is drawn of it. */
struct lane {
    const struct race *race;
    const struct race_lane *facts;
    const struct strategy *strategy;
    bool one_each; /* of its plan */
    unsigned role;
    bool leads;
};

/* ---- above the bar ------------------------------------------------------------------------------------ */

/* Its processes come and go too fast to be seen: how many live at a moment means nothing. */
static bool is_fleeting(const struct lane *lane)
{
    return lane->one_each && lane->facts->life < TASK_SEEN_NS;
}

/* "●●○○": busy and idle workers, if few enough to be counted at a glance. */
static int draw_dots(struct pane row, int end, const struct lane *lane)
{
    uint32_t live = lane->facts->live;
    if (live == 0 || live > DOTS_MAX || is_fleeting(lane))
        return 0;
    for (uint32_t i = 0; i < live; i++) {
        bool busy = i < lane->facts->busy;
        canvas_put(row, end - (int)live + (int)i, 0, busy ? lane->role : ROLE_DIM, busy ? 0x25CF : 0x25CB);
    }
    return (int)live + 1;
}

static void write_busy(char *buf, size_t size, const struct lane *lane)
{
    char busy[FORMAT_MAX], live[FORMAT_MAX];
    if (lane->facts->started == 0)
        snprintf(buf, size, "%s", "");
    else if (is_fleeting(lane))
        snprintf(buf, size, "%s started", format_count(busy, sizeof busy, lane->facts->started));
    else
        snprintf(buf, size, "%s of %s busy", format_count(busy, sizeof busy, lane->facts->busy),
                 format_count(live, sizeof live, lane->facts->live));
}

/* How long after the first it arrived; "" for the first. A lane with failed tasks has no place. */
static void write_over(char *buf, size_t size, const struct lane *lane)
{
    char words[FORMAT_MAX];
    const struct race_lane *first = race_first(lane->race), *facts = lane->facts;
    if (facts->failed)
        snprintf(buf, size, "%s failed: no place", format_plural(words, sizeof words, facts->failed, "task"));
    else if (!first || facts->time == first->time)
        snprintf(buf, size, "%s", "");
    else
        snprintf(buf, size, "%s after the first",
                 format_duration(words, sizeof words, facts->time - first->time));
}

/* The strategy, and whether its run was held: that mark is never cut. */
static void draw_label(struct pane row, const struct lane *lane)
{
    static const char held[] = " ▪ held";
    int w = row.w - (lane->facts->held ? canvas_columns(row.canvas, held) : 0);
    int columns = canvas_columns(row.canvas, lane->strategy->label);
    draw_fit(row, 0, 0, w, lane->role | ROLE_STRONG, DRAW_WORDS, lane->strategy->label);
    if (lane->facts->held)
        draw_text(row, columns < w ? columns : w, 0, ROLE_STOPPED, held);
}

static void draw_above(struct pane row, const struct lane *lane)
{
    char text[2 * FORMAT_MAX + 16], count[FORMAT_MAX], total[FORMAT_MAX];
    const struct race_lane *facts = lane->facts;
    int end = row.w;
    format_count(total, sizeof total, facts->tasks);
    snprintf(text, sizeof text, "%s of %s", format_count(count, sizeof count, facts->done), total);
    draw_right(row, end, 0, ROLE_TEXT, text);
    end -= 2 * canvas_columns(row.canvas, total) + 4 + GAP;
    if (row.w >= BUSY_FROM) {
        if (facts->over)
            write_over(text, sizeof text, lane);
        else
            write_busy(text, sizeof text, lane);
        draw_right(row, end, 0, !facts->over ? ROLE_DIM : facts->failed ? ROLE_FAILED : ROLE_TEXT, text);
        end -= canvas_columns(row.canvas, text) + 1;
    }
    if (row.w >= DOTS_FROM && !facts->over)
        end -= draw_dots(row, end, lane);
    draw_label(pane_sub(row, 0, 0, end - GAP, 1), lane);
}

/* ---- the bar and what is behind the line --------------------------------------------------------------- */

static void draw_line(struct pane pane, int x, int h)
{
    for (int y = 0; y < h; y++)
        canvas_put(pane, x, y, ROLE_LABEL, pane.canvas->ascii ? '|' : 0x2503);
}

static void draw_place(struct pane pane, int x, int y, const struct lane *lane)
{
    char place[FORMAT_MAX], medal[FORMAT_MAX + 2];
    if (!lane->facts->place) {
        draw_text(pane, x + 1, y, ROLE_FAILED, "✗");
        return;
    }
    label_ordinal(place, sizeof place, lane->facts->place);
    if (lane->facts->place > 1) {
        draw_text(pane, x + 1, y, lane->role | ROLE_STRONG, place);
        return;
    }
    snprintf(medal, sizeof medal, " %s ", place);
    draw_text(pane, x, y, ROLE_DARK | ROLE_ON(lane->role), medal);
}

/* `two`: the place above the time; else side by side. */
static void draw_beside(struct pane pane, const struct lane *lane, bool two)
{
    char text[FORMAT_MAX];
    int end = pane.w;
    if (lane->facts->over) {
        draw_place(pane, 0, 0, lane);
        format_duration(text, sizeof text, lane->facts->time);
        end -= two;
        draw_right(pane, end, two, lane->facts->place ? ROLE_FIGURE : ROLE_FAILED, text);
        if (lane->facts->held)
            draw_text(pane, end - canvas_columns(pane.canvas, text) - 2, two, ROLE_STOPPED, "▪");
        return;
    }
    draw_right(pane, 5, 0, ROLE_FIGURE, format_percent(text, sizeof text, lane->facts->share));
    if (lane->leads && (two || pane.w > BESIDE_LITTLE))
        draw_text(pane, two ? 1 : 8, two, ROLE_BRAND, "▸ leads");
}

static uint64_t tasks_of(const struct race *race)
{
    return race->finished->recording.experiment.workload.tasks;
}

static bool has_rates(const struct race *race)
{
    return tasks_of(race) >= ACTIVITY_RATE_FROM;
}

/* Tasks a second, or the tasks done where they are few. A column is the same time in all lanes. */
static void draw_activity(struct pane pane, const struct lane *lane)
{
    uint64_t end = lane->race->scrub.end, now = lane->race->scrub.now;
    double values[GRAPH_VALUES(GRAPH_MOST)], most = 0;
    int count = GRAPH_VALUES(pane.w < GRAPH_MOST ? pane.w : GRAPH_MOST);
    if (pane.h < 1 || pane.w < 1)
        return;
    for (int i = 0; i < count; i++) {
        uint64_t from = (uint64_t)((double)end * i / count), to = (uint64_t)((double)end * (i + 1) / count);
        values[i] = has_rates(lane->race) ? activity_rate(&lane->facts->activity, from, to)
                                          : activity_done(&lane->facts->activity, to);
        most = values[i] > most ? values[i] : most;
        if (from >= now || from > lane->facts->time)
            values[i] = -1;
    }
    draw_graph(pane_sub(pane, 0, 0, count / 2, pane.h), values,
               has_rates(lane->race) ? most : (double)tasks_of(lane->race), lane->role);
}

static void draw_track(struct pane pane, const struct lane *lane)
{
    bool two = pane.h >= 2;
    int beside = two ? BESIDE_TWO : pane.w < FEW_COLUMNS - NAME_COLUMNS ? BESIDE_LITTLE : BESIDE_ONE;
    int w = pane.w - beside - 1;
    draw_bar(pane, 0, 0, w, lane->facts->share, lane->role);
    draw_line(pane, w, pane.h);
    draw_beside(pane_sub(pane, w + 2, two ? (pane.h - 2) / 2 : 0, beside - 1, pane.h), lane, two);
    draw_activity(pane_sub(pane, 0, 1, w, pane.h - 1), lane);
}

/* From four rows on the last one is blank. */
static void draw_lane(struct pane pane, const struct lane *lane)
{
    if (pane.h == 1) {
        int name = pane.w < FEW_COLUMNS ? NAME_LITTLE : NAME_COLUMNS;
        draw_fit(pane, 0, 0, name - 1, lane->role | ROLE_STRONG, DRAW_WORDS, lane->strategy->label);
        draw_track(pane_sub(pane, name, 0, pane.w - name, 1), lane);
        return;
    }
    draw_above(pane_sub(pane, 0, 0, pane.w, 1), lane);
    draw_track(pane_sub(pane, 0, 1, pane.w, pane.h - (pane.h >= ROWS_FOR_RATES ? 2 : 1)), lane);
}

/* ---- below the lanes ---------------------------------------------------------------------------------- */

static void write_below(char *buf, size_t size, const struct race *race, bool rated)
{
    char sentence[256];
    bool over = race->scrub.now >= race->scrub.end;
    if (race->absent && !over)
        snprintf(buf, size, "%zu of the strategies %s no part: no run of it came to its end.", race->absent,
                 race->absent == 1 ? "takes" : "take");
    else if (!over)
        snprintf(buf, size, "A lane fills with the work that is done, by weight%s",
                 !rated            ? "."
                 : has_rates(race) ? "; below it: tasks a second over time."
                                   : "; below it: tasks done over time.");
    else if (race_sentence(race, sentence, sizeof sentence)[0])
        snprintf(buf, size, "Places are those of these runs. %s%s.",
                 race->finished->findings.verdict.missing ? "" : "Of all runs: ", sentence);
    else
        snprintf(buf, size, "Places are those of these runs.");
}

static void draw_below(struct pane rows, const struct race *race, bool rated)
{
    char text[320];
    write_below(text, sizeof text, race, rated);
    draw_paragraph(rows, race->scrub.now >= race->scrub.end ? ROLE_TEXT : ROLE_DIM, text);
}

void panel_race(struct pane box, const struct race *race, const struct layout_race *at, size_t first)
{
    char note[64];
    snprintf(note, sizeof note, "%s one at a time", label_origin(&race->finished->recording));
    struct pane inside = draw_box(box, false, "Race", note);
    for (size_t i = 0; i < (size_t)at->lanes && first + i < race->lane_count; i++) {
        const struct race_lane *facts = &race->lanes[first + i];
        struct lane lane = {
            .race = race,
            .facts = facts,
            .strategy = &race->finished->recording.experiment.strategies[facts->strategy],
            .one_each = race->finished->recording.runs[facts->run].plan.traits.one_each,
            .leads = race->leader == first + i,
        };
        lane.role = role_of_strategy(lane.strategy);
        draw_lane(pane_sub(inside, 0, (int)i * at->lane_rows, inside.w, at->lane_rows), &lane);
    }
    int used = at->lanes * at->lane_rows;
    draw_below(pane_sub(inside, 0, used, inside.w, inside.h - used), race, at->lane_rows >= ROWS_FOR_RATES);
    widget_scrollbar(box, (int)first, (int)race->lane_count, at->lanes);
}
