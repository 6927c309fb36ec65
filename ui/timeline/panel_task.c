/* The selected task: its worker, how long it waited, what it held up. */
#include "timeline/panel_timeline.h"

#include "base/number.h"
#include "draw/draw.h"
#include "base/format.h"
#include "draw/styled_text.h"

#include <stdio.h>

/* The last task held the end if the others idled for at least 1/50 of their time. */
#define HELD_SHARE 50

/* What the panel is about. */
struct task_facts {
    const struct timeline_model *timeline;
    const struct trace *trace;
    const struct trace_slot *slot;
    struct trace_span span;
    uint32_t number;     /* of the slot */
    uint32_t index;      /* of the span */
    uint32_t generation; /* from 1 */
    enum span_end end;
    enum detail { WHOLE, BRIEF, BRIEFER, BRIEFEST } detail; /* words go before figures */
};

/* "5.000 s": tabular; short times have a unit of their own. */
static char *write_time(char *buf, size_t size, uint64_t ns)
{
    if (ns < 100000000)
        return format_duration(buf, size, ns);
    snprintf(buf, size, "%.3f s", (double)ns / 1e9);
    return buf;
}

/* "attempt 2 of 3", but not with chaos: its deaths do not count, so there may be more. */
static void write_worker(const struct task_facts *facts, struct strbuf *styled)
{
    const struct plan *plan = facts->timeline->plan;
    char time[FORMAT_MAX];
    unsigned attempt = trace_died_before(facts->trace, &facts->span) + 1;
    styled_addf(styled, ROLE_TEXT, "worker %u", facts->number);
    if (facts->detail == BRIEFEST)
        return;
    styled_addf(styled, ROLE_DIM, " · generation %u · attempt %u", facts->generation, attempt);
    if (!plan->chaos.on && attempt <= plan->attempts)
        styled_addf(styled, ROLE_DIM, " of %u", plan->attempts);
    double no_core = timeline_no_core(facts->timeline, facts->number, facts->span.started);
    if (no_core > 0)
        styled_addf(styled, ROLE_DIM, " · had a core %s of its time",
                    format_percent(time, sizeof time, 1 - no_core));
}

/* Since tic, or since the attempt before it died; up to the claim of its chunk. */
static void write_waiting(const struct task_facts *facts, struct strbuf *styled)
{
    char time[FORMAT_MAX], count[FORMAT_MAX];
    const struct trace_span *span = &facts->span;
    uint64_t chunk = facts->trace->record->chunk, before = trace_position(facts->trace, span->task);
    styled_add(styled, ROLE_DIM, "waited   ");
    styled_keep(styled, ROLE_TEXT, write_time(time, sizeof time, span->started));
    if (chunk > 1) {
        styled_add(styled, ROLE_DIM, facts->detail ? ", number " : " until it began, as number ");
        styled_keep(styled, ROLE_DIM, format_count(count, sizeof count, before % chunk + 1));
        styled_add(styled, ROLE_DIM, " of chunk ");
        styled_keep(styled, ROLE_DIM, format_count(count, sizeof count, before / chunk + 1));
    } else if (before == 0) {
        styled_addf(styled, ROLE_DIM, "%s, as the first", facts->detail ? "" : " in the queue");
    } else {
        styled_addf(styled, ROLE_DIM, "%s, behind ", facts->detail ? "" : " in the queue");
        styled_keep(styled, ROLE_DIM, format_plural(count, sizeof count, before, "other"));
    }
}

uint64_t timeline_held_ns(const struct timeline_model *timeline)
{
    const struct trace *trace = timeline->trace;
    bool worth = trace->idle >= trace->all_ended / HELD_SHARE * (trace->slot_count - 1);
    return worth ? trace->idle : 0;
}

static void write_held(const struct task_facts *facts, struct strbuf *styled)
{
    static const char *const words[] = { "; all wait for this one: %s idle for ",
                                         "; all wait for it: %s idle for ", "; all wait: idle ", "; idle " };
    char time[FORMAT_MAX];
    uint32_t others = facts->trace->slot_count - 1;
    uint64_t idle = timeline_held_ns(facts->timeline);
    if (!idle) {
        styled_add(styled, ROLE_TEXT, facts->detail ? "; the last" : ", and was the last to end");
        return;
    }
    styled_addf(styled, ROLE_TEXT, words[facts->detail],
                others == 1 ? "the other worker was" : "the others were");
    styled_keep(styled, ROLE_WARN | ROLE_STRONG, format_duration(time, sizeof time, idle));
    if (others > 1 && facts->detail < BRIEFEST)
        styled_add(styled, ROLE_TEXT, " in all");
}

/* What its worker did next. */
static void write_next(const struct task_facts *facts, struct strbuf *styled)
{
    char name[96], time[FORMAT_MAX];
    uint64_t until = least_of(facts->trace->all_ended, facts->timeline->now);
    bool more = facts->index + 1 < facts->slot->span_count;
    struct trace_span next = trace_span(facts->trace, facts->slot, facts->index + more);
    if (more && next.started <= facts->timeline->now) {
        facts->timeline->workload->ops->label(facts->timeline->workload, next.task, name, sizeof name);
        styled_addf(styled, ROLE_DIM, "; then %s", name);
    } else if (!facts->trace->plan->traits.one_each && facts->trace->drained && until > facts->span.ended) {
        bool waits = trace_waiting(facts->trace, until) > 0;
        styled_add(styled, ROLE_TEXT,
                   !waits && facts->detail    ? "; then idle for "
                   : !waits                   ? "; then nothing was left: idle for "
                   : facts->timeline->held_ns ? "; then held at the gate for "
                                              : "; then between two tasks for ");
        styled_keep(styled, ROLE_FIGURE, format_duration(time, sizeof time, until - facts->span.ended));
    }
}

static void write_doing(const struct task_facts *facts, struct strbuf *styled)
{
    char time[FORMAT_MAX];
    bool computes = facts->timeline->workload->ops->computes;
    const struct trace_span *span = &facts->span;
    uint64_t ended = facts->end == SPAN_OPEN ? facts->timeline->now : span->ended;
    write_time(time, sizeof time, ended > span->started ? ended - span->started : 0);
    if (facts->end == SPAN_OPEN) {
        styled_addf(styled, ROLE_DIM, "%s", computes ? "runs for " : "sleeps for ");
        styled_keep(styled, ROLE_TEXT, time);
        styled_add(styled, ROLE_DIM, " so far");
        return;
    }
    if (facts->end == SPAN_STOPPED) {
        styled_add(styled, ROLE_STOPPED, "stopped  ");
        styled_addf(styled, ROLE_TEXT, "after %s, with the whole run", time);
        return;
    }
    if (facts->end != SPAN_DONE) {
        styled_add(styled, ROLE_FAILED, "died     ");
        styled_addf(styled, ROLE_TEXT, "after %s, and its worker with it%s", time,
                    facts->end == SPAN_FAILED             ? "; the task was set aside"
                    : facts->timeline->plan->unsupervised ? "; the pool is unsupervised"
                                                          : "; the task went back to the queue");
        return;
    }
    styled_add(styled, ROLE_DIM, computes ? "took     " : "slept    ");
    styled_keep(styled, ROLE_TEXT, time);
    if (facts->number == facts->trace->last_slot && facts->index == facts->trace->last &&
        facts->trace->all_ended <= facts->timeline->now)
        write_held(facts, styled);
    else
        write_next(facts, styled);
}

static bool find_task(struct task_facts *facts, const struct timeline_model *timeline,
                      const struct timeline_window *window)
{
    const struct trace *trace = timeline->trace;
    *facts = (struct task_facts){
        .timeline = timeline, .trace = trace, .number = window->slot, .index = window->span
    };
    if (window->slot >= trace->slot_count || window->span >= trace->slots[window->slot].span_count)
        return false;
    facts->slot = &trace->slots[window->slot];
    facts->span = trace_span(trace, facts->slot, window->span);
    facts->generation = trace_lives_until(facts->trace, facts->slot, facts->span.started);
    facts->end = facts->span.ended <= timeline->now ? facts->span.end : SPAN_OPEN;
    return facts->span.started <= timeline->now;
}

typedef void line_fn(const struct task_facts *facts, struct strbuf *styled);

/* Returns the rows it takes; a pane without rows only measures. */
static int draw_line(struct pane inside, int y, line_fn *write, const struct task_facts *facts)
{
    struct strbuf styled = STRBUF_INIT;
    write(facts, &styled);
    int rows = styled_draw(inside, inside.h ? y : 0, 0, styled.text);
    strbuf_release(&styled);
    return rows;
}

/* Where the lines need more rows than there are, each gives up words until it fits one row. */
static void draw_lines(struct pane inside, struct task_facts *facts)
{
    line_fn *const writers[] = { write_worker, write_waiting, write_doing };
    struct pane nowhere = pane_sub(inside, 0, 0, inside.w, 0);
    int all = 0, y = 0;
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++)
        all += draw_line(nowhere, 0, writers[i], facts);
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++) {
        facts->detail = WHOLE;
        while (all > inside.h && facts->detail < BRIEFEST && draw_line(nowhere, 0, writers[i], facts) > 1)
            facts->detail++;
        y += draw_line(inside, y, writers[i], facts);
    }
}

void panel_task(struct pane box, const struct timeline_model *timeline, const struct timeline_window *window)
{
    struct task_facts facts;
    char title[128] = "Task", began[FORMAT_MAX + 16] = "", time[FORMAT_MAX];
    bool found = find_task(&facts, timeline, window);
    if (found) {
        timeline->workload->ops->label(timeline->workload, facts.span.task, title, sizeof title);
        snprintf(began, sizeof began, "began at %s", write_time(time, sizeof time, facts.span.started));
    }
    struct pane inside = draw_box(box, false, title, began);
    if (!found) {
        draw_fit(inside, 0, 0, inside.w, ROLE_FAINT, DRAW_WORDS, "no task is selected");
        return;
    }
    draw_lines(inside, &facts);
}
