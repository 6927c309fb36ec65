/* The timeline: an axis, a row for each slot, what was when, and how long the queue was. */
#include "panel_timeline.h"

#include "draw.h"
#include "format.h"
#include "widget.h"
#include "wording.h"

#include <stdio.h>
#include <string.h>

#define LABELS_APART 8
#define MARK         0x25BEu /* ▾ */
#define LINE         0x250Au /* ┊ */
#define LINE_LOUD    0x2503u /* ┃ */

struct picture {
    const struct exhibit *exhibit;
    const struct timeline_window *window;
    struct timeline_grid grid;
    struct pane pane; /* inside the box */
    uint32_t most;    /* tasks in a column */
};

static struct pane time_pane(const struct picture *picture, int y, int h)
{
    return pane_sub(picture->pane, picture->grid.x, y, picture->grid.columns, h);
}

static int column_of(const struct picture *picture, uint64_t at)
{
    return timeline_column(picture->window, picture->grid.columns, at);
}

/* ---- the axis ----------------------------------------------------------------------------------------------- */

/* A tick and the moment it stands for; a label that would run into the next one is left out. */
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

/* ---- slots ----------------------------------------------------------------------------------------------------- */

static void draw_slots(struct picture *picture)
{
    const struct timeline_grid *grid = &picture->grid;
    for (int i = 0; i < grid->rows; i++) {
        uint32_t slot = picture->window->first + (uint32_t)i;
        int y = grid->top + i * (grid->thick + grid->gap);
        if (slot >= picture->exhibit->timeline->slot_count && slot >= picture->exhibit->plan->slots)
            return;
        bool chosen = slot == picture->window->slot;
        if (chosen)
            draw_text(picture->pane, 0, y, ROLE_BRAND, "▸");
        draw_textf(picture->pane, 1, y, role_worker(slot) | ROLE_STRONG, "W%u", slot);
        uint32_t most =
            timeline_row(time_pane(picture, y, grid->thick), picture->exhibit, picture->window, slot);
        picture->most = most > picture->most ? most : picture->most;
    }
}

/* ---- the queue -------------------------------------------------------------------------------------------------- */

/* How many waited, in the middle of each column, as a share of all. */
static void draw_queue(const struct picture *picture)
{
    const struct timeline_grid *grid = &picture->grid;
    const struct timeline *timeline = picture->exhibit->timeline;
    struct pane strip = time_pane(picture, grid->queue, grid->height);
    draw_text(picture->pane, 1, grid->queue + grid->height - 1, ROLE_DIM, "queue");
    for (int x = 0; x < grid->columns && timeline->tasks; x++) {
        uint64_t from = timeline_moment(picture->window, grid->columns, x);
        uint64_t at = from + (timeline_moment(picture->window, grid->columns, x + 1) - from) / 2;
        if (from >= picture->exhibit->now)
            break;
        uint64_t waiting =
            timeline_waiting(timeline, at < picture->exhibit->now ? at : picture->exhibit->now);
        double share = (double)waiting / (double)timeline->tasks;
        int eighths = (int)(share * 8 * grid->height + 0.5);
        eighths = waiting && !eighths ? 1 : eighths;
        for (int y = grid->height - 1; y >= 0 && eighths > 0; y--, eighths -= 8)
            canvas_put(strip, x, y, ROLE_LABEL, 0x2580u + (unsigned)(eighths < 8 ? eighths : 8));
    }
}

/* ---- what was when ----------------------------------------------------------------------------------------------- */

/* Through the rows; blocks keep their ground. */
static void draw_line(const struct picture *picture, int x, unsigned role, uint32_t glyph)
{
    const struct timeline_grid *grid = &picture->grid;
    struct pane rows = time_pane(picture, grid->top, grid->rows * (grid->thick + grid->gap));
    for (int y = 0; y < rows.h; y++) {
        const struct cell *cell = canvas_cell(rows.canvas, rows.x + x, rows.y + y);
        if (!cell)
            continue;
        bool open = cell->glyph == ' ' || cell->glyph == phase_looks[PHASE_IDLE].glyph ||
                    (rows.canvas->ascii && (cell->glyph == '.' || cell->glyph == '#'));
        unsigned ground = ROLE_GROUND_OF(cell->role);
        if (open)
            canvas_put(rows, x, y, (ground ? (unsigned)ROLE_DARK : role) | ROLE_ON(ground), glyph);
    }
}

struct mark {
    uint64_t at;
    char text[96];
    unsigned role;
    uint32_t line; /* 0: none */
};

/* The label right of its mark, else left of it, unless another one stands there. */
static void draw_mark(const struct picture *picture, const struct mark *mark, bool taken[])
{
    const struct timeline_grid *grid = &picture->grid;
    int x = column_of(picture, mark->at);
    if (x < 0 || x >= grid->columns)
        return;
    if (mark->line)
        draw_line(picture, x, mark->role, mark->line);
    if (grid->marks < 0)
        return;
    struct pane row = time_pane(picture, grid->marks, 1);
    int columns = canvas_columns(row.canvas, mark->text) + 2;
    bool left = x + columns > grid->columns;
    int from = left ? x + 1 - columns : x;
    bool room = from >= 0;
    for (int i = from; room && i < from + columns; i++)
        room = !taken[i];
    if (room) {
        draw_text(row, left ? from : x + 2, 0, mark->role, mark->text);
        memset(taken + from, 1, (size_t)columns);
    } else if (taken[x]) {
        return;
    }
    canvas_put(row, x, 0, mark->role, MARK);
    taken[x] = true;
}

static bool is_unjoined(const struct exhibit *exhibit)
{
    const struct timeline *timeline = exhibit->timeline;
    return timeline->toc <= exhibit->now &&
           (timeline->all_ended > exhibit->now || timeline->toc < timeline->all_ended);
}

/* The most important first: it gets the room. */
static void draw_marks(const struct picture *picture)
{
    const struct exhibit *exhibit = picture->exhibit;
    const struct timeline *timeline = exhibit->timeline;
    bool taken[TIMELINE_COLUMNS_MAX + 1] = { false }, unjoined = is_unjoined(exhibit);
    char time[FORMAT_MAX];
    struct mark mark = { .at = timeline->all_ended, .role = ROLE_FIGURE, .line = LINE };
    if (timeline->all_ended <= exhibit->now) {
        snprintf(mark.text, sizeof mark.text, "done %s%s",
                 format_duration(time, sizeof time, timeline->all_ended), unjoined ? "" : ", toc");
        draw_mark(picture, &mark, taken);
    }
    if (unjoined) {
        mark = (struct mark){ .at = timeline->toc, .role = ROLE_WARN | ROLE_STRONG, .line = LINE_LOUD };
        snprintf(mark.text, sizeof mark.text, "toc %s: it says it is finished",
                 format_duration(time, sizeof time, timeline->toc));
        draw_mark(picture, &mark, taken);
    }
    if (exhibit->bounds.places) {
        mark = (struct mark){ .at = exhibit->bounds.lower, .role = ROLE_NOTE, .line = LINE };
        snprintf(mark.text, sizeof mark.text, "%s", bounds_words(BOUNDS_LOWER));
        draw_mark(picture, &mark, taken);
    }
    mark = (struct mark){ .at = 0, .role = ROLE_DIM, .text = "tic" };
    draw_mark(picture, &mark, taken);
}

/* ---- the whole ----------------------------------------------------------------------------------------------------- */

/* In the lower border, where nothing else stands; as much of it as fits. */
static void draw_legend(struct pane box, const struct picture *picture)
{
    char text[64], time[FORMAT_MAX], count[FORMAT_MAX];
    uint64_t width = (picture->window->to - picture->window->from) / (uint64_t)picture->grid.columns;
    int x = 2, end = box.w - 2;
    snprintf(text, sizeof text, " column = %s%s%s%s ", format_duration(time, sizeof time, width),
             picture->most > 2 ? ", up to " : "",
             picture->most > 2 ? format_count(count, sizeof count, picture->most) : "",
             picture->most > 2 ? " tasks" : "");
    int columns = canvas_columns(box.canvas, text);
    if (columns + 4 < box.w)
        draw_text(box, end -= columns, box.h - 1, picture->most > 2 ? ROLE_NOTE : ROLE_DIM, text);
    for (enum timeline_phase phase = PHASE_START; phase < PHASE_LEAVING; phase++) {
        const struct phase_look *look = &phase_looks[phase];
        snprintf(text, sizeof text, " %s ", look->word);
        if (x + 2 + canvas_columns(box.canvas, text) > end - 1)
            break;
        draw_text(box, x, box.h - 1, ROLE_DIM, " ");
        canvas_put(box, x + 1, box.h - 1, look->role,
                   box.canvas->ascii ? (unsigned char)look->ascii : look->glyph);
        x += 2 + draw_text(box, x + 2, box.h - 1, ROLE_DIM, text);
    }
}

static void write_note(const struct exhibit *exhibit, char *buf, size_t size)
{
    char how[128];
    exhibit->strategy->ops->describe(exhibit->plan, exhibit->workload, how, sizeof how);
    snprintf(buf, size, "%s · %s", exhibit->name, how);
}

void panel_timeline(struct pane box, const struct exhibit *exhibit, const struct timeline_window *window)
{
    char note[240];
    uint32_t slots = exhibit->timeline->slot_count;
    struct picture picture = { .exhibit = exhibit, .window = window };
    write_note(exhibit, note, sizeof note);
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
