#include "history/watch.h"

#include "base/clock.h"
#include "analysis/estimate.h"
#include "machine/sample.h"
#include "history/watch_deaths.h"
#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

/* The tasks are counted in buckets, at most this many; a cell of the map sums up whole buckets. */
#define BUCKETS UINT64_C(16384)

#define SAMPLE_NS (NS_PER_S / 10)

struct bucket {
    uint64_t settled;      /* every task before this one has ended and been counted */
    uint32_t done, failed; /* among them */
    uint32_t slot, votes;  /* who did most of them (majority vote of Boyer and Moore, 1981) */
};

struct watch {
    struct board *board;
    const struct workload *workload;
    const struct strategy *strategy;
    const struct plan *plan;
    double weight_total, schedule_ns;
    struct bucket *buckets;
    uint64_t bucket_count, bucket_tasks;
    uint32_t tails[BUCKETS]; /* scratch, see mark_tails() */
    uint64_t high;           /* no task from here on has ever been handed out */
    uint64_t lives_seen;     /* generations counted up to this life */
    uint32_t *generations;   /* lives there have been in each slot */
    struct watch_deaths deaths;
    uint64_t sampled_at;
    struct sampler samplers[SNAPSHOT_WORKERS];
    struct process_sample samples[SNAPSHOT_WORKERS];
};

struct watch *watch_open(struct board *board, const struct workload *workload,
                         const struct strategy *strategy, const struct plan *plan)
{
    struct watch *watch = xcalloc(1, sizeof *watch);

    watch->board = board;
    watch->workload = workload;
    watch->strategy = strategy;
    watch->plan = plan;
    watch->weight_total = workload->ops->weight_before(workload, board->tasks);
    watch->schedule_ns = estimate_schedule(workload, plan);
    watch->bucket_tasks = (board->tasks + BUCKETS - 1) / BUCKETS;
    watch->bucket_count = (board->tasks + watch->bucket_tasks - 1) / watch->bucket_tasks;
    watch->buckets = xcalloc(watch->bucket_count, sizeof *watch->buckets);
    for (uint64_t i = 0; i < watch->bucket_count; i++)
        watch->buckets[i] = (struct bucket){ .settled = i * watch->bucket_tasks, .slot = SLOTS_MAX };
    watch->generations = xcalloc(board->slot_count, sizeof *watch->generations);
    watch_deaths_init(&watch->deaths, board, plan);
    return watch;
}

void watch_close(struct watch *watch)
{
    if (!watch)
        return;
    free(watch->buckets);
    free(watch->generations);
    watch_deaths_release(&watch->deaths);
    free(watch);
}

/* ---- the task map -------------------------------------------------------------------------------------- */

static uint64_t bucket_end(const struct watch *watch, uint64_t number)
{
    uint64_t end = (number + 1) * watch->bucket_tasks;

    return end < watch->board->tasks ? end : watch->board->tasks;
}

/* Moves `settled` over what has ended. */
static void settle(struct watch *watch, uint64_t number)
{
    struct bucket *bucket = &watch->buckets[number];
    uint64_t end = bucket_end(watch, number);

    for (; bucket->settled < end; bucket->settled++) {
        uint64_t word =
            atomic_load_explicit(&board_task(watch->board, bucket->settled)->word, memory_order_acquire);
        enum task_state state = task_word_state(word);

        if (state != TASK_DONE && state != TASK_FAILED)
            return;
        bucket->done += state == TASK_DONE;
        bucket->failed += state == TASK_FAILED;
        snapshot_vote(&bucket->slot, &bucket->votes, task_word_slot(word), 1);
    }
}

/* The tasks of a bucket behind its settled part, one by one. */
static void count_open(struct watch *watch, uint64_t number, struct map_cell *cell, uint32_t *votes)
{
    uint64_t end = bucket_end(watch, number);

    for (uint64_t task = watch->buckets[number].settled; task < end; task++) {
        uint64_t word = atomic_load_explicit(&board_task(watch->board, task)->word, memory_order_acquire);
        enum task_state state = watch_deaths_state(&watch->deaths, word);

        cell->waiting += state == TASK_WAITING;
        cell->claimed += state == TASK_CLAIMED;
        cell->running += state == TASK_RUNNING;
        cell->done += state == TASK_DONE;
        cell->failed += state == TASK_FAILED;
        if (state != TASK_WAITING)
            snapshot_vote(&cell->slot, votes, task_word_slot(word), 1);
    }
}

/* The rest of its chunk is its own. */
static bool has_chunk(uint32_t state)
{
    return state == SLOT_RUNNING || state == SLOT_HELD;
}

/* A bucket that lies wholly in the part of a worker's chunk that it has not come to yet is claimed by it: the chunk
 * says so, nobody needs to look. `tails` holds such a slot + 1 for each bucket. */
static void mark_tails(struct watch *watch, uint32_t *tails)
{
    struct board *board = watch->board;
    uint32_t used = atomic_load(&board->slots_used);

    for (uint32_t i = 0; i < used && board->chunk > 1 && !board->ordered; i++) {
        struct slot *slot = board_slot(board, i);
        uint64_t first = atomic_load_explicit(&slot->chunk_at, memory_order_acquire) + 1;
        uint64_t end = atomic_load_explicit(&slot->chunk_end, memory_order_acquire);

        if (!has_chunk(atomic_load(&slot->state)) || first >= end || end > board->tasks)
            continue;
        first = (first + watch->bucket_tasks - 1) / watch->bucket_tasks;
        end /= watch->bucket_tasks;
        for (uint64_t number = first; number < end; number++)
            tails[number] = i + 1;
    }
}

static void add_bucket(struct watch *watch, uint64_t number, uint32_t tail, struct map_cell *cell,
                       uint32_t *votes)
{
    struct bucket *bucket = &watch->buckets[number];
    uint64_t size = bucket_end(watch, number) - number * watch->bucket_tasks;

    if (number * watch->bucket_tasks >= watch->high) {
        cell->waiting += (uint32_t)size;
        return;
    }
    if (tail && bucket->settled == number * watch->bucket_tasks) {
        cell->claimed += (uint32_t)size;
        snapshot_vote(&cell->slot, votes, tail - 1, (uint32_t)size);
        return;
    }
    settle(watch, number);
    cell->done += bucket->done;
    cell->failed += bucket->failed;
    if (bucket->votes)
        snapshot_vote(&cell->slot, votes, bucket->slot, bucket->votes);
    count_open(watch, number, cell, votes);
}

static void fill_map(struct watch *watch, uint32_t cells, struct snapshot *snapshot)
{
    uint32_t *tails = watch->tails;
    uint64_t buckets = snapshot_cell_tasks(watch->bucket_count, cells);

    snapshot->cell_tasks = buckets * watch->bucket_tasks;
    snapshot->cell_count = 0;
    if (!cells)
        return;
    memset(tails, 0, watch->bucket_count * sizeof *tails);
    mark_tails(watch, tails);
    for (uint64_t first = 0; first < watch->bucket_count; first += buckets) {
        struct map_cell *cell = &snapshot->cells[snapshot->cell_count++];
        uint32_t votes = 0;

        *cell = (struct map_cell){ .slot = SLOTS_MAX };
        for (uint64_t number = first; number < first + buckets && number < watch->bucket_count; number++)
            add_bucket(watch, number, tails[number], cell, &votes);
    }
}

/* ---- the queue ----------------------------------------------------------------------------------------- */

static void add_next(struct board *board, struct queue *queue, uint32_t wanted, struct snapshot *snapshot)
{
    for (uint64_t position = atomic_load(&queue->ticket);
         position < queue->end && snapshot->next_count < wanted; position++) {
        uint64_t task = board_order(board, position);

        if (task_word_state(atomic_load(&board_task(board, task)->word)) == TASK_WAITING)
            snapshot->next[snapshot->next_count++] = task;
    }
}

static void fill_next(struct watch *watch, uint32_t wanted, struct snapshot *snapshot)
{
    snapshot->next_count = 0;
    wanted = wanted < SNAPSHOT_NEXT ? wanted : SNAPSHOT_NEXT;
    for (uint32_t i = 0; i < watch->board->queue_count; i++)
        add_next(watch->board, &watch->board->queues[i], wanted, snapshot);
}

/* ---- the workers --------------------------------------------------------------------------------------- */

static void count_lives(struct watch *watch)
{
    uint64_t lives = atomic_load(&watch->board->lives);

    for (; watch->lives_seen < lives; watch->lives_seen++)
        watch->generations[atomic_load(&board_life(watch->board, watch->lives_seen)->slot)]++;
}

static void fill_chunk(struct board *board, struct slot *slot, struct worker_facts *row)
{
    uint64_t first = atomic_load(&slot->chunk_first), end = atomic_load(&slot->chunk_end);
    uint64_t at = atomic_load(&slot->chunk_at);

    if (board->chunk == 1 || end <= first)
        return;
    row->chunk_number = first / board->chunk + 1;
    if (row->state == SLOT_IDLE || row->state == SLOT_LEAVING)
        row->chunk_share = 1;
    else if (at >= first && at < end)
        row->chunk_share = (double)(at - first) / (double)(end - first);
}

static void fill_task(struct watch *watch, struct slot *slot, uint64_t now, struct worker_facts *row)
{
    uint64_t task = atomic_load(&slot->task), progress = atomic_load(&slot->progress);
    struct task *place;
    uint64_t word, started;

    if (task >= watch->board->tasks)
        return;
    place = board_task(watch->board, task);
    word = atomic_load(&place->word);
    started = atomic_load(&place->started);
    if (task_word_state(word) != TASK_RUNNING || task_word_life(word) != row->life || started > now)
        return;
    row->task = task;
    row->task_age_ns = now - started;
    row->busy_ns += row->task_age_ns;
    row->task_share = watch->workload->ops->share(watch->workload, task, progress, row->task_age_ns);
}

/* Whose only task has ended has nothing else to do but go, whether it has said so or not. */
static bool is_leaving(const struct watch *watch, const struct worker_facts *row)
{
    return watch->plan->traits.one_each && row->state == SLOT_RUNNING && row->task == TASK_NONE;
}

static double weight_of(struct slot *slot)
{
    uint64_t bits = atomic_load_explicit(&slot_sums(slot)->weight_bits, memory_order_relaxed);
    double weight;

    memcpy(&weight, &bits, sizeof weight);
    return weight;
}

static void add_slot(struct watch *watch, uint32_t number, const struct snapshot_window *window,
                     struct snapshot *snapshot)
{
    struct slot *slot = board_slot(watch->board, number);
    struct worker_facts row = { .slot = number, .task = TASK_NONE, .sample.core = -1 };

    row.state = (enum slot_state)atomic_load(&slot->state);
    row.tasks_done = atomic_load(&slot_sums(slot)->tasks_done);
    row.weight_done = weight_of(slot);
    row.busy_ns = atomic_load(&slot_sums(slot)->busy_ns) + atomic_load(&slot->lost_ns);
    snapshot->done += row.tasks_done;
    snapshot->weight_done += row.weight_done;
    snapshot->busy_ns += row.busy_ns;
    if (row.state > SLOT_LEAVING || (row.state == SLOT_EMPTY && watch->plan->traits.one_each))
        return;
    row.life = atomic_load(&slot->life);
    if (row.state != SLOT_EMPTY) {
        fill_task(watch, slot, snapshot->now, &row);
        if (is_leaving(watch, &row))
            row.state = SLOT_LEAVING;
        snapshot->busy_ns += row.task_age_ns;
        watch_deaths_end(&watch->deaths, &row, snapshot);
        snapshot->states[row.state]++;
    }
    if (row.task != TASK_NONE) {
        snapshot->running++;
        snapshot->weight_done +=
            row.task_share * (double)watch->workload->ops->weight(watch->workload, row.task);
    }
    if (number == window->chosen_slot) {
        snapshot->chosen.life = row.life;
        snapshot->chosen_row = snapshot->worker_total;
    }
    if (snapshot->worker_total++ < window->first_worker || snapshot->worker_count >= window->workers ||
        snapshot->worker_count == SNAPSHOT_WORKERS)
        return;
    row.generation = watch->generations[number] ? watch->generations[number] - 1 : 0;
    row.pid = atomic_load(&board_life(watch->board, row.life)->pid);
    fill_chunk(watch->board, slot, &row);
    row.sample = watch->samples[snapshot->worker_count];
    if (watch->samplers[snapshot->worker_count].pid != row.pid)
        row.sample = (struct process_sample){ OS_UNKNOWN, -1, 0 };
    snapshot->workers[snapshot->worker_count++] = row;
}

/* Tasks that have been claimed and not begun. */
static uint64_t count_claimed(struct watch *watch, const struct snapshot *snapshot)
{
    struct board *board = watch->board;
    uint64_t claimed = 0;

    if (watch->plan->traits.starting_counts)
        return snapshot->states[SLOT_STARTING] + snapshot->states[SLOT_HELD];
    if (board->chunk == 1)
        return 0;
    for (uint32_t i = 0; i < atomic_load(&board->slots_used); i++) {
        struct slot *slot = board_slot(board, i);
        uint64_t at = atomic_load(&slot->chunk_at), end = atomic_load(&slot->chunk_end);
        uint32_t state = atomic_load(&slot->state);

        if (has_chunk(state) && at + 1 < end)
            claimed += end - at - 1;
    }
    return claimed;
}

static void fill_stuck(struct watch *watch, struct snapshot *snapshot)
{
    uint64_t word;

    snapshot->stuck = atomic_load(&watch->board->stuck);
    if (!snapshot->stuck)
        return;
    word = atomic_load(&board_task(watch->board, snapshot->stuck - 1)->word);
    snapshot->stuck_slot = task_word_state(word) == TASK_WAITING ? SLOTS_MAX : task_word_slot(word);
}

void watch_look(struct watch *watch, const struct snapshot_window *window, struct snapshot *snapshot)
{
    struct board *board = watch->board;
    uint64_t tic = atomic_load(&board->tic);
    uint64_t ended;
    /* A task that is claimed before its worker starts is handed out before the ticket moves on. */
    uint64_t high = board_handed_out(board) + watch->plan->traits.starting_counts;

    watch->high = board->ordered || high > board->tasks ? board->tasks
                  : high > watch->high                  ? high
                                                        : watch->high;
    memset(snapshot, 0, offsetof(struct snapshot, workers));
    memset(snapshot->states, 0, sizeof snapshot->states);
    snapshot->worker_count = snapshot->worker_total = 0;
    snapshot->worker_first = window->first_worker;
    snapshot->chosen = (struct worker_id){ .slot = window->chosen_slot };
    snapshot->chosen_row = UINT32_MAX;
    snapshot->busy_ns = 0;
    snapshot->workload = watch->workload;
    snapshot->strategy = watch->strategy;
    snapshot->plan = watch->plan;
    snapshot->live = true;
    snapshot->phase = (enum board_phase)atomic_load(&board->phase);
    snapshot->gate = gate_is_open(board) ? GATE_RUN : GATE_HOLD;
    snapshot->permitted = gate_is_permitted(board);
    snapshot->now = tic ? clock_ns() - tic : 0;
    snapshot->toc = atomic_load(&board->toc);
    snapshot->last_done = atomic_load(&board->done);
    snapshot->tasks = board->tasks;
    snapshot->weight_total = watch->weight_total;
    snapshot->schedule_ns = watch->schedule_ns;
    snapshot->failed = atomic_load(&board->failed);
    snapshot->lives = atomic_load(&board->lives);
    snapshot->live_workers = atomic_load(&board->live);
    snapshot->peak_live = atomic_load(&board->peak_live);
    snapshot->forks_refused = atomic_load(&board->forks_refused);
    fill_stuck(watch, snapshot);
    count_lives(watch);
    watch_deaths_fill(&watch->deaths, snapshot);
    for (uint32_t slot = 0; slot < atomic_load(&board->slots_used); slot++)
        add_slot(watch, slot, window, snapshot);
    snapshot->claimed += count_claimed(watch, snapshot) + watch_deaths_lost(&watch->deaths);
    ended = snapshot->done + snapshot->failed + snapshot->running + snapshot->claimed;
    snapshot->waiting = board->tasks > ended ? board->tasks - ended : 0;
    fill_next(watch, window->next, snapshot);
    fill_map(watch, window->cells, snapshot);
}

void watch_sample(struct watch *watch, struct snapshot *snapshot)
{
    uint64_t now = clock_ns();

    if (watch->sampled_at && now - watch->sampled_at < SAMPLE_NS)
        return;
    watch->sampled_at = now;
    for (uint32_t i = 0; i < snapshot->worker_count; i++) {
        struct worker_facts *row = &snapshot->workers[i];
        struct sampler *sampler = &watch->samplers[i];

        /* Rows move when workers come and go; what is known of a process moves with it. */
        for (uint32_t j = 0; j < SNAPSHOT_WORKERS && sampler->pid != row->pid; j++)
            if (watch->samplers[j].pid == row->pid) {
                struct sampler other = watch->samplers[j];

                watch->samplers[j] = *sampler;
                *sampler = other;
            }
        watch->samples[i] = sample_process(sampler, row->pid);
    }
    if (snapshot->worker_count == snapshot->worker_total)
        sample_share_cores(watch->samplers, watch->samples, snapshot->worker_count);
    for (uint32_t i = 0; i < snapshot->worker_count; i++) {
        struct worker_facts *row = &snapshot->workers[i];

        if (watch->samples[i].state == OS_DEAD && !watch_deaths_call(&watch->deaths, row))
            watch->samples[i].state = OS_UNKNOWN;
        row->sample = watch->samples[i];
    }
}
