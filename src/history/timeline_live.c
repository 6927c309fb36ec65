#include "history/timeline_live.h"

#include "board/board.h"
#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

/* ---- what has changed --------------------------------------------------------------------------------------- */

static void put(uint32_t **list, size_t *count, size_t *room, uint32_t number)
{
    if (*count == *room) {
        *room = *room ? 2 * *room : 16;
        *list = xreallocarray(*list, *room, sizeof **list);
    }
    (*list)[(*count)++] = number;
}

static struct timeline_change *change_of(struct timeline_live *live, uint32_t slot)
{
    timeline_slot(&live->timeline, slot);
    if (slot >= live->change_room) {
        uint32_t room = live->timeline.slot_room;
        live->changes = xreallocarray(live->changes, room, sizeof *live->changes);
        memset(live->changes + live->change_room, 0, (room - live->change_room) * sizeof *live->changes);
        live->change_room = room;
    }
    struct timeline_change *change = &live->changes[slot];
    if (change->changed)
        return change;
    put(&live->changed, &live->changed_count, &live->changed_room, slot);
    change->changed = true;
    change->span = change->life = UINT32_MAX;
    return change;
}

static void change_life(struct timeline_change *change, uint32_t life)
{
    change->life = life < change->life ? life : change->life;
}

static void add_span(struct timeline_live *live, uint32_t number, const struct timeline_span *span)
{
    struct timeline_change *change = change_of(live, number);
    struct timeline_slot *slot = &live->timeline.slots[number];
    uint32_t at = timeline_add_span(slot, span), lives = timeline_lives_until(slot, span->started);
    change->span = at < change->span ? at : change->span;
    change_life(change, lives ? lives - 1 : 0);
    if (span->ended == TIMELINE_NEVER) {
        put(&live->running, &live->running_count, &live->running_room, number);
        return;
    }
    time_index_add(&live->timeline.starts, span->started);
    time_index_add(&live->timeline.ends, span->ended);
}

/* What went on at the last look is looked at anew. */
static void forget_open(struct timeline_live *live)
{
    struct timeline *timeline = &live->timeline;
    for (size_t i = 0; i < live->running_count; i++) {
        struct timeline_change *change = change_of(live, live->running[i]);
        uint32_t last = --timeline->slots[live->running[i]].span_count;
        change->span = last < change->span ? last : change->span;
    }
    live->running_count = 0;
    timeline->open.count = timeline->open.sorted = 0;
    timeline->held_count = 0;
}

/* ---- lives ----------------------------------------------------------------------------------------------------- */

static void begin_lives(struct timeline_live *live)
{
    uint64_t lives = atomic_load(&live->board->lives);
    for (; live->lives_seen < lives; live->lives_seen++) {
        struct life *life = board_life(live->board, live->lives_seen);
        uint32_t number = atomic_load(&life->slot);
        struct timeline_change *change = change_of(live, number);
        struct timeline_slot *slot = &live->timeline.slots[number];
        change_life(change, slot->life_count);
        timeline_add_life(slot, &(struct timeline_life){ .spawned = atomic_load(&life->spawned),
                                                         .exited = TIMELINE_NEVER,
                                                         .number = (uint32_t)live->lives_seen });
        put(&live->lives, &live->live_count, &live->live_room, (uint32_t)live->lives_seen);
    }
}

static struct timeline_life *life_of(struct timeline_live *live, uint32_t number, uint32_t *slot,
                                     uint32_t *place)
{
    *slot = atomic_load(&board_life(live->board, number)->slot);
    struct timeline_slot *at = &live->timeline.slots[*slot];
    *place = at->life_count - 1;
    while (*place > 0 && at->lives[*place].number != number)
        --*place;
    return &at->lives[*place];
}

/* The attempt that died with it, unless the task is kept as one that failed. */
static void add_death(struct timeline_live *live, uint32_t number, uint32_t slot,
                      const struct timeline_life *life)
{
    struct life *told = board_life(live->board, number);
    uint32_t task = atomic_load(&told->died_task);
    uint64_t started = atomic_load(&told->died_started);
    if (task == UINT32_MAX)
        return;
    uint64_t word = atomic_load(&board_task(live->board, task)->word);
    if (task_word_state(word) == TASK_FAILED && task_word_life(word) == number)
        return;
    add_span(live, slot, &(struct timeline_span){ started, life->exited, 0, task, SPAN_DIED });
    timeline_note_death(&live->timeline, &(struct timeline_death){ started, life->exited, task });
}

static void end_lives(struct timeline_live *live)
{
    size_t kept = 0;
    for (size_t i = 0; i < live->live_count; i++) {
        uint32_t number = live->lives[i], slot, place;
        uint64_t exited = atomic_load(&board_life(live->board, number)->exited);
        if (!exited) {
            live->lives[kept++] = number;
            continue;
        }
        struct timeline_life *life = life_of(live, number, &slot, &place);
        change_life(change_of(live, slot), place);
        life->exited = exited;
        life->died = life_died(board_life(live->board, number));
        live->timeline.deaths += life->died;
        live->gone = live->gone || life->died || !live->process;
        add_death(live, number, slot, life);
        if (exited > live->timeline.end)
            live->timeline.end = exited;
    }
    live->live_count = kept;
}

/* ---- tasks ------------------------------------------------------------------------------------------------------- */

static void add_open(struct timeline_live *live, uint64_t next, uint64_t end)
{
    if (live->open_count == live->open_room) {
        live->open_room = live->open_room ? 2 * live->open_room : 64;
        live->open = xreallocarray(live->open, live->open_room, sizeof *live->open);
    }
    live->open[live->open_count++] = (struct timeline_open){ .next = next, .end = end, .life = UINT32_MAX };
}

static void hand_out(struct timeline_live *live)
{
    struct board *board = live->board;
    uint64_t until = board_handed_out(board);

    while (live->handed < until) {
        uint64_t end =
            board->tasks - live->handed < board->chunk ? board->tasks : live->handed + board->chunk;
        add_open(live, live->handed, end);
        live->handed = end;
    }
}

static uint64_t word_of(struct timeline_live *live, uint64_t task)
{
    return atomic_load_explicit(&board_task(live->board, task)->word, memory_order_acquire);
}

/* When the neighbours began that the same worker did one after the other, up to this task: what was split off does not
 * know it. */
static uint64_t chunk_began(struct timeline_live *live, uint64_t task, uint32_t life, uint64_t started)
{
    for (; task % live->board->chunk; task--) {
        uint64_t word = word_of(live, task - 1);
        uint64_t before = atomic_load(&board_task(live->board, task - 1)->started);
        if (task_word_state(word) < TASK_RUNNING || task_word_life(word) != life || before > started)
            break;
        started = before;
    }
    return started;
}

/* As replay_claim() has it. */
static uint64_t claim_of(struct timeline_live *live, const struct timeline_open *open, uint64_t task,
                         uint32_t life, uint64_t started)
{
    if (live->process)
        return atomic_load(&board_life(live->board, life)->spawned);
    if (open->life == UINT32_MAX)
        return chunk_began(live, task, life, started);
    bool goes_on = task % live->board->chunk && open->life == life && open->started <= started;
    return goes_on ? open->claim : started;
}

static void take_ended(struct timeline_live *live, struct timeline_open *open, uint64_t task, uint64_t word)
{
    struct task *place = board_task(live->board, task);
    bool done = task_word_state(word) == TASK_DONE;
    uint32_t life = task_word_life(word);
    struct timeline_span span = { atomic_load(&place->started), atomic_load(&place->ended), 0, (uint32_t)task,
                                  done ? SPAN_DONE : SPAN_FAILED };
    open->claim = claim_of(live, open, task, life, span.started);
    open->started = span.started;
    open->life = life;
    live->ended++;
    live->last_end = span.ended > live->last_end ? span.ended : live->last_end;
    if (span.ended > live->timeline.end)
        live->timeline.end = span.ended;
    timeline_note_claim(&live->timeline, (uint32_t)task, open->claim);
    add_span(live, task_word_slot(word), &span);
}

static void hold(struct timeline_live *live, uint64_t at, uint64_t count)
{
    if (count)
        timeline_hold(&live->timeline, &(struct timeline_held){ at, count });
}

/* It was running when its worker died, and nobody watches: it stays with the dead. */
static bool is_abandoned(struct timeline_live *live, uint64_t word)
{
    return task_word_state(word) == TASK_RUNNING &&
           atomic_load(&board_life(live->board, task_word_life(word))->exited);
}

/* The task at which the others wait that were claimed with it. A forsaken one has been told of as an attempt that
 * died. */
static void take_open(struct timeline_live *live, struct timeline_open *open, uint64_t task, uint64_t word,
                      uint64_t now)
{
    uint64_t started = atomic_load(&board_task(live->board, task)->started), claim;
    uint32_t life = task_word_life(word);
    if (task_word_state(word) == TASK_WAITING)
        return;
    bool runs = task_word_state(word) == TASK_RUNNING && started <= now;
    claim = claim_of(live, open, task, life, runs ? started : now);
    hold(live, claim < now ? claim : now, open->end - open->next - is_abandoned(live, word));
}

/* When somebody has gone others may have claimed what lies behind: then that is for itself. */
static void split(struct timeline_live *live, size_t number, uint64_t word)
{
    struct timeline_open *open = &live->open[number];
    uint64_t position = open->next + 1, end = open->end;
    while (position < end) {
        uint64_t other = word_of(live, board_order(live->board, position));
        if (task_word_life(other) != task_word_life(word) ||
            (task_word_state(other) == TASK_WAITING) != (task_word_state(word) == TASK_WAITING))
            break;
        position++;
    }
    if (position == end)
        return;
    open->end = position;
    add_open(live, position, end);
}

static bool has_ended(uint64_t word)
{
    return task_word_state(word) == TASK_DONE || task_word_state(word) == TASK_FAILED;
}

/* Goes on to the first task that has not ended. True: there is one. */
static bool advance(struct timeline_live *live, size_t number, uint64_t now)
{
    for (; live->open[number].next < live->open[number].end; live->open[number].next++) {
        uint64_t task = board_order(live->board, live->open[number].next), word = word_of(live, task);
        if (!has_ended(word)) {
            if (live->gone)
                split(live, number, word);
            take_open(live, &live->open[number], task, word, now);
            return true;
        }
        take_ended(live, &live->open[number], task, word);
    }
    return false;
}

/* The list may grow while it is gone through. */
static void look_at_tasks(struct timeline_live *live, uint64_t now)
{
    size_t kept = 0;
    for (size_t i = 0; i < live->open_count; i++)
        if (advance(live, i, now))
            live->open[kept++] = live->open[i];
    live->open_count = kept;
}

/* What runs, from who runs it. */
static void look_at_slots(struct timeline_live *live, uint64_t now)
{
    uint32_t used = atomic_load(&live->board->slots_used);
    for (uint32_t i = 0; i < used; i++) {
        uint64_t task = atomic_load(&board_slot(live->board, i)->task);
        if (task >= live->board->tasks)
            continue;
        uint64_t word = word_of(live, task), started = atomic_load(&board_task(live->board, task)->started);
        bool runs = task_word_state(word) == TASK_RUNNING && task_word_slot(word) == i && started <= now;
        if (!runs || is_abandoned(live, word) ||
            started < atomic_load(&board_life(live->board, task_word_life(word))->spawned))
            continue;
        time_index_add(&live->timeline.open, started);
        add_span(live, i, &(struct timeline_span){ started, TIMELINE_NEVER, 0, (uint32_t)task, SPAN_OPEN });
    }
}

/* ---- the whole ------------------------------------------------------------------------------------------------------ */

void timeline_live_open(struct timeline_live *live, struct board *board, const struct plan *plan)
{
    *live = (struct timeline_live){ .board = board, .process = plan->traits.one_each };
    live->timeline = (struct timeline){ .tasks = board->tasks,
                                        .chunk = board->chunk,
                                        .toc = TIMELINE_NEVER,
                                        .all_ended = TIMELINE_NEVER,
                                        .unsupervised = plan->unsupervised,
                                        .pool = !live->process,
                                        .last_slot = TIMELINE_NONE,
                                        .last = TIMELINE_NONE };
}

/* Deaths come before tasks: what a dead worker ran runs no more by then. Births come again after them: whoever has a
 * task was born before. */
void timeline_live_look(struct timeline_live *live, uint64_t now)
{
    struct timeline *timeline = &live->timeline;
    uint64_t toc = atomic_load(&live->board->toc);
    forget_open(live);
    hand_out(live);
    uint64_t handed = live->handed;
    begin_lives(live);
    end_lives(live);
    look_at_tasks(live, now);
    look_at_slots(live, now);
    begin_lives(live);
    for (size_t i = 0; i < live->changed_count; i++) {
        struct timeline_change *change = &live->changes[live->changed[i]];
        struct timeline_slot *slot = &timeline->slots[live->changed[i]];
        timeline_settle(slot, change->span < slot->span_count ? change->span : slot->span_count,
                        change->life);
        change->changed = false;
    }
    live->changed_count = 0;
    timeline->toc = toc ? toc : TIMELINE_NEVER;
    timeline->end = toc > timeline->end ? toc : timeline->end;
    if (handed == timeline->tasks && live->ended == timeline->tasks)
        timeline->all_ended = live->last_end;
    timeline_finish(timeline);
    timeline->drained = timeline_waiting(timeline, now) == 0;
}

void timeline_live_close(struct timeline_live *live)
{
    timeline_release(&live->timeline);
    free(live->open);
    free(live->lives);
    free(live->changes);
    free(live->changed);
    free(live->running);
    *live = (struct timeline_live){ .board = NULL };
}
