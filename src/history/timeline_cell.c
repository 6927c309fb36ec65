/* What the index says. */
#include "history/timeline.h"

#include <string.h>

/* ---- looking things up ------------------------------------------------------------------------------------ */

uint32_t timeline_spans_before(const struct timeline_slot *slot, uint64_t at)
{
    uint32_t low = 0, high = slot->span_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (slot->spans[middle].started < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

uint32_t timeline_lives_until(const struct timeline_slot *slot, uint64_t at)
{
    uint32_t low = 0, high = slot->life_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (slot->lives[middle].spawned <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- sums until a moment ------------------------------------------------------------------------------------ */

/* ns since the slot was first used. */
struct sums {
    uint64_t alive, start, spans, lost, end;
    uint32_t begun; /* spans that began before */
};

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static uint64_t until(uint64_t from, uint64_t to, uint64_t at)
{
    uint64_t end = least(to, at);
    return end > from ? end - from : 0;
}

/* A worker of a pool that never began a task was idle from its fork on, once it is known that it did not. */
static void add_life(const struct timeline *timeline, const struct timeline_slot *slot, uint32_t number,
                     uint64_t at, struct sums *sums)
{
    const struct timeline_life *life = &slot->lives[number];
    uint32_t after = number + 1 < slot->life_count ? life[1].first : slot->span_count;
    sums->alive = life->alive_before + until(life->spawned, life->exited, at);
    sums->start = life->start_before;
    sums->lost = life->lost_before;
    sums->end = life->end_before;
    if (after == life->first) {
        bool idle = timeline->pool && life->exited != TIMELINE_NEVER && !life->died;
        *(idle ? &sums->end : &sums->start) += until(life->spawned, life->exited, at);
        return;
    }
    const struct timeline_span *first = &slot->spans[life->first], *last = &slot->spans[after - 1];
    sums->start += until(life->spawned, first->started, at);
    if (last->end == SPAN_DONE && (life->exited != TIMELINE_NEVER || timeline->drained))
        sums->end += until(last->ended, life->exited, at);
    else if (last->end != SPAN_OPEN)
        sums->lost += until(last->started, last->ended, at);
}

static struct sums sums_until(const struct timeline *timeline, const struct timeline_slot *slot, uint64_t at)
{
    struct sums sums = { .begun = timeline_spans_before(slot, at) };
    uint32_t lives = timeline_lives_until(slot, at);
    if (lives)
        add_life(timeline, slot, lives - 1, at, &sums);
    if (sums.begun) {
        const struct timeline_span *span = &slot->spans[sums.begun - 1];
        sums.spans = span->before + until(span->started, span->ended, at);
    }
    return sums;
}

/* ---- cells ------------------------------------------------------------------------------------------------------ */

static bool has_death(const struct timeline *timeline, const struct timeline_slot *slot, uint64_t from,
                      uint64_t to)
{
    if (!timeline->deaths)
        return false;
    uint32_t life = timeline_lives_until(slot, from);
    life -= life > 0;
    for (; life < slot->life_count && slot->lives[life].spawned < to; life++)
        if (slot->lives[life].died && slot->lives[life].exited >= from && slot->lives[life].exited < to)
            return true;
    return false;
}

/* Whole spans before `from` are the first ones, and those that have ended by then: they lie in order. */
static void find_spans(const struct timeline_slot *slot, uint64_t from, uint32_t begun, uint32_t end,
                       struct timeline_cell *cell)
{
    cell->begun = end - begun;
    cell->first = begun;
    if (begun > 0 && slot->spans[begun - 1].ended > from)
        cell->first--;
    cell->touched = end - cell->first;
}

/* Until when a worker that had no task before `end` was without one though tasks waited: nobody is idle then, somebody
 * holds it back. 0: it was not. */
static uint64_t held_back_until(const struct timeline *timeline, const struct timeline_slot *slot,
                                uint64_t end, uint64_t now)
{
    const struct time_index *claims = &timeline->claims;
    uint32_t begun = timeline_spans_before(slot, end);
    if (begun == 0 || claims->count == 0 || timeline_waiting(timeline, slot->spans[begun - 1].ended) == 0)
        return 0;
    return timeline_waiting(timeline, now) > 0 ? now : claims->at[claims->count - 1];
}

void timeline_cell(const struct timeline *timeline, uint32_t number, uint64_t from, uint64_t to, uint64_t now,
                   struct timeline_cell *cell)
{
    const struct timeline_slot *slot = &timeline->slots[number];
    uint64_t end = least(to, now), *ns = cell->ns;
    memset(cell, 0, sizeof *cell);
    ns[PHASE_NONE] = to - from;
    if (end <= from)
        return;
    struct sums a = sums_until(timeline, slot, from), b = sums_until(timeline, slot, end);
    ns[PHASE_START] = b.start - a.start;
    ns[PHASE_LOST] = b.lost - a.lost;
    ns[PHASE_TASK] = b.spans - a.spans - ns[PHASE_LOST];
    ns[PHASE_LEAVING] = b.end - a.end;
    ns[PHASE_BETWEEN] = b.alive - a.alive - (b.start - a.start) - (b.spans - a.spans) - (b.end - a.end);
    ns[PHASE_NONE] -= b.alive - a.alive;
    if (timeline->pool && ns[PHASE_LEAVING]) {
        uint64_t over = least(end, from > timeline->all_ended ? from : timeline->all_ended);
        ns[PHASE_IDLE] = sums_until(timeline, slot, over).end - a.end;
        ns[PHASE_LEAVING] -= ns[PHASE_IDLE];
        uint64_t held = least(over, held_back_until(timeline, slot, over, now));
        held = held > from ? sums_until(timeline, slot, held).end - a.end : 0;
        ns[PHASE_BETWEEN] += held;
        ns[PHASE_IDLE] -= held;
    }
    find_spans(slot, from, a.begun, b.begun, cell);
    cell->death = has_death(timeline, slot, from, end);
}

enum timeline_phase timeline_cell_main(const struct timeline_cell *cell)
{
    enum timeline_phase main = PHASE_NONE;
    for (enum timeline_phase phase = PHASE_NONE; phase < PHASES; phase++)
        if (cell->ns[phase] > cell->ns[main])
            main = phase;
    return main;
}

/* ---- the whole ----------------------------------------------------------------------------------------------------- */

static uint64_t held_until(const struct timeline *timeline, uint64_t at)
{
    size_t low = 0, high = timeline->held_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (timeline->held[middle].at <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? timeline->held[low - 1].count : 0;
}

uint64_t timeline_waiting(const struct timeline *timeline, uint64_t at)
{
    return timeline->tasks + time_index_until(&timeline->returns, at) -
           time_index_until(&timeline->claims, at) - held_until(timeline, at);
}

uint64_t timeline_running(const struct timeline *timeline, uint64_t at)
{
    return time_index_until(&timeline->starts, at) + time_index_until(&timeline->open, at) -
           time_index_until(&timeline->ends, at);
}

uint64_t timeline_running_ns(const struct timeline *timeline, uint64_t from, uint64_t to)
{
    uint64_t begun = time_index_since(&timeline->starts, to) - time_index_since(&timeline->starts, from);
    begun += time_index_since(&timeline->open, to) - time_index_since(&timeline->open, from);
    return begun - (time_index_since(&timeline->ends, to) - time_index_since(&timeline->ends, from));
}

uint64_t timeline_idle_ns(const struct timeline *timeline, uint32_t slot)
{
    if (!timeline->pool || slot >= timeline->slot_count)
        return 0;
    return sums_until(timeline, &timeline->slots[slot], timeline->all_ended).end;
}
