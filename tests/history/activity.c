/* Activity: what ended when, and how many worked, over a whole run, in steps that grow with it. */
#include "history/activity.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#define S UINT64_C(1000000000)
#define T UINT64_C(1280000000) /* so that steps begin there, however often two became one */

static struct activity activity;

static int empty(void **state)
{
    (void)state;
    activity = (struct activity){ .step = 0 };
    return 0;
}

static void assert_near(double value, double expected)
{
    if (fabs(value - expected) > expected / 1000 + 1e-9)
        fail_msg("%g instead of %g", value, expected);
}

static void what_came_between_two_looks_is_spread_evenly(void **state)
{
    (void)state;
    activity_note(&activity, S, 100, 2 * S);
    assert_near(activity_rate(&activity, 0, S), 100);
    assert_near(activity_rate(&activity, S / 4, S / 2), 100);
    assert_near(activity_workers(&activity, 0, S), 2);
    activity_note(&activity, 2 * S, 110, 3 * S);
    assert_near(activity_rate(&activity, S, 2 * S), 10);
    assert_near(activity_workers(&activity, S, 2 * S), 1);
    assert_near(activity_rate(&activity, 3 * S, 4 * S), 0);
}

static void what_is_done_only_grows(void **state)
{
    (void)state;
    activity_note(&activity, S, 3, S);
    activity_note(&activity, 2 * S, 10, S);
    assert_near(activity_done(&activity, S), 3);
    assert_near(activity_done(&activity, 2 * S), 10);
    assert_near(activity_done(&activity, 9 * S), 10);
}

/* The last step is not full yet: what ended in it is done all the same. */
static void all_is_done_at_the_end_of_a_record(void **state)
{
    (void)state;
    activity_note(&activity, 10 * S, 0, 0);
    activity_note(&activity, 10 * S + 1, 10, 0);
    assert_near(activity_done(&activity, 10 * S + 1), 10);
}

static void a_long_run_keeps_all_of_it_in_fewer_steps(void **state)
{
    (void)state;
    for (uint64_t second = 1; second <= 1000; second++)
        activity_note(&activity, second * S, second * 7, second * 3 * S);
    assert_near(activity_rate(&activity, 0, 1000 * S), 7);
    assert_near(activity_rate(&activity, 100 * S, 200 * S), 7);
    assert_near(activity_workers(&activity, 0, 1000 * S), 3);
    assert_true(activity.step * ACTIVITY_STEPS > 1000 * S);
}

static void a_look_at_an_earlier_moment_changes_nothing(void **state)
{
    (void)state;
    activity_note(&activity, 2 * S, 10, S);
    activity_note(&activity, S, 20, 2 * S);
    assert_near(activity_rate(&activity, 0, 2 * S), 5);
}

static void a_worker_has_a_history_of_its_own(void **state)
{
    (void)state;
    activity_note_worker(&activity, 1, T, T / 2);
    activity_note_worker(&activity, 1, 3 * T, T / 2);
    activity_note_worker(&activity, ACTIVITY_SLOTS, 3 * T, T);
    assert_near(activity_of_worker(&activity, 1, 0, T), 0.5);
    assert_near(activity_of_worker(&activity, 1, T, 3 * T), 0);
    assert_true(activity_of_worker(&activity, 1, 3 * T, 4 * T) < 0);
    assert_true(activity_of_worker(&activity, 0, 0, T) < 0);
    assert_true(activity_of_worker(&activity, ACTIVITY_SLOTS, 0, T) < 0);
    for (uint64_t second = 4; second <= 1000; second++)
        activity_note_worker(&activity, 1, second * T, second * T / 4);
    assert_near(activity_of_worker(&activity, 1, 100 * T, 900 * T), 0.25);
}

static void a_record_gives_the_history_of_each_worker(void **state)
{
    (void)state;
    struct record_task tasks[] = { { .started = 0, .ended = T, .life = 0, .state = TASK_DONE },
                                   { .started = T, .ended = 4 * T, .life = 1, .state = TASK_DONE } };
    struct record_life lives[] = { { .slot = 0, .died_task = UINT32_MAX },
                                   { .slot = 1, .died_task = 0, .died_started = 0, .exited = T / 2 } };
    struct record record = {
        .tasks = tasks, .task_count = 2, .lives = lives, .life_count = 2, .done = 4 * T
    };
    activity_of_record(&activity, &record);
    assert_near(activity_of_worker(&activity, 0, 0, T), 1);
    assert_near(activity_of_worker(&activity, 0, T, 4 * T), 0);
    assert_near(activity_of_worker(&activity, 1, 0, T), 0.5);
    assert_near(activity_of_worker(&activity, 1, T, 4 * T), 1);
}

static void a_record_gives_it_exactly(void **state)
{
    (void)state;
    struct record_task tasks[] = { { .started = 0, .ended = S, .state = TASK_DONE },
                                   { .started = 0, .ended = 3 * S, .state = TASK_DONE },
                                   { .started = S, .ended = 2 * S, .state = TASK_FAILED } };
    struct record record = { .tasks = tasks, .task_count = 3, .done = 3 * S };
    activity_of_record(&activity, &record);
    assert_near(activity_workers(&activity, 0, S), 2);
    assert_near(activity_workers(&activity, S, 3 * S), 1);
    assert_near(activity_rate(&activity, 0, 2 * S), 0.5);
    record.task_count = 0;
    activity_of_record(&activity, &record);
    assert_near(activity_rate(&activity, 0, S), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(what_came_between_two_looks_is_spread_evenly, empty),
        cmocka_unit_test_setup(what_is_done_only_grows, empty),
        cmocka_unit_test_setup(all_is_done_at_the_end_of_a_record, empty),
        cmocka_unit_test_setup(a_long_run_keeps_all_of_it_in_fewer_steps, empty),
        cmocka_unit_test_setup(a_look_at_an_earlier_moment_changes_nothing, empty),
        cmocka_unit_test_setup(a_record_gives_it_exactly, empty),
        cmocka_unit_test_setup(a_worker_has_a_history_of_its_own, empty),
        cmocka_unit_test_setup(a_record_gives_the_history_of_each_worker, empty),
    };
    return cmocka_run_group_tests_name("activity", tests, NULL, NULL);
}
