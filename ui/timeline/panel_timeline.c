/* The timeline: an axis, marks, a row for each slot, and the length of the queue. */
#include "timeline/panel_timeline.h"

#include "base/number.h"
#include "draw/draw.h"
#include "base/format.h"
#include "view/widget.h"

#include <stdio.h>
#include <string.h>

#define LABELS_APART 8
#define MARK         0x25BEu /* ▾ */
#define LINE         0x250Au /* ┊ */
#define LINE_LOUD    0x2503u /* ┃ */

struct picture {
    const struct timeline_model *timeline;
    const struct timeline_window *window;
    struct timeline_grid grid;
    struct pane pane; /* inside the box */
    struct timeline_seen seen;
};

static struct pane time_pane(const struct picture *picture, int y, int h)
{
    return pane_sub(picture->pane, picture->grid.x, y, picture->grid.columns, h);
}

static int column_of(const struct picture *picture, uint64_t at)
{
    return timeline_column(picture->window, picture->grid.columns, at);
}

/* ---- the axis ------------------------------------------------------------------------------------------ */

/* Ticks with their moments, far enough apart for their labels. */
static void draw_axis(const struct picture *picture)
{
    const struct timeline_window *window = picture->window;
    const struct timeline_grid *grid = &picture->grid;
    char text[FORMAT_MAX];
    int apart = LABELS_APART, widest = 0;
    uint64_t step, first;
    do { /* labels of a window far from tic are long */
        step = timeline_step(window->to - window->from, grid->columns, apart);
        first = (window->from + step - 1) / step * step;
        format_nap(text, sizeof text, window->to / step * step);
        widest = canvas_columns(picture->pane.canvas, text) + 2;
        format_nap(text, sizeof text, first);
        int other = canvas_columns(picture->pane.canvas, text) + 2;
        widest = other > widest ? other : widest;
    } while (widest > apart && (apart = widest) < grid->columns);
    for (uint64_t at = first; at < window->to; at += step) {
        int x = column_of(picture, at);
        format_nap(text, sizeof text, at);
        canvas_put(time_pane(picture, grid->axis, 1), x, 0, ROLE_DIM, 0x2577);
        if (x + 1 + canvas_columns(picture->pane.canvas, text) <= grid->columns)
            draw_text(time_pane(picture, grid->axis, 1), x + 1, 0, ROLE_DIM, text);
    }
}

/* ---- slots --------------------------------------------------------------------------------------------- */

static void draw_name(const struct picture *picture, int y, uint32_t slot)
{
    if (slot == picture->window->slot)
        draw_text(picture->pane, 0, y, ROLE_BRAND, "▸");
    draw_textf(picture->pane, 1, y, role_worker(slot) | ROLE_STRONG, "W%u", slot);
}

/* The slots without a row share one: the share of their time in tasks. */
static void draw_rest(const struct picture *picture)
{
    const struct timeline_grid *grid = &picture->grid;
    const struct trace *trace = picture->timeline->trace;
    uint32_t rest = trace->slot_count - (uint32_t)grid->rows;
    struct pane row = time_pane(picture, grid->fold, 1);
    draw_textf(picture->pane, 1, grid->fold, ROLE_DIM, rest < 10 ? "%u more" : "+%u", rest);
    for (int x = 0; x < grid->columns; x++) {
        uint64_t from = timeline_moment(picture->window, grid->columns, x);
        uint64_t to = timeline_moment(picture->window, grid->columns, x + 1);
        to = least_of(to, picture->timeline->now);
        if (from >= to)
            break;
        uint64_t ns = trace_running_ns(trace, from, to) - picture->seen.ns[x];
        if (ns)
            timeline_share(row, x, (double)ns / ((double)(to - from) * rest), ROLE_LABEL);
    }
}

static void draw_slots(struct picture *picture)
{
    const struct timeline_grid *grid = &picture->grid;
    for (int i = 0; i < grid->rows; i++) {
        uint32_t slot = picture->window->first + (uint32_t)i;
        int y = grid->top + i * (grid->thick + grid->gap);
        draw_name(picture, y, slot);
        timeline_row(time_pane(picture, y, grid->thick), picture->timeline, picture->window, slot,
                     &picture->seen);
    }
    if (grid->folded)
        draw_rest(picture);
}

/* ---- the queue ----------------------------------------------------------------------------------------- */

/* The tasks that waited in the middle of each column, as a share of all. */
static void draw_queue(const struct picture *picture)
{
    const struct timeline_grid *grid = &picture->grid;
    const struct trace *trace = picture->timeline->trace;
    struct pane strip = time_pane(picture, grid->queue, grid->height);
    draw_text(picture->pane, 1, grid->queue + grid->height - 1, ROLE_DIM, "queue");
    for (int x = 0; x < grid->columns && trace->record->task_count; x++) {
        uint64_t from = timeline_moment(picture->window, grid->columns, x);
        uint64_t at = from + (timeline_moment(picture->window, grid->columns, x + 1) - from) / 2;
        if (from >= picture->timeline->now)
            break;
        uint64_t waiting = trace_waiting(trace, least_of(at, picture->timeline->now));
        if (waiting)
            timeline_share(strip, x, (double)waiting / (double)trace->record->task_count, ROLE_LABEL);
    }
}

/* ---- marks --------------------------------------------------------------------------------------------- */

/* A blank between two words of a block's name. */
static bool is_in_name(struct pane rows, int x, int y)
{
    const struct cell *left = canvas_cell(rows.canvas, rows.x + x - 1, rows.y + y);
    const struct cell *right = canvas_cell(rows.canvas, rows.x + x + 1, rows.y + y);
    return left && right && left->glyph != ' ' && right->glyph != ' ';
}

/* Through all rows; blocks keep their ground and their names. */
static void draw_line(const struct picture *picture, int x, unsigned role, uint32_t glyph)
{
    const struct timeline_grid *grid = &picture->grid;
    struct pane rows = time_pane(picture, grid->top, grid->rows * (grid->thick + grid->gap));
    bool ascii = rows.canvas->ascii;
    for (int y = 0; y < rows.h; y++) {
        const struct cell *cell = canvas_cell(rows.canvas, rows.x + x, rows.y + y);
        if (!cell)
            continue;
        unsigned ground = ROLE_GROUND_OF(cell->role);
        bool blank = cell->glyph == ' ' && (!ground || (!ascii && !is_in_name(rows, x, y)));
        bool open = blank || cell->glyph == phase_looks[PHASE_IDLE].glyph ||
                    (ascii && (cell->glyph == '.' || cell->glyph == '#'));
        if (open)
            canvas_put(rows, x, y, (ground ? (unsigned)ROLE_DARK : role) | ROLE_ON(ground), glyph);
    }
}

struct mark {
    uint64_t at;
    char text[96];
    unsigned role;
    uint32_t line; /* 0: none */
    bool loud;     /* drawn even if its label has no room */
};

static bool is_free(const bool taken[], int from, int to, int columns)
{
    for (int x = from; x < to; x++)
        if (x < 0 || x >= columns || taken[x])
            return false;
    return true;
}

/* Right of its mark, else left of it. False: no room beside other marks. */
static bool draw_mark_text(struct pane row, const struct mark *mark, int x, bool taken[])
{
    int columns = canvas_columns(row.canvas, mark->text);
    bool right = is_free(taken, x, x + columns + 2, row.w);
    if (!right && !is_free(taken, x - columns - 2, x + 1, row.w))
        return false;
    draw_text(row, right ? x + 2 : x - columns - 1, 0, mark->role, mark->text);
    memset(taken + (right ? x : x - columns - 2), 1, (size_t)columns + 3);
    return true;
}

static void draw_mark(const struct picture *picture, const struct mark *mark, bool taken[])
{
    const struct timeline_grid *grid = &picture->grid;
    struct pane row = time_pane(picture, grid->marks, 1);
    int x = column_of(picture, mark->at);
    if (x < 0 || x >= grid->columns)
        return;
    bool labelled = grid->marks >= 0 && draw_mark_text(row, mark, x, taken);
    if (mark->line && (labelled || mark->loud))
        draw_line(picture, x, mark->role, mark->line);
    if (labelled || (mark->loud && grid->marks >= 0 && !taken[x]))
        canvas_put(row, x, 0, mark->role, MARK);
    taken[x] = true;
}

bool timeline_is_unjoined(const struct timeline_model *timeline)
{
    return !timeline->plan->join && timeline->trace->toc <= timeline->now;
}

/* A line from toc to the end of the last task. */
static void draw_unwatched(const struct picture *picture, bool taken[])
{
    const struct timeline_grid *grid = &picture->grid;
    const struct timeline_model *timeline = picture->timeline;
    const struct trace *trace = timeline->trace;
    uint64_t until = least_of(trace->all_ended, timeline->now);
    char text[64], time[FORMAT_MAX];
    if (grid->marks < 0 || until <= trace->toc)
        return;
    struct pane row = time_pane(picture, grid->marks, 1);
    int from = column_of(picture, trace->toc), to = column_of(picture, until), first = 0, free = 0;
    for (int x = from < 0 ? 0 : from; x < to && x < grid->columns; x++)
        if (!taken[x]) {
            canvas_put(row, x, 0, ROLE_WARN, 0x2500);
            first = free++ ? first : x;
        }
    snprintf(text, sizeof text, " %s unjoined ", format_duration(time, sizeof time, until - trace->toc));
    int columns = canvas_columns(row.canvas, text);
    if (columns + 2 <= free)
        draw_text(row, first + (free - columns) / 2, 0, ROLE_WARN | ROLE_STRONG, text);
}

static void draw_bounds(const struct picture *picture, bool taken[])
{
    static const enum bounds_line lines[] = { BOUNDS_LOWER, BOUNDS_LPT, BOUNDS_GREEDY };
    int before = -1;
    const struct bounds *bounds = &picture->timeline->bounds;
    if (!bounds->asked && picture->timeline->trace->all_ended > picture->timeline->now)
        return; /* measured only at the end */
    for (size_t i = 0; bounds->places && i < sizeof lines / sizeof *lines; i++) {
        struct mark mark = { bounds_ns(bounds, lines[i]), "", ROLE_NOTE, LINE, i == 0 };
        snprintf(mark.text, sizeof mark.text, "%s", bounds_words(lines[i]));
        if (mark.at && column_of(picture, mark.at) != before)
            draw_mark(picture, &mark, taken);
        before = column_of(picture, mark.at);
    }
}

/* The most important first, as it gets the room. */
static void draw_marks(const struct picture *picture)
{
    const struct timeline_model *timeline = picture->timeline;
    const struct trace *trace = timeline->trace;
    bool taken[TIMELINE_COLUMNS_MAX + 3] = { false }, unjoined = timeline_is_unjoined(timeline);
    char time[FORMAT_MAX];
    struct mark mark = { .at = trace->all_ended, .role = ROLE_FIGURE, .line = LINE, .loud = true };
    if (trace->all_ended <= timeline->now) {
        snprintf(mark.text, sizeof mark.text, "%s%s", unjoined ? "done " : "done, toc",
                 unjoined ? format_duration(time, sizeof time, trace->all_ended) : "");
        draw_mark(picture, &mark, taken);
    }
    if (unjoined) {
        mark = (struct mark){
            .at = trace->toc, .role = ROLE_WARN | ROLE_STRONG, .line = LINE_LOUD, .loud = true
        };
        snprintf(mark.text, sizeof mark.text, "toc %s", format_duration(time, sizeof time, trace->toc));
        draw_mark(picture, &mark, taken);
        draw_unwatched(picture, taken);
        return;
    }
    draw_bounds(picture, taken);
    mark = (struct mark){ .at = 0, .role = ROLE_DIM, .text = "tic" };
    draw_mark(picture, &mark, taken);
}

/* ---- the panel ----------------------------------------------------------------------------------------- */

/* Starting and leaving look alike and share a word. NULL: the phase is not on the timeline. */
static const char *legend_word(const struct timeline_seen *seen, enum trace_phase phase)
{
    bool there = seen->phases & 1u << phase;
    bool leaving = phase == PHASE_START && seen->phases & 1u << PHASE_LEAVING;
    if (leaving)
        return there ? "starting or leaving" : phase_looks[PHASE_LEAVING].word;
    return there ? phase_looks[phase].word : NULL;
}

/* A glyph and its word, between `x` and `end`. Returns the columns it took; 0: no room. */
static int draw_meaning(struct pane box, int x, int end, const struct phase_look *look, const char *word)
{
    int columns = canvas_columns(box.canvas, word) + 4;
    if (x + columns > end - 1)
        return 0;
    draw_text(box, x, box.h - 1, ROLE_DIM, " ");
    canvas_put(box, x + 1, box.h - 1, look->role,
               box.canvas->ascii ? (uint32_t)(unsigned char)look->ascii : look->glyph);
    draw_textf(box, x + 2, box.h - 1, ROLE_DIM, " %s ", word);
    return columns;
}

/* In the lower border: the time of a column, and the words for the glyphs that are on the timeline. */
static void draw_legend(struct pane box, const struct picture *picture)
{
    static const enum trace_phase order[] = { PHASE_TASK, PHASE_IDLE, PHASE_LOST, PHASE_START,
                                              PHASE_BETWEEN };
    static const struct phase_look after = { 0x2591, '=', ROLE_DARK | ROLE_ON(ROLE_LABEL), "after toc" };
    static const struct phase_look stopped = { 0x2592, 'x', ROLE_LABEL, "stopped with the run" };
    static const struct phase_look no_core = { DRAW_HATCH, '/', ROLE_TEXT, "share without a core" };
    const struct timeline_seen *seen = &picture->seen;
    char text[96], time[FORMAT_MAX], count[FORMAT_MAX + 16] = "";
    uint64_t width = (picture->window->to - picture->window->from) / (uint64_t)picture->grid.columns;
    int x = 2, end = box.w - 2;
    if (seen->most > 2)
        snprintf(count, sizeof count, ", up to %s tasks", format_count(time, sizeof time, seen->most));
    snprintf(text, sizeof text, " column = %s%s ", format_duration(time, sizeof time, width), count);
    int columns = canvas_columns(box.canvas, text);
    if (columns + 4 < box.w)
        draw_text(box, end -= columns, box.h - 1, seen->most > 2 ? ROLE_NOTE : ROLE_DIM, text);
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        const char *word = legend_word(seen, order[i]);
        if (word && order[i] == PHASE_LOST && !seen->died)
            x += draw_meaning(box, x, end, &stopped, stopped.word);
        else if (word)
            x += draw_meaning(box, x, end, &phase_looks[order[i]], word);
        if (i == 0 && seen->no_core)
            x += draw_meaning(box, x, end, &no_core, no_core.word);
    }
    if (timeline_is_unjoined(picture->timeline))
        draw_meaning(box, x, end, &after, after.word);
}

void panel_timeline(struct pane box, const struct timeline_model *timeline,
                    const struct timeline_window *window)
{
    char how[128], note[240];
    uint32_t slots = timeline->trace->slot_count;
    struct picture picture = { .timeline = timeline, .window = window };
    timeline->strategy->ops->describe(timeline->plan, timeline->workload, how, sizeof how);
    snprintf(note, sizeof note, "%s · %s", timeline->name, how);
    picture.pane = draw_box(box, false, "Timeline", note);
    picture.grid = timeline_grid(box.w, box.h, slots);
    if (pane_is_empty(picture.pane) || picture.grid.columns <= 0)
        return;
    draw_slots(&picture);
    if (picture.grid.axis >= 0)
        draw_axis(&picture);
    draw_marks(&picture);
    if (picture.grid.height > 0)
        draw_queue(&picture);
    draw_legend(box, &picture);
    widget_scrollbar(box, (int)window->first, (int)slots, picture.grid.rows);
}
