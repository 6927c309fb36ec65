/* A pool of workers fed from one FIFO queue; and serial, which is a pool of one worker.
 * Each slot has one worker at a time: a dead one is replaced, and a refused start is tried again.
 * A worker claims the next `chunk` tasks until none is left, then waits in case a death puts tasks back. */
#include "base/format.h"
#include "board/gate.h"
#include "board/protocol_step.h"
#include "board/transition.h"
#include "engine/coordinator.h"
#include "engine/crash_loop.h"
#include "work/order_keys.h"
#include "work/strategy.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* The settings. */
struct pool {
    uint64_t workers; /* 0: "cores" */
    uint64_t chunk;   /* tasks; 0: "auto" */
    bool supervised;  /* dead workers are replaced and their tasks done again */
};

static const struct config_key pool_keys[] = {
    { .name = "workers",
      .type = CONFIG_WHOLE,
      .offset = STRATEGY_OFFSET(struct pool, workers),
      .min = 1,
      .max = 10000,
      .word = "cores",
      .help = "workers to start; \"cores\": as many as processors this process may use",
      .option = { "--workers", "N|cores", NULL, "how many workers" } },
    { .name = "chunk",
      .type = CONFIG_WHOLE,
      .offset = STRATEGY_OFFSET(struct pool, chunk),
      .min = 1,
      .max = TASKS_MAX,
      .word = "auto",
      .help = "tasks a worker claims at a time; \"auto\": tasks / (4 × workers), rounded up",
      .option = { "--chunk", "N|auto", NULL, "tasks a worker takes at a time" } },
    { .name = "supervised",
      .type = CONFIG_FLAG,
      .offset = STRATEGY_OFFSET(struct pool, supervised),
      .fallback = true,
      .quiet = true,
      .word = "unsupervised",
      .help =
          "replace a worker that dies and do its tasks again; not to is the naive pool, which waits for ever" },
    ORDER_KEYS,
    { .type = CONFIG_END },
};

/* The longest time between tries of refused starts, while other workers are live. */
enum { SELDOM_MS = 1024 };

static const struct config_key serial_keys[] = {
    ORDER_KEYS,
    { .type = CONFIG_END },
};

uint64_t strategy_auto_chunk(uint64_t tasks, uint64_t workers)
{
    uint64_t parts = 4 * workers;
    uint64_t chunk = tasks / parts + (tasks % parts != 0);

    return chunk ? chunk : 1;
}

static void plan_workers(struct plan *plan, const struct machine *machine, uint64_t workers, uint64_t chunk)
{
    *plan = (struct plan){
        .slots = (uint32_t)workers,
        .lives = workers + STRATEGY_REPLACEMENTS,
        .chunk = chunk,
        .join = true,
        .neighbours = workers > 1,
        .workers = (uint32_t)workers,
        .cores = machine->cores,
    };
}

static void pool_plan(const struct strategy *strategy, const struct workload *workload,
                      const struct machine *machine, struct plan *plan)
{
    const struct pool *pool = (const void *)strategy->own;
    uint64_t workers = pool->workers ? pool->workers : machine->cores;
    uint64_t chunk = pool->chunk ? pool->chunk : strategy_auto_chunk(workload->tasks, workers);

    plan_workers(plan, machine, workers, chunk);
    plan->unsupervised = !pool->supervised;
}

static void serial_plan(const struct strategy *strategy, const struct workload *workload,
                        const struct machine *machine, struct plan *plan)
{
    (void)strategy, (void)workload;
    plan_workers(plan, machine, 1, 1);
}

/* The limit that a refused start has met. */
static const char *limit_of(const struct coordinator *coordinator, int error)
{
    return error == ENOMEM ? "not enough memory" : coordinator->team.launcher.limits;
}

/* The refused starts of a run. */
struct shortage {
    int error;              /* of the last refusal; 0: there was none */
    uint32_t fewest;        /* workers live after a refusal, the minimum */
    uint32_t left;          /* workers live after the last try, refused or not */
    uint32_t begun;         /* slots before this one have had a worker; the others follow in order */
    struct backoff backoff; /* between tries of the empty slots */
    struct crash_loop crash_loop;
};

static void note_shortage(struct coordinator *coordinator, struct shortage *shortage, int error)
{
    uint32_t live = atomic_load(&coordinator->board->live);

    if (error && (!shortage->error || live < shortage->fewest))
        shortage->fewest = live;
    shortage->left = live;
    shortage->error = error ? error : shortage->error;
}

/* At the end of the run, when it is known whether later tries succeeded. */
static void report_shortage(struct coordinator *coordinator, const struct shortage *shortage)
{
    uint32_t wanted = coordinator->team.plan->slots;
    const char *call = coordinator->team.launcher.call;
    char workers[FORMAT_MAX];

    if (!shortage->error)
        return;
    format_plural(workers, sizeof workers, wanted, "worker");
    if (shortage->left < wanted)
        coordinator_remark(coordinator, "%u of %s: %s was refused (%s); %s", shortage->left, workers, call,
                           strerror(shortage->error), limit_of(coordinator, shortage->error));
    else
        coordinator_remark(coordinator,
                           "%s was refused with %u of %s live (%s): tried again later, and went on", call,
                           shortage->fewest, workers, strerror(shortage->error));
}

static void report_no_more(struct coordinator *coordinator)
{
    char many[FORMAT_MAX];

    coordinator_remark(coordinator, "%u of %u workers: %s have died, and no more are started",
                       atomic_load(&coordinator->board->live), coordinator->board->slot_count,
                       format_count(many, sizeof many, STRATEGY_REPLACEMENTS));
}

static bool has_lives(struct board *board)
{
    return atomic_load(&board->lives) < board->lives_max;
}

static void note_slot(struct coordinator *coordinator, uint32_t slot, enum event_kind kind, uint64_t value)
{
    struct board *board = coordinator->board;

    board_note(board, &(struct event){ .time = team_now(&coordinator->team),
                                       .task = TASK_NONE,
                                       .value = value,
                                       .slot = slot,
                                       .life = atomic_load(&board_slot(board, slot)->life),
                                       .kind = kind });
}

/* Whether an empty slot may stay empty for now: no task waits that its worker could claim.
 * Tasks come back only with a death, after which the slots are checked again. */
static bool may_stay_empty(struct board *board, uint32_t slot)
{
    return transition_nothing_waits(board, (struct worker_id){ .slot = slot });
}

/* Starts a worker in each slot, until a start is refused. */
static void fill_slots(struct coordinator *coordinator, struct shortage *shortage)
{
    uint32_t slot = 0;
    int error = 0;

    while (slot < coordinator->team.plan->slots && !(error = team_start(&coordinator->team, slot, TASK_NONE)))
        slot++;
    shortage->begun = slot;
    note_shortage(coordinator, shortage, error);
}

/* Starts a worker in a slot that could not be filled before: its first worker or a later one. */
static int fill_late(struct coordinator *coordinator, struct shortage *shortage, uint32_t slot)
{
    bool first = slot >= shortage->begun;
    int error = team_start(&coordinator->team, slot, TASK_NONE);

    if (error)
        return error;
    if (first)
        shortage->begun = slot + 1;
    note_slot(coordinator, slot, EVENT_REPLACED, first ? 0 : atomic_load(&coordinator->board->live));
    return 0;
}

/* Tries the empty slots again. */
static void fill_slots_again(struct coordinator *coordinator, struct shortage *shortage)
{
    struct board *board = coordinator->board;
    uint32_t wanted = coordinator->team.plan->slots;
    int error = 0;

    for (uint32_t slot = 0; slot < wanted && atomic_load(&board->live) < wanted && !error; slot++)
        if (atomic_load(&board_slot(board, slot)->state) == SLOT_EMPTY && has_lives(board) &&
            !may_stay_empty(board, slot))
            error = fill_late(coordinator, shortage, slot);
    note_shortage(coordinator, shortage, error);
}

/* Whether every task has ended, so that none can come back. */
static bool is_nothing_left(struct board *board)
{
    uint64_t last;

    return transition_unended(board, &last) == TASK_NONE;
}

/* Where no worker is live, tries for a while to start one: no worker's end would make room.
 * False when every try was refused, or the run is to stop. */
static bool ensure_worker(struct coordinator *coordinator, struct shortage *shortage)
{
    struct board *board = coordinator->board;
    struct backoff backoff = { 0 };
    char many[FORMAT_MAX];

    while (!atomic_load(&board->live) && !coordinator->team.stopping && !is_nothing_left(board)) {
        if (!has_lives(board)) {
            coordinator_trouble(
                coordinator,
                "every worker has died and none could be replaced: the run has started all %s "
                "workers that it may; look for what kills them",
                format_count(many, sizeof many, board->lives_max));
            return false;
        }
        if (!backoff_wait(coordinator, &backoff)) {
            coordinator_trouble(coordinator, "%s: %s was refused for %d s (%s); %s",
                                atomic_load(&board->lives)
                                    ? "every worker has died and none could be replaced"
                                    : "no worker could be started",
                                coordinator->team.launcher.call, BACKOFF_PATIENCE_S,
                                strerror(shortage->error), limit_of(coordinator, shortage->error));
            return false;
        }
        if (!coordinator->team.stopping)
            fill_slots_again(coordinator, shortage);
    }
    return !coordinator->team.stopping;
}

/* Starts a worker in place of a dead one. Where that is refused, the pool goes on with fewer. */
static void replace(struct coordinator *coordinator, const struct reaped *dead, struct shortage *shortage)
{
    struct board *board = coordinator->board;
    bool room = has_lives(board);
    int error = room ? team_start(&coordinator->team, dead->id.slot, TASK_NONE) : 0;

    note_shortage(coordinator, shortage, error);
    note_slot(coordinator, dead->id.slot, error || !room ? EVENT_SHRUNK : EVENT_REPLACED,
              atomic_load(&board->live));
    if (!room)
        report_no_more(coordinator);
}

static bool is_left_alone(const struct coordinator *coordinator)
{
    return coordinator->team.stopping || coordinator->team.plan->unsupervised;
}

/* Reaps dead workers and replaces them, unless every task has ended;
 * then tries the empty slots again. False when no worker is left. */
static bool tend(struct coordinator *coordinator, struct shortage *shortage)
{
    struct board *board = coordinator->board;
    struct reaped dead;

    while (team_reap(&coordinator->team, &dead)) {
        if (is_left_alone(coordinator) || is_nothing_left(board))
            continue;
        if (!crash_loop_wait(coordinator, &shortage->crash_loop))
            return false;
        replace(coordinator, &dead, shortage);
        if (dead.requeued)
            transition_wake(board);
    }
    if (!is_left_alone(coordinator) && shortage->error && RULE(refused_places_are_tried_again))
        fill_slots_again(coordinator, shortage);
    return is_left_alone(coordinator) || ensure_worker(coordinator, shortage);
}

/* Unsupervised: a task that a dead worker was running, or had taken off the queue, is never done.
 * The run waits for it all the same, as Python's Pool.map does, until it is stopped. Reported once. */
static void wait_in_vain(struct coordinator *coordinator, uint64_t task)
{
    struct board *board = coordinator->board;
    uint64_t word = atomic_load(&board_task(board, task)->word);
    bool had = task_word_state(word) != TASK_WAITING;
    char label[FORMAT_MAX + 16], more[FORMAT_MAX + 24] = "", count[FORMAT_MAX];

    if (atomic_load(&board->stuck))
        return;
    uint64_t left = transition_count_unended(board);
    if (left > 1)
        snprintf(more, sizeof more, ", and for %s more", format_count(count, sizeof count, left - 1));
    limits_rest(&coordinator->limits);
    board_note(board, &(struct event){ .time = team_now(&coordinator->team),
                                       .task = task,
                                       .value = had,
                                       .slot = had ? task_word_slot(word) : 0,
                                       .life = had ? task_word_life(word) : 0,
                                       .kind = EVENT_STUCK });
    atomic_store(&board->stuck, task + 1);
    coordinator->team.workload.ops->label(&coordinator->team.workload, task, label, sizeof label);
    coordinator_remark(coordinator,
                       "waited in vain for %s, whose worker had died%s: the pool was unsupervised", label,
                       more);
}

/* True when every task has ended. Else a supervised pool wakes its workers for what is left. */
static bool all_ended(struct coordinator *coordinator, uint64_t *last)
{
    if (!coordinator->team.plan->unsupervised || !RULE(what_is_abandoned_stays_so)) {
        if (transition_sweep(coordinator->board, last) == 0)
            return true;
        transition_wake(coordinator->board);
        return false;
    }
    uint64_t task = transition_unended(coordinator->board, last);
    if (task == TASK_NONE)
        return true;
    wait_in_vain(coordinator, task);
    return false;
}

/* Wakes workers that are held at the closed gate before a claim, as there is nothing left to claim. */
static void call_from_gate(struct board *board)
{
    if (RULE(drained_queue_stirs_the_gate) && !gate_is_open(board) && transition_is_any_drained(board))
        gate_stir(board);
}

/* The longest sleep, ms, before the empty slots are tried again. -1: there are none. */
static int next_try_ms(struct coordinator *coordinator, struct shortage *shortage)
{
    struct board *board = coordinator->board;
    bool full = atomic_load(&board->live) == coordinator->team.plan->slots;

    if (is_left_alone(coordinator) || !shortage->error || full || !has_lives(board)) {
        shortage->backoff = (struct backoff){ 0 };
        return -1;
    }
    return (int)backoff_next(&shortage->backoff, SELDOM_MS);
}

/* Waits until every task has ended, which a sweep proves. */
static bool see_through(struct coordinator *coordinator, struct shortage *shortage)
{
    for (;;) {
        uint64_t last;

        coordinator_wait(coordinator, next_try_ms(coordinator, shortage));
        if (!tend(coordinator, shortage) || coordinator->team.stopping)
            return false;
        if (!transition_all_idle(coordinator->board)) {
            call_from_gate(coordinator->board);
            continue;
        }
        if (!all_ended(coordinator, &last))
            continue;
        atomic_store(&coordinator->board->done, last);
        return true;
    }
}

static bool pool_run(struct coordinator *coordinator, const struct plan *plan)
{
    struct board *board = coordinator->board;
    struct shortage shortage = { 0 };
    struct reaped gone;

    (void)plan;
    coordinator_tic(coordinator);
    fill_slots(coordinator, &shortage);
    bool through = ensure_worker(coordinator, &shortage) && see_through(coordinator, &shortage);
    report_shortage(coordinator, &shortage);
    coordinator_phase(coordinator, BOARD_ENDING);
    if (RULE(end_wakes_all))
        transition_wake(coordinator->board);
    while (atomic_load(&board->live)) {
        while (team_reap(&coordinator->team, &gone))
            ;
        if (atomic_load(&board->live))
            coordinator_wait(coordinator, -1);
    }
    coordinator_toc(coordinator);
    return through;
}

static void pool_describe(const struct plan *plan, const struct workload *workload, char *buf, size_t size)
{
    char workers[FORMAT_MAX], chunk[FORMAT_MAX];

    (void)workload;
    snprintf(buf, size, "%s, chunk %s", format_plural(workers, sizeof workers, plan->slots, "worker"),
             format_count(chunk, sizeof chunk, plan->chunk));
    strategy_describe_more(plan, buf, size);
}

static void serial_describe(const struct plan *plan, const struct workload *workload, char *buf, size_t size)
{
    (void)workload;
    snprintf(buf, size, "1 worker");
    strategy_describe_more(plan, buf, size);
}

const struct strategy_ops strategy_pool = {
    .name = "pool",
    .usual = true,
    .keys = pool_keys,
    .plan = pool_plan,
    .launch = launch_process,
    .run = pool_run,
    .describe = pool_describe,
};

const struct strategy_ops strategy_serial = {
    .name = "serial",
    .usual = true,
    .keys = serial_keys,
    .traits = { .baseline = true },
    .plan = serial_plan,
    .launch = launch_process,
    .run = pool_run,
    .describe = serial_describe,
};
