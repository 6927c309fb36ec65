/* Looking things up in a trace. */
#include "base/search.h"
#include "history/trace.h"

/* The context of search_count(). */
struct asked {
    const struct trace *trace;
    const struct trace_slot *slot;
    uint64_t at;
};

struct trace_span trace_span(const struct trace *trace, const struct trace_slot *slot, uint32_t index)
{
    return trace_span_of(trace, slot->spans[index]);
}

struct trace_span trace_span_of(const struct trace *trace, uint32_t number)
{
    static const enum span_end ends[] = {
        [TASK_RUNNING] = SPAN_OPEN, [TASK_DONE] = SPAN_DONE, [TASK_FAILED] = SPAN_FAILED
    };
    const struct record *record = trace->record;
    if (number >= record->task_count) {
        const struct record_life *life = &record->lives[number - record->task_count];
        return (struct trace_span){ life->died_started, life->exited, life->died_task,
                                    life->exited < trace->stopped_from ? SPAN_DIED : SPAN_STOPPED };
    }
    const struct record_task *task = &record->tasks[number];
    struct trace_span span = { task->started, task->ended, number, ends[task->state] };
    if (task->state == TASK_RUNNING)
        span.ended = TRACE_NEVER;
    if (task->state == TASK_FAILED) { /* it was set aside after the death of its worker */
        uint64_t exited = record->lives[task->life].exited;
        span.ended = exited && exited < span.ended ? exited : span.ended;
    }
    return span;
}

uint32_t trace_life_of(const struct trace *trace, const struct trace_slot *slot, uint32_t index)
{
    uint32_t number = slot->spans[index];
    uint64_t tasks = trace->record->task_count;
    return number < tasks ? trace->record->tasks[number].life : (uint32_t)(number - tasks);
}

uint64_t trace_start_of(const struct trace *trace, uint32_t number)
{
    uint64_t tasks = trace->record->task_count;
    return number < tasks ? trace->record->tasks[number].started
                          : trace->record->lives[number - tasks].died_started;
}

uint64_t trace_start(const struct trace *trace, const struct trace_slot *slot, uint32_t index)
{
    return slot->places ? slot->places[index].started : trace_start_of(trace, slot->spans[index]);
}

static bool span_is_before(const void *context, size_t index)
{
    const struct asked *asked = context;
    return trace_start_of(asked->trace, asked->slot->spans[index]) < asked->at;
}

uint32_t trace_spans_before(const struct trace *trace, const struct trace_slot *slot, uint64_t at)
{
    if (slot->places)
        return (uint32_t)search_less(slot->places, slot->span_count, sizeof *slot->places,
                                     offsetof(struct trace_place, started), at);
    return (uint32_t)search_count(slot->span_count, span_is_before, &(struct asked){ trace, slot, at });
}

uint64_t trace_ns_before(const struct trace *trace, const struct trace_slot *slot, uint32_t index)
{
    return slot->places ? slot->places[index].before : trace_sum(trace, slot, index).ns;
}

static bool life_is_until(const void *context, size_t index)
{
    const struct asked *asked = context;
    return asked->trace->record->lives[asked->slot->lives[index].number].spawned <= asked->at;
}

uint32_t trace_lives_until(const struct trace *trace, const struct trace_slot *slot, uint64_t at)
{
    return (uint32_t)search_count(slot->life_count, life_is_until, &(struct asked){ trace, slot, at });
}

uint64_t trace_births_until(const struct trace *trace, uint64_t at)
{
    const struct record *record = trace->record;
    return search_up_to(record->lives, record->life_count, sizeof *record->lives,
                        offsetof(struct record_life, spawned), at);
}

double trace_no_core(const struct trace *trace, uint32_t number)
{
    const struct record_life *life = &trace->record->lives[number];
    uint64_t inside = life->busy_ns;
    if (life->died_task != UINT32_MAX && life->exited > life->died_started)
        inside += life->exited - life->died_started;
    if (!trace->workload->ops->computes || !life->cpu_ns || life->cpu_ns >= inside)
        return 0;
    return (double)(inside - life->cpu_ns) / (double)inside;
}

/* ---- from one event to the next ------------------------------------------------------------------------ */

/* The nearest moment on one side of where the search began. */
struct step {
    uint64_t from;
    bool before;
    uint64_t found; /* TRACE_NEVER: none yet */
};

static void offer_moment(struct step *step, uint64_t moment)
{
    bool nearer = step->found == TRACE_NEVER || (step->before ? moment > step->found : moment < step->found);
    if (moment != TRACE_NEVER && nearer && (step->before ? moment < step->from : moment > step->from))
        step->found = moment;
}

/* Spans and lives of a slot follow each other, so the last that began and the next one suffice. */
static void offer_slot(struct step *step, const struct trace *trace, const struct trace_slot *slot)
{
    uint64_t at = step->from + !step->before; /* a step forward passes what began at `from` */
    uint32_t begun = trace_spans_before(trace, slot, at);
    for (uint32_t i = begun ? begun - 1 : 0; i < slot->span_count && i <= begun; i++) {
        struct trace_span span = trace_span(trace, slot, i);
        offer_moment(step, span.started);
        offer_moment(step, span.ended);
    }
    begun = at ? trace_lives_until(trace, slot, at - 1) : 0;
    for (uint32_t i = begun ? begun - 1 : 0; i < slot->life_count && i <= begun; i++) {
        const struct record_life *life = &trace->record->lives[slot->lives[i].number];
        offer_moment(step, life->spawned);
        offer_moment(step, life->exited ? life->exited : TRACE_NEVER);
    }
}

static uint64_t find_step(const struct trace *trace, uint64_t now, bool before)
{
    const struct record *record = trace->record;
    struct step step = { .from = now, .before = before, .found = TRACE_NEVER };
    for (uint32_t i = 0; i < trace->slot_count; i++)
        offer_slot(&step, trace, &trace->slots[i]);
    for (uint32_t i = 0; i < record->event_count; i++)
        offer_moment(&step, record->events[i].time);
    offer_moment(&step, record->toc ? record->toc : TRACE_NEVER);
    return step.found;
}

uint64_t trace_next(const struct trace *trace, uint64_t now)
{
    uint64_t moment = find_step(trace, now, false);
    return moment < trace->end ? moment : trace->end;
}

uint64_t trace_previous(const struct trace *trace, uint64_t now)
{
    uint64_t moment = find_step(trace, now, true);
    return moment == TRACE_NEVER ? 0 : moment;
}
