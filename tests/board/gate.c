/* The gate: which worker may start a task, and when. */
#include "board/gate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct board board;
static const struct worker_id one = { 3, 17 }, other = { 4, 18 };

static int fresh(void **state)
{
    (void)state;
    memset(&board, 0, sizeof board);
    return 0;
}

static void an_open_gate_lets_every_worker_pass_without_a_permit(void **state)
{
    (void)state;
    bool permitted = true;
    assert_true(gate_is_open(&board));
    assert_true(gate_try(&board, one, &permitted));
    assert_false(permitted);
    assert_false(gate_permit(&board)); /* nothing to be permitted */
    assert_true(gate_is_open(&board));
}

static void a_step_lets_exactly_one_pass(void **state)
{
    (void)state;
    bool permitted;
    gate_set(&board, GATE_HOLD);
    assert_false(gate_try(&board, one, &permitted));
    for (int step = 0; step < 3; step++) {
        assert_false(gate_is_permitted(&board));
        assert_true(gate_permit(&board));
        assert_true(gate_is_permitted(&board));
        assert_false(gate_permit(&board)); /* one at a time */
        assert_true(gate_try(&board, one, &permitted));
        assert_true(permitted);
        assert_false(gate_try(&board, other, &permitted));
        assert_false(gate_permit(&board)); /* it has not started yet */
        gate_leave(&board, one, true);
        assert_false(gate_try(&board, other, &permitted));
    }
}

static void a_permit_that_found_no_task_or_died_is_there_for_the_next(void **state)
{
    (void)state;
    bool permitted;
    gate_set(&board, GATE_HOLD);
    assert_true(gate_permit(&board));
    assert_true(gate_try(&board, one, &permitted));
    gate_leave(&board, one, false);
    assert_true(gate_try(&board, other, &permitted));
    gate_reissue(&board, one); /* the dead worker did not have it */
    assert_false(gate_try(&board, one, &permitted));
    gate_reissue(&board, other);
    assert_true(gate_try(&board, one, &permitted));
    assert_true(permitted);
}

static void opening_and_closing_withdraws_a_permit(void **state)
{
    (void)state;
    bool permitted;
    gate_set(&board, GATE_HOLD);
    assert_true(gate_permit(&board));
    gate_set(&board, GATE_RUN);
    gate_set(&board, GATE_HOLD);
    assert_false(gate_try(&board, one, &permitted));
    assert_true(gate_permit(&board));
    assert_true(gate_try(&board, one, &permitted));
    gate_set(&board, GATE_RUN);
    gate_set(&board, GATE_HOLD);
    gate_leave(&board, one, false); /* of a permit that is none any more */
    assert_false(gate_try(&board, other, &permitted));
}

static void every_change_wakes_the_workers_that_wait(void **state)
{
    (void)state;
    bool permitted;
    uint32_t turn = atomic_load(&board.gate_turn);
    gate_set(&board, GATE_HOLD);
    assert_int_not_equal(atomic_load(&board.gate_turn), turn);
    turn = atomic_load(&board.gate_turn);
    gate_permit(&board);
    assert_int_not_equal(atomic_load(&board.gate_turn), turn);
    gate_try(&board, one, &permitted);
    turn = atomic_load(&board.gate_turn);
    gate_leave(&board, one, false);
    assert_int_not_equal(atomic_load(&board.gate_turn), turn);
    turn = atomic_load(&board.gate_turn);
    gate_stir(&board);
    assert_int_not_equal(atomic_load(&board.gate_turn), turn);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(an_open_gate_lets_every_worker_pass_without_a_permit, fresh),
        cmocka_unit_test_setup(a_step_lets_exactly_one_pass, fresh),
        cmocka_unit_test_setup(a_permit_that_found_no_task_or_died_is_there_for_the_next, fresh),
        cmocka_unit_test_setup(opening_and_closing_withdraws_a_permit, fresh),
        cmocka_unit_test_setup(every_change_wakes_the_workers_that_wait, fresh),
    };
    return cmocka_run_group_tests_name("gate", tests, NULL, NULL);
}
