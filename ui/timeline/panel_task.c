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
    const struct exhibit *exhibit;
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
static void tell_worker(const struct told *told, struct strbuf *rich)
{
    const struct plan *plan = told->exhibit->plan;
    unsigned attempt = timeline_died_before(told->timeline, told->span) + 1;
    rich_addf(rich, ROLE_TEXT, "worker %u", told->number);
    rich_addf(rich, ROLE_DIM, " · generation %u · attempt %u", told->generation, attempt);
    if (!plan->chaos.on && attempt <= plan->attempts)
        rich_addf(rich, ROLE_DIM, " of %u", plan->attempts);
}

/* Since tic, or since the attempt before it died; up to the claim of its chunk. */
static void tell_waiting(const struct told *told, struct strbuf *rich)
{
    char time[FORMAT_MAX], count[FORMAT_MAX];
    const struct timeline_span *span = told->span;
    uint64_t chunk = told->timeline->chunk, before = span->task;
    rich_add(rich, ROLE_DIM, "waited   ");
    rich_keep(rich, ROLE_TEXT, write_time(time, sizeof time, span->started));
    if (chunk > 1) {
        rich_add(rich, ROLE_DIM, " until it began, as number ");
        rich_keep(rich, ROLE_DIM, format_count(count, sizeof count, span->task % chunk + 1));
        rich_add(rich, ROLE_DIM, " of chunk ");
        rich_keep(rich, ROLE_DIM, format_count(count, sizeof count, span->task / chunk + 1));
    } else if (before == 0) {
        rich_add(rich, ROLE_DIM, " in the queue, as the first");
    } else {
        rich_addf(rich, ROLE_DIM, " in the queue, behind %s other%s",
                  format_count(count, sizeof count, before), before == 1 ? "" : "s");
    }
}

uint64_t timeline_held_ns(const struct exhibit *exhibit)
{
    const struct timeline *timeline = exhibit->timeline;
    bool worth = timeline->idle >= timeline->all_ended / HELD_SHARE * (timeline->slot_count - 1);
    return worth ? timeline->idle : 0;
}

static void tell_held(const struct told *told, struct strbuf *rich)
{
    char time[FORMAT_MAX];
    uint32_t others = told->timeline->slot_count - 1;
    uint64_t idle = timeline_held_ns(told->exhibit);
    if (!idle) {
        rich_add(rich, ROLE_TEXT, ", and was the last to end");
        return;
    }
    rich_addf(rich, ROLE_TEXT, ", and held the end: %s idle for ",
              others == 1 ? "the other worker was" : "the others were");
    rich_keep(rich, ROLE_WARN | ROLE_STRONG, format_duration(time, sizeof time, idle));
    if (others > 1)
        rich_add(rich, ROLE_TEXT, " in all");
}

/* What its worker did next. */
static void tell_next(const struct told *told, struct strbuf *rich)
{
    const struct timeline_span *next = told->span + 1;
    char name[96], time[FORMAT_MAX];
    uint64_t until =
        told->timeline->all_ended < told->exhibit->now ? told->timeline->all_ended : told->exhibit->now;
    if (told->index + 1 < told->slot->span_count && next->started <= told->exhibit->now) {
        told->exhibit->workload->ops->label(told->exhibit->workload, next->task, name, sizeof name);
        rich_addf(rich, ROLE_DIM, "; then %s", name);
    } else if (told->timeline->pool && told->timeline->drained && until > told->span->ended) {
        bool more = timeline_waiting(told->timeline, until) > 0;
        rich_add(rich, ROLE_TEXT,
                 !more                    ? "; then nothing was left: idle for "
                 : told->exhibit->held_ns ? "; then held at the gate for "
                                          : "; then between two tasks for ");
        rich_keep(rich, ROLE_FIGURE, format_duration(time, sizeof time, until - told->span->ended));
    }
}

static void tell_doing(const struct told *told, struct strbuf *rich)
{
    char time[FORMAT_MAX];
    bool computes = told->exhibit->workload->ops->computes;
    const struct timeline_span *span = told->span;
    uint64_t ended = told->end == SPAN_OPEN ? told->exhibit->now : span->ended;
    write_time(time, sizeof time, ended > span->started ? ended - span->started : 0);
    if (told->end == SPAN_OPEN) {
        rich_addf(rich, ROLE_DIM, "%s", computes ? "runs for " : "sleeps for ");
        rich_keep(rich, ROLE_TEXT, time);
        rich_add(rich, ROLE_DIM, " so far");
        return;
    }
    if (told->end != SPAN_DONE) {
        rich_add(rich, ROLE_FAILED, "died     ");
        rich_addf(rich, ROLE_TEXT, "after %s, and its worker with it%s", time,
                  told->end == SPAN_FAILED            ? "; the task was set aside"
                  : told->exhibit->plan->unsupervised ? "; nobody has noticed"
                                                      : "; the task went back to the queue");
        return;
    }
    rich_add(rich, ROLE_DIM, computes ? "took     " : "slept    ");
    rich_keep(rich, ROLE_TEXT, time);
    if (told->number == told->timeline->last_slot && told->index == told->timeline->last &&
        told->timeline->all_ended <= told->exhibit->now)
        tell_held(told, rich);
    else
        tell_next(told, rich);
}

static bool look_up(struct told *told, const struct exhibit *exhibit, const struct timeline_window *window)
{
    const struct timeline *timeline = exhibit->timeline;
    *told = (struct told){
        .exhibit = exhibit, .timeline = timeline, .number = window->slot, .index = window->span
    };
    if (window->slot >= timeline->slot_count || window->span >= timeline->slots[window->slot].span_count)
        return false;
    told->slot = &timeline->slots[window->slot];
    told->span = &told->slot->spans[window->span];
    told->generation = timeline_lives_until(told->slot, told->span->started);
    told->end = told->span->ended <= exhibit->now ? told->span->end : SPAN_OPEN;
    return told->span->started <= exhibit->now;
}

void panel_task(struct pane box, const struct exhibit *exhibit, const struct timeline_window *window)
{
    void (*const tells[])(const struct told *, struct strbuf *) = { tell_worker, tell_waiting, tell_doing };
    struct told told;
    char title[128] = "Task", began[FORMAT_MAX + 16] = "", time[FORMAT_MAX];
    bool found = look_up(&told, exhibit, window);
    if (found) {
        exhibit->workload->ops->label(exhibit->workload, told.span->task, title, sizeof title);
        snprintf(began, sizeof began, "began at %s", write_time(time, sizeof time, told.span->started));
    }
    struct pane inside = draw_box(box, false, title, began);
    if (!found) {
        draw_fit(inside, 0, 0, inside.w, ROLE_FAINT, DRAW_WORDS, "no task is selected");
        return;
    }
    int y = 0;
    for (size_t i = 0; i < sizeof tells / sizeof *tells && y < inside.h; i++) {
        struct strbuf rich = STRBUF_INIT;
        tells[i](&told, &rich);
        y += rich_draw(inside, y, rich.text);
        strbuf_release(&rich);
    }
}
