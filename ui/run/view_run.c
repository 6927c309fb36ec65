/* The run: its strategy, its workers, the queue, and the state of every task. */
#include "view/view.h"

#include "run/selection.h"
#include "draw/draw.h"
#include "run/layout_run.h"
#include "run/panel_run.h"
#include "view/panel_scrub.h"
#include "run/run_facts.h"
#include "run/run_status.h"
#include "view/labels.h"
#include "view/list.h"
#include "view/panel_activity.h"
#include "view/widget.h"

#include <stdio.h>

/* Panels that scroll. */
enum focus { FOCUS_WORKERS, FOCUS_OUTPUT };

typedef struct run_view {
    enum focus focus;
    size_t run;                 /* model->run_number for which the lists are scrolled */
    struct list workers;        /* rows */
    struct selection selection; /* among them */
    struct list lines;          /* of the output, counted from the run's beginning */
    bool replayed;              /* the keys are a player's */
    bool held, running;         /* a run is held; a run goes on; set by prepare() */
} view_state;

static const struct snapshot *snapshot_of(const struct model *model)
{
    return model->snapshot && model->snapshot->strategy ? model->snapshot : NULL;
}

/* Sizes come from the plan, not from the moment: the screen must not jump. */
static struct layout_run place_panels(const struct model *model, int w, int h)
{
    const struct snapshot *snapshot = snapshot_of(model);
    struct layout_run_in in = { .w = w, .h = h, .workers = 1, .tasks = 1, .scrub = model->scrub };
    if (snapshot) {
        in.activity = model->activity != NULL;
        in.heads = !run_is_folded(snapshot);
        in.workers = run_is_folded(snapshot) ? 1 : (int)snapshot->plan->slots;
        in.tasks = (long long)panel_map_rows(snapshot, w - 4, h) * (w - 4);
    }
    return layout_run(&in);
}

/* ---- what is shown ------------------------------------------------------------------------------------- */

/* Keeps the selected worker in sight. */
static void fit_workers(view_state *run, const struct snapshot *snapshot, int h)
{
    if (!snapshot || run->replayed || run_is_folded(snapshot))
        selection_clear(&run->selection);
    else
        selection_follow(&run->selection, snapshot);
    run->workers.selects = !run->replayed;
    run->workers.selected = selection_row(&run->selection);
    list_fit(&run->workers, snapshot ? panel_workers_count(snapshot) : 0,
             snapshot ? panel_workers_rows(snapshot, h) : 0);
}

/* Follows the output as long as its end is shown. */
static void fit_lines(view_state *run, const struct output *output, int rows)
{
    bool at_end = run->lines.first + run->lines.rows >= run->lines.count;
    list_fit(&run->lines, output ? (int)(output->count + output->dropped) : 0, rows);
    if (at_end)
        list_act(&run->lines, ACTION_LAST);
    if (output && run->lines.first < (int)output->dropped)
        run->lines.first = (int)output->dropped;
}

static void prepare_run(void *state, const struct model *model, int w, int h)
{
    view_state *run = state;
    struct layout_run at = place_panels(model, w, h);
    run->replayed = model->scrub;
    if (run->run != model->run_number) {
        run->run = model->run_number;
        selection_clear(&run->selection);
        run->workers = run->lines = (struct list){ .selected = -1 };
    }
    run->held = run_is_held(model);
    run->running = model->running;
    fit_workers(run, snapshot_of(model), at.workers.h);
    fit_lines(run, model->output, at.output.h - 2);
}

static void window_run(const void *state, const struct model *model, int w, int h,
                       struct snapshot_window *window)
{
    const view_state *run = state;
    const struct snapshot *snapshot = snapshot_of(model);
    struct layout_run at = place_panels(model, w, h);
    *window = (struct snapshot_window){ .workers = 1, .next = 1, .cells = 1 };
    if (!snapshot)
        return;
    window->first_worker = (uint32_t)run->workers.first;
    window->chosen_slot = run->selection.id.slot;
    /* The row that counts the rest may become a worker's. */
    window->workers = at.workers.h > 2 && !run_is_folded(snapshot) ? (uint32_t)at.workers.h - 2 : 1;
    /* Blocks are drawn from the facts of all workers. */
    if (at.tasks.h > 2 && panel_map_has_blocks(snapshot, at.tasks.w, at.tasks.h) &&
        snapshot->plan->slots <= SNAPSHOT_WORKERS) {
        window->first_worker = 0;
        window->workers = snapshot->plan->slots;
    }
    window->workers = window->workers < SNAPSHOT_WORKERS ? window->workers : SNAPSHOT_WORKERS;
    window->next = (uint32_t)int_clamp(at.queue.w / 4, 1, SNAPSHOT_NEXT);
    window->cells = panel_map_cells(snapshot, at.tasks.w, at.tasks.h);
}

/* ---- cells --------------------------------------------------------------------------------------------- */

static void title_run(const void *state, const struct model *model, char *title, char *note, size_t size)
{
    (void)state;
    if (model->experiment)
        label_title(title, size, model->experiment);
    if (model->scrub)
        snprintf(note, size, "%s", model->scrub->where);
}

/* What is unusual is below the strip if there is an empty row, else in its place. */
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

static enum keymap keys_run(const void *state)
{
    const view_state *run = state;
    if (run->replayed)
        return KEYMAP_REPLAY;
    return run->held ? KEYMAP_HELD : run->running ? KEYMAP_RUN : KEYMAP_ENDED;
}

static void draw_run(const void *state, const struct model *model, struct pane screen)
{
    const view_state *run = state;
    const struct snapshot *snapshot = snapshot_of(model);
    struct layout_run at = place_panels(model, screen.w, screen.h);
    if (at.frame.too_small)
        return;
    if (!model->experiment || !snapshot) {
        widget_nothing(pane_at(screen, at.frame.body), WIDGET_NOTHING_RAN);
        return;
    }
    draw_strip(screen, model, &at);
    if (model->scrub)
        panel_scrub(pane_at(screen, at.scrub), model->scrub);
    panel_workers(pane_at(screen, at.workers), snapshot, model->activity, run->workers.first,
                  selection_row(&run->selection), run->focus == FOCUS_WORKERS);
    if (!run_is_folded(snapshot)) /* else no worker can be selected */
        widget_keys(pane_at(screen, at.workers), keys_run(state), PANEL_WORKERS);
    panel_queue(pane_at(screen, at.queue), snapshot);
    widget_keys(pane_at(screen, at.queue), keys_run(state), PANEL_QUEUE);
    if (at.activity.h > 0)
        panel_activity(pane_at(screen, at.activity), snapshot->strategy, model->activity, snapshot->tasks,
                       snapshot->now);
    panel_map(pane_at(screen, at.tasks), snapshot);
    int dropped = model->output ? (int)model->output->dropped : 0;
    panel_output(pane_at(screen, at.output), model->output, (size_t)int_max(run->lines.first - dropped, 0),
                 run->focus == FOCUS_OUTPUT);
}

/* ---- keys ---------------------------------------------------------------------------------------------- */

/* At once: the next key may come before the next frame. */
static void choose_selected(view_state *run, const struct model *model)
{
    if (run->replayed || run->workers.selected == selection_row(&run->selection))
        return;
    selection_choose(&run->selection, run->workers.selected);
    if (snapshot_of(model))
        selection_follow(&run->selection, snapshot_of(model));
}

/* An only worker is selected without being chosen. */
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
    struct list *list = run->focus == FOCUS_WORKERS ? &run->workers : &run->lines;
    /* In a replay pages and ends are those of time. */
    bool scrubs = run->replayed && action != ACTION_UP && action != ACTION_DOWN;
    if (action == ACTION_NEXT_PANEL || action == ACTION_PREVIOUS_PANEL)
        run->focus = run->focus == FOCUS_WORKERS ? FOCUS_OUTPUT : FOCUS_WORKERS;
    else if (!scrubs && list_act(list, action))
        choose_selected(run, model);
    else
        return (struct request){ .action = action,
                                 .worker = chosen_worker(run, model),
                                 .recording = model->recording,
                                 .finished = last_finished(model) };
    return (struct request){ .action = ACTION_NONE };
}

static void point_run(void *state, const struct model *model, const struct key_press *press, int w, int h)
{
    view_state *run = state;
    struct layout_run at = place_panels(model, w, h);
    bool in_output = rect_has(at.output, press->x, press->y);
    struct rect rows = in_output ? at.output : at.workers;
    struct list *list = in_output ? &run->lines : &run->workers;
    if (!rect_has(rows, press->x, press->y))
        return;
    if (press->key == K_CLICK)
        run->focus = in_output ? FOCUS_OUTPUT : FOCUS_WORKERS;
    layout_cut_top(&rows, 1);
    if (!in_output && snapshot_of(model))
        layout_cut_top(&rows, panel_workers_heads(snapshot_of(model), at.workers.h));
    list_point(list, press, (struct rect){ rows.x, rows.y, rows.w, list->rows });
    choose_selected(run, model);
}

const struct view_ops view_run = {
    .screen = SCREEN_RUN,
    .name = "run",
    .keymap = KEYMAP_RUN,
    .state_size = sizeof(view_state),
    .prepare = prepare_run,
    .heading = "Run",
    .title = title_run,
    .draw = draw_run,
    .act = act_run,
    .keys = keys_run,
    .point = point_run,
    .window = window_run,
};
