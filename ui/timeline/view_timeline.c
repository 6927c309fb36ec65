/* The timeline: what every worker did when, at one glance. */
#include "view/view.h"

#include "draw/draw.h"
#include "draw/graph.h"
#include "base/format.h"
#include "view/model.h"
#include "timeline/panel_timeline.h"
#include "timeline/timeline_state.h"
#include "view/labels.h"
#include "view/list.h"
#include "view/widget.h"

#include <stdio.h>

/* Free columns at the right while all is shown. */
enum { MARGIN = 3 };

static struct layout_timeline place_panels(const struct model *model, int w, int h)
{
    const struct timeline_model *timeline = model->timeline;
    uint32_t slots = timeline ? timeline->trace->slot_count : 1;
    if (timeline && timeline->live && timeline->plan->workers > slots)
        slots = timeline->plan->workers;
    return layout_timeline(w, h, slots < 100000 ? (int)slots : 100000);
}

/* ---- what is shown ------------------------------------------------------------------------------------- */

static uint64_t end_of_all(const struct timeline_model *timeline, int columns)
{
    uint64_t end = timeline->trace->end > 0 ? timeline->trace->end : 1;
    if (timeline->live) {
        uint64_t now = graph_axis(timeline->now + timeline->now / 20 + 1);
        uint64_t expected = timeline->bounds.fifo + timeline->bounds.fifo / 20; /* 0: not known */
        return expected > now ? expected : now;
    }
    return end + end / (uint64_t)(columns > MARGIN ? columns - MARGIN : 1) * MARGIN + 1;
}

static void prepare_timeline(void *data, const struct model *model, int w, int h)
{
    struct timeline_state *state = data;
    const struct timeline_model *timeline = model->timeline;
    state->running = model->running;
    if (!timeline)
        return;
    struct rect at = place_panels(model, w, h).timeline;
    struct timeline_grid grid = timeline_grid(at.w, at.h, timeline->trace->slot_count);
    timeline_fit(state, timeline, end_of_all(timeline, grid.columns));
    state->rows = grid.rows;
    struct timeline_window *window = &state->window;
    struct list slots = { .selects = true, .first = (int)window->first, .selected = (int)window->slot };
    list_fit(&slots, (int)timeline->trace->slot_count, grid.rows);
    window->first = (uint32_t)slots.first;
}

/* ---- cells --------------------------------------------------------------------------------------------- */

static bool is_held(const struct model *model)
{
    return model->snapshot && model->snapshot->live && model->snapshot->gate == GATE_HOLD;
}

static const char *how_live(const struct model *model)
{
    if (model->snapshot && model->snapshot->live && model->snapshot->coordinator_stopped)
        return "live, coordinator stopped";
    return is_held(model) ? "live, held" : "live";
}

static const char *was_held(const struct timeline_model *timeline)
{
    return timeline->held_ns > 0 ? " ▪ held" : "";
}

static void title_timeline(const void *data, const struct model *model, char *title, char *note, size_t size)
{
    const struct timeline_model *timeline = model->timeline;
    char time[FORMAT_MAX];
    (void)data;
    if (!timeline)
        return;
    label_title(title, size, &timeline->of->experiment);
    if (timeline->live)
        snprintf(note, size, "%s%s · %s", label_clock(time, sizeof time, timeline->now),
                 is_held(model) ? "" : was_held(timeline), how_live(model));
    else
        snprintf(note, size, "%.3f s%s · %s", (double)timeline->now / 1e9, was_held(timeline),
                 label_origin(timeline->of));
}

static enum keymap keys_timeline(const void *data)
{
    const struct timeline_state *state = data;
    return state->running ? KEYMAP_TIMELINE : KEYMAP_PAST;
}

static void draw_timeline(const void *data, const struct model *model, struct pane screen)
{
    const struct timeline_state *state = data;
    const struct timeline_model *timeline = model->timeline;
    struct layout_timeline at = place_panels(model, screen.w, screen.h);
    if (at.frame.too_small)
        return;
    if (!timeline) {
        widget_nothing(pane_at(screen, at.frame.body), WIDGET_NOTHING_RAN);
        return;
    }
    panel_timeline(pane_at(screen, at.timeline), timeline, &state->window);
    widget_keys(pane_at(screen, at.timeline), keys_timeline(data), PANEL_TIMELINE);
    panel_task(pane_at(screen, at.task), timeline, &state->window);
    widget_keys(pane_at(screen, at.task), keys_timeline(data), PANEL_TASK);
    panel_limit(pane_at(screen, at.limit), timeline);
}

/* ---- keys ---------------------------------------------------------------------------------------------- */

static struct request act_timeline(void *data, const struct model *model, enum action action)
{
    struct timeline_state *state = data;
    bool done = model->timeline && timeline_move(state, model->timeline, action);
    return (struct request){ .action = done ? ACTION_NONE : action };
}

/* A click selects the task under it; the wheel zooms around the moment under it. */
static void point_timeline(void *data, const struct model *model, const struct key_press *press, int w, int h)
{
    struct timeline_state *state = data;
    const struct timeline_model *timeline = model->timeline;
    struct rect at = place_panels(model, w, h).timeline;
    if (!timeline)
        return;
    struct timeline_grid grid = timeline_grid(at.w, at.h, timeline->trace->slot_count);
    int x = press->x - at.x - 2 - grid.x, y = press->y - at.y - 1 - grid.top,
        row = y / (grid.thick + grid.gap);
    if (x < 0 || x >= grid.columns || y < 0 || row >= grid.rows)
        return;
    if (press->key == K_CLICK)
        timeline_select(state, timeline, state->window.first + (uint32_t)row,
                        timeline_moment(&state->window, grid.columns, x + 1));
    else
        timeline_zoom(state, timeline_moment(&state->window, grid.columns, x), press->key == K_WHEEL_UP);
}

const struct view_ops view_timeline = {
    .screen = SCREEN_TIMELINE,
    .name = "timeline",
    .keymap = KEYMAP_TIMELINE,
    .state_size = sizeof(struct timeline_state),
    .prepare = prepare_timeline,
    .heading = "Timeline",
    .title = title_timeline,
    .draw = draw_timeline,
    .act = act_timeline,
    .keys = keys_timeline,
    .point = point_timeline,
};
