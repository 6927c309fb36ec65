/* The queue of a trace: when tasks left it and came back; sums over all slots. */
#include "base/array.h"
#include "base/search.h"
#include "history/trace.h"

#include <string.h>

struct death_search {
    const struct trace *trace;
    uint32_t task;
};

static bool is_before(const void *context, size_t index)
{
    const struct death_search *search = context;
    return search->trace->died[index].task < search->task;
}

/* The index of the first death in a task, or where it would be. */
static size_t find_death(const struct trace *trace, uint32_t task)
{
    return search_count(trace->died_count, is_before, &(struct death_search){ trace, task });
}

void trace_note_death(struct trace *trace, const struct trace_death *death)
{
    size_t at = find_death(trace, death->task);
    while (at < trace->died_count && trace->died[at].task == death->task &&
           trace->died[at].started <= death->started)
        at++;
    trace->died = array_grow(trace->died, trace->died_count, sizeof *trace->died);
    memmove(trace->died + at + 1, trace->died + at, (trace->died_count++ - at) * sizeof *trace->died);
    trace->died[at] = *death;
    time_index_add(&trace->claims, death->started);
    if (!trace->plan->unsupervised)
        time_index_add(&trace->returns, death->ended);
}

/* A claim is of a whole chunk, in whose tasks other workers may have died since:
 * what would be counted twice is taken back once. */
void trace_note_claim(struct trace *trace, uint32_t task, uint64_t claim)
{
    time_index_add(&trace->claims, claim);
    for (size_t i = trace->died_count ? find_death(trace, task) : 0;
         i < trace->died_count && trace->died[i].task == task; i++)
        if (trace->died[i].ended > claim) {
            uint64_t began = trace->died[i].started;
            time_index_add(&trace->returns, began > claim ? began : claim);
            time_index_add(&trace->claims, trace->died[i].ended);
        }
}

uint64_t trace_last_claim(const struct trace *trace)
{
    uint64_t settled = trace->claims.count ? trace->claims.at[trace->claims.count - 1] : 0;
    uint64_t open = trace->open_count ? trace->open[trace->open_count - 1].claim : 0;
    return open > settled ? open : settled;
}

static void find_last(struct trace *trace)
{
    uint64_t ended = 0;
    trace->last_slot = trace->last = TRACE_NONE;
    for (uint32_t i = 0; i < trace->slot_count; i++) {
        const struct trace_slot *slot = &trace->slots[i];
        struct trace_span span = { .end = SPAN_OPEN };
        uint32_t last = slot->span_count;
        while (last > 0 && (span = trace_span(trace, slot, last - 1)).end != SPAN_DONE)
            last--;
        if (last == 0 || span.ended < ended)
            continue;
        ended = span.ended;
        trace->last_slot = i;
        trace->last = last - 1;
    }
    trace->idle = 0;
    for (uint32_t i = 0; i < trace->slot_count; i++)
        if (i != trace->last_slot)
            trace->idle += trace_idle_ns(trace, i);
}

void trace_finish(struct trace *trace)
{
    time_index_settle(&trace->starts);
    time_index_settle(&trace->ends);
    time_index_settle(&trace->claims);
    time_index_settle(&trace->returns);
    if (trace->all_ended != TRACE_NEVER)
        find_last(trace);
}

void trace_index_queue(struct trace *trace)
{
    const struct record *record = trace->record;
    uint64_t claim = TRACE_NEVER, place = 0;
    for (uint32_t i = 0; i < record->life_count; i++)
        if (trace_doom(record, i) != TRACE_NEVER)
            trace_note_death(trace,
                             &(struct trace_death){ record->lives[i].died_started, record->lives[i].exited,
                                                    record->lives[i].died_task });
    for (uint64_t i = 0; i < record->task_count; i++) {
        claim = trace_claim(trace, i, place, claim);
        place = place + 1 == record->chunk ? 0 : place + 1;
        if (claim != TRACE_NEVER)
            trace_note_claim(trace, (uint32_t)i, claim);
    }
    for (uint32_t i = 0; i < trace->slot_count; i++)
        for (uint32_t k = 0; k < trace->slots[i].span_count; k++) {
            struct trace_span span = trace_span(trace, &trace->slots[i], k);
            time_index_add(&trace->starts, span.started);
            if (span.ended != TRACE_NEVER)
                time_index_add(&trace->ends, span.ended);
        }
    trace_finish(trace);
}

uint64_t trace_waiting(const struct trace *trace, uint64_t at)
{
    size_t open = search_up_to(trace->open, trace->open_count, sizeof *trace->open,
                               offsetof(struct trace_open, claim), at);
    uint64_t claimed = time_index_until(&trace->claims, at) + (open ? trace->open[open - 1].tasks : 0);
    return trace->record->task_count + time_index_until(&trace->returns, at) - claimed;
}

uint64_t trace_running_ns(const struct trace *trace, uint64_t from, uint64_t to)
{
    uint64_t begun = time_index_since(&trace->starts, to) - time_index_since(&trace->starts, from);
    return begun - (time_index_since(&trace->ends, to) - time_index_since(&trace->ends, from));
}

uint32_t trace_died_before(const struct trace *trace, const struct trace_span *span)
{
    uint32_t died = 0;
    for (size_t i = find_death(trace, span->task); i < trace->died_count && trace->died[i].task == span->task;
         i++)
        died += trace->died[i].started < span->started;
    return died;
}
