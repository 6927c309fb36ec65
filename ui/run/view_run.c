/* The run: which strategy it is, what every worker does, what waits, what has become of every task. */
#include "view/view.h"

#include "run/selection.h"
#include "draw/draw.h"
#include "run/layout_run.h"
#include "run/panel_run.h"
#include "view/panel_scrub.h"
#include "run/run_facts.h"
#include "view/widget.h"
#include "view/labels.h"

#include <stdio.h>

/* Panels that scroll. */
enum focus { FOCUS_WORKERS, FOCUS_OUTPUT };

struct run_state_of_view {
    enum focus focus;
    size_t run;                 /* model->run_number of the run that is scrolled in */
    int first_worker;           /* row */
    struct selection selection; /* among the workers */
    bool replayed;              /* the keys are those of a player */
    bool reading;               /* the output does not follow the end … */
    uint64_t first_line;        /* … but stays at this line, counted from the run's beginning */
    bool held, running;         /* the run is held; there is one: whose keys count; from prepare() */
    int worker_rows, workers;   /* rows shown, and all there are; from prepare() */
    size_t line_rows, lines;    /* the same of the output, `lines` counted from the run's beginning */
};

typedef struct run_state_of_view view_state;

static const struct snapshot *snapshot_of(const struct model *model)
{
    return model->snapshot && model->snapshot->strategy ? model->snapshot : NULL;
}

/* The size the list has comes from the plan, not from the moment: the screen must not jump. */
static struct layout_run place(const struct model *model, int w, int h)
{
    const struct snapshot *snapshot = snapshot_of(model);
    struct layout_run_in in = { .w = w, .h = h, .workers = 1, .tasks = 1, .scrub = model->scrub };
    if (snapshot) {
        in.workers = run_is_folded(snapshot) ? 1 : (int)snapshot->plan->slots;
        in.tasks = (long long)panel_map_rows(snapshot, w - 4, h) * (w - 4);
    }
    return layout_run(&in);
}

/* ---- what is looked at ------------------------------------------------------------------------------------ */

static int clamp(int value, int least, int most)
{
    return value < least || most < least ? least : value > most ? most : value;
}

/* Keeps the chosen worker in sight. */
static void follow_selection(view_state *run, const struct snapshot *snapshot)
{
    if (!snapshot || run->replayed || run_is_folded(snapshot))
        selection_clear(&run->selection);
    else
        selection_follow(&run->selection, snapshot);
    int row = selection_row(&run->selection);
    if (row >= 0)
        run->first_worker = widget_scroll(run->first_worker, row, run->workers, run->worker_rows);
}

static void prepare_run(void *state, const struct model *model, int w, int h)
{
    view_state *run = state;
    struct layout_run at = place(model, w, h);
    const struct snapshot *snapshot = snapshot_of(model);
    run->replayed = model->scrub;
    if (run->run != model->run_number) {
        run->run = model->run_number;
        run->first_worker = 0;
        selection_clear(&run->selection);
        run->reading = false;
    }
    run->held = run_is_held(model);
    run->running = model->running;
    run->workers = snapshot ? panel_workers_count(snapshot) : 0;
    run->worker_rows = snapshot ? panel_workers_rows(snapshot, at.workers.h) : 0;
    run->first_worker = clamp(run->first_worker, 0, run->workers - run->worker_rows);
    follow_selection(run, snapshot);
    run->line_rows = at.output.h > 2 ? (size_t)at.output.h - 2 : 0;
    run->lines = model->output ? model->output->count + model->output->dropped : 0;
    if (run->reading && run->first_line + run->line_rows >= run->lines)
        run->reading = false;
    if (run->reading && model->output && run->first_line < model->output->dropped)
        run->first_line = model->output->dropped;
    if (!run->reading)
        run->first_line = run->lines > run->line_rows ? run->lines - run->line_rows : 0;
}

static void window_run(const void *state, const struct model *model, int w, int h,
                       struct snapshot_window *window)
{
    const view_state *run = state;
    const struct snapshot *snapshot = snapshot_of(model);
    struct layout_run at = place(model, w, h);
    *window = (struct snapshot_window){ .workers = 1, .next = 1, .cells = 1 };
    if (!snapshot)
        return;
    window->first_worker = (uint32_t)run->first_worker;
    window->chosen_slot = run->selection.id.slot;
    /* The row before it is known how many there are: one for the rest may still become one for a worker. */
    window->workers = at.workers.h > 2 && !run_is_folded(snapshot) ? (uint32_t)at.workers.h - 2 : 1;
    /* What a block shows of a task its worker says. */
    if (at.tasks.h > 2 && panel_map_has_blocks(snapshot, at.tasks.w, at.tasks.h) &&
        snapshot->plan->slots <= SNAPSHOT_WORKERS) {
        window->first_worker = 0;
        window->workers = snapshot->plan->slots;
    }
    window->workers = window->workers < SNAPSHOT_WORKERS ? window->workers : SNAPSHOT_WORKERS;
    window->next = (uint32_t)clamp(at.queue.w / 4, 1, SNAPSHOT_NEXT);
    window->cells = panel_map_cells(snapshot, at.tasks.w, at.tasks.h);
}

/* ---- cells --------------------------------------------------------------------------------------------------- */

static void title_run(const void *state, const struct model *model, char *title, char *note, size_t size)
{
    (void)state;
    snprintf(title, size, "Run");
    snprintf(note, size, "%s", "");
    if (model->experiment)
        label_title(title, size, model->experiment);
    if (model->scrub)
        snprintf(note, size, "%s", model->scrub->where);
    else if (model->machine)
        label_machine(note, size, model->machine);
}

static void draw_nothing(struct pane screen, const struct layout_frame *frame)
{
    struct pane body = pane_at(screen, frame->body);
    draw_paragraph(pane_sub(body, 2, body.h / 3, body.w - 4, body.h), ROLE_TEXT,
                   "Nothing has run yet. Go back and choose an experiment; Enter runs it.");
}

/* What is out of the ordinary: in the empty row below the strip; without one, in place of the strip. */
static void draw_strip(struct pane screen, const struct model *model, const struct layout_run *at)
{
    struct pane strip = pane_at(screen, at->strip);
    unsigned role;
    char text[320];
    bool unusual = run_status(model, &role, text, sizeof text);
    bool room = at->workers.y > at->strip.y + at->strip.h;
    if (!unusual || room)
        panel_strip(strip, model);
    if (unusual)
        draw_fit(screen, at->strip.x + 1, at->strip.y + room, at->strip.w - 2, role, DRAW_WORDS, text);
}

static void draw_run(const void *state, const struct model *model, struct pane screen)
{
    const view_state *run = state;
    const struct snapshot *snapshot = snapshot_of(model);
    struct layout_run at = place(model, screen.w, screen.h);
    if (at.frame.too_small)
        return;
    if (!model->experiment || !snapshot) {
        draw_nothing(screen, &at.frame);
        return;
    }
    draw_strip(screen, model, &at);
    if (model->scrub)
        panel_scrub(pane_at(screen, at.scrub), model->scrub);
    struct rect list = at.workers;
    panel_workers(pane_at(screen, list), snapshot, run->first_worker, selection_row(&run->selection),
                  run->focus == FOCUS_WORKERS);
    if (at.queue.h > 0)
        panel_queue(pane_at(screen, at.queue), snapshot);
    if (at.tasks.h > 0)
        panel_map(pane_at(screen, at.tasks), snapshot);
    uint64_t dropped = model->output ? model->output->dropped : 0;
    if (at.output.h > 0)
        panel_output(pane_at(screen, at.output), model->output,
                     run->first_line > dropped ? (size_t)(run->first_line - dropped) : 0,
                     run->focus == FOCUS_OUTPUT);
}

/* ---- keys -------------------------------------------------------------------------------------------------- */

/* Rows to go; pages are what is shown. */
static void scroll(view_state *run, enum focus focus, int64_t rows)
{
    if (focus == FOCUS_WORKERS) {
        int64_t first = (int64_t)run->first_worker + rows;
        int most = run->workers - run->worker_rows;
        run->first_worker = clamp(first > most ? most : first < 0 ? 0 : (int)first, 0, most);
        return;
    }
    int64_t first = (int64_t)run->first_line + rows;
    run->first_line = first > 0 ? (uint64_t)first : 0;
    run->reading = run->first_line + run->line_rows < run->lines;
}

/* Moves the choice among the workers, or what is shown of the output, by rows. */
static void move(view_state *run, const struct model *model, int64_t rows)
{
    const struct snapshot *snapshot = snapshot_of(model);
    if (run->focus != FOCUS_WORKERS || run->replayed) {
        scroll(run, run->focus, rows);
        return;
    }
    selection_move(&run->selection, rows, run->first_worker, run->workers);
    if (snapshot) /* the next key may come before the next frame */
        selection_follow(&run->selection, snapshot);
}

static int64_t rows_for(const view_state *run, enum action action)
{
    int64_t page = run->focus == FOCUS_WORKERS ? run->worker_rows : (int64_t)run->line_rows;
    switch (action) {
    case ACTION_UP:
        return -1;
    case ACTION_DOWN:
        return 1;
    case ACTION_PAGE_UP:
        return -page;
    case ACTION_PAGE_DOWN:
        return page;
    case ACTION_FIRST:
        return INT32_MIN;
    case ACTION_LAST:
        return INT32_MAX;
    default:
        return 0;
    }
}

/* Where there is but one worker, that one is meant. */
static const struct worker_facts *chosen_worker(const view_state *run, const struct model *model)
{
    const struct snapshot *snapshot = snapshot_of(model);
    if (!snapshot)
        return NULL;
    bool single = snapshot->plan->slots == 1 && snapshot->worker_count == 1;
    return single ? &snapshot->workers[0] : selection_worker(&run->selection, snapshot);
}

static const struct finished *last_finished(const struct model *model)
{
    return model->finished_count ? model->finished[model->finished_count - 1] : NULL;
}

static struct request act_run(void *state, const struct model *model, enum action action)
{
    view_state *run = state;
    /* Pages and ends are those of time in a replay. */
    bool scrubs = run->replayed && action != ACTION_UP && action != ACTION_DOWN;
    int64_t rows = scrubs ? 0 : rows_for(run, action);
    if (action == ACTION_NEXT_PANEL || action == ACTION_PREVIOUS_PANEL)
        run->focus = run->focus == FOCUS_WORKERS ? FOCUS_OUTPUT : FOCUS_WORKERS;
    else if (rows)
        move(run, model, rows);
    else
        return (struct request){ .action = action,
                                 .worker = chosen_worker(run, model),
                                 .recording = model->recording,
                                 .finished = last_finished(model) };
    return (struct request){ .action = ACTION_NONE };
}

static enum keymap keys_run(const void *state)
{
    const view_state *run = state;
    if (run->replayed)
        return KEYMAP_REPLAY;
    return run->held ? KEYMAP_HELD : run->running ? KEYMAP_RUN : KEYMAP_ENDED;
}

static struct request point_run(void *state, const struct model *model, const struct key_press *press, int w,
                                int h)
{
    view_state *run = state;
    struct layout_run at = place(model, w, h);
    bool in_output = rect_has(at.output, press->x, press->y);
    if (!in_output && !rect_has(at.workers, press->x, press->y))
        return (struct request){ .action = ACTION_NONE };
    enum focus under = in_output ? FOCUS_OUTPUT : FOCUS_WORKERS;
    int row = press->y - at.workers.y - 1;
    if (press->key == K_CLICK)
        run->focus = under;
    if (press->key == K_CLICK && !in_output && row >= 0 && row < run->worker_rows && !run->replayed)
        selection_take(&run->selection, run->first_worker + row);
    else if (press->key != K_CLICK && !in_output && selection_row(&run->selection) >= 0)
        selection_move(&run->selection, press->key == K_WHEEL_UP ? -3 : 3, run->first_worker, run->workers);
    else if (press->key != K_CLICK)
        scroll(run, under, press->key == K_WHEEL_UP ? -3 : 3);
    return (struct request){ .action = ACTION_NONE };
}

extern const struct view_ops view_run;
const struct view_ops view_run = {
    .screen = SCREEN_RUN,
    .name = "run",
    .keymap = KEYMAP_RUN,
    .state_size = sizeof(view_state),
    .prepare = prepare_run,
    .title = title_run,
    .draw = draw_run,
    .act = act_run,
    .keys = keys_run,
    .point = point_run,
    .window = window_run,
};
