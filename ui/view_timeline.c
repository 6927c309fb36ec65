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
    const struct recording *of; /* with `run`: what this is about; not followed, only compared */
    size_t run;
    bool zoomed; /* to window.from … window.to; else all is shown */
    struct timeline_window window;
    uint64_t all; /* ns that all takes; from prepare(), as the next two */
    int rows, columns;
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

/* That stretch of time, moved into what there is. */
static void show(view_state *state, uint64_t from, uint64_t to)
{
    uint64_t span = to > from + SPAN_LEAST ? to - from : SPAN_LEAST;
    state->zoomed = span < state->all;
    if (!state->zoomed)
        span = state->all > SPAN_LEAST ? state->all : SPAN_LEAST;
    if (from > state->all - (span < state->all ? span : state->all))
        from = state->all - (span < state->all ? span : state->all);
    state->window.from = from;
    state->window.to = from + span;
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
    if (state->run != exhibit->run + 1 || state->of != exhibit->of)
        *state = (view_state){ .of = exhibit->of, .run = exhibit->run + 1, .window.span = TIMELINE_NONE };
    struct rect at = place(model, w, h).timeline;
    struct timeline_grid grid = timeline_grid(at.w, at.h, exhibit->timeline->slot_count);
    struct timeline_window *window = &state->window;
    state->all = end_of_all(exhibit, grid.columns);
    state->columns = grid.columns;
    if (!window->by_hand)
        select_by_itself(state, exhibit);
    if (!state->zoomed || window->to - window->from >= state->all)
        show(state, 0, state->all);
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
    if (!exhibit)
        return;
    wording_title(title, size, &exhibit->of->experiment);
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

/* Begin and end of the selected task, as far as it is known. False: none is selected. */
static bool task_of(const view_state *state, const struct exhibit *exhibit, uint64_t *from, uint64_t *to)
{
    const struct timeline *timeline = exhibit->timeline;
    uint32_t slot = state->window.slot, span = state->window.span;
    if (slot >= timeline->slot_count || span >= timeline->slots[slot].span_count)
        return false;
    const struct timeline_span *at = &timeline->slots[slot].spans[span];
    *from = at->started;
    *to = at->ended < exhibit->now ? at->ended : exhibit->now > at->started ? exhibit->now : at->started;
    return true;
}

/* What stays where it is while everything around it grows or shrinks: the task, where it can be seen, or the middle. */
static uint64_t anchor_of(const view_state *state, const struct exhibit *exhibit)
{
    const struct timeline_window *window = &state->window;
    uint64_t from, to;
    if (!task_of(state, exhibit, &from, &to) || to < window->from || from > window->to)
        return window->from + (window->to - window->from) / 2;
    from = from > window->from ? from : window->from;
    to = to < window->to ? to : window->to;
    return from + (to - from) / 2;
}

static void zoom_at(view_state *state, uint64_t anchor, bool closer)
{
    uint64_t before = anchor - state->window.from, after = state->window.to - anchor;
    if (closer) {
        show(state, anchor - before / 2, anchor + after / 2);
        return;
    }
    before *= 2;
    show(state, anchor > before ? anchor - before : 0,
         anchor > before ? anchor + 2 * after : 2 * (before / 2 + after));
}

/* A fourth of what is seen. */
static void pan(view_state *state, bool right)
{
    uint64_t span = state->window.to - state->window.from, step = span / 4, from = state->window.from;
    if (state->zoomed)
        show(state,
             right         ? from + step
             : from > step ? from - step
                           : 0,
             (right         ? from + step
              : from > step ? from - step
                            : 0) +
                 span);
}

/* So that the selected task can be seen. */
static void pan_to_task(view_state *state, const struct exhibit *exhibit)
{
    uint64_t from, to, span = state->window.to - state->window.from;
    if (!state->zoomed || !task_of(state, exhibit, &from, &to) ||
        (from >= state->window.from && from < state->window.to))
        return;
    from = from > span / 4 ? from - span / 4 : 0;
    show(state, from, from + span);
}

static void step_task(view_state *state, const struct exhibit *exhibit, bool next)
{
    const struct timeline *timeline = exhibit->timeline;
    uint32_t slot = state->window.slot, span = state->window.span;
    if (slot >= timeline->slot_count)
        return;
    uint32_t begun = timeline_spans_before(&timeline->slots[slot], exhibit->now + 1);
    if (begun == 0)
        return;
    span = span >= begun ? begun - 1 : next ? span + (span + 1 < begun) : span - (span > 0);
    state->window.span = span;
    state->window.by_hand = true;
    pan_to_task(state, exhibit);
}

/* Another worker: what it did at the same time. */
static void step_slot(view_state *state, const struct exhibit *exhibit, int rows)
{
    const struct timeline *timeline = exhibit->timeline;
    int64_t slot = (int64_t)state->window.slot + rows, most = (int64_t)timeline->slot_count - 1;
    uint64_t from = 0, to = exhibit->now;
    task_of(state, exhibit, &from, &to);
    slot = slot > most ? most : slot;
    if (slot < 0)
        return;
    state->window.slot = (uint32_t)slot;
    uint32_t begun = timeline_spans_before(&timeline->slots[slot], from + (to - from) / 2 + 1);
    state->window.span = begun ? begun - 1 : timeline->slots[slot].span_count ? 0 : TIMELINE_NONE;
    state->window.by_hand = true;
}

/* The task in the middle third, or everything where it is there already. */
static void to_task(view_state *state, const struct exhibit *exhibit)
{
    uint64_t from, to;
    if (!task_of(state, exhibit, &from, &to))
        return;
    uint64_t around = to - from > SPAN_LEAST ? to - from : SPAN_LEAST,
             left = from > around ? from - around : 0;
    if (state->zoomed && state->window.from == left)
        show(state, 0, state->all);
    else
        show(state, left, to + around);
    state->window.by_hand = true;
}

static bool act_on(view_state *state, const struct exhibit *exhibit, enum action action)
{
    switch (action) {
    case ACTION_CLOSER:
    case ACTION_WIDER:
        zoom_at(state, anchor_of(state, exhibit), action == ACTION_CLOSER);
        return true;
    case ACTION_LEFT:
    case ACTION_RIGHT:
        pan(state, action == ACTION_RIGHT);
        return true;
    case ACTION_FIRST:
        show(state, 0, state->window.to - state->window.from);
        return true;
    case ACTION_LAST:
        show(state, state->all, state->all + state->window.to - state->window.from);
        return true;
    case ACTION_NEXT_TASK:
    case ACTION_PREVIOUS_TASK:
        step_task(state, exhibit, action == ACTION_NEXT_TASK);
        return true;
    case ACTION_UP:
    case ACTION_DOWN:
        step_slot(state, exhibit, action == ACTION_DOWN ? 1 : -1);
        return true;
    case ACTION_PAGE_UP:
    case ACTION_PAGE_DOWN:
        step_slot(state, exhibit, action == ACTION_PAGE_DOWN ? state->rows : -state->rows);
        return true;
    case ACTION_TO_TASK:
        to_task(state, exhibit);
        return true;
    default:
        return false;
    }
}

static struct wish_for act_timeline(void *data, const struct model *model, enum action action)
{
    view_state *state = data;
    bool done = model->exhibit && act_on(state, model->exhibit, action);
    return (struct wish_for){ .wish = done ? WISH_NONE : WISH_UNUSED };
}

/* A click selects the task under it; the wheel comes closer to what is under it and goes away from it. */
static struct wish_for point_timeline(void *data, const struct model *model, const struct key_press *press,
                                      int w, int h)
{
    view_state *state = data;
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
        zoom_at(state, moment, press->key == K_WHEEL_UP);
        return (struct wish_for){ .wish = WISH_NONE };
    }
    const struct timeline_slot *slot = &exhibit->timeline->slots[state->window.first + (uint32_t)row];
    uint32_t begun = timeline_spans_before(slot, timeline_moment(&state->window, grid.columns, x + 1));
    state->window.slot = state->window.first + (uint32_t)row;
    state->window.span = begun ? begun - 1 : TIMELINE_NONE;
    state->window.by_hand = true;
    return (struct wish_for){ .wish = WISH_NONE };
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
    .point = point_timeline,
};
