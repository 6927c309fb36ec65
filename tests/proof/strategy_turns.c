/* A strategy of the tests: a process for each task, `abreast` at a time, which wait for each other. */
#include "board/transition.h"
#include "engine/coordinator.h"
#include "work/strategy.h"

#include <stdio.h>
#include <string.h>

/* The settings. */
struct turns {
    uint64_t abreast;
};

static const struct config_key turns_keys[] = {
    { .name = "abreast",
      .type = CONFIG_WHOLE,
      .offset = STRATEGY_OFFSET(struct turns, abreast),
      .min = 1,
      .max = 8,
      .fallback = 1,
      .help = "processes at a time",
      .option = { .name = "--abreast", .argument = "N" } },
    { .type = CONFIG_END },
};

static void turns_plan(const struct strategy *strategy, const struct workload *workload,
                       const struct machine *machine, struct plan *plan)
{
    const struct turns *turns = (const void *)strategy->own;
    *plan = (struct plan){
        .slots = (uint32_t)turns->abreast,
        .lives = workload->tasks + STRATEGY_REPLACEMENTS,
        .chunk = 1,
        .join = true,
        .neighbours = true,
        .workers = (uint32_t)turns->abreast,
        .cores = machine->cores,
    };
}

/* False: none waits. */
static bool next_task(struct board *board, uint64_t *task)
{
    for (*task = 0; *task < board->tasks; ++*task)
        if (task_word_state(atomic_load(&board_task(board, *task)->word)) == TASK_WAITING)
            return true;
    return false;
}

static void reap_ended(struct team *team)
{
    struct reaped ended;
    while (team_reap(team, &ended))
        team_give_slot(team, ended.id.slot);
}

/* True when the run has come to its end, with or without one more start. */
static bool go_on(struct coordinator *coordinator, bool *well)
{
    struct board *board = coordinator->board;
    struct team *team = &coordinator->team;
    uint64_t task, last;
    bool waits = next_task(board, &task);
    uint32_t slot = waits && !team->stopping ? team_take_slot(team) : SLOTS_MAX;
    if (slot != SLOTS_MAX) {
        int error = team_start(team, slot, task);
        if (error)
            coordinator_trouble(coordinator, "no process for task %d: %s", (int)task, strerror(error));
        *well = !error;
        return error != 0;
    }
    if (atomic_load(&board->live)) {
        coordinator_wait(coordinator, -1);
        return false;
    }
    *well = !transition_sweep(board, &last);
    if (*well)
        atomic_store(&board->done, last);
    return true;
}

static bool turns_run(struct coordinator *coordinator, const struct plan *plan)
{
    bool well = true, over = false;
    (void)plan;
    coordinator_tic(coordinator);
    while (!over) {
        reap_ended(&coordinator->team);
        over = go_on(coordinator, &well);
    }
    coordinator_toc(coordinator);
    return well && !coordinator->team.stopping;
}

static void turns_describe(const struct plan *plan, const struct workload *workload, char *buf, size_t size)
{
    (void)workload;
    snprintf(buf, size, "%u abreast", (unsigned)plan->slots);
    strategy_describe_more(plan, buf, size);
}

const struct strategy_ops strategy_turns = {
    .name = "turns",
    .keys = turns_keys,
    .traits = { .one_each = true, .starting_counts = true },
    .plan = turns_plan,
    .launch = launch_process,
    .run = turns_run,
    .describe = turns_describe,
};
