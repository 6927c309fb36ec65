/* One process per task, started in FIFO order without waiting, and reaped meanwhile.
 * Joined: toc when all are reaped.
 * Not joined, the classic mistake: toc right after the last start, while the processes go on. */
#include "base/format.h"
#include "board/gate.h"
#include "board/transition.h"
#include "engine/coordinator.h"
#include "engine/crash_loop.h"
#include "work/order_keys.h"
#include "work/strategy.h"

#include <stdio.h>
#include <string.h>

/* Starts between two looks for the parent's messages, while the coordinator starts without waiting. */
#define LISTEN_EVERY 64

/* Processes that may wait at the closed gate: enough to see a queue, too few to fill the machine. */
#define CROWD 32

/* The settings. */
struct process {
    bool join;
    uint64_t max_live; /* 0: as many as the machine can hold ("auto") */
};

static const struct config_key process_keys[] = {
    { .name = "join",
      .type = CONFIG_FLAG,
      .offset = STRATEGY_OFFSET(struct process, join),
      .fallback = true,
      .help = "wait for every process before toc; not to wait is the classic mistake",
      .option = { "--no-join", NULL, "false", "the parent does not wait for its children" } },
    { .name = "max_live",
      .label = "at once",
      .type = CONFIG_WHOLE,
      .offset = STRATEGY_OFFSET(struct process, max_live),
      .min = 1,
      .max = SLOTS_MAX,
      .word = "auto",
      .help = "processes that exist at once; \"auto\": what the machine can hold",
      .option = { "--max-live", "N|auto", NULL, "how many exist at once, at most" } },
    ORDER_KEYS,
    { .type = CONFIG_END },
};

static void process_plan(const struct strategy *strategy, const struct workload *workload,
                         const struct machine *machine, struct plan *plan)
{
    char why[sizeof plan->limit];
    uint64_t room = machine_max_live(why, sizeof why);
    const struct process *process = (const void *)strategy->own;
    uint64_t slots = process->max_live ? process->max_live : room;

    *plan = (struct plan){
        .lives = workload->tasks + STRATEGY_REPLACEMENTS,
        .chunk = 1,
        .join = process->join,
        .cores = machine->cores,
    };
    if (slots > SLOTS_MAX)
        slots = SLOTS_MAX;
    if (slots >= workload->tasks)
        slots = workload->tasks < SLOTS_MAX ? workload->tasks : SLOTS_MAX;
    else if (!process->max_live)
        memcpy(plan->limit, why, sizeof why);
    plan->slots = (uint32_t)slots;
}

/* The state between two starts. */
struct spawning {
    struct backoff backoff;
    struct crash_loop crash_loop;
    bool full;        /* every slot has been taken, which is reported */
    unsigned spawned; /* processes so far */
};

/* Takes the next waiting task off the queue. False: the queue is drained. */
static bool next_task(struct board *board, uint64_t *task)
{
    struct queue *queue = board_queue(board, 0);

    for (;;) {
        uint64_t position = atomic_load(&queue->ticket);

        if (position >= queue->end)
            return false;
        *task = board_order(board, position);
        if (task_word_state(atomic_load(&board_task(board, *task)->word)) == TASK_WAITING)
            return true;
        atomic_store(&queue->ticket, position + 1);
    }
}

/* A start was refused: waits for room, longer each time.
 * False when the patience is used up, with no process of this run live whose end could make room. */
static bool back_off(struct coordinator *coordinator, struct spawning *spawning, int error)
{
    const struct launcher *launcher = &coordinator->team.launcher;
    char live[FORMAT_MAX];

    coordinator_remark(
        coordinator, "%s was refused with %s live (%s): waited for room, then went on", launcher->call,
        format_plural(live, sizeof live, atomic_load(&coordinator->board->live), "process"), strerror(error));
    if (backoff_wait(coordinator, &spawning->backoff))
        return true;
    coordinator_trouble(coordinator, "%s was refused for %d s with no process of this run left: %s; %s",
                        launcher->call, BACKOFF_PATIENCE_S, strerror(error), launcher->limits);
    return false;
}

static void reap_ended(struct coordinator *coordinator)
{
    struct reaped ended;

    while (team_reap(&coordinator->team, &ended))
        team_give_slot(&coordinator->team, ended.id.slot);
}

/* Every slot is taken: reports that once, where the machine's limit is the cause and not the experiment's. */
static void report_full(struct coordinator *coordinator, const struct plan *plan, struct spawning *spawning)
{
    char slots[FORMAT_MAX];

    if (spawning->full || !plan->limit[0])
        return;
    spawning->full = true;
    coordinator_remark(coordinator, "at most %s live at once: %s",
                       format_plural(slots, sizeof slots, plan->slots, "process"), plan->limit);
}

/* Whether the gate is closed and enough processes wait at it: the next one starts after some have passed. */
static bool is_crowded(struct board *board)
{
    uint32_t waiting = 0;

    for (uint32_t i = 0; !gate_is_open(board) && waiting < CROWD && i < atomic_load(&board->slots_used);
         i++) {
        uint32_t state = atomic_load(&board_slot(board, i)->state);

        waiting += state == SLOT_HELD || state == SLOT_STARTING;
    }
    return waiting == CROWD;
}

/* Starts a process for the next task, or waits for room. False: the run cannot go on. */
static bool spawn_next(struct coordinator *coordinator, const struct plan *plan, uint64_t task,
                       struct spawning *spawning)
{
    if (!crash_loop_wait(coordinator, &spawning->crash_loop))
        return false;
    uint32_t slot = team_take_slot(&coordinator->team);
    if (slot == SLOTS_MAX) {
        report_full(coordinator, plan, spawning);
        coordinator_wait(coordinator, -1);
        return true;
    }
    if (atomic_load(&coordinator->board->lives) >= coordinator->board->lives_max) {
        coordinator_trouble(
            coordinator,
            "more than %llu processes have died, and no more are started; --narrate names each death",
            (unsigned long long)STRATEGY_REPLACEMENTS);
        return false;
    }
    int error = team_start(&coordinator->team, slot, task);
    if (!error) {
        spawning->backoff = (struct backoff){ 0 };
        if (++spawning->spawned % LISTEN_EVERY == 0)
            coordinator_wait(coordinator, 0);
        return true;
    }
    team_give_slot(&coordinator->team, slot);
    return back_off(coordinator, spawning, error);
}

/* True when every task has ended. */
static bool all_ended(struct coordinator *coordinator)
{
    uint64_t last;

    if (transition_sweep(coordinator->board, &last))
        return false;
    atomic_store(&coordinator->board->done, last);
    return true;
}

static bool process_run(struct coordinator *coordinator, const struct plan *plan)
{
    struct board *board = coordinator->board;
    struct spawning spawning = { 0 };
    bool going = true;

    coordinator_tic(coordinator);
    while (going && !coordinator->team.stopping) {
        uint64_t task;

        reap_ended(coordinator);
        if (is_crowded(board)) {
            coordinator_wait(coordinator, -1);
            continue;
        }
        if (next_task(board, &task)) {
            going = spawn_next(coordinator, plan, task, &spawning);
            continue;
        }
        if (!plan->join && !atomic_load(&board->toc)) {
            coordinator_toc(coordinator);
            coordinator_phase(coordinator, BOARD_UNJOINED);
        }
        if (atomic_load(&board->live))
            coordinator_wait(coordinator, -1);
        else if (all_ended(coordinator))
            break;
    }
    while (atomic_load(&board->live)) { /* stopped, or in trouble */
        reap_ended(coordinator);
        if (atomic_load(&board->live))
            coordinator_wait(coordinator, -1);
    }
    if (!atomic_load(&board->toc))
        coordinator_toc(coordinator);
    return going && !coordinator->team.stopping;
}

static void process_describe(const struct plan *plan, const struct workload *workload, char *buf, size_t size)
{
    char tasks[FORMAT_MAX], live[FORMAT_MAX];
    int used = snprintf(buf, size, "one per task: %s", format_count(tasks, sizeof tasks, workload->tasks));

    if (plan->slots < workload->tasks && used > 0 && (size_t)used < size)
        used += snprintf(buf + used, size - (size_t)used, ", max %s live",
                         format_count(live, sizeof live, plan->slots));
    if (!plan->join && used > 0 && (size_t)used < size)
        snprintf(buf + used, size - (size_t)used, ", not joined");
    strategy_describe_more(plan, buf, size);
}

const struct strategy_ops strategy_process = {
    .name = "process",
    .usual = true,
    .keys = process_keys,
    .traits = { .one_each = true, .starting_counts = true },
    .plan = process_plan,
    .launch = launch_process,
    .run = process_run,
    .describe = process_describe,
};
