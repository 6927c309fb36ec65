#include "timeline/timeline_state.h"

#include "base/number.h"

/* A stretch this close to all is all: halving and doubling lose a little. */
#define NEARLY_ALL 64

#define SPAN_LEAST UINT64_C(1000) /* ns; the closest zoom */

static uint64_t earlier(uint64_t moment, uint64_t ns)
{
    return moment > ns ? moment - ns : 0;
}

/* The stretch is moved into the time there is. */
static void show_stretch(struct timeline_state *state, uint64_t from, uint64_t to)
{
    uint64_t span = most_of(to, from + SPAN_LEAST) - from;
    state->zoomed = span + span / NEARLY_ALL < state->all;
    if (!state->zoomed)
        span = most_of(state->all, SPAN_LEAST);
    state->window.from = least_of(from, state->all - least_of(span, state->all));
    state->window.to = state->window.from + span;
}

/* The last span of a slot that begins before a moment; TRACE_NONE: none. */
static uint32_t last_before(const struct trace *trace, uint32_t slot, uint64_t moment)
{
    uint32_t begun = trace_spans_before(trace, &trace->slots[slot], moment);
    return begun ? begun - 1 : TRACE_NONE;
}

static void select_by_itself(struct timeline_state *state, const struct timeline_model *timeline)
{
    const struct trace *trace = timeline->trace;
    bool over = trace->all_ended <= timeline->now;
    if (over && trace->last_slot != TRACE_NONE) {
        state->window.slot = trace->last_slot;
        state->window.span = trace->last;
    } else if (state->window.slot < trace->slot_count) {
        state->window.span = last_before(trace, state->window.slot, timeline->now);
    }
}

static bool is_seen(const struct timeline_window *window, uint64_t moment)
{
    return moment >= window->from && moment <= window->to;
}

/* In leaps: a picture that flows is hard to read. A stretch without the last moment stays. */
static void follow_moment(struct timeline_state *state, uint64_t now)
{
    uint64_t span = state->window.to - state->window.from, from = earlier(now, span / 4);
    if (is_seen(&state->window, state->now) && !is_seen(&state->window, now))
        show_stretch(state, from, from + span);
}

void timeline_fit(struct timeline_state *state, const struct timeline_model *timeline, uint64_t all)
{
    if (state->run != timeline->run + 1 || state->of != timeline->of)
        *state = (struct timeline_state){ .of = timeline->of,
                                          .run = timeline->run + 1,
                                          .window.span = TRACE_NONE };
    state->all = all;
    if (!state->window.by_hand)
        select_by_itself(state, timeline);
    uint64_t now = least_of(timeline->now, all);
    if (!state->zoomed || state->window.to - state->window.from >= all)
        show_stretch(state, 0, all);
    else
        follow_moment(state, now);
    state->now = now;
}

/* Begin and end, so far, of the selected task. False: none is selected. */
static bool task_of(const struct timeline_state *state, const struct timeline_model *timeline, uint64_t *from,
                    uint64_t *to)
{
    const struct trace *trace = timeline->trace;
    uint32_t slot = state->window.slot, span = state->window.span;
    if (slot >= trace->slot_count || span >= trace->slots[slot].span_count)
        return false;
    struct trace_span at = trace_span(trace, &trace->slots[slot], span);
    *from = at.started;
    *to = most_of(least_of(at.ended, timeline->now), at.started);
    return true;
}

/* The moment that keeps its place in a zoom: the middle of the selected task, or of the stretch. */
static uint64_t anchor_of(const struct timeline_state *state, const struct timeline_model *timeline)
{
    const struct timeline_window *window = &state->window;
    uint64_t from, to;
    if (!task_of(state, timeline, &from, &to) || to < window->from || from > window->to)
        return window->from + (window->to - window->from) / 2;
    from = most_of(from, window->from);
    return from + (least_of(to, window->to) - from) / 2;
}

void timeline_zoom(struct timeline_state *state, uint64_t anchor, bool closer)
{
    uint64_t before = anchor - state->window.from, after = state->window.to - anchor;
    if (closer) {
        show_stretch(state, anchor - before / 2, anchor + after / 2);
        return;
    }
    before *= 2;
    show_stretch(state, anchor > before ? anchor - before : 0,
                 anchor > before ? anchor + 2 * after : 2 * (before / 2 + after));
}

/* By a fourth of the stretch. */
static void pan_window(struct timeline_state *state, bool right)
{
    uint64_t span = state->window.to - state->window.from, step = span / 4;
    uint64_t from = right ? state->window.from + step : earlier(state->window.from, step);
    if (state->zoomed)
        show_stretch(state, from, from + span);
}

static void pan_to_task(struct timeline_state *state, const struct timeline_model *timeline)
{
    uint64_t from, to, span = state->window.to - state->window.from;
    if (!state->zoomed || !task_of(state, timeline, &from, &to) ||
        (from >= state->window.from && from < state->window.to))
        return;
    from = earlier(from, span / 4);
    show_stretch(state, from, from + span);
}

static void step_task(struct timeline_state *state, const struct timeline_model *timeline, bool next)
{
    const struct trace *trace = timeline->trace;
    uint32_t slot = state->window.slot, span = state->window.span;
    if (slot >= trace->slot_count)
        return;
    uint32_t begun = trace_spans_before(trace, &trace->slots[slot], timeline->now + 1);
    if (begun == 0)
        return;
    span = span >= begun ? begun - 1 : next ? span + (span + 1 < begun) : span - (span > 0);
    state->window.span = span;
    state->window.by_hand = true;
    pan_to_task(state, timeline);
}

/* Selects what another worker did at the same time. */
static void step_slot(struct timeline_state *state, const struct timeline_model *timeline, int rows)
{
    const struct trace *trace = timeline->trace;
    int64_t slot = (int64_t)state->window.slot + rows, most = (int64_t)trace->slot_count - 1;
    uint64_t from = 0, to = timeline->now;
    task_of(state, timeline, &from, &to);
    slot = slot > most ? most : slot;
    if (slot < 0)
        return;
    state->window.slot = (uint32_t)slot;
    uint32_t begun = trace_spans_before(trace, &trace->slots[slot], from + (to - from) / 2 + 1);
    state->window.span = begun ? begun - 1 : trace->slots[slot].span_count ? 0 : TRACE_NONE;
    state->window.by_hand = true;
}

/* Shows the task in the middle third, or everything if it is there already. */
static void zoom_to_task(struct timeline_state *state, const struct timeline_model *timeline)
{
    uint64_t from, to;
    if (!task_of(state, timeline, &from, &to))
        return;
    uint64_t around = most_of(to - from, SPAN_LEAST), left = earlier(from, around);
    if (state->zoomed && state->window.from == left)
        show_stretch(state, 0, state->all);
    else
        show_stretch(state, left, to + around);
    state->window.by_hand = true;
}

bool timeline_move(struct timeline_state *state, const struct timeline_model *timeline, enum action action)
{
    switch (action) {
    case ACTION_CLOSER:
    case ACTION_WIDER:
        timeline_zoom(state, anchor_of(state, timeline), action == ACTION_CLOSER);
        return true;
    case ACTION_LEFT:
    case ACTION_RIGHT:
        pan_window(state, action == ACTION_RIGHT);
        return true;
    case ACTION_FIRST:
        show_stretch(state, 0, state->window.to - state->window.from);
        return true;
    case ACTION_LAST:
        show_stretch(state, state->all, state->all + state->window.to - state->window.from);
        return true;
    case ACTION_NEXT_TASK:
    case ACTION_PREVIOUS_TASK:
        step_task(state, timeline, action == ACTION_NEXT_TASK);
        return true;
    case ACTION_UP:
    case ACTION_DOWN:
        step_slot(state, timeline, action == ACTION_DOWN ? 1 : -1);
        return true;
    case ACTION_PAGE_UP:
    case ACTION_PAGE_DOWN:
        step_slot(state, timeline, action == ACTION_PAGE_DOWN ? state->rows : -state->rows);
        return true;
    case ACTION_TO_TASK:
        zoom_to_task(state, timeline);
        return true;
    default:
        return false;
    }
}

void timeline_select(struct timeline_state *state, const struct timeline_model *timeline, uint32_t slot,
                     uint64_t before)
{
    state->window.slot = slot;
    state->window.span = last_before(timeline->trace, slot, before);
    state->window.by_hand = true;
}
