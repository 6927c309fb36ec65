/* The trace of a run that goes on, taken from its board. Tasks that have ended are read once.
 * The board is only read: the run is not disturbed. The tasks of a chunk are done in their order. */
#include "history/trace_live.h"

#include "analysis/estimate.h"
#include "base/array.h"
#include "base/xmalloc.h"
#include "history/snapshot.h"

#include <stdlib.h>

static uint64_t word_of(struct trace_live *live, uint64_t task)
{
    return atomic_load_explicit(&board_task(live->board, task)->word, memory_order_acquire);
}

/* When a task began; TRACE_NEVER: it did not. */
static uint64_t start_of(struct trace_live *live, uint64_t task, uint64_t word)
{
    return task_has_begun(task_word_state(word)) ? atomic_load(&board_task(live->board, task)->started)
                                                 : TRACE_NEVER;
}

static bool has_ended(uint64_t word)
{
    return task_has_ended(task_word_state(word));
}

/* ---- spans --------------------------------------------------------------------------------------------- */

static void add_span(struct trace_live *live, uint32_t life, uint32_t span, uint64_t started)
{
    struct record_life *facts = &live->record.lives[life];
    facts->first_start = started < facts->first_start ? started : facts->first_start;
    trace_add_span(live->trace, life, span, started);
    time_index_add(&live->trace->starts, started);
}

static void end_span(struct trace_live *live, uint64_t ended)
{
    time_index_add(&live->trace->ends, ended);
    trace_reach(live->trace, ended);
}

/* The span of a task that runs, or ran at the last look: the last one of its slot. */
static uint32_t *change_span(struct trace_live *live, uint32_t life, uint32_t span)
{
    struct trace_slot *slot = &live->trace->slots[live->record.lives[life].slot];
    uint32_t index = slot->span_count - 1;
    while (index > 0 && slot->spans[index] != span)
        index--;
    slot->span_fresh = index < slot->span_fresh ? index : slot->span_fresh;
    return &slot->spans[index];
}

static void take_running(struct trace_live *live, uint64_t task, uint32_t life, uint64_t started)
{
    struct record_task *copy = &live->record.tasks[task];
    if (copy->state == TASK_RUNNING)
        return;
    *copy = (struct record_task){ .started = started, .life = life, .state = TASK_RUNNING };
    add_span(live, life, (uint32_t)task, started);
}

static void take_ended(struct trace_live *live, uint64_t task, uint64_t word, uint64_t claim)
{
    struct record_task *copy = &live->record.tasks[task];
    uint32_t life = task_word_life(word);
    bool ran = copy->state == TASK_RUNNING;
    *copy = (struct record_task){ .started = atomic_load(&board_task(live->board, task)->started),
                                  .ended = atomic_load(&board_task(live->board, task)->ended),
                                  .life = life,
                                  .state = (uint8_t)task_word_state(word) };
    if (ran)
        change_span(live, life, (uint32_t)task);
    else
        add_span(live, life, (uint32_t)task, copy->started);
    end_span(live, trace_span_of(live->trace, (uint32_t)task).ended);
    trace_reach(live->trace, copy->ended);
    struct record_life *facts = &live->record.lives[life];
    if (copy->state == TASK_DONE && copy->ended > facts->last_end)
        facts->last_end = copy->ended;
    trace_note_claim(live->trace, (uint32_t)task, claim);
    live->ended++;
    live->last_end = copy->ended > live->last_end ? copy->ended : live->last_end;
}

/* ---- claims -------------------------------------------------------------------------------------------- */

static uint64_t task_at(const struct trace_live *live, uint64_t position)
{
    return board_order(live->board, position);
}

/* As trace_claim(). The neighbours that the same worker did one after the other up to this task
 * were claimed with it. */
static uint64_t claim_of(struct trace_live *live, uint64_t position, uint32_t life, uint64_t started)
{
    const struct record_life *facts = &live->record.lives[life];
    if (live->trace->plan->traits.starting_counts)
        return facts->spawned;
    if (started == TRACE_NEVER)
        return facts->last_end > facts->spawned ? facts->last_end : facts->spawned;
    for (; position % live->record.chunk; position--) {
        uint64_t task = task_at(live, position - 1);
        uint64_t word = word_of(live, task), before = start_of(live, task, word);
        if (before > started || task_word_life(word) != life)
            break;
        started = before;
    }
    return started;
}

/* ---- ranges -------------------------------------------------------------------------------------------- */

static void add_range(struct trace_live *live, uint64_t next, uint64_t end)
{
    live->ranges = array_grow(live->ranges, live->range_count, sizeof *live->ranges);
    live->ranges[live->range_count++] =
        (struct trace_range){ .next = next, .end = end, .life = RECORD_LIFE_NONE };
}

/* Whether the tasks behind the first one wait as it does, or were claimed with it.
 * In the latter case its worker does them in order. */
static bool is_whole(struct trace_live *live, const struct trace_range *range, uint64_t word)
{
    bool waits = task_word_state(word) == TASK_WAITING;
    uint64_t last = start_of(live, task_at(live, range->next), word);
    for (uint64_t position = range->next + 1; position < range->end; position++) {
        uint64_t task = task_at(live, position), other = word_of(live, task);
        uint64_t started = start_of(live, task, other);
        if ((task_word_state(other) == TASK_WAITING) != waits ||
            task_word_life(other) != task_word_life(word) || started < last)
            return false;
        last = started;
    }
    return true;
}

/* When a worker is gone, others may have claimed the tasks behind: each becomes a range of its own. */
static void split_range(struct trace_live *live, size_t number)
{
    uint64_t first = live->ranges[number].next + 1, end = live->ranges[number].end;
    live->ranges[number].end = first;
    for (uint64_t position = first; position < end; position++)
        add_range(live, position, position + 1);
}

static void begin_lives(struct trace_live *live);

/* Whether a living worker has the task, or the task has ended.
 * The task of a worker whose life is not on the board yet waits until the next look. */
static bool has_owner(struct trace_live *live, uint64_t word)
{
    if (task_word_state(word) == TASK_WAITING)
        return false;
    if (task_word_life(word) >= live->record.life_count)
        begin_lives(live);
    return task_word_life(word) < live->record.life_count &&
           (has_ended(word) || !live->record.lives[task_word_life(word)].exited);
}

/* Whether a task ran at the last look and its worker has died since, which is not known yet:
 * until it is known, the task runs. */
static bool is_late(const struct trace_live *live, uint64_t task, uint64_t word)
{
    const struct record_task *copy = &live->record.tasks[task];
    bool other = task_word_state(word) == TASK_WAITING || task_word_life(word) != copy->life;
    return copy->state == TASK_RUNNING && other;
}

/* Gives the rest of a range to a worker. The claim is final once one of the tasks has begun. */
static void own_range(struct trace_live *live, struct trace_range *range, uint32_t life, uint64_t started)
{
    if (range->life == life && range->started)
        return;
    range->life = life;
    range->claim = claim_of(live, range->next, life, started);
    range->started = started != TRACE_NEVER;
}

/* Moves on to the first task of a range that has not ended. False: all have. */
static bool advance_range(struct trace_live *live, size_t number, uint64_t now)
{
    while (live->ranges[number].next < live->ranges[number].end) {
        struct trace_range *range = &live->ranges[number];
        uint64_t task = task_at(live, range->next), word = word_of(live, task);
        uint32_t life = task_word_life(word);
        if (is_late(live, task, word))
            return true;
        bool owned = has_owner(live, word);
        if (!owned || range->life != life)
            range->life = RECORD_LIFE_NONE;
        if (range->life == RECORD_LIFE_NONE && !is_whole(live, range, word))
            split_range(live, number);
        if (!owned)
            return true;
        uint64_t started = atomic_load(&board_task(live->board, task)->started);
        bool began = has_ended(word) || (task_word_state(word) == TASK_RUNNING && started <= now &&
                                         started >= live->record.lives[life].spawned);
        own_range(live, &live->ranges[number], life, began ? started : TRACE_NEVER);
        if (!has_ended(word)) {
            if (began)
                take_running(live, task, life, started);
            return true;
        }
        take_ended(live, task, word, live->ranges[number].claim);
        live->ranges[number].next++;
    }
    return false;
}

/* All ranges from `first` on; the list may grow meanwhile. */
static void look_at_ranges(struct trace_live *live, size_t first, uint64_t now)
{
    size_t kept = first;
    for (size_t i = first; i < live->range_count; i++)
        if (advance_range(live, i, now))
            live->ranges[kept++] = live->ranges[i];
    live->range_count = kept;
}

/* Takes in the tasks handed out since the last look. Most have ended by now and need no range. */
static void hand_out(struct trace_live *live, uint64_t now)
{
    struct board *board = live->board;
    uint64_t until = board_handed_out(board);
    while (live->handed < until) {
        uint64_t left = board->tasks - live->handed;
        uint64_t end = left < board->chunk ? board->tasks : live->handed + board->chunk;
        for (uint64_t position = live->handed; position < end; position++)
            live->record.tasks[task_at(live, position)].life = RECORD_LIFE_NONE;
        add_range(live, live->handed, end);
        live->handed = end;
        look_at_ranges(live, live->range_count - 1, now);
    }
}

/* ---- lives --------------------------------------------------------------------------------------------- */

static void keep_life(struct trace_live *live, uint32_t number)
{
    struct record *record = &live->record;
    record->lives = array_grow(record->lives, number, sizeof *record->lives);
    record->lives[number] = record_life_of(board_life(live->board, number));
    record->lives[number].exited = 0; /* until end_lives() */
    record->life_count = number + 1;
    trace_add_life(live->trace, number);
}

/* A life without a process is skipped: it may be taken back, and its number given to another. */
static void begin_lives(struct trace_live *live)
{
    uint64_t lives = atomic_load(&live->board->lives);
    for (; live->born < lives; live->born++) {
        struct life *life = board_life(live->board, live->born);
        if (!atomic_load(&life->pid))
            return;
        trace_slot(live->trace, atomic_load(&life->slot))->born++;
        live->living = array_grow(live->living, live->living_count, sizeof *live->living);
        live->living[live->living_count++] = live->born;
        if (live->record.tasks)
            keep_life(live, live->born);
    }
}

/* Ends the attempt that died with a life, unless the task is kept as failed. */
static void end_attempt(struct trace_live *live, uint32_t number)
{
    const struct record_life *life = &live->record.lives[number];
    uint32_t task = life->died_task, span = (uint32_t)live->record.task_count + number;
    uint64_t word = task == UINT32_MAX ? 0 : word_of(live, task);
    if (task == UINT32_MAX || (task_word_state(word) == TASK_FAILED && task_word_life(word) == number))
        return;
    struct record_task *copy = &live->record.tasks[task];
    if (copy->state == TASK_RUNNING && copy->life == number) {
        *change_span(live, number, task) = span;
        *copy = (struct record_task){ .life = RECORD_LIFE_NONE };
    } else {
        add_span(live, number, span, life->died_started);
    }
    end_span(live, life->exited);
    trace_note_death(live->trace, &(struct trace_death){ life->died_started, life->exited, task });
}

static void end_kept(struct trace_live *live, uint32_t number)
{
    struct record_life *life = &live->record.lives[number], before = *life;
    *life = record_life_of(board_life(live->board, number));
    life->first_start = before.first_start;
    life->last_end = before.last_end;
    trace_reach(live->trace, life->exited);
    end_attempt(live, number);
}

static void end_lives(struct trace_live *live)
{
    size_t kept = 0;
    for (size_t i = 0; i < live->living_count; i++) {
        uint32_t number = live->living[i];
        struct life *life = board_life(live->board, number);
        if (!atomic_load(&life->exited)) {
            live->living[kept++] = number;
            continue;
        }
        live->trace->deaths += life_died(life);
        live->trace->deaths_at_work += atomic_load(&life->died_task) != UINT32_MAX;
        if (live->record.tasks)
            end_kept(live, number);
    }
    live->living_count = kept;
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

static void open_buckets(struct trace *trace)
{
    struct trace_live *live = trace->live;
    trace->bucket_tasks = snapshot_cell_tasks(live->board->tasks, SNAPSHOT_BUCKETS);
    trace->bucket_count = (live->board->tasks + trace->bucket_tasks - 1) / trace->bucket_tasks;
    live->buckets = xcalloc(trace->bucket_count, sizeof *live->buckets);
    live->tails = xcalloc(trace->bucket_count, sizeof *live->tails);
    for (uint64_t i = 0; i < trace->bucket_count; i++)
        live->buckets[i] = (struct live_bucket){ .settled = i * trace->bucket_tasks, .slot = SLOTS_MAX };
}

/* NULL: tasks are handed out as numbered. */
static uint32_t *copy_order(const struct board *board)
{
    uint32_t *order = board->ordered ? xcalloc(board->tasks, sizeof *order) : NULL;
    for (uint64_t i = 0; order && i < board->tasks; i++)
        order[i] = (uint32_t)board_order(board, i);
    return order;
}

void trace_follow(struct trace *trace, struct board *board, const struct workload *workload,
                  const struct strategy *strategy, const struct plan *plan)
{
    struct trace_live *live = xcalloc(1, sizeof *live);
    *live = (struct trace_live){
        .trace = trace,
        .board = board,
        .record = { .task_count = board->tasks, .chunk = board->chunk, .slots = board->slot_count }
    };
    *trace = (struct trace){ .record = &live->record,
                             .stopped_from = TRACE_NEVER,
                             .live = live,
                             .workload = workload,
                             .strategy = strategy,
                             .plan = plan,
                             .toc = TRACE_NEVER,
                             .all_ended = TRACE_NEVER,
                             .weight_total = workload->ops->weight_before(workload, board->tasks),
                             .schedule_ns = estimate_schedule(workload, plan),
                             .last_slot = TRACE_NONE,
                             .last = TRACE_NONE };
    trace_set_order(trace, copy_order(board), board->tasks);
    open_buckets(trace);
}

void trace_poll(struct trace *trace)
{
    begin_lives(trace->live);
    end_lives(trace->live);
}

static int by_claim(const void *a, const void *b)
{
    const struct trace_open *one = a, *other = b;
    return (one->claim > other->claim) - (one->claim < other->claim);
}

static void find_open(struct trace_live *live)
{
    struct trace *trace = live->trace;
    trace->open_count = 0;
    trace->open = xreallocarray(trace->open, live->range_count, sizeof *trace->open);
    for (size_t i = 0; i < live->range_count; i++) {
        const struct trace_range *range = &live->ranges[i];
        if (range->life != RECORD_LIFE_NONE)
            trace->open[trace->open_count++] = (struct trace_open){ range->claim, range->end - range->next };
    }
    qsort(trace->open, trace->open_count, sizeof *trace->open, by_claim);
    for (size_t i = 1; i < trace->open_count; i++)
        trace->open[i].tasks += trace->open[i - 1].tasks;
}

/* From now on the trace keeps tasks and lives. Lives that were only counted are taken in again. */
static void keep_tasks(struct trace *trace)
{
    struct trace_live *live = trace->live;
    live->record.tasks = xcalloc(live->record.task_count, sizeof *live->record.tasks);
    live->born = 0;
    live->living_count = 0;
    trace->parts |= TRACE_QUEUE;
    trace->deaths = trace->deaths_at_work = 0;
    for (uint32_t i = 0; i < trace->slot_count; i++)
        trace->slots[i].born = 0;
}

/* Deaths come before tasks: the task of a dead worker runs no more by then. */
void trace_live_index(struct trace *trace, uint64_t now)
{
    struct trace_live *live = trace->live;
    uint64_t toc = atomic_load(&live->board->toc);
    if (!live->record.tasks)
        keep_tasks(trace);
    trace_poll(trace);
    look_at_ranges(live, 0, now);
    hand_out(live, now);
    find_open(live);
    for (uint32_t i = 0; i < trace->slot_count; i++) {
        struct trace_slot *slot = &trace->slots[i];
        if (slot->span_fresh < slot->span_count || slot->life_fresh < slot->life_count)
            trace_settle(trace, slot);
    }
    live->record.toc = toc;
    trace->toc = toc ? toc : TRACE_NEVER;
    trace_reach(trace, toc);
    if (live->ended == live->record.task_count)
        trace->all_ended = live->last_end;
    trace_finish(trace);
    trace->drained = trace_waiting(trace, now) == 0;
}

void trace_live_close(struct trace_live *live)
{
    record_release(&live->record);
    free(live->buckets);
    free(live->tails);
    free(live->ranges);
    free(live->living);
    free(live);
}

bool trace_call_dead(struct trace *trace, struct worker_id id)
{
    struct slot *slot = board_slot(trace->live->board, id.slot);
    uint32_t state = atomic_load(&slot->state);
    if (state == SLOT_LEAVING || state == SLOT_EMPTY || atomic_load(&slot->life) != id.life)
        return false;
    trace->slots[id.slot].dead = (uint64_t)id.life + 1;
    return true;
}
