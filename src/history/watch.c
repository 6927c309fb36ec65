#include "history/watch.h"

#include "analysis/estimate.h"
#include "base/clock.h"
#include "base/xmalloc.h"
#include "machine/sample.h"

#include <stdlib.h>
#include <string.h>

#define SAMPLE_NS (NS_PER_S / 10)

/* How many lives that are not counted yet are looked at. */
#define AHEAD 4096

struct bucket {
    uint64_t settled;      /* every task before this one has ended and been counted */
    uint32_t done, failed; /* among them */
    uint32_t slot, votes;  /* the worker of most of them: snapshot_vote() */
};

/* Of lives that have ended. */
struct deaths {
    uint64_t all, at_work; /* at_work: that took a task down with them */
};

struct watch {
    struct board *board;
    const struct workload *workload;
    const struct strategy *strategy;
    const struct plan *plan;
    double weight_total, schedule_ns;
    struct bucket *buckets;
    uint64_t bucket_count, bucket_tasks;
    uint32_t tails[SNAPSHOT_BUCKETS]; /* scratch, see mark_tails() */
    uint64_t high;                    /* no task from here on has ever been handed out */
    uint64_t lives_seen;              /* generations counted up to this life */
    uint32_t *generations;            /* lives there have been in each slot */
    struct deaths deaths;             /* of the lives before lives_ended */
    uint64_t lives_ended;             /* number of the oldest life that is not among them */
    uint64_t *dead;                   /* life + 1 that the system has called dead, by slot; 0: none */
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
    watch->bucket_tasks = snapshot_cell_tasks(board->tasks, SNAPSHOT_BUCKETS);
    watch->bucket_count = (board->tasks + watch->bucket_tasks - 1) / watch->bucket_tasks;
    watch->buckets = xcalloc(watch->bucket_count, sizeof *watch->buckets);
    for (uint64_t i = 0; i < watch->bucket_count; i++)
        watch->buckets[i] = (struct bucket){ .settled = i * watch->bucket_tasks, .slot = SLOTS_MAX };
    watch->generations = xcalloc(board->slot_count, sizeof *watch->generations);
    watch->dead = xcalloc(board->slot_count, sizeof *watch->dead);
    return watch;
}

void watch_close(struct watch *watch)
{
    if (!watch)
        return;
    free(watch->buckets);
    free(watch->generations);
    free(watch->dead);
    free(watch);
}

static uint64_t word_of(const struct watch *watch, uint64_t task)
{
    return atomic_load_explicit(&board_task(watch->board, task)->word, memory_order_acquire);
}

/* ---- lives and deaths ---------------------------------------------------------------------------------- */

static bool has_exited(const struct watch *watch, uint64_t life)
{
    return atomic_load(&board_life(watch->board, life)->exited);
}

static void count_death(const struct watch *watch, uint64_t number, struct deaths *deaths)
{
    struct life *life = board_life(watch->board, number);
    deaths->all += life_died(life);
    deaths->at_work += atomic_load(&life->died_task) != UINT32_MAX;
}

/* In order of birth, as far as every worker has gone: these are not looked at again. Then those that have gone while an
 * older worker still lives. */
static void count_lives(struct watch *watch, struct snapshot *snapshot)
{
    uint64_t lives = snapshot->lives;
    for (; watch->lives_seen < lives; watch->lives_seen++)
        watch->generations[atomic_load(&board_life(watch->board, watch->lives_seen)->slot)]++;
    for (; watch->lives_ended < lives && has_exited(watch, watch->lives_ended); watch->lives_ended++)
        count_death(watch, watch->lives_ended, &watch->deaths);
    struct deaths deaths = watch->deaths;
    for (uint64_t life = watch->lives_ended; life < lives && life < watch->lives_ended + AHEAD; life++)
        if (has_exited(watch, life))
            count_death(watch, life, &deaths);
    snapshot->deaths = deaths.all;
    snapshot->deaths_at_work = deaths.at_work;
}

/* A worker is dead when it has been reaped, and the board says so; before that, when the system has called it so. */
static bool is_called_dead(const struct watch *watch, uint32_t slot, uint64_t life)
{
    return watch->dead[slot] == life + 1;
}

/* The system says that the worker of this row is dead. False: it has ended well since the row was filled. */
static bool call_dead(struct watch *watch, const struct worker_facts *row)
{
    struct slot *slot = board_slot(watch->board, row->slot);
    uint32_t state = atomic_load(&slot->state);
    if (state == SLOT_LEAVING || state == SLOT_EMPTY || atomic_load(&slot->life) != row->life)
        return false;
    watch->dead[row->slot] = (uint64_t)row->life + 1;
    return true;
}

/* An unsupervised pool takes no task back from a dead worker. */
static bool is_lost(const struct watch *watch, uint64_t word)
{
    enum task_state state = task_word_state(word);
    return watch->plan->unsupervised && (state == TASK_CLAIMED || state == TASK_RUNNING) &&
           has_exited(watch, task_word_life(word));
}

/* Of each slot, whose dead worker no other follows: the task that it was in, and what is left of its chunk. */
static uint64_t count_lost(const struct watch *watch, uint32_t slots)
{
    struct board *board = watch->board;
    uint64_t lost = 0;
    for (uint32_t i = 0; i < slots && watch->plan->unsupervised; i++) {
        struct slot *slot = board_slot(board, i);
        uint64_t at = atomic_load(&slot->chunk_at) + 1, end = atomic_load(&slot->chunk_end);
        uint32_t life = atomic_load(&slot->life), task = atomic_load(&board_life(board, life)->died_task);
        if (!has_exited(watch, life))
            continue;
        lost += task != UINT32_MAX && is_lost(watch, word_of(watch, task));
        for (end = board->chunk > 1 && end < board->tasks ? end : 0; at < end; at++)
            lost += is_lost(watch, word_of(watch, board_order(board, at)));
    }
    return lost;
}

/* The state that a task's word says: one that runs is claimed by the dead when its worker died in it. */
static enum task_state state_of(const struct watch *watch, uint64_t word)
{
    enum task_state state = task_word_state(word);
    uint32_t life = task_word_life(word);
    bool dead = state == TASK_RUNNING &&
                (is_called_dead(watch, task_word_slot(word), life) || has_exited(watch, life));
    return dead ? TASK_CLAIMED : state;
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
        uint64_t word = word_of(watch, bucket->settled);
        if (task_word_state(word) < TASK_DONE)
            return;
        bucket->done += task_word_state(word) == TASK_DONE;
        bucket->failed += task_word_state(word) == TASK_FAILED;
        snapshot_vote(&bucket->slot, &bucket->votes, task_word_slot(word), 1);
    }
}

/* The rest of its chunk is its own. */
static bool has_chunk(uint32_t state)
{
    return state == SLOT_RUNNING || state == SLOT_HELD;
}

/* A bucket that lies wholly in the part of a worker's chunk that it has not come to yet is claimed by it: the chunk says
 * so, and its tasks need not be looked at. `tails` holds such a slot + 1 for each bucket. */
static void mark_tails(struct watch *watch)
{
    struct board *board = watch->board;
    uint32_t used = atomic_load(&board->slots_used);
    memset(watch->tails, 0, watch->bucket_count * sizeof *watch->tails);
    for (uint32_t i = 0; i < used && board->chunk > 1 && !board->ordered; i++) {
        struct slot *slot = board_slot(board, i);
        uint64_t first = atomic_load_explicit(&slot->chunk_at, memory_order_acquire) + 1;
        uint64_t end = atomic_load_explicit(&slot->chunk_end, memory_order_acquire);
        if (!has_chunk(atomic_load(&slot->state)) || first >= end || end > board->tasks)
            continue;
        first = (first + watch->bucket_tasks - 1) / watch->bucket_tasks;
        for (uint64_t number = first; number < end / watch->bucket_tasks; number++)
            watch->tails[number] = i + 1;
    }
}

static void add_bucket(struct watch *watch, uint64_t number, struct map_cell *cell, uint32_t *votes)
{
    struct bucket *bucket = &watch->buckets[number];
    uint64_t first = number * watch->bucket_tasks, end = bucket_end(watch, number);
    if (first >= watch->high) {
        snapshot_count(cell, votes, TASK_WAITING, SLOTS_MAX, end - first);
        return;
    }
    if (watch->tails[number] && bucket->settled == first) {
        snapshot_count(cell, votes, TASK_CLAIMED, watch->tails[number] - 1, end - first);
        return;
    }
    settle(watch, number);
    cell->done += bucket->done;
    cell->failed += bucket->failed;
    if (bucket->votes)
        snapshot_vote(&cell->slot, votes, bucket->slot, bucket->votes);
    for (uint64_t task = bucket->settled; task < end; task++) {
        uint64_t word = word_of(watch, task);
        snapshot_count(cell, votes, state_of(watch, word), task_word_slot(word), 1);
        cell->lost += is_lost(watch, word);
    }
}

static void fill_map(struct watch *watch, uint32_t cells, struct snapshot *snapshot)
{
    uint64_t buckets = snapshot_cell_tasks(watch->bucket_count, cells);
    snapshot->cell_tasks = buckets * watch->bucket_tasks;
    if (!cells)
        return;
    mark_tails(watch);
    for (uint64_t first = 0; first < watch->bucket_count; first += buckets) {
        struct map_cell *cell = &snapshot->cells[snapshot->cell_count++];
        uint32_t votes = 0;
        *cell = (struct map_cell){ .slot = SLOTS_MAX };
        for (uint64_t number = first; number < first + buckets && number < watch->bucket_count; number++)
            add_bucket(watch, number, cell, &votes);
    }
}

/* ---- the queue ----------------------------------------------------------------------------------------- */

static void fill_next(const struct watch *watch, uint32_t wanted, struct snapshot *snapshot)
{
    wanted = wanted < SNAPSHOT_NEXT ? wanted : SNAPSHOT_NEXT;
    for (uint32_t i = 0; i < watch->board->queue_count; i++) {
        const struct queue *queue = &watch->board->queues[i];
        for (uint64_t at = atomic_load(&queue->ticket); at < queue->end && snapshot->next_count < wanted;
             at++) {
            uint64_t task = board_order(watch->board, at);
            if (task_word_state(word_of(watch, task)) == TASK_WAITING)
                snapshot->next[snapshot->next_count++] = task;
        }
    }
}

/* ---- the workers --------------------------------------------------------------------------------------- */

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

static void fill_task(const struct watch *watch, struct slot *slot, uint64_t now, struct worker_facts *row)
{
    uint64_t task = atomic_load(&slot->task), progress = atomic_load(&slot->progress);
    if (task >= watch->board->tasks)
        return;
    uint64_t word = word_of(watch, task), started = atomic_load(&board_task(watch->board, task)->started);
    if (task_word_state(word) != TASK_RUNNING || task_word_life(word) != row->life || started > now)
        return;
    row->task = task;
    row->task_age_ns = now - started;
    row->busy_ns += row->task_age_ns;
    row->task_share = watch->workload->ops->share(watch->workload, task, progress, row->task_age_ns);
}

static double weight_of(struct slot *slot)
{
    uint64_t bits = atomic_load_explicit(&slot_sums(slot)->weight_bits, memory_order_relaxed);
    double weight;
    memcpy(&weight, &bits, sizeof weight);
    return weight;
}

/* The worker that is in the slot. One whose only task has ended leaves, whether it has said so or not. What a dead one
 * ran goes no further, though its slot still says so; until it is reaped the time counts, as it does in a record. */
static void fill_live(const struct watch *watch, struct slot *slot, struct worker_facts *row,
                      struct snapshot *snapshot)
{
    fill_task(watch, slot, snapshot->now, row);
    if (watch->plan->traits.one_each && row->state == SLOT_RUNNING && row->task == TASK_NONE)
        row->state = SLOT_LEAVING;
    snapshot->busy_ns += row->task_age_ns;
    snapshot->states[row->state]++;
    if (row->task == TASK_NONE)
        return;
    if (is_called_dead(watch, row->slot, row->life)) {
        row->task = TASK_NONE;
        row->task_age_ns = 0;
        row->task_share = 0;
        snapshot->claimed++;
        return;
    }
    snapshot->running++;
    snapshot->weight_done +=
        row->task_share * (double)watch->workload->ops->weight(watch->workload, row->task);
}

static void show_sample(const struct watch *watch, size_t index, struct worker_facts *row)
{
    const struct sampler *sampler = &watch->samplers[index];
    row->sample = watch->samples[index];
    row->stopped_at = sampler->stopped_at;
    row->no_core = watch->workload->ops->computes ? sample_no_core(sampler) : 0;
}

static void add_slot(struct watch *watch, uint32_t number, const struct snapshot_window *window,
                     struct snapshot *snapshot)
{
    struct slot *slot = board_slot(watch->board, number);
    struct worker_facts row = { .slot = number, .task = TASK_NONE, .sample = { OS_UNKNOWN, -1, 0 } };
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
    if (row.state != SLOT_EMPTY)
        fill_live(watch, slot, &row, snapshot);
    if (number == window->chosen_slot) {
        snapshot->chosen.life = row.life;
        snapshot->chosen_row = snapshot->worker_total;
    }
    struct worker_facts *shown = snapshot_add_row(snapshot, window, &row);
    if (!shown)
        return;
    size_t index = (size_t)(shown - snapshot->workers);
    shown->generation = watch->generations[number] ? watch->generations[number] - 1 : 0;
    struct life *life = board_life(watch->board, row.life);
    shown->pid = atomic_load(&life->pid);
    shown->died = row.state == SLOT_EMPTY && atomic_load(&life->exited) && life_died(life);
    fill_chunk(watch->board, slot, shown);
    if (watch->samplers[index].pid == shown->pid)
        show_sample(watch, index, shown);
}

/* Tasks that have been claimed and not begun. */
static uint64_t count_claimed(struct watch *watch, const struct snapshot *snapshot)
{
    struct board *board = watch->board;
    uint64_t claimed = 0;
    if (watch->plan->traits.starting_counts)
        return snapshot->states[SLOT_STARTING] + snapshot->states[SLOT_HELD];
    uint32_t used = board->chunk == 1 ? 0 : atomic_load(&board->slots_used);
    for (uint32_t i = 0; i < used; i++) {
        struct slot *slot = board_slot(board, i);
        uint64_t at = atomic_load(&slot->chunk_at), end = atomic_load(&slot->chunk_end);
        if (has_chunk(atomic_load(&slot->state)) && at + 1 < end)
            claimed += end - at - 1;
    }
    return claimed;
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

static void fill_stuck(const struct watch *watch, struct snapshot *snapshot)
{
    snapshot->stuck = atomic_load(&watch->board->stuck);
    if (!snapshot->stuck)
        return;
    uint64_t word = word_of(watch, snapshot->stuck - 1);
    snapshot->stuck_slot = task_word_state(word) == TASK_WAITING ? SLOTS_MAX : task_word_slot(word);
}

static void fill_run(const struct watch *watch, struct snapshot *snapshot)
{
    struct board *board = watch->board;
    uint64_t tic = atomic_load(&board->tic);
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
}

void watch_look(struct watch *watch, const struct snapshot_window *window, struct snapshot *snapshot)
{
    /* A task that is claimed before its worker starts is handed out before the ticket moves on. */
    uint64_t high = board_handed_out(watch->board) + watch->plan->traits.starting_counts,
             most = watch->board->tasks;
    high = watch->board->ordered || high > most ? most : high;
    watch->high = high > watch->high ? high : watch->high;
    snapshot_begin(snapshot, window);
    fill_run(watch, snapshot);
    count_lives(watch, snapshot);
    uint32_t used = atomic_load(&watch->board->slots_used);
    for (uint32_t slot = 0; slot < used; slot++)
        add_slot(watch, slot, window, snapshot);
    snapshot->lost = count_lost(watch, used);
    snapshot->claimed += count_claimed(watch, snapshot) + snapshot->lost;
    uint64_t taken = snapshot->done + snapshot->failed + snapshot->running + snapshot->claimed;
    snapshot->waiting = snapshot->tasks > taken ? snapshot->tasks - taken : 0;
    fill_next(watch, window->next, snapshot);
    fill_map(watch, window->cells, snapshot);
}

/* Rows move when workers come and go; what is known of a process moves with it. */
static void move_sampler(struct watch *watch, struct sampler *sampler, int pid)
{
    for (uint32_t i = 0; i < SNAPSHOT_WORKERS && sampler->pid != pid; i++)
        if (watch->samplers[i].pid == pid) {
            struct sampler other = watch->samplers[i];
            watch->samplers[i] = *sampler;
            *sampler = other;
        }
}

void watch_sample(struct watch *watch, struct snapshot *snapshot)
{
    uint64_t now = clock_ns();
    if (watch->sampled_at && now - watch->sampled_at < SAMPLE_NS)
        return;
    watch->sampled_at = now;
    for (uint32_t i = 0; i < snapshot->worker_count; i++) {
        move_sampler(watch, &watch->samplers[i], snapshot->workers[i].pid);
        watch->samples[i] = sample_process(&watch->samplers[i], snapshot->workers[i].pid);
    }
    if (snapshot->worker_count == snapshot->worker_total)
        sample_share_cores(watch->samplers, watch->samples, snapshot->worker_count);
    for (uint32_t i = 0; i < snapshot->worker_count; i++) {
        if (watch->samples[i].state == OS_DEAD && !call_dead(watch, &snapshot->workers[i]))
            watch->samples[i].state = OS_UNKNOWN;
        bool stopped = watch->samples[i].state == OS_STOPPED;
        if (!stopped || !watch->samplers[i].stopped_at)
            watch->samplers[i].stopped_at = stopped ? snapshot->now : 0;
        show_sample(watch, i, &snapshot->workers[i]);
    }
}
