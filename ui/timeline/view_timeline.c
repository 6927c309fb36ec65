/* The timeline: what every worker did when, at one glance. */
#include "view/view.h"

#include "draw/draw.h"
#include "base/format.h"
#include "view/layout.h"
#include "view/model.h"
#include "timeline/panel_timeline.h"
#include "timeline/timeline_state.h"
#include "view/widget.h"
#include "view/labels.h"

#include <stdio.h>

/* Columns that stay free at the right while all is shown. */
enum { MARGIN = 3 };

static struct layout_timeline place(const struct model *model, int w, int h)
{
    const struct exhibit *exhibit = model->exhibit;
    uint32_t slots = exhibit ? exhibit->timeline->slot_count : 1;
    if (exhibit && exhibit->live && exhibit->plan->workers > slots)
        slots = exhibit->plan->workers;
    return layout_timeline(
        &(struct layout_timeline_in){ .w = w, .h = h, .slots = slots < 100000 ? (int)slots : 100000 });
}

/* ---- what is looked at ------------------------------------------------------------------------------------ */

/* An axis that grows now and then is calmer than one that always does: 1, 1.5, 2, 3, 5, 7 and 10 seconds, and so on. */
static uint64_t rounded_up(uint64_t ns)
{
    static const uint64_t tenths[] = { 10, 15, 20, 30, 50, 70 };
    for (uint64_t power = 100000; power < UINT64_C(1000000000000000000); power *= 10)
        for (size_t i = 0; i < sizeof tenths / sizeof *tenths; i++)
            if (tenths[i] * power / 10 >= ns)
                return tenths[i] * power / 10;
    return ns;
}

static uint64_t end_of_all(const struct exhibit *exhibit, int columns)
{
    uint64_t end = exhibit->timeline->end > 0 ? exhibit->timeline->end : 1;
    if (exhibit->live) {
        uint64_t now = rounded_up(exhibit->now + exhibit->now / 20 + 1);
        uint64_t expected = exhibit->bounds.fifo + exhibit->bounds.fifo / 20; /* 0: nothing is */
        return expected > now ? expected : now;
    }
    return end + end / (uint64_t)(columns > MARGIN ? columns - MARGIN : 1) * MARGIN + 1;
}

static void prepare_timeline(void *data, const struct model *model, int w, int h)
{
    struct timeline_state *state = data;
    const struct exhibit *exhibit = model->exhibit;
    if (!exhibit)
        return;
    struct rect at = place(model, w, h).timeline;
    struct timeline_grid grid = timeline_grid(at.w, at.h, exhibit->timeline->slot_count);
    timeline_fit(state, exhibit, end_of_all(exhibit, grid.columns));
    state->rows = grid.rows;
    struct timeline_window *window = &state->window;
    window->first = (uint32_t)widget_scroll((int)window->first, (int)window->slot,
                                            (int)exhibit->timeline->slot_count, grid.rows);
}

/* ---- cells --------------------------------------------------------------------------------------------------- */

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

/* Behind every time of a run that was held. */
static const char *was_held(const struct exhibit *exhibit)
{
    return exhibit->held_ns > 0 ? " ▪ held" : "";
}

static void title_timeline(const void *data, const struct model *model, char *title, char *note, size_t size)
{
    const struct exhibit *exhibit = model->exhibit;
    char time[FORMAT_MAX];
    (void)data;
    snprintf(title, size, "Timeline");
    snprintf(note, size, "%s", "");
    if (!exhibit)
        return;
    wording_title(title, size, &exhibit->of->experiment);
    if (exhibit->live)
        snprintf(note, size, "%s%s · %s", wording_clock(time, sizeof time, exhibit->now),
                 is_held(model) ? "" : was_held(exhibit), how_live(model));
    else
        snprintf(note, size, "%.3f s%s · %s", (double)exhibit->now / 1e9, was_held(exhibit),
                 wording_origin(exhibit->of));
}

static struct pane at_rect(struct pane screen, struct rect rect)
{
    return pane_sub(screen, rect.x, rect.y, rect.w, rect.h);
}

static void draw_timeline(const void *data, const struct model *model, struct pane screen)
{
    const struct timeline_state *state = data;
    const struct exhibit *exhibit = model->exhibit;
    struct layout_timeline at = place(model, screen.w, screen.h);
    if (at.frame.too_small)
        return;
    if (!exhibit) {
        struct pane body = at_rect(screen, at.frame.body);
        draw_paragraph(pane_sub(body, 2, body.h / 3, body.w - 4, body.h), ROLE_TEXT,
                       "Nothing has run yet. Go back and choose an experiment; Enter runs it.");
        return;
    }
    panel_timeline(at_rect(screen, at.timeline), exhibit, &state->window);
    if (at.task.h > 0)
        panel_task(at_rect(screen, at.task), exhibit, &state->window);
    if (at.limit.h > 0)
        panel_limit(at_rect(screen, at.limit), exhibit);
}

/* ---- keys -------------------------------------------------------------------------------------------------- */

static struct wish_for act_timeline(void *data, const struct model *model, enum action action)
{
    struct timeline_state *state = data;
    bool done = model->exhibit && timeline_move(state, model->exhibit, action);
    return (struct wish_for){ .wish = done ? WISH_NONE : WISH_UNUSED };
}

/* A click selects the task under it; the wheel comes closer to what is under it and goes away from it. */
static struct wish_for point_timeline(void *data, const struct model *model, const struct key_press *press,
                                      int w, int h)
{
    struct timeline_state *state = data;
    const struct exhibit *exhibit = model->exhibit;
    struct rect at = place(model, w, h).timeline;
    if (!exhibit)
        return (struct wish_for){ .wish = WISH_UNUSED };
    struct timeline_grid grid = timeline_grid(at.w, at.h, exhibit->timeline->slot_count);
    int x = press->x - at.x - 2 - grid.x, y = press->y - at.y - 1 - grid.top,
        row = y / (grid.thick + grid.gap);
    if (x < 0 || x >= grid.columns || y < 0 || row >= grid.rows)
        return (struct wish_for){ .wish = WISH_UNUSED };
    uint64_t moment = timeline_moment(&state->window, grid.columns, x);
    if (press->key != K_CLICK) {
        timeline_zoom(state, moment, press->key == K_WHEEL_UP);
        return (struct wish_for){ .wish = WISH_NONE };
    }
    timeline_select(state, exhibit, state->window.first + (uint32_t)row,
                    timeline_moment(&state->window, grid.columns, x + 1));
    return (struct wish_for){ .wish = WISH_NONE };
}

extern const struct view_ops view_timeline;
const struct view_ops view_timeline = {
    .screen = SCREEN_TIMELINE,
    .name = "timeline",
    .state_size = sizeof(struct timeline_state),
    .prepare = prepare_timeline,
    .title = title_timeline,
    .draw = draw_timeline,
    .act = act_timeline,
    .point = point_timeline,
};
