/* Explores the interleavings of the claim protocol: two workers, the coordinator of a pool and the front,
 * switched, and workers killed, before any of their atomic accesses. No sanitizer sees races between
 * processes; this does. And each rule of the protocol is broken once, to see that it would be noticed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "explore/explored_checks.h"
#include "support/make_workload.h"

struct scenario {
    uint64_t tasks, chunk;
    unsigned deaths;
    void (*front)(void);   /* NULL: there is none */
    const uint32_t *order; /* NULL: by number */
    int mortals;           /* workers [0, mortals) may die; 0: both */
    uint32_t workers;      /* 0: two */
    bool partitions;       /* a queue for each worker */
    bool refuses;          /* no worker can be started in the second slot */
    unsigned from, to;     /* of the forks, these are refused */
    uint64_t lives;        /* only so many workers in all; 0: enough */
    uint32_t attempts;     /* deaths in a task after which it is set aside; 0: more than there are */
    bool ours;             /* deaths are kills of our own */
    bool unsupervised;     /* dead workers are not replaced */
    bool untrue;           /* the coordinator takes a live worker for dead */
};

#define SEED UINT64_C(88172645463325252)

/* With EXPLORE=full in the environment also what takes minutes and gigabytes. */
static bool is_full(void)
{
    const char *wanted = getenv("EXPLORE");

    return wanted && strcmp(wanted, "full") == 0;
}

/* A board for two workers, and the world around it. */
static void open_world(const struct scenario *scenario)
{
    struct workload workload = make_numbers(scenario->tasks);
    char err[256];

    plan = (struct plan){ .slots = WORKERS,
                          .lives = scenario->lives ? scenario->lives : LIVES_MOST,
                          .chunk = scenario->chunk,
                          .attempts = scenario->attempts ? scenario->attempts : 100,
                          .unsupervised = scenario->unsupervised,
                          .partitions = scenario->partitions };
    board = board_open(&workload, &plan, scenario->order, err, sizeof err);
    assert_non_null(board);
    explored = (struct coordinator){
        .board = board,
        .team = { .board = board, .plan = &plan, .workload.ops = &play_ops },
    };
    world = (struct world){ .ended = false };
    plan.slots = scenario->workers ? scenario->workers : WORKERS;
    mortals = scenario->mortals ? scenario->mortals : WORKERS;
    refuses = scenario->refuses;
    untrue_deaths = scenario->untrue;
    refused_from = scenario->from;
    refused_to = scenario->to;
    ours = scenario->ours;
    lacks = scenario->unsupervised || scenario->refuses || scenario->lives || scenario->from;
}

static void start_actors(const struct scenario *scenario)
{
    explorer_reset();
    if (scenario->front == front_steps || scenario->front == front_steps_on) {
        world.closed = true;
        board->gate = GATE_HOLD;
    }
    explorer_start(COORDINATOR, coordinator_body);
    if (scenario->front)
        explorer_start(FRONT, scenario->front);
}

/* Explores a scenario: every way, or by so many walks. Returns what was violated. */
static const char *explore(const struct scenario *scenario, unsigned walks, uint64_t seed)
{
    open_world(scenario);
    const struct explorer_part parts[] = {
        { &board->phase, offsetof(struct board, trouble) - offsetof(struct board, phase) },
        { &board->gate, offsetof(struct board, wake) + sizeof board->wake - offsetof(struct board, gate) },
        { board->queues, board->queue_count * sizeof(struct queue) },
        { board_slot(board, 0), WORKERS * sizeof(struct slot) },
        { board_task(board, 0), scenario->tasks << board->task_shift },
        { board_life(board, 0), (WORKERS + scenario->deaths) * sizeof(struct life) },
        { &world, sizeof world },
    };
    const struct explorer_rules rules = {
        .parts = parts,
        .part_count = sizeof parts / sizeof *parts,
        .states = is_full() ? 800000000 : 6000000,
        .patience = untrue_deaths ? 2000 : 0, /* two workers with one name may go round for ever */
        .is_called = is_called,
        .is_mortal = is_mortal,
        .died = died,
        .after_step = after_step,
        .is_end = is_end,
    };

    start_actors(scenario);
    const char *violation =
        walks ? explorer_walk(&rules, scenario->deaths, walks, seed) : explorer_run(&rules, scenario->deaths);
    board_close(board);
    return violation;
}

static const char *queues_name(const struct scenario *scenario)
{
    return !scenario->partitions ? ""
           : scenario->refuses   ? ", a queue each, the second without a worker"
           : scenario->lives     ? ", a queue each, no replacement"
                                 : ", a queue each";
}

static const char *front_name(void (*front)(void))
{
    return front == front_steps             ? "one step, then open"
           : front == front_steps_on        ? "step by step"
           : front == front_holds           ? "held and opened"
           : front == front_stops_and_steps ? "held, then step by step"
                                            : "no holds";
}

static const char *deaths_name(const struct scenario *scenario)
{
    return scenario->unsupervised ? ", unsupervised"
           : scenario->ours       ? ", our own kills"
           : scenario->attempts   ? ", few attempts"
           : scenario->from       ? ", forks refused"
                                  : "";
}

static void all_is_well(const struct scenario *scenario, unsigned walks)
{
    const char *violation = explore(scenario, walks, SEED);

    print_message("# %zu %s: tasks %zu, chunk %zu, %sdeaths %u, %s%s%s\n", explorer_states(),
                  walks ? "walks" : "states", (size_t)scenario->tasks, (size_t)scenario->chunk,
                  scenario->untrue ? "untrue " : "", scenario->deaths, front_name(scenario->front),
                  queues_name(scenario), deaths_name(scenario));
    if (violation)
        fail_msg("%s", violation);
    assert_true(explorer_states() > 1000);
}

/* ---- as it is ------------------------------------------------------------------------------------------ */

static void no_task_is_lost_or_done_twice_without_deaths(void **state)
{
    (void)state;
    all_is_well(&(struct scenario){ .tasks = 3, .chunk = 1 }, 0);
    all_is_well(&(struct scenario){ .tasks = 5, .chunk = 2 }, 0);
}

/* Of the two workers, which run the same code, the first one dies, unless all is wanted:
 * there are several times as many states with both. The walks below kill either. */
static void a_death_at_any_step_loses_nothing_with_chunks_of_one(void **state)
{
    (void)state;
    all_is_well(&(struct scenario){ .tasks = 2, .chunk = 1, .deaths = 1, .mortals = is_full() ? 0 : 1 }, 0);
}

static void a_death_at_any_step_loses_nothing_with_chunks_of_two_in_another_order(void **state)
{
    static const uint32_t order[] = { 1, 0 };

    (void)state;
    all_is_well(
        &(struct scenario){
            .tasks = 2, .chunk = 2, .deaths = 1, .order = order, .mortals = is_full() ? 0 : 1 },
        0);
}

static void two_deaths_at_any_step_lose_nothing(void **state)
{
    (void)state;
    all_is_well(&(struct scenario){ .tasks = 3, .chunk = 1, .deaths = 2, .workers = 1 }, 0);
    all_is_well(&(struct scenario){ .tasks = 3, .chunk = 2, .deaths = 2, .workers = 1 }, 0);
    all_is_well(&(struct scenario){ .tasks = 1, .chunk = 1, .deaths = 2, .workers = 1, .front = front_steps },
                0);
}

static void a_held_gate_starts_nothing_and_a_step_starts_one_task(void **state)
{
    (void)state;
    all_is_well(&(struct scenario){ .tasks = 2, .chunk = 1, .front = front_holds }, 0);
    all_is_well(&(struct scenario){ .tasks = 2, .chunk = 1, .front = front_steps }, 0);
    all_is_well(&(struct scenario){ .tasks = 2, .chunk = 2, .front = front_steps }, 0);
    all_is_well(&(struct scenario){ .tasks = 1, .chunk = 1, .front = front_steps_on }, 0);
    all_is_well(&(struct scenario){ .tasks = 1, .chunk = 1, .front = front_stops_and_steps }, 0);
}

static void each_worker_does_the_tasks_of_its_own_queue_and_a_replacement_what_came_back(void **state)
{
    (void)state;
    all_is_well(&(struct scenario){ .tasks = 5, .chunk = 1, .partitions = true }, 0);
    all_is_well(&(struct scenario){ .tasks = 5, .chunk = 2, .partitions = true }, 0);
    all_is_well(&(struct scenario){ .tasks = 2, .chunk = 1, .deaths = 1, .partitions = true }, 0);
    all_is_well(
        &(struct scenario){
            .tasks = 3, .chunk = 2, .deaths = 1, .partitions = true, .mortals = is_full() ? 0 : 1 },
        0);
}

static void a_queue_without_a_worker_is_done_by_the_others(void **state)
{
    (void)state;
    all_is_well(
        &(struct scenario){ .tasks = 5, .chunk = 1, .deaths = 1, .partitions = true, .refuses = true }, 0);
    all_is_well(
        &(struct scenario){ .tasks = 4, .chunk = 2, .deaths = 1, .partitions = true, .refuses = true }, 0);
    all_is_well(&(struct scenario){ .tasks = 2, .chunk = 1, .deaths = 1, .partitions = true, .lives = 2 }, 0);
}

/* At the beginning, without workers and with some; and after a death. */
static void a_fork_refused_for_a_moment_loses_nothing_and_is_made_up_for(void **state)
{
    (void)state;
    all_is_well(&(struct scenario){ .tasks = 2, .chunk = 1, .from = 1, .to = 2 }, 0);
    all_is_well(&(struct scenario){ .tasks = 2, .chunk = 2, .from = 2, .to = 3 }, 0);
    all_is_well(&(struct scenario){ .tasks = 2, .chunk = 1, .deaths = 1, .workers = 1, .from = 2, .to = 3 },
                0);
    all_is_well(&(struct scenario){ .tasks = 2, .chunk = 1, .deaths = 2, .from = 3, .to = 4 }, 2000);
}

static void a_task_in_which_too_many_have_died_is_set_aside_and_the_others_are_done(void **state)
{
    (void)state;
    all_is_well(&(struct scenario){ .tasks = 2, .chunk = 1, .deaths = 1, .workers = 1, .attempts = 1 }, 0);
    all_is_well(&(struct scenario){ .tasks = 2, .chunk = 1, .deaths = 3, .workers = 1, .attempts = 2 }, 0);
    all_is_well(&(struct scenario){ .tasks = 3, .chunk = 2, .deaths = 2, .workers = 1, .attempts = 1 }, 0);
    all_is_well(&(struct scenario){ .tasks = 5, .chunk = 2, .deaths = 4, .attempts = 2 }, 3000);
    all_is_well(
        &(struct scenario){ .tasks = 3, .chunk = 1, .deaths = 3, .attempts = 1, .front = front_steps_on },
        3000);
    all_is_well(&(struct scenario){ .tasks = 5, .chunk = 2, .deaths = 2, .attempts = 1, .partitions = true },
                2000);
}

static void our_own_kills_set_nothing_aside(void **state)
{
    (void)state;
    all_is_well(
        &(struct scenario){ .tasks = 2, .chunk = 1, .deaths = 2, .workers = 1, .attempts = 1, .ours = true },
        0);
    all_is_well(&(struct scenario){ .tasks = 5, .chunk = 2, .deaths = 3, .attempts = 1, .ours = true }, 2000);
}

static void an_unsupervised_pool_loses_what_the_dead_had_and_nothing_else(void **state)
{
    (void)state;
    all_is_well(&(struct scenario){ .tasks = 2, .chunk = 1, .deaths = 1, .mortals = 1, .unsupervised = true },
                0);
    all_is_well(&(struct scenario){ .tasks = 3, .chunk = 2, .deaths = 2, .workers = 1, .unsupervised = true },
                0);
    all_is_well(&(struct scenario){ .tasks = 5, .chunk = 1, .deaths = 2, .unsupervised = true }, 3000);
    all_is_well(&(struct scenario){ .tasks = 7, .chunk = 2, .deaths = 2, .unsupervised = true }, 3000);
}

static void a_held_gate_and_steps_hold_for_a_queue_each(void **state)
{
    (void)state;
    all_is_well(&(struct scenario){ .tasks = 2, .chunk = 1, .partitions = true, .front = front_holds }, 0);
    all_is_well(&(struct scenario){ .tasks = 2, .chunk = 1, .partitions = true, .front = front_steps }, 0);
    all_is_well(
        &(struct scenario){
            .tasks = 3, .chunk = 1, .partitions = true, .refuses = true, .front = front_steps_on },
        0);
}

/* The compare-and-swap at a task's end is the second lock: wait4 is the first. A coordinator that learns of
 * deaths from other hosts has only this one. */
static void a_result_is_committed_once_even_by_a_worker_that_was_taken_for_dead(void **state)
{
    (void)state;
    all_is_well(&(struct scenario){ .tasks = 3, .chunk = 1, .deaths = 2, .untrue = true }, 10000);
    all_is_well(&(struct scenario){ .tasks = 5, .chunk = 2, .deaths = 3, .untrue = true }, 10000);
}

static void several_deaths_lose_nothing_on_a_hundred_thousand_walks(void **state)
{
    (void)state;
    all_is_well(&(struct scenario){ .tasks = 3, .chunk = 1, .deaths = 2 }, 25000);
    all_is_well(&(struct scenario){ .tasks = 5, .chunk = 2, .deaths = 3 }, 20000);
    all_is_well(&(struct scenario){ .tasks = 8, .chunk = 3, .deaths = 4 }, 15000);
    all_is_well(&(struct scenario){ .tasks = 3, .chunk = 1, .deaths = 2, .front = front_steps }, 20000);
    all_is_well(&(struct scenario){ .tasks = 5, .chunk = 2, .deaths = 3, .front = front_steps }, 20000);
    all_is_well(&(struct scenario){ .tasks = 5, .chunk = 2, .deaths = 2, .front = front_holds }, 10000);
    all_is_well(&(struct scenario){ .tasks = 4, .chunk = 2, .deaths = 2, .front = front_steps_on }, 10000);
    all_is_well(&(struct scenario){ .tasks = 4, .chunk = 2, .deaths = 2, .front = front_stops_and_steps },
                10000);
    all_is_well(&(struct scenario){ .tasks = 5, .chunk = 1, .deaths = 3, .partitions = true }, 5000);
    all_is_well(&(struct scenario){ .tasks = 7, .chunk = 2, .deaths = 3, .partitions = true, .lives = 4 },
                5000);
    all_is_well(
        &(struct scenario){
            .tasks = 5, .chunk = 2, .deaths = 2, .partitions = true, .front = front_stops_and_steps },
        5000);
}

static void more_tasks_with_a_death_lose_nothing_either(void **state)
{
    (void)state;
    if (!is_full())
        skip();
    all_is_well(&(struct scenario){ .tasks = 3, .chunk = 1, .deaths = 1 }, 0);
    all_is_well(&(struct scenario){ .tasks = 5, .chunk = 1, .deaths = 1, .mortals = 1 }, 0);
    all_is_well(&(struct scenario){ .tasks = 5, .chunk = 2, .deaths = 1 }, 0);
    all_is_well(&(struct scenario){ .tasks = 1, .chunk = 1, .deaths = 2, .mortals = 1 }, 0);
    all_is_well(&(struct scenario){ .tasks = 2, .chunk = 1, .deaths = 1, .mortals = 1, .front = front_steps },
                0);
    all_is_well(
        &(struct scenario){ .tasks = 3, .chunk = 2, .partitions = true, .front = front_stops_and_steps }, 0);
    all_is_well(&(struct scenario){ .tasks = 5, .chunk = 1, .deaths = 1, .partitions = true }, 0);
    all_is_well(&(struct scenario){ .tasks = 3, .chunk = 2, .partitions = true, .front = front_steps }, 0);
    all_is_well(&(struct scenario){ .tasks = 5, .chunk = 2, .deaths = 1, .partitions = true }, 0);
    all_is_well(
        &(struct scenario){ .tasks = 5, .chunk = 2, .deaths = 1, .partitions = true, .refuses = true }, 0);
    all_is_well(&(struct scenario){ .tasks = 5, .chunk = 2, .deaths = 1, .partitions = true, .lives = 2 }, 0);
    all_is_well(
        &(struct scenario){
            .tasks = 2, .chunk = 1, .deaths = 1, .mortals = 1, .partitions = true, .front = front_steps },
        0);
    all_is_well(&(struct scenario){ .tasks = 2,
                                    .chunk = 1,
                                    .deaths = 1,
                                    .partitions = true,
                                    .refuses = true,
                                    .front = front_steps_on },
                0);
}

/* ---- with a broken rule -------------------------------------------------------------------------------- */

static const char *const rule_names[] = {
#define NAME(name) #name,
    RULES(NAME)
#undef NAME
};

#define BIT(rule) (UINT64_C(1) << (rule))

/* In one of these each shows. */
static const struct scenario scenarios[] = {
    { .tasks = 3, .chunk = 1, .deaths = 2, .attempts = 1 },
    { .tasks = 5, .chunk = 2, .deaths = 3, .attempts = 2, .workers = 1 },
    { .tasks = 3, .chunk = 1, .deaths = 2, .attempts = 1, .ours = true },
    { .tasks = 5, .chunk = 1, .deaths = 1, .unsupervised = true },
    { .tasks = 3, .chunk = 1, .deaths = 2 },
    { .tasks = 5, .chunk = 1, .deaths = 1, .partitions = true },
    { .tasks = 5, .chunk = 1, .deaths = 1, .partitions = true, .refuses = true },
    { .tasks = 3, .chunk = 1, .from = 2, .to = 2 },
    { .tasks = 5, .chunk = 2, .deaths = 3 },
    { .tasks = 3, .chunk = 1, .deaths = 2, .front = front_steps },
    { .tasks = 5, .chunk = 2, .deaths = 2, .front = front_steps },
    { .tasks = 2, .chunk = 1, .deaths = 1, .front = front_stops_and_steps },
    { .tasks = 3, .chunk = 1, .deaths = 2, .untrue = true },
};

/* The rule that only front_stops_and_steps needs is seldom missed: one walk in some thousand notices. */
static unsigned walks_in(const struct scenario *scenario)
{
    if (scenario->front == front_stops_and_steps)
        return 20000;
    return scenario->attempts || scenario->unsupervised ? 500 : scenario->partitions ? 1000 : 5000;
}

static void every_broken_rule_is_noticed(void **state)
{
    unsigned missed = 0;

    (void)state;
    for (int rule = 0; rule < RULE_COUNT; rule++) {
        const char *violation = NULL;
        size_t walks = 0;

        broken = BIT(rule);
        for (size_t i = 0; i < sizeof scenarios / sizeof *scenarios && !violation; i++) {
            violation = explore(&scenarios[i], walks_in(&scenarios[i]), SEED);
            walks += explorer_states();
        }
        broken = 0;
        print_message("# %-30s after %5zu walks: %s\n", rule_names[rule], walks,
                      violation ? violation : "NOT NOTICED");
        missed += !violation;
    }
    assert_int_equal(missed, 0);
}

int main(void)
{
#ifdef __SANITIZE_ADDRESS__
    puts("ok 1 - the explorer # SKIP it jumps between stacks, which this sanitizer takes for an error");
    return 0;
#endif
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_task_is_lost_or_done_twice_without_deaths),
        cmocka_unit_test(a_death_at_any_step_loses_nothing_with_chunks_of_one),
        cmocka_unit_test(a_death_at_any_step_loses_nothing_with_chunks_of_two_in_another_order),
        cmocka_unit_test(two_deaths_at_any_step_lose_nothing),
        cmocka_unit_test(a_held_gate_starts_nothing_and_a_step_starts_one_task),
        cmocka_unit_test(each_worker_does_the_tasks_of_its_own_queue_and_a_replacement_what_came_back),
        cmocka_unit_test(a_queue_without_a_worker_is_done_by_the_others),
        cmocka_unit_test(a_fork_refused_for_a_moment_loses_nothing_and_is_made_up_for),
        cmocka_unit_test(a_task_in_which_too_many_have_died_is_set_aside_and_the_others_are_done),
        cmocka_unit_test(our_own_kills_set_nothing_aside),
        cmocka_unit_test(an_unsupervised_pool_loses_what_the_dead_had_and_nothing_else),
        cmocka_unit_test(a_held_gate_and_steps_hold_for_a_queue_each),
        cmocka_unit_test(a_result_is_committed_once_even_by_a_worker_that_was_taken_for_dead),
        cmocka_unit_test(several_deaths_lose_nothing_on_a_hundred_thousand_walks),
        cmocka_unit_test(more_tasks_with_a_death_lose_nothing_either),
        cmocka_unit_test(every_broken_rule_is_noticed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
