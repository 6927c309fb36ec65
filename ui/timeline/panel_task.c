/* The task that is selected: who did it, how long it waited, what it held up. */
#include "timeline/panel_timeline.h"

#include "draw/draw.h"
#include "base/format.h"
#include "draw/styled_text.h"
#include "view/labels.h"

#include <stdio.h>

/* A share of the other workers' time from which a last task is said to have held the end. */
#define HELD_SHARE 50

/* What the panel tells of, looked up once. */
struct told {
    const struct timeline_model *timeline_model;
    const struct timeline *timeline;
    const struct timeline_slot *slot;
    const struct timeline_span *span;
    uint32_t number;     /* of the slot */
    uint32_t index;      /* of the span */
    uint32_t generation; /* from 1 */
    enum timeline_end end;
};

/* 5.0004 s as "5.000 s", tabular; short ones with their own unit. */
static char *write_time(char *buf, size_t size, uint64_t ns)
{
    if (ns < 100000000)
        return format_duration(buf, size, ns);
    snprintf(buf, size, "%.3f s", (double)ns / 1e9);
    return buf;
}

/* "attempt 2 of 3" where every death counts: those by our own hand do not, so that there may be more of them. */
static void tell_worker(const struct told *told, struct strbuf *styled)
{
    const struct plan *plan = told->timeline_model->plan;
    unsigned attempt = timeline_died_before(told->timeline, told->span) + 1;
    styled_addf(styled, ROLE_TEXT, "worker %u", told->number);
    styled_addf(styled, ROLE_DIM, " · generation %u · attempt %u", told->generation, attempt);
    if (!plan->chaos.on && attempt <= plan->attempts)
        styled_addf(styled, ROLE_DIM, " of %u", plan->attempts);
}

/* Since tic, or since the attempt before it died; up to the claim of its chunk. */
static void tell_waiting(const struct told *told, struct strbuf *styled)
{
    char time[FORMAT_MAX], count[FORMAT_MAX];
    const struct timeline_span *span = told->span;
    uint64_t chunk = told->timeline->chunk, before = span->task;
    styled_add(styled, ROLE_DIM, "waited   ");
    styled_keep(styled, ROLE_TEXT, write_time(time, sizeof time, span->started));
    if (chunk > 1) {
        styled_add(styled, ROLE_DIM, " until it began, as number ");
        styled_keep(styled, ROLE_DIM, format_count(count, sizeof count, span->task % chunk + 1));
        styled_add(styled, ROLE_DIM, " of chunk ");
        styled_keep(styled, ROLE_DIM, format_count(count, sizeof count, span->task / chunk + 1));
    } else if (before == 0) {
        styled_add(styled, ROLE_DIM, " in the queue, as the first");
    } else {
        styled_addf(styled, ROLE_DIM, " in the queue, behind %s other%s",
                    format_count(count, sizeof count, before), before == 1 ? "" : "s");
    }
}

uint64_t timeline_held_ns(const struct timeline_model *timeline_model)
{
    const struct timeline *timeline = timeline_model->timeline;
    bool worth = timeline->idle >= timeline->all_ended / HELD_SHARE * (timeline->slot_count - 1);
    return worth ? timeline->idle : 0;
}

static void tell_held(const struct told *told, struct strbuf *styled)
{
    char time[FORMAT_MAX];
    uint32_t others = told->timeline->slot_count - 1;
    uint64_t idle = timeline_held_ns(told->timeline_model);
    if (!idle) {
        styled_add(styled, ROLE_TEXT, ", and was the last to end");
        return;
    }
    styled_addf(styled, ROLE_TEXT, ", and held the end: %s idle for ",
                others == 1 ? "the other worker was" : "the others were");
    styled_keep(styled, ROLE_WARN | ROLE_STRONG, format_duration(time, sizeof time, idle));
    if (others > 1)
        styled_add(styled, ROLE_TEXT, " in all");
}

/* What its worker did next. */
static void tell_next(const struct told *told, struct strbuf *styled)
{
    const struct timeline_span *next = told->span + 1;
    char name[96], time[FORMAT_MAX];
    uint64_t until = told->timeline->all_ended < told->timeline_model->now ? told->timeline->all_ended
                                                                           : told->timeline_model->now;
    if (told->index + 1 < told->slot->span_count && next->started <= told->timeline_model->now) {
        told->timeline_model->workload->ops->label(told->timeline_model->workload, next->task, name,
                                                   sizeof name);
        styled_addf(styled, ROLE_DIM, "; then %s", name);
    } else if (told->timeline->pool && told->timeline->drained && until > told->span->ended) {
        bool more = timeline_waiting(told->timeline, until) > 0;
        styled_add(styled, ROLE_TEXT,
                   !more                           ? "; then nothing was left: idle for "
                   : told->timeline_model->held_ns ? "; then held at the gate for "
                                                   : "; then between two tasks for ");
        styled_keep(styled, ROLE_FIGURE, format_duration(time, sizeof time, until - told->span->ended));
    }
}

static void tell_doing(const struct told *told, struct strbuf *styled)
{
    char time[FORMAT_MAX];
    bool computes = told->timeline_model->workload->ops->computes;
    const struct timeline_span *span = told->span;
    uint64_t ended = told->end == SPAN_OPEN ? told->timeline_model->now : span->ended;
    write_time(time, sizeof time, ended > span->started ? ended - span->started : 0);
    if (told->end == SPAN_OPEN) {
        styled_addf(styled, ROLE_DIM, "%s", computes ? "runs for " : "sleeps for ");
        styled_keep(styled, ROLE_TEXT, time);
        styled_add(styled, ROLE_DIM, " so far");
        return;
    }
    if (told->end != SPAN_DONE) {
        styled_add(styled, ROLE_FAILED, "died     ");
        styled_addf(styled, ROLE_TEXT, "after %s, and its worker with it%s", time,
                    told->end == SPAN_FAILED                   ? "; the task was set aside"
                    : told->timeline_model->plan->unsupervised ? "; nobody has noticed"
                                                               : "; the task went back to the queue");
        return;
    }
    styled_add(styled, ROLE_DIM, computes ? "took     " : "slept    ");
    styled_keep(styled, ROLE_TEXT, time);
    if (told->number == told->timeline->last_slot && told->index == told->timeline->last &&
        told->timeline->all_ended <= told->timeline_model->now)
        tell_held(told, styled);
    else
        tell_next(told, styled);
}

static bool look_up(struct told *told, const struct timeline_model *timeline_model,
                    const struct timeline_window *window)
{
    const struct timeline *timeline = timeline_model->timeline;
    *told = (struct told){
        .timeline_model = timeline_model, .timeline = timeline, .number = window->slot, .index = window->span
    };
    if (window->slot >= timeline->slot_count || window->span >= timeline->slots[window->slot].span_count)
        return false;
    told->slot = &timeline->slots[window->slot];
    told->span = &told->slot->spans[window->span];
    told->generation = timeline_lives_until(told->slot, told->span->started);
    told->end = told->span->ended <= timeline_model->now ? told->span->end : SPAN_OPEN;
    return told->span->started <= timeline_model->now;
}

void panel_task(struct pane box, const struct timeline_model *timeline_model,
                const struct timeline_window *window)
{
    void (*const tells[])(const struct told *, struct strbuf *) = { tell_worker, tell_waiting, tell_doing };
    struct told told;
    char title[128] = "Task", began[FORMAT_MAX + 16] = "", time[FORMAT_MAX];
    bool found = look_up(&told, timeline_model, window);
    if (found) {
        timeline_model->workload->ops->label(timeline_model->workload, told.span->task, title, sizeof title);
        snprintf(began, sizeof began, "began at %s", write_time(time, sizeof time, told.span->started));
    }
    struct pane inside = draw_box(box, false, title, began);
    if (!found) {
        draw_fit(inside, 0, 0, inside.w, ROLE_FAINT, DRAW_WORDS, "no task is selected");
        return;
    }
    int y = 0;
    for (size_t i = 0; i < sizeof tells / sizeof *tells && y < inside.h; i++) {
        struct strbuf styled = STRBUF_INIT;
        tells[i](&told, &styled);
        y += styled_draw(inside, y, styled.text);
        strbuf_release(&styled);
    }
}
