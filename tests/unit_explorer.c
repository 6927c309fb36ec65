/* Explores every interleaving of the claim protocol: two workers and the coordinator of a pool, switched, and a
 * worker killed, before any of their atomic accesses. No sanitizer sees races between processes; this does.
 *
 * What is explored is the program's own code, compiled here with a hook in front of each access: transition.c, gate.c,
 * worker.c and strategy_pool.c. Fork, wait4 and the futex are played (explorer.h). */
#include "clock.h"
#include "coordinator.h"
#include "explorer.h"
#include "futex.h"
#include "gate.h"
#include "worker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

static void tell_coordinator(void);

/* The program's sources, with the world around them replaced. */
#define PROTOCOL_STEP()                          explorer_step()
#define PROTOCOL_PRIVATE_STEP()                  explorer_private_step()
#define board_note(board, ...)                   ((void)(board), (void)(__VA_ARGS__))
#define clock_ns()                               UINT64_C(1)
#define madvise(at, bytes, advice)               ((void)(at), (void)(bytes))
#define write(fd, bytes, size)                   (tell_coordinator(), (ssize_t)(size))
#define strategy_plan_risks(strategy, plan)      ((void)(strategy), (void)(plan))
#define strategy_describe_risks(plan, buf, size) ((void)(plan), (void)(buf), (void)(size))
#define strategy_pool                            explored_pool
#define strategy_serial                          explored_serial
#include "../src/gate.c"
#include "../src/strategy_pool.c"
#include "../src/transition.c"
#include "../src/worker.c"
#undef write
#undef madvise
#undef clock_ns

enum { WORKERS = 2, COORDINATOR = 2, TASKS_MOST = 8, LIVES_MOST = 8 };

/* What changes besides the board. */
static struct world {
    struct coordinator coordinator;
    struct who who[WORKERS];
    int running[WORKERS];            /* the task inside workload->run(), or -1 */
    _Atomic uint32_t *word[WORKERS]; /* blocked until it differs from `unlike` */
    uint32_t unlike[WORKERS];
    bool told;                 /* the notify pipe holds a byte */
    bool ended;                /* pool_run() has returned … */
    bool through;              /* … this */
    uint64_t done[TASKS_MOST]; /* the words of the tasks that are done */
    uint64_t result[TASKS_MOST];
} world;

static struct board *board;
static struct plan plan;

/* ---- the workers' world ----------------------------------------------------------------------------------- */

static void tell_coordinator(void)
{
    explorer_step();
    world.told = true;
}

void futex_wait(_Atomic uint32_t *word, uint32_t unlike)
{
    int me = explorer_me();

    explorer_step();
    if (atomic_load(word) != unlike)
        return;
    world.word[me] = word;
    world.unlike[me] = unlike;
    explorer_block();
}

void futex_wake_all(_Atomic uint32_t *word)
{
    (void)word; /* who waits is called as soon as the word differs: no call is needed and none is missed */
}

static uint64_t play_run(const struct workload *workload, uint64_t task, uint64_t started,
                         workload_progress *progress)
{
    int me = explorer_me();

    (void)workload, (void)started, (void)progress;
    for (int i = 0; i < WORKERS; i++)
        explorer_must(i == me || !explorer_is_alive(i) || world.running[i] != (int)task,
                      "two live workers run the same task");
    world.running[me] = (int)task;
    explorer_step();
    world.running[me] = -1;
    return task + 100;
}

static uint64_t play_weight(const struct workload *workload, uint64_t task)
{
    (void)workload, (void)task;
    return 1;
}

static const struct workload_ops play_ops = { .name = "play", .run = play_run, .weight = play_weight };

static void worker_body(void)
{
    struct worker worker = { .board = board, .who = world.who[explorer_me()], .tic = 1 };

    worker.workload.ops = &play_ops;
    worker_serve(&worker);
}

static void coordinator_body(void)
{
    world.through = pool_run(&world.coordinator, &plan);
    world.ended = true;
}

/* ---- the coordinator's calls ---------------------------------------------------------------------------- */

uint64_t coordinator_now(const struct coordinator *coordinator)
{
    (void)coordinator;
    return 1;
}

void coordinator_phase(struct coordinator *coordinator, enum board_phase phase)
{
    explorer_step();
    atomic_store(&coordinator->board->phase, (uint32_t)phase);
}

void coordinator_tic(struct coordinator *coordinator)
{
    coordinator_phase(coordinator, BOARD_RUNNING);
}

void coordinator_toc(struct coordinator *coordinator)
{
    atomic_store(&coordinator->board->toc, 1);
}

uint32_t coordinator_slot(struct coordinator *coordinator)
{
    return coordinator->free_count++;
}

int coordinator_spawn(struct coordinator *coordinator, uint32_t slot, uint64_t task)
{
    struct who who = transition_birth(coordinator->board, slot, task, 1);

    world.who[slot] = who;
    world.running[slot] = -1;
    explorer_start((int)slot, worker_body);
    transition_born(coordinator->board, who, (int)slot + 1);
    return 0;
}

static bool is_gone(int worker)
{
    return explorer_state(worker) == ACTOR_DEAD || explorer_state(worker) == ACTOR_GONE;
}

bool coordinator_reap(struct coordinator *coordinator, struct reaped *reaped)
{
    explorer_step();
    for (int worker = 0; worker < WORKERS; worker++) {
        if (!is_gone(worker))
            continue;
        reaped->who = world.who[worker];
        reaped->status = explorer_state(worker) == ACTOR_DEAD ? 9 : 0;
        explorer_forget(worker);
        reaped->requeued = transition_death(coordinator->board, reaped->who,
                                            &(struct demise){ .status = reaped->status }, 1);
        return true;
    }
    return false;
}

void coordinator_wait(struct coordinator *coordinator, int timeout_ms)
{
    (void)coordinator, (void)timeout_ms;
    explorer_block();
    world.told = false;
}

void warden_rest(struct coordinator *coordinator)
{
    (void)coordinator;
}

void coordinator_trouble(struct coordinator *coordinator, const char *format, ...)
{
    (void)coordinator, (void)format;
    explorer_must(false, "the coordinator is in trouble");
}

void coordinator_remark(struct coordinator *coordinator, const char *format, ...)
{
    (void)coordinator, (void)format;
    explorer_must(false, "the coordinator remarks");
}

/* ---- the rules -------------------------------------------------------------------------------------------- */

static bool is_called(int actor)
{
    if (actor == COORDINATOR)
        return world.told || is_gone(0) || is_gone(1);
    return atomic_load(world.word[actor]) != world.unlike[actor];
}

static int mortals = WORKERS; /* workers [0, mortals) may die */

static bool is_mortal(int actor)
{
    return actor < mortals;
}

static void died(int actor)
{
    world.running[actor] = -1;
}

/* What is done stays as it is. */
static void after_step(void)
{
    for (uint64_t task = 0; task < board->tasks; task++) {
        struct task *place = board_task(board, task);

        if (!world.done[task] && task_word_state(place->word) == TASK_DONE) {
            world.done[task] = place->word;
            world.result[task] = place->result;
        }
        if (world.done[task])
            MUST(place->word == world.done[task] && place->result == world.result[task]);
    }
}

/* In the end every task is done, with its result, and counted. */
static bool is_end(void)
{
    uint64_t counted = 0;

    MUST(world.through);
    MUST(atomic_load(&board->live) == 0);
    for (uint64_t task = 0; task < board->tasks; task++) {
        MUST(task_word_state(board_task(board, task)->word) == TASK_DONE);
        MUST(board_task(board, task)->result == task + 100);
    }
    for (uint32_t slot = 0; slot < WORKERS; slot++)
        counted += slot_sums(board_slot(board, slot))->tasks_done;
    MUST(counted == board->tasks);
    return world.ended;
}

/* With EXPLORE=full in the environment also what takes minutes and gigabytes. */
static bool is_full(void)
{
    const char *wanted = getenv("EXPLORE");

    return wanted && strcmp(wanted, "full") == 0;
}

/* Opens a board for two workers and explores it: every way, or by so many walks. */
static void explore_board(uint64_t tasks, uint64_t chunk, unsigned deaths, const uint32_t *order,
                          unsigned walks)
{
    struct workload workload = { .ops = &workload_perfect, .tasks = tasks, .from = 1, .to = tasks };
    const char *violation;
    char err[256];

    plan = (struct plan){ .slots = WORKERS, .lives = LIVES_MOST, .chunk = chunk, .attempts = 100 };
    board = board_open(&workload, &plan, order, err, sizeof err);
    assert_non_null(board);
    world = (struct world){ .coordinator = { .board = board, .plan = &plan } };
    const struct explorer_part parts[] = {
        { board, offsetof(struct board, events) },
        { board_slot(board, 0), WORKERS * sizeof(struct slot) },
        { board_task(board, 0), tasks << board->task_shift },
        { board_life(board, 0), (WORKERS + deaths) * sizeof(struct life) },
        { &world, sizeof world },
    };
    const struct explorer_rules rules = {
        .parts = parts,
        .part_count = sizeof parts / sizeof *parts,
        .states = is_full() ? 250000000 : 16000000,
        .is_called = is_called,
        .is_mortal = is_mortal,
        .died = died,
        .after_step = after_step,
        .is_end = is_end,
    };

    explorer_reset();
    explorer_start(COORDINATOR, coordinator_body);
    violation =
        walks ? explorer_walk(&rules, deaths, walks, 88172645463325252) : explorer_run(&rules, deaths);
    print_message("# %zu %s: tasks %zu, chunk %zu, deaths %u\n", explorer_states(),
                  walks ? "walks" : "states", (size_t)tasks, (size_t)chunk, deaths);
    board_close(board);
    if (violation)
        fail_msg("%s", violation);
    assert_true(explorer_states() > 1000);
}

static void explore_all(uint64_t tasks, uint64_t chunk, unsigned deaths, const uint32_t *order)
{
    explore_board(tasks, chunk, deaths, order, 0);
}

static void no_task_is_lost_or_done_twice_when_nobody_dies(void **state)
{
    (void)state;
    explore_all(3, 1, 0, NULL);
    explore_all(5, 2, 0, NULL);
}

/* Of the two workers, which run the same code, the first one dies, unless all is wanted: there are several times as
 * many states with both. The walks below kill either. */
static void a_death_at_any_step_loses_nothing_with_chunks_of_one(void **state)
{
    (void)state;
    mortals = is_full() ? WORKERS : 1;
    explore_all(2, 1, 1, NULL);
    mortals = WORKERS;
}

static void a_death_at_any_step_loses_nothing_with_chunks_of_two_in_another_order(void **state)
{
    static const uint32_t order[] = { 1, 0 };

    (void)state;
    mortals = is_full() ? WORKERS : 1;
    explore_all(2, 2, 1, order);
    mortals = WORKERS;
}

static void several_deaths_lose_nothing_on_a_hundred_thousand_walks(void **state)
{
    (void)state;
    explore_board(3, 1, 2, NULL, 40000);
    explore_board(5, 2, 3, NULL, 30000);
    explore_board(8, 3, 4, NULL, 30000);
}

static void more_tasks_with_a_death_lose_nothing_either(void **state)
{
    (void)state;
    if (!is_full())
        skip();
    explore_all(3, 1, 1, NULL);
    explore_all(5, 2, 1, NULL);
}

int main(void)
{
#ifdef __SANITIZE_ADDRESS__
    puts("ok 1 - the explorer # SKIP it jumps between stacks, which this sanitizer takes for an error");
    return 0;
#endif
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_task_is_lost_or_done_twice_when_nobody_dies),
        cmocka_unit_test(a_death_at_any_step_loses_nothing_with_chunks_of_one),
        cmocka_unit_test(a_death_at_any_step_loses_nothing_with_chunks_of_two_in_another_order),
        cmocka_unit_test(several_deaths_lose_nothing_on_a_hundred_thousand_walks),
        cmocka_unit_test(more_tasks_with_a_death_lose_nothing_either),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
