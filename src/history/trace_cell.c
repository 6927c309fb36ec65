/* Sums over stretches of time. */
#include "history/trace.h"

#include "base/number.h"

/* ---- sums until a moment ------------------------------------------------------------------------------- */

/* Since the slot was first used. */
struct sums {
    struct trace_times times;
    uint64_t spans; /* ns */
    uint32_t begun; /* spans that began before */
};

static uint64_t time_until(uint64_t from, uint64_t to, uint64_t at)
{
    uint64_t end = least_of(to, at);
    return end > from ? end - from : 0;
}

/* A worker of a pool that is known to have begun no task was idle from its fork on. */
void trace_add_times(const struct trace *trace, const struct trace_slot *slot, uint32_t index, uint64_t at,
                     struct trace_times *times)
{
    const struct trace_life *life = &slot->lives[index];
    const struct record_life *facts = &trace->record->lives[life->number];
    uint64_t spawned = facts->spawned, exited = facts->exited ? facts->exited : TRACE_NEVER;
    uint32_t after = index + 1 < slot->life_count ? life[1].first : slot->span_count;
    times->alive += time_until(spawned, exited, at);
    if (after == life->first) {
        bool idle = !trace->plan->traits.one_each && exited != TRACE_NEVER && !record_life_died(facts);
        *(idle ? &times->end : &times->start) += time_until(spawned, exited, at);
        return;
    }
    times->start += time_until(spawned, trace_start(trace, slot, life->first), at);
    struct trace_span last = trace_span(trace, slot, after - 1);
    if (last.started >= at)
        return;
    if (last.end == SPAN_DONE && (exited != TRACE_NEVER || trace->drained))
        times->end += time_until(last.ended, exited, at);
    else if (last.end != SPAN_OPEN)
        times->lost += time_until(last.started, last.ended, at);
}

static struct sums sums_until(const struct trace *trace, const struct trace_slot *slot, uint64_t at)
{
    struct sums sums = { .begun = trace_spans_before(trace, slot, at) };
    uint32_t lives = trace_lives_until(trace, slot, at);
    if (lives) {
        sums.times = slot->lives[lives - 1].before;
        trace_add_times(trace, slot, lives - 1, at, &sums.times);
    }
    if (sums.begun) {
        struct trace_span span = trace_span(trace, slot, sums.begun - 1);
        sums.spans = trace_ns_before(trace, slot, sums.begun - 1) + time_until(span.started, span.ended, at);
    }
    return sums;
}

/* ---- cells --------------------------------------------------------------------------------------------- */

static bool has_death(const struct trace *trace, const struct trace_slot *slot, uint64_t from, uint64_t to)
{
    if (!trace->deaths)
        return false;
    uint32_t index = trace_lives_until(trace, slot, from);
    for (index -= index > 0; index < slot->life_count; index++) {
        const struct record_life *life = &trace->record->lives[slot->lives[index].number];
        if (life->spawned >= to)
            return false;
        if (record_life_died(life) && life->exited >= from &&
            life->exited < least_of(to, trace->stopped_from))
            return true;
    }
    return false;
}

/* Spans are in order: at most the last one that began before `from` reaches beyond it. */
static void find_spans(const struct trace *trace, const struct trace_slot *slot, uint64_t from,
                       uint32_t begun, uint32_t end, struct trace_cell *cell)
{
    cell->begun = end - begun;
    cell->first = begun;
    if (begun > 0 && trace_span(trace, slot, begun - 1).ended > from)
        cell->first--;
    cell->touched = end - cell->first;
}

/* Until when a worker without a task was held back, not idle: tasks were waiting. 0: it was not held back. */
static uint64_t held_back_until(const struct trace *trace, const struct trace_slot *slot, uint64_t end,
                                uint64_t now)
{
    uint32_t begun = trace_spans_before(trace, slot, end);
    if (begun == 0 || trace_waiting(trace, trace_span(trace, slot, begun - 1).ended) == 0)
        return 0;
    return trace_waiting(trace, now) > 0 ? now : trace_last_claim(trace);
}

/* The cell between the sums a, until `from`, and b, until `end`. */
static void fill_cell(const struct trace *trace, const struct trace_slot *slot, const struct sums *a,
                      const struct sums *b, uint64_t from, uint64_t end, uint64_t now,
                      struct trace_cell *cell)
{
    uint64_t *ns = cell->ns;
    ns[PHASE_START] = b->times.start - a->times.start;
    ns[PHASE_LOST] = b->times.lost - a->times.lost;
    ns[PHASE_TASK] = b->spans - a->spans - ns[PHASE_LOST];
    ns[PHASE_LEAVING] = b->times.end - a->times.end;
    ns[PHASE_BETWEEN] =
        b->times.alive - a->times.alive - ns[PHASE_START] - (b->spans - a->spans) - ns[PHASE_LEAVING];
    ns[PHASE_NONE] -= b->times.alive - a->times.alive;
    if (!trace->plan->traits.one_each && ns[PHASE_LEAVING]) {
        uint64_t over = least_of(end, from > trace->all_ended ? from : trace->all_ended);
        ns[PHASE_IDLE] = sums_until(trace, slot, over).times.end - a->times.end;
        ns[PHASE_LEAVING] -= ns[PHASE_IDLE];
        uint64_t held = least_of(over, held_back_until(trace, slot, over, now));
        held = held > from ? sums_until(trace, slot, held).times.end - a->times.end : 0;
        ns[PHASE_BETWEEN] += held;
        ns[PHASE_IDLE] -= held;
    }
    find_spans(trace, slot, from, a->begun, b->begun, cell);
    cell->death = has_death(trace, slot, from, end);
}

void trace_cells(const struct trace *trace, uint32_t number, const uint64_t moments[], int count,
                 uint64_t now, struct trace_cell cells[])
{
    const struct trace_slot *slot = &trace->slots[number];
    struct sums before = sums_until(trace, slot, moments[0]);
    for (int i = 0; i < count; i++) {
        uint64_t from = moments[i], end = least_of(moments[i + 1], now);
        cells[i] = (struct trace_cell){ .ns[PHASE_NONE] = moments[i + 1] - from };
        if (end <= from)
            continue;
        struct sums after = sums_until(trace, slot, end);
        fill_cell(trace, slot, &before, &after, from, end, now, &cells[i]);
        before = after;
    }
}

enum trace_phase trace_cell_main(const struct trace_cell *cell)
{
    enum trace_phase main = PHASE_NONE;
    for (enum trace_phase phase = PHASE_NONE; phase < PHASES; phase++)
        if (cell->ns[phase] > cell->ns[main])
            main = phase;
    return main;
}

uint64_t trace_idle_ns(const struct trace *trace, uint32_t slot)
{
    if (trace->plan->traits.one_each || slot >= trace->slot_count)
        return 0;
    return sums_until(trace, &trace->slots[slot], trace->all_ended).times.end;
}
