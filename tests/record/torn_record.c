/* A coordinator that is killed while it takes back what a dead worker had leaves a record all the same,
 * and one that can be read. It is killed here before every single one of its accesses to the board. */
#include "machine/machine.h"
#include "record/record.h"
#include "support/record_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static jmp_buf killed;
static unsigned steps_left; /* until it is killed; 0: it lives on */

static void step_life(void)
{
    if (steps_left && --steps_left == 0)
        longjmp(killed, 1);
}

#define PROTOCOL_STEP()         step_life()
#define PROTOCOL_PRIVATE_STEP() step_life()
#include "board/transition_death.c"

enum { POOL_OF_THREES = 3, TASKS = 6 };

typedef void take_back(struct board *board, struct worker_id id);

static void dies(struct board *board, struct worker_id id)
{
    transition_death(board, id, &(struct exit_info){ .status = 9, .cpu_ns = 1, .max_rss_kb = 1 }, 50);
}

static void is_abandoned(struct board *board, struct worker_id id)
{
    transition_abandon(board, id, &(struct exit_info){ .status = 9, .cpu_ns = 1, .max_rss_kb = 1 }, 50);
}

static struct experiment experiment;
static struct recorded_run run;

/* The board of a pool of two. The first has done one task of its chunk of three and is in the second. */
static struct board *make_board(uint32_t attempts, struct worker_id *first)
{
    const struct strategy *strategy = &experiment.strategies[POOL_OF_THREES];
    struct board *board;
    struct span span;
    char err[256];
    run = (struct recorded_run){ .strategy = POOL_OF_THREES };
    strategy_plan(strategy, &experiment.workload, &record_file_machine, &run.plan);
    run.plan.attempts = attempts;
    board = board_open(&experiment.workload, &run.plan, NULL, err, sizeof err);
    assert_non_null(board);
    for (uint32_t slot = 0; slot < 2; slot++) {
        struct worker_id id = transition_birth(board, slot, TASK_NONE, 1 + slot);
        transition_born(board, id, worker_place_of_process(100 + (int)slot));
        assert_true(transition_take(board, id, &span));
        *first = slot ? *first : id;
    }
    assert_true(transition_start(board, *first, 0, 10));
    assert_true(transition_end(board, *first, 0, 0, 1, 20));
    assert_true(transition_start(board, *first, 1, 20));
    return board;
}

/* True: it came to its end before its time. */
static bool take_back_until(take_back *take, struct board *board, struct worker_id id, unsigned steps)
{
    steps_left = steps;
    if (setjmp(killed) == 0)
        take(board, id);
    bool whole = steps_left > 0;
    steps_left = 0;
    return whole;
}

/* Kills the coordinator before its first access, its second, and so on. Returns how many there are. */
static unsigned kill_everywhere(take_back *take, uint32_t attempts)
{
    unsigned steps = 0;
    for (bool whole = false; !whole;) {
        struct recording recording;
        struct worker_id id;
        struct board *board = make_board(attempts, &id);
        whole = take_back_until(take, board, id, ++steps);
        record_take(&run.record, board);
        board_close(board);
        record_file_write(&experiment, &run, 1);
        record_file_read(&recording);
        const struct record_life *dead = &recording.runs[0].record.lives[id.life];
        assert_int_equal(dead->died_task, dead->exited ? 1 : UINT32_MAX);
        assert_true(dead->exited || !whole);
        recording_release(&recording);
        record_release(&run.record);
    }
    return steps - 1;
}

static void what_it_leaves_while_tasks_go_back_can_be_read(void **state)
{
    (void)state;
    record_file_experiment(&experiment, TASKS);
    assert_true(kill_everywhere(dies, 3) > 10);
    experiment_release(&experiment);
}

static void what_it_leaves_while_a_task_is_set_aside_can_be_read(void **state)
{
    (void)state;
    record_file_experiment(&experiment, TASKS);
    assert_true(kill_everywhere(dies, 1) > 10);
    experiment_release(&experiment);
}

static void what_it_leaves_of_an_unsupervised_pool_can_be_read(void **state)
{
    (void)state;
    record_file_experiment(&experiment, TASKS);
    assert_true(kill_everywhere(is_abandoned, 3) > 5);
    experiment_release(&experiment);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_it_leaves_while_tasks_go_back_can_be_read),
        cmocka_unit_test(what_it_leaves_while_a_task_is_set_aside_can_be_read),
        cmocka_unit_test(what_it_leaves_of_an_unsupervised_pool_can_be_read),
    };
    return cmocka_run_group_tests(tests, record_file_enter, record_file_leave);
}
