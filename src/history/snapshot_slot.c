/* The workers of a record at a moment, and their tasks. */
#include "history/snapshot_look.h"

#include "base/array.h"

#include <math.h>

/* A slot at the moment. */
struct slot_look {
    const struct trace_slot *slot;
    const struct trace_life *place;
    const struct record_life *life; /* the last one that has begun */
    uint32_t begun, end;            /* spans that have begun; spans of this life and those before it */
    bool gone;
    struct trace_span span; /* the last one that has begun */
    struct worker_facts row;
};

/* The share of a task that is done: by the time it took, where the attempt ended;
 * of an attempt that was cut short, by the age of a nap. Of a computation it is not known. */
static double share_of(const struct trace *trace, const struct trace_span *span, uint64_t age)
{
    uint64_t length = span->end == SPAN_DONE ? span->ended - span->started : 0;
    if (length)
        return (double)age / (double)length;
    return trace->workload->ops->computes ? NAN
                                          : trace->workload->ops->share(trace->workload, span->task, 0, age);
}

static void note_doomed(struct look *look, uint32_t task, uint32_t slot, bool gone)
{
    look->doomed = array_grow(look->doomed, look->doomed_count, sizeof *look->doomed);
    look->doomed[look->doomed_count++] = (struct doomed){ task, slot, gone };
}

static bool has_died(const struct trace_span *span)
{
    return span->end == SPAN_DIED || span->end == SPAN_STOPPED;
}

static void fill_tasks(struct look *look, struct slot_look *at)
{
    const struct trace *trace = look->trace;
    uint64_t now = look->snapshot->now;
    bool runs = at->begun && at->span.ended > now;
    bool died = at->begun > at->place->first && has_died(&at->span);
    struct trace_sum sum = trace_sum(trace, at->slot, at->begun - runs);
    at->row.tasks_done = sum.done;
    at->row.weight_done = sum.weight;
    at->row.busy_ns = sum.ns;
    if (died && (runs || trace->plan->unsupervised))
        note_doomed(look, at->span.task, at->row.slot, !runs);
    if (!runs)
        return;
    at->row.state = SLOT_RUNNING;
    at->row.task = at->span.task;
    at->row.task_age_ns = now - at->span.started;
    at->row.task_share = share_of(trace, &at->span, at->row.task_age_ns);
    at->row.busy_ns += at->row.task_age_ns;
}

static enum slot_state state_between_tasks(const struct trace *trace, const struct slot_look *at,
                                           uint64_t now)
{
    if (at->gone)
        return SLOT_EMPTY;
    if (now >= trace->all_ended)
        return SLOT_LEAVING;
    if (at->life->first_start > now)
        return SLOT_STARTING;
    if (trace->plan->traits.one_each)
        return SLOT_LEAVING;
    return at->begun < at->end ? SLOT_CLAIMING : SLOT_IDLE;
}

static void fill_chunk(const struct trace *trace, struct slot_look *at)
{
    const struct record *record = trace->record;
    uint64_t number = at->row.task;
    uint32_t begun = at->begun - (number == TASK_NONE && at->begun && has_died(&at->span));
    if (number == TASK_NONE && begun <= at->place->first)
        return;
    if (number == TASK_NONE)
        number = trace_span(trace, at->slot, begun - 1).task;
    number = trace_position(trace, number);
    uint64_t first = number - number % record->chunk, left = record->task_count - first;
    at->row.chunk_number = first / record->chunk + 1;
    at->row.chunk_share = (double)(number - first) / (double)(left < record->chunk ? left : record->chunk);
    if (at->row.state == SLOT_IDLE || at->row.state == SLOT_LEAVING || at->gone)
        at->row.chunk_share = 1;
}

static void look_at_slot(struct look *look, uint32_t number)
{
    const struct trace *trace = look->trace;
    struct slot_look at = { .slot = &trace->slots[number] };
    uint64_t now = look->snapshot->now;
    uint32_t lives = trace_lives_until(trace, at.slot, now);
    if (!lives)
        return;
    at.place = &at.slot->lives[lives - 1];
    at.life = &trace->record->lives[at.place->number];
    at.gone = at.life->exited && at.life->exited <= now;
    at.begun = trace_spans_before(trace, at.slot, now + 1);
    at.end = lives < at.slot->life_count ? at.place[1].first : at.slot->span_count;
    if (at.begun)
        at.span = trace_span(trace, at.slot, at.begun - 1);
    at.row = (struct worker_facts){ .slot = number,
                                    .life = at.place->number,
                                    .generation = lives - 1,
                                    .pid = at.life->pid,
                                    .task = TASK_NONE,
                                    .died = at.gone && record_life_died(at.life) &&
                                            at.life->exited < look->snapshot->stopped_from,
                                    .no_core = trace_no_core(trace, at.place->number),
                                    .sample.core = -1 };
    fill_tasks(look, &at);
    if (at.row.task == TASK_NONE)
        at.row.state = state_between_tasks(trace, &at, now);
    if (trace->record->chunk > 1)
        fill_chunk(trace, &at);
    struct snapshot *snapshot = look->snapshot;
    snapshot->live_workers += !at.gone;
    snapshot->deaths += at.place->deaths_before + (at.gone && record_life_died(at.life));
    snapshot->deaths_at_work +=
        at.place->deaths_at_work_before + (at.gone && at.life->died_task != UINT32_MAX);
    look_add_row(look, &at.row);
}

void look_at_slots(struct look *look)
{
    for (uint32_t slot = 0; slot < look->trace->slot_count; slot++)
        look_at_slot(look, slot);
}
