/* Making an index and keeping it in order; what it says is in timeline_cell.c. */
#include "history/timeline.h"

#include "history/replay.h"
#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

/* Steps back that a span may need before sorting all is cheaper. */
#define STEPS_MAX 64

/* ---- its parts -------------------------------------------------------------------------------------------- */

struct timeline_slot *timeline_slot(struct timeline *timeline, uint32_t number)
{
    if (number >= timeline->slot_room) {
        uint32_t room = timeline->slot_room ? timeline->slot_room : 8;
        while (room <= number)
            room *= 2;
        timeline->slots = xreallocarray(timeline->slots, room, sizeof *timeline->slots);
        timeline->slot_room = room;
    }
    while (timeline->slot_count <= number)
        timeline->slots[timeline->slot_count++] = (struct timeline_slot){ .spans = NULL };
    return &timeline->slots[number];
}

/* Most slots of a run with a process for every task have one life and one span, or few. */
static uint32_t room_after(uint32_t room)
{
    return room ? 2 * room : 1;
}

struct timeline_life *timeline_add_life(struct timeline_slot *slot, const struct timeline_life *life)
{
    if (slot->life_count == slot->life_room) {
        slot->life_room = room_after(slot->life_room);
        slot->lives = xreallocarray(slot->lives, slot->life_room, sizeof *slot->lives);
    }
    slot->lives[slot->life_count] = *life;
    return &slot->lives[slot->life_count++];
}

uint32_t timeline_add_span(struct timeline_slot *slot, const struct timeline_span *span)
{
    if (slot->span_count == slot->span_room) {
        slot->span_room = room_after(slot->span_room);
        slot->spans = xreallocarray(slot->spans, slot->span_room, sizeof *slot->spans);
    }
    slot->spans[slot->span_count] = *span;
    return slot->span_count++;
}

/* ---- order and sums ----------------------------------------------------------------------------------------- */

/* Of two spans, the one that began first; those of no length come before what began with them. */
static int by_start(const void *a, const void *b)
{
    const struct timeline_span *one = a, *other = b;
    if (one->started != other->started)
        return one->started < other->started ? -1 : 1;
    if (one->ended != other->ended)
        return one->ended < other->ended ? -1 : 1;
    return (one->task > other->task) - (one->task < other->task);
}

/* Moves a span back to its place. Returns where that is; UINT32_MAX when it is too far. */
static uint32_t insert(struct timeline_span *spans, uint32_t index)
{
    struct timeline_span span = spans[index];
    uint32_t to = index;
    while (to > 0 && index - to < STEPS_MAX && by_start(&spans[to - 1], &span) > 0)
        to--;
    if (to > 0 && by_start(&spans[to - 1], &span) > 0)
        return UINT32_MAX;
    memmove(spans + to + 1, spans + to, (index - to) * sizeof *spans);
    spans[to] = span;
    return to;
}

/* Tasks are handed out in order, so they mostly lie so already. Returns the first span whose place may have changed. */
static uint32_t put_in_order(struct timeline_slot *slot, uint32_t from)
{
    uint32_t lowest = from;
    for (uint32_t i = from ? from : 1; i < slot->span_count; i++) {
        uint32_t to = insert(slot->spans, i);
        if (to == UINT32_MAX) {
            qsort(slot->spans, slot->span_count, sizeof *slot->spans, by_start);
            return 0;
        }
        lowest = to < lowest ? to : lowest;
    }
    return lowest;
}

static uint64_t length(uint64_t from, uint64_t to)
{
    return to > from ? to - from : 0;
}

/* What the life before comes to, added up. */
static void sum_life(struct timeline_slot *slot, uint32_t number)
{
    struct timeline_life *life = &slot->lives[number];
    const struct timeline_life *last = number ? life - 1 : NULL;
    life->first = timeline_spans_before(slot, life->spawned);
    life->alive_before = life->start_before = life->lost_before = life->end_before = 0;
    if (!last)
        return;
    life->alive_before = last->alive_before + length(last->spawned, last->exited);
    life->start_before = last->start_before;
    life->lost_before = last->lost_before;
    life->end_before = last->end_before;
    if (life->first == last->first) {
        life->start_before += length(last->spawned, last->exited);
        return;
    }
    const struct timeline_span *first = &slot->spans[last->first], *end = &slot->spans[life->first - 1];
    life->start_before += length(last->spawned, first->started);
    if (end->end == SPAN_DONE)
        life->end_before += length(end->ended, last->exited);
    else
        life->lost_before += length(end->started, end->ended);
}

void timeline_settle(struct timeline_slot *slot, uint32_t span, uint32_t life)
{
    uint32_t from = put_in_order(slot, span);
    uint64_t sum = from ? slot->spans[from - 1].before +
                              length(slot->spans[from - 1].started, slot->spans[from - 1].ended)
                        : 0;
    for (uint32_t i = from; i < slot->span_count; i++) {
        slot->spans[i].before = sum;
        if (slot->spans[i].ended != TIMELINE_NEVER)
            sum += length(slot->spans[i].started, slot->spans[i].ended);
    }
    for (uint32_t i = from < span ? 0 : life; i < slot->life_count; i++)
        sum_life(slot, i);
}

/* ---- of a record ---------------------------------------------------------------------------------------------- */

static void reach(struct timeline *timeline, uint64_t moment)
{
    timeline->end = moment > timeline->end ? moment : timeline->end;
}

static void add_attempt(struct timeline *timeline, uint32_t slot, const struct timeline_span *span)
{
    timeline_add_span(timeline_slot(timeline, slot), span);
    time_index_add(span->ended == TIMELINE_NEVER ? &timeline->open : &timeline->starts, span->started);
    reach(timeline, span->started);
    if (span->ended == TIMELINE_NEVER)
        return;
    time_index_add(&timeline->ends, span->ended);
    reach(timeline, span->ended);
}

static void add_lives(struct timeline *timeline, const struct record *record)
{
    for (uint64_t i = 0; i < record->life_count; i++) {
        const struct record_life *life = &record->lives[i];
        uint64_t doom = replay_doom(record, (uint32_t)i);
        timeline_add_life(timeline_slot(timeline, life->slot),
                          &(struct timeline_life){ .spawned = life->spawned,
                                                   .exited = life->exited ? life->exited : TIMELINE_NEVER,
                                                   .number = (uint32_t)i,
                                                   .died = record_life_died(life) });
        reach(timeline, life->spawned);
        reach(timeline, life->exited);
        timeline->deaths += record_life_died(life);
        if (doom == UINT64_MAX)
            continue;
        add_attempt(timeline, life->slot,
                    &(struct timeline_span){ doom, life->exited, 0, life->died_task, SPAN_DIED });
        timeline_note_death(timeline, &(struct timeline_death){ doom, life->exited, life->died_task });
    }
}

static void add_tasks(struct timeline *timeline, const struct record *record, const struct plan *plan)
{
    static const enum timeline_end ends[] = {
        [TASK_RUNNING] = SPAN_OPEN, [TASK_DONE] = SPAN_DONE, [TASK_FAILED] = SPAN_FAILED
    };
    const struct replay replay = { .record = record, .plan = plan };
    uint64_t claim = UINT64_MAX, ended = 0, place = 0;
    for (uint64_t i = 0; i < record->task_count; i++) {
        const struct record_task *task = &record->tasks[i];
        claim = replay_claim(&replay, i, place, claim);
        place = place + 1 == record->chunk ? 0 : place + 1;
        if (claim != UINT64_MAX)
            timeline_note_claim(timeline, (uint32_t)i, claim);
        if (task->state < TASK_DONE)
            ended = TIMELINE_NEVER;
        else if (task->ended > ended)
            ended = task->ended;
        if (task->life == RECORD_LIFE_NONE || task->state < TASK_RUNNING)
            continue;
        const struct record_life *life = &record->lives[task->life];
        uint64_t end = task->state == TASK_RUNNING ? TIMELINE_NEVER : task->ended;
        if (task->state == TASK_FAILED && life->exited &&
            life->exited < end) /* it was set aside afterwards */
            end = life->exited;
        add_attempt(timeline, life->slot,
                    &(struct timeline_span){ task->started, end, 0, (uint32_t)i, ends[task->state] });
    }
    timeline->all_ended = ended;
}

static void find_last(struct timeline *timeline)
{
    uint64_t ended = 0;
    timeline->last_slot = timeline->last = TIMELINE_NONE;
    for (uint32_t i = 0; i < timeline->slot_count; i++) {
        const struct timeline_slot *slot = &timeline->slots[i];
        uint32_t last = slot->span_count;
        while (last > 0 && slot->spans[last - 1].end != SPAN_DONE)
            last--;
        if (last == 0 || slot->spans[last - 1].ended < ended)
            continue;
        ended = slot->spans[last - 1].ended;
        timeline->last_slot = i;
        timeline->last = last - 1;
    }
    timeline->idle = 0;
    for (uint32_t i = 0; i < timeline->slot_count; i++)
        if (i != timeline->last_slot)
            timeline->idle += timeline_idle_ns(timeline, i);
}

/* The first one in a task, or where it would be. */
static size_t find_death(const struct timeline *timeline, uint32_t task)
{
    size_t low = 0, high = timeline->died_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (timeline->died[middle].task < task)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void timeline_note_death(struct timeline *timeline, const struct timeline_death *death)
{
    size_t at = find_death(timeline, death->task);
    while (at < timeline->died_count && timeline->died[at].task == death->task &&
           timeline->died[at].started <= death->started)
        at++;
    if (timeline->died_count == timeline->died_room) {
        timeline->died_room = timeline->died_room ? 2 * timeline->died_room : 16;
        timeline->died = xreallocarray(timeline->died, timeline->died_room, sizeof *timeline->died);
    }
    memmove(timeline->died + at + 1, timeline->died + at,
            (timeline->died_count++ - at) * sizeof *timeline->died);
    timeline->died[at] = *death;
    time_index_add(&timeline->claims, death->started);
    if (!timeline->unsupervised)
        time_index_add(&timeline->returns, death->ended);
}

/* A claim is that of a whole chunk, in which others may have died meanwhile: what is told twice is taken back once. */
void timeline_note_claim(struct timeline *timeline, uint32_t task, uint64_t claim)
{
    time_index_add(&timeline->claims, claim);
    for (size_t i = timeline->died_count ? find_death(timeline, task) : 0;
         i < timeline->died_count && timeline->died[i].task == task; i++)
        if (timeline->died[i].ended > claim) {
            uint64_t began = timeline->died[i].started;
            time_index_add(&timeline->returns, began > claim ? began : claim);
            time_index_add(&timeline->claims, timeline->died[i].ended);
        }
}

uint32_t timeline_died_before(const struct timeline *timeline, const struct timeline_span *span)
{
    uint32_t died = 0;
    for (size_t i = timeline->died_count ? find_death(timeline, span->task) : 0;
         i < timeline->died_count && timeline->died[i].task == span->task; i++)
        died += timeline->died[i].started < span->started;
    return died;
}

void timeline_hold(struct timeline *timeline, const struct timeline_held *held)
{
    if (timeline->held_count == timeline->held_room) {
        timeline->held_room = timeline->held_room ? 2 * timeline->held_room : 16;
        timeline->held = xreallocarray(timeline->held, timeline->held_room, sizeof *timeline->held);
    }
    timeline->held[timeline->held_count++] = *held;
}

static int by_claim(const void *a, const void *b)
{
    const struct timeline_held *one = a, *other = b;
    return (one->at > other->at) - (one->at < other->at);
}

static void sum_held(struct timeline *timeline)
{
    if (timeline->held_count)
        qsort(timeline->held, timeline->held_count, sizeof *timeline->held, by_claim);
    for (size_t i = 1; i < timeline->held_count; i++)
        timeline->held[i].count += timeline->held[i - 1].count;
}

void timeline_finish(struct timeline *timeline)
{
    sum_held(timeline);
    time_index_settle(&timeline->starts);
    time_index_settle(&timeline->ends);
    time_index_settle(&timeline->open);
    time_index_settle(&timeline->claims);
    time_index_settle(&timeline->returns);
    if (timeline->all_ended != TIMELINE_NEVER)
        find_last(timeline);
}

void timeline_of_record(struct timeline *timeline, const struct record *record, const struct plan *plan)
{
    *timeline = (struct timeline){
        .tasks = record->task_count,
        .chunk = record->chunk,
        .toc = record->toc ? record->toc : TIMELINE_NEVER,
        .unsupervised = plan->unsupervised,
        .pool = !plan->traits.one_each,
        .drained = true,
        .last_slot = TIMELINE_NONE,
        .last = TIMELINE_NONE,
    };
    add_lives(timeline, record);
    add_tasks(timeline, record, plan);
    reach(timeline, record->toc);
    for (uint32_t i = 0; i < timeline->slot_count; i++)
        timeline_settle(&timeline->slots[i], 0, 0);
    timeline_finish(timeline);
}

void timeline_release(struct timeline *timeline)
{
    for (uint32_t i = 0; i < timeline->slot_count; i++) {
        free(timeline->slots[i].spans);
        free(timeline->slots[i].lives);
    }
    free(timeline->slots);
    free(timeline->held);
    free(timeline->died);
    time_index_release(&timeline->starts);
    time_index_release(&timeline->ends);
    time_index_release(&timeline->open);
    time_index_release(&timeline->claims);
    time_index_release(&timeline->returns);
    *timeline = (struct timeline){ .slots = NULL };
}
