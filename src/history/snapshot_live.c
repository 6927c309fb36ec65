/* The facts of this moment, from the board that a trace follows, without reading all of it:
 * the slots have the sums, and tasks that have ended are counted once and not read again. */
#include "history/snapshot_look.h"
#include "history/trace_live.h"

#include <string.h>

static struct board *board_of(const struct look *look)
{
    return look->trace->live->board;
}

static uint64_t word_of(const struct look *look, uint64_t task)
{
    return atomic_load_explicit(&board_task(board_of(look), task)->word, memory_order_acquire);
}

/* ---- lives and deaths ---------------------------------------------------------------------------------- */

static bool has_exited(const struct look *look, uint32_t life)
{
    return atomic_load(&board_life(board_of(look), life)->exited);
}

/* Whether the system has reported a worker dead that is not reaped yet. */
static bool is_called_dead(const struct look *look, uint32_t slot, uint32_t life)
{
    return slot < look->trace->slot_count && look->trace->slots[slot].dead == (uint64_t)life + 1;
}

/* An unsupervised pool takes no task back from a dead worker. */
static bool is_lost(const struct look *look, uint64_t word)
{
    enum task_state state = task_word_state(word);
    return look->trace->plan->unsupervised && (state == TASK_CLAIMED || state == TASK_RUNNING) &&
           has_exited(look, task_word_life(word));
}

/* Tasks lost by a slot whose worker died without a successor: its task, and the rest of its chunk. */
static uint64_t count_lost(const struct look *look, struct slot *slot)
{
    struct board *board = board_of(look);
    uint64_t at = atomic_load(&slot->chunk_at) + 1, end = atomic_load(&slot->chunk_end), lost = 0;
    uint32_t life = atomic_load(&slot->life), task = atomic_load(&board_life(board, life)->died_task);
    if (!has_exited(look, life))
        return 0;
    lost += task != UINT32_MAX && is_lost(look, word_of(look, task));
    for (end = board->chunk > 1 && end < board->tasks ? end : 0; at < end; at++)
        lost += is_lost(look, word_of(look, board_order(board, at)));
    return lost;
}

/* The state of a task by its word; a task whose worker died in it is claimed, not running. */
static enum task_state state_of(const struct look *look, uint64_t word)
{
    enum task_state state = task_word_state(word);
    uint32_t life = task_word_life(word);
    bool dead =
        state == TASK_RUNNING && (is_called_dead(look, task_word_slot(word), life) || has_exited(look, life));
    return dead ? TASK_CLAIMED : state;
}

/* ---- the task map -------------------------------------------------------------------------------------- */

/* Moves `settled` over what has ended. */
static void settle_bucket(const struct look *look, struct live_bucket *bucket, uint64_t end)
{
    for (; bucket->settled < end; bucket->settled++) {
        uint64_t word = word_of(look, bucket->settled);
        if (!task_has_ended(task_word_state(word)))
            return;
        bucket->done += task_word_state(word) == TASK_DONE;
        bucket->failed += task_word_state(word) == TASK_FAILED;
        snapshot_vote(&bucket->slot, &bucket->votes, task_word_slot(word), 1);
    }
}

/* Whether a worker in this state owns the rest of its chunk. */
static bool has_chunk(uint32_t state)
{
    return state == SLOT_RUNNING || state == SLOT_HELD;
}

/* A bucket wholly within the part of a chunk that its worker has not reached yet is claimed by it:
 * its tasks need not be read. `tails` has 1 + that slot for each such bucket. */
static void mark_tails(const struct look *look)
{
    struct board *board = board_of(look);
    const struct trace *trace = look->trace;
    uint32_t *tails = trace->live->tails;
    memset(tails, 0, trace->bucket_count * sizeof *tails);
    for (uint32_t i = 0; i < trace->slot_count && board->chunk > 1 && !board->ordered; i++) {
        struct slot *slot = board_slot(board, i);
        uint64_t first = atomic_load_explicit(&slot->chunk_at, memory_order_acquire) + 1;
        uint64_t end = atomic_load_explicit(&slot->chunk_end, memory_order_acquire);
        if (!has_chunk(atomic_load(&slot->state)) || first >= end || end > board->tasks)
            continue;
        first = (first + trace->bucket_tasks - 1) / trace->bucket_tasks;
        for (uint64_t number = first; number < end / trace->bucket_tasks; number++)
            tails[number] = i + 1;
    }
}

static void count_bucket(struct look *look, uint64_t number)
{
    const struct trace_live *live = look->trace->live;
    struct live_bucket *bucket = &live->buckets[number];
    uint64_t first = look_bucket_first(look, number), end = look_bucket_end(look, number);
    if (first >= live->high) {
        snapshot_count(look->cell, &look->votes, TASK_WAITING, SLOTS_MAX, end - first);
        return;
    }
    if (live->tails[number] && bucket->settled == first) {
        snapshot_count(look->cell, &look->votes, TASK_CLAIMED, live->tails[number] - 1, end - first);
        return;
    }
    settle_bucket(look, bucket, end);
    look->cell->done += bucket->done;
    look->cell->failed += bucket->failed;
    if (bucket->votes)
        snapshot_vote(&look->cell->slot, &look->votes, bucket->slot, bucket->votes);
    for (uint64_t task = bucket->settled; task < end; task++) {
        uint64_t word = word_of(look, task);
        snapshot_count(look->cell, &look->votes, state_of(look, word), task_word_slot(word), 1);
        look->cell->lost += is_lost(look, word);
    }
}

void look_count_live(struct look *look, uint64_t first, uint64_t end)
{
    for (; first < end; first++)
        count_bucket(look, first);
}

/* Where starting counts, a task is claimed for its worker before the ticket moves on. */
static void raise_high(const struct look *look)
{
    struct trace_live *live = look->trace->live;
    uint64_t tasks = live->board->tasks;
    uint64_t high = board_handed_out(live->board) + look->trace->plan->traits.starting_counts;
    high = live->board->ordered || high > tasks ? tasks : high;
    live->high = high > live->high ? high : live->high;
}

/* ---- the queue ----------------------------------------------------------------------------------------- */

static void fill_next(const struct look *look)
{
    struct board *board = board_of(look);
    struct snapshot *snapshot = look->snapshot;
    uint32_t wanted = look->window->next < SNAPSHOT_NEXT ? look->window->next : SNAPSHOT_NEXT;
    for (uint32_t i = 0; i < board->queue_count; i++) {
        const struct queue *queue = &board->queues[i];
        for (uint64_t at = atomic_load(&queue->ticket); at < queue->end && snapshot->next_count < wanted;
             at++) {
            uint64_t task = board_order(board, at);
            if (task_word_state(word_of(look, task)) == TASK_WAITING)
                snapshot->next[snapshot->next_count++] = task;
        }
    }
}

/* ---- the workers --------------------------------------------------------------------------------------- */

static void fill_chunk(struct board *board, struct slot *slot, struct worker_facts *row)
{
    uint64_t first = atomic_load(&slot->chunk_first), end = atomic_load(&slot->chunk_end);
    uint64_t at = atomic_load(&slot->chunk_at);
    if (board->chunk <= 1 || end <= first)
        return;
    row->chunk_number = first / board->chunk + 1;
    if (row->state == SLOT_IDLE || row->state == SLOT_LEAVING)
        row->chunk_share = 1;
    else if (at >= first && at < end)
        row->chunk_share = (double)(at - first) / (double)(end - first);
}

/* When the worker began a task that runs; now, until the worker has written that down. */
static uint64_t start_of(const struct look *look, uint64_t task, uint32_t life)
{
    uint64_t started = atomic_load(&board_task(board_of(look), task)->started);
    return started < atomic_load(&board_life(board_of(look), life)->spawned) ? look->snapshot->now : started;
}

/* The slot of a dead worker still has its task, which makes no progress.
 * Until the worker is reaped the time counts, as it does in a record. */
static void fill_task(const struct look *look, struct slot *slot, struct worker_facts *row)
{
    const struct workload *workload = look->trace->workload;
    uint64_t task = atomic_load(&slot->task), progress = atomic_load(&slot->progress);
    if (task >= look->snapshot->tasks)
        return;
    uint64_t word = word_of(look, task), started = start_of(look, task, row->life);
    if (task_word_state(word) != TASK_RUNNING || task_word_life(word) != row->life ||
        started > look->snapshot->now)
        return;
    row->busy_ns += look->snapshot->now - started;
    if (is_called_dead(look, row->slot, row->life)) {
        look->snapshot->claimed++;
        return;
    }
    look->snapshot->running++;
    row->task = task;
    row->task_age_ns = look->snapshot->now - started;
    row->task_share = workload->ops->share(workload, task, progress, row->task_age_ns);
}

static double weight_of(struct slot_sums *sums)
{
    uint64_t bits = atomic_load_explicit(&sums->weight_bits, memory_order_relaxed);
    double weight;
    memcpy(&weight, &bits, sizeof weight);
    return weight;
}

/* Tasks of the chunk that are claimed and have not begun. */
static uint64_t count_claimed(struct slot *slot)
{
    uint64_t at = atomic_load(&slot->chunk_at), end = atomic_load(&slot->chunk_end);
    return has_chunk(atomic_load(&slot->state)) && at + 1 < end ? end - at - 1 : 0;
}

static void fill_shown(const struct look *look, struct slot *slot, struct worker_facts *row)
{
    struct board *board = board_of(look);
    struct life *life = board_life(board, row->life);
    row->pid = atomic_load(&life->pid);
    uint64_t exited = atomic_load(&life->exited);
    row->died =
        row->state == SLOT_EMPTY && exited && life_died(life) && exited < look->snapshot->stopped_from;
    fill_chunk(board, slot, row);
}

/* A worker whose only task has ended is leaving, even before it has written that. */
static void look_at_slot(struct look *look, uint32_t number)
{
    struct board *board = board_of(look);
    const struct trace *trace = look->trace;
    struct slot *slot = board_slot(board, number);
    struct worker_facts row = {
        .slot = number,
        .life = atomic_load(&slot->life),
        .generation = trace->slots[number].born - 1,
        .state = (enum slot_state)atomic_load(&slot->state),
        .task = TASK_NONE,
        .tasks_done = atomic_load(&slot_sums(slot)->tasks_done),
        .weight_done = weight_of(slot_sums(slot)),
        .busy_ns = atomic_load(&slot_sums(slot)->busy_ns) + atomic_load(&slot->lost_ns),
        .sample.core = -1,
    };
    if (row.state != SLOT_EMPTY)
        fill_task(look, slot, &row);
    if (trace->plan->traits.one_each && row.state == SLOT_RUNNING && row.task == TASK_NONE)
        row.state = SLOT_LEAVING;
    struct worker_facts *shown = look_add_row(look, &row);
    if (shown)
        fill_shown(look, slot, shown);
    if (trace->plan->unsupervised)
        look->snapshot->lost += count_lost(look, slot);
    if (board->chunk > 1)
        look->snapshot->claimed += count_claimed(slot);
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

static void fill_stuck(const struct look *look)
{
    struct snapshot *snapshot = look->snapshot;
    snapshot->stuck = atomic_load(&board_of(look)->stuck);
    if (!snapshot->stuck)
        return;
    uint64_t word = word_of(look, snapshot->stuck - 1);
    snapshot->stuck_slot = task_word_state(word) == TASK_WAITING ? SLOTS_MAX : task_word_slot(word);
}

static uint64_t last_exit(struct board *board)
{
    uint64_t last = 0;
    for (uint32_t i = 0; i < atomic_load(&board->slots_used); i++) {
        uint32_t life = atomic_load(&board_slot(board, i)->life);
        last = most_of(last, atomic_load(&board_life(board, life)->exited));
    }
    return last;
}

static void fill_run(const struct look *look)
{
    struct board *board = board_of(look);
    struct snapshot *snapshot = look->snapshot;
    snapshot->phase = (enum board_phase)atomic_load(&board->phase);
    if (snapshot->phase == BOARD_BROKEN && !board->trouble[0])
        snapshot->stopped_from = trace_stopped_before(last_exit(board));
    snapshot->gate = gate_is_open(board) ? GATE_RUN : GATE_HOLD;
    snapshot->permitted = gate_is_permitted(board);
    snapshot->toc = atomic_load(&board->toc);
    snapshot->last_done = atomic_load(&board->done);
    snapshot->failed = atomic_load(&board->failed);
    snapshot->lives = atomic_load(&board->lives);
    snapshot->live_workers = atomic_load(&board->live);
    snapshot->peak_live = atomic_load(&board->peak_live);
    snapshot->forks_refused = atomic_load(&board->forks_refused);
    snapshot->deaths = look->trace->deaths;
    snapshot->deaths_at_work = look->trace->deaths_at_work;
    fill_stuck(look);
}

void look_at_board(struct look *look)
{
    struct snapshot *snapshot = look->snapshot;
    raise_high(look);
    fill_run(look);
    for (uint32_t slot = 0; slot < look->trace->slot_count; slot++)
        if (look->trace->slots[slot].born)
            look_at_slot(look, slot);
    snapshot->claimed += snapshot->lost;
    if (look->trace->plan->traits.starting_counts)
        snapshot->claimed += snapshot->states[SLOT_STARTING] + snapshot->states[SLOT_HELD];
    uint64_t taken = snapshot->done + snapshot->failed + snapshot->running + snapshot->claimed;
    snapshot->waiting = snapshot->tasks > taken ? snapshot->tasks - taken : 0;
    fill_next(look);
    if (look->window->cells)
        mark_tails(look);
}
