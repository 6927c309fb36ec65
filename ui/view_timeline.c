/* The timeline: what every worker did when, at one glance. */
#include "view.h"

#include "draw.h"
#include "format.h"
#include "layout.h"
#include "model.h"
#include "panel_timeline.h"
#include "widget.h"
#include "wording.h"

#include <stdio.h>

/* Columns that stay free at the right while all is shown. */
enum { MARGIN = 3 };

/* Closer than this nothing is told apart any more. */
#define SPAN_LEAST UINT64_C(1000) /* ns */

typedef struct timeline_state {
    const struct timeline *timeline; /* that it is about: not followed, only compared */
    size_t run;
    bool zoomed; /* to window.from … window.to; else all is shown */
    bool chosen; /* the task was selected by hand */
    struct timeline_window window;
    int rows;
} view_state;

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
    if (exhibit->live)
        return rounded_up(exhibit->now + exhibit->now / 20 + 1);
    return end + end / (uint64_t)(columns > MARGIN ? columns - MARGIN : 1) * MARGIN + 1;
}

static void select_by_itself(view_state *state, const struct exhibit *exhibit)
{
    const struct timeline *timeline = exhibit->timeline;
    bool over = timeline->all_ended <= exhibit->now;
    if (over && timeline->last_slot != TIMELINE_NONE) {
        state->window.slot = timeline->last_slot;
        state->window.span = timeline->last;
    } else if (state->window.slot < timeline->slot_count) {
        uint32_t begun = timeline_spans_before(&timeline->slots[state->window.slot], exhibit->now);
        state->window.span = begun ? begun - 1 : TIMELINE_NONE;
    }
}

static void prepare_timeline(void *data, const struct model *model, int w, int h)
{
    view_state *state = data;
    const struct exhibit *exhibit = model->exhibit;
    if (!exhibit)
        return;
    if (state->run != exhibit->run + 1) {
        *state = (view_state){ .run = exhibit->run + 1 };
        state->window.span = TIMELINE_NONE;
    }
    struct rect at = place(model, w, h).timeline;
    struct timeline_grid grid = timeline_grid(at.w, at.h, exhibit->timeline->slot_count);
    uint64_t all = end_of_all(exhibit, grid.columns);
    struct timeline_window *window = &state->window;
    if (!state->chosen)
        select_by_itself(state, exhibit);
    if (!state->zoomed || window->to - window->from >= all) {
        state->zoomed = false;
        window->from = 0;
        window->to = all;
    }
    state->rows = grid.rows;
    window->first = (uint32_t)widget_scroll((int)window->first, (int)window->slot,
                                            (int)exhibit->timeline->slot_count, grid.rows);
}

/* ---- cells --------------------------------------------------------------------------------------------------- */

static void title_timeline(const void *data, const struct model *model, char *title, char *note, size_t size)
{
    const struct exhibit *exhibit = model->exhibit;
    char time[FORMAT_MAX];
    (void)data;
    snprintf(title, size, "Timeline");
    snprintf(note, size, "%s", "");
    if (model->series)
        wording_title(title, size, model->series->experiment);
    if (!exhibit)
        return;
    if (exhibit->live)
        snprintf(note, size, "%s · live", wording_clock(time, sizeof time, exhibit->now));
    else
        snprintf(note, size, "%.3f s · recorded", (double)exhibit->now / 1e9);
}

static struct pane at_rect(struct pane screen, struct rect rect)
{
    return pane_sub(screen, rect.x, rect.y, rect.w, rect.h);
}

static void draw_timeline(const void *data, const struct model *model, struct pane screen)
{
    const view_state *state = data;
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
    view_state *state = data;
    (void)model;
    (void)state;
    switch (action) {
    default:
        return (struct wish_for){ .wish = WISH_UNUSED };
    }
}

extern const struct view_ops view_timeline;
const struct view_ops view_timeline = {
    .screen = SCREEN_TIMELINE,
    .name = "timeline",
    .state_size = sizeof(view_state),
    .prepare = prepare_timeline,
    .title = title_timeline,
    .draw = draw_timeline,
    .act = act_timeline,
};
