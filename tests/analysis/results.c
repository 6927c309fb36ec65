/* The figures people compare, and the exit status. */
#include "support/make_results.h"

#include "base/xmalloc.h"

#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define PERFECT                                                                                              \
    "{\"workload\": {\"kind\": \"perfect\", \"to\": 20000},"                                                 \
    " \"strategies\": [\"pool\", \"serial\", \"process\", {\"kind\": \"serial\", \"label\": \"again\"}]}"
#define NAPS                                                                                                 \
    "{\"workload\": {\"kind\": \"sleep\", \"seconds\": 1, \"count\": 10}, \"strategies\": [\"serial\", \"process\"]}"
#define NO_SERIAL "{\"workload\": {\"kind\": \"perfect\", \"to\": 100}, \"strategies\": [\"pool\"]}"

#define S UINT64_C(1000000000)

static struct made_results made;

static int close_made(void **state)
{
    (void)state;
    free_results(&made);
    return 0;
}

static bool near(double a, double b)
{
    return fabs(a - b) < 1e-9;
}

static void speedup_is_against_the_first_serial(void **state)
{
    (void)state;
    make_results(&made, PERFECT);
    make_run(&made, 0, 2 * S);
    make_run(&made, 1, 3 * S);
    make_run(&made, 3, 9 * S);
    assert_true(near(made.results.results[0].speedup, 1.5));
    assert_true(near(made.results.results[0].reduction, 1.0 / 3));
    assert_true(near(made.results.results[1].speedup, 1));
    assert_true(near(made.results.results[3].speedup, 1.0 / 3));
}

static void the_median_is_of_the_complete_runs(void **state)
{
    (void)state;
    make_results(&made, PERFECT);
    make_run(&made, 1, 1 * S);
    make_run(&made, 1, 3 * S);
    make_run(&made, 1, 100 * S)->complete = false;
    results_compute(&made.results);
    const struct result *serial = &made.results.results[1];
    assert_int_equal(serial->complete, 2);
    assert_true(near(serial->done.median, 2) && near(serial->done.max, 3));
}

static void where_the_cores_work_efficiency_is_per_core_at_most(void **state)
{
    (void)state;
    make_results(&made, PERFECT);
    make_run(&made, 1, 4 * S);
    make_run(&made, 2, 2 * S)->peak_live = 50;
    results_compute(&made.results);
    assert_int_equal(made.results.results[2].workers, 50);
    assert_true(near(made.results.results[2].efficiency, 1));
}

static void where_tasks_only_wait_efficiency_is_per_worker(void **state)
{
    (void)state;
    make_results(&made, NAPS);
    make_run(&made, 0, 10 * S);
    make_run(&made, 1, 1 * S);
    assert_true(near(made.results.results[1].efficiency, 1));
}

static void without_a_serial_there_is_nothing_to_compare_with(void **state)
{
    (void)state;
    make_results(&made, NO_SERIAL);
    make_run(&made, 0, 2 * S);
    assert_true(isnan(made.results.results[0].speedup));
    assert_true(isnan(made.results.results[0].efficiency));
    assert_true(isnan(made.results.results[0].reduction));
}

static void what_was_held_is_compared_with_nothing(void **state)
{
    (void)state;
    make_results(&made, PERFECT);
    make_run(&made, 0, 2 * S)->held_ns = S;
    make_run(&made, 1, 3 * S);
    make_run(&made, 3, 9 * S);
    assert_true(isnan(made.results.results[0].speedup));
    assert_true(near(made.results.results[0].done.median, 2));
    assert_true(near(made.results.results[1].speedup, 1));
    made.results.results[1].runs[0].held_ns = 1;
    results_compute(&made.results);
    assert_true(isnan(made.results.results[1].speedup));
    assert_true(isnan(made.results.results[3].reduction));
}

static void what_left_tasks_out_is_compared_with_nothing(void **state)
{
    (void)state;
    make_results(&made, PERFECT);
    make_run(&made, 0, 1 * S)->tasks_failed = 1;
    make_run(&made, 1, 2 * S);
    results_compute(&made.results);
    assert_true(isnan(made.results.results[0].speedup));
    assert_true(isnan(made.results.results[0].efficiency));
    assert_true(isnan(made.results.results[0].reduction));
    assert_true(near(made.results.results[0].done.median, 1));
    assert_true(near(made.results.results[1].speedup, 1));
    made.results.results[0].runs[0].tasks_failed = 0;
    made.results.results[1].runs[0].tasks_failed = 3; /* the yardstick */
    results_compute(&made.results);
    assert_true(isnan(made.results.results[0].speedup));
    assert_int_equal(result_failed(&made.results.results[1]), 3);
    assert_false(results_are_comparable(&made.results));
}

static void adding_an_outcome_takes_over_what_it_owns(void **state)
{
    (void)state;
    make_results(&made, NO_SERIAL);
    struct outcome outcome = { .complete = true };
    outcome.found = xcalloc(1, sizeof *outcome.found);
    outcome.found_count = 1;
    results_add(&made.results, 0, &outcome, false);
    assert_null(outcome.found);
    assert_int_equal(outcome.found_count, 0);
    assert_int_equal(made.results.results[0].runs[0].found_count, 1);
}

static void status_is_0_when_every_repeat_did_every_task(void **state)
{
    (void)state;
    make_results(&made, NO_SERIAL);
    assert_int_equal(results_status(&made.results), 1);
    make_run(&made, 0, S);
    assert_int_equal(results_status(&made.results), 0);
}

static void status_is_1_when_a_task_failed_or_was_lost_or_a_run_had_trouble(void **state)
{
    (void)state;
    make_results(&made, NO_SERIAL);
    struct outcome *run = make_run(&made, 0, S);
    run->tasks_failed = 1;
    assert_int_equal(results_status(&made.results), 1);
    run->tasks_failed = 0;
    run->tasks_lost = 1;
    assert_int_equal(results_status(&made.results), 1);
    run->tasks_lost = 0;
    snprintf(run->trouble, sizeof run->trouble, "the coordinator died");
    assert_int_equal(results_status(&made.results), 1);
}

static void status_is_128_and_the_signal_when_interrupted(void **state)
{
    (void)state;
    make_results(&made, NO_SERIAL);
    made.results.interrupted = true;
    made.results.signal = SIGTERM;
    assert_int_equal(results_status(&made.results), 128 + SIGTERM);
}

#define MADE(test) cmocka_unit_test_teardown(test, close_made)

static struct outcome warmup(uint64_t failed)
{
    return (struct outcome){ .complete = true,
                             .elapsed_ns = 9 * S,
                             .done_ns = 9 * S,
                             .tasks_done = 20000 - failed,
                             .tasks_failed = failed };
}

static void a_warm_up_leaves_a_trace_only_where_it_went_wrong_and_never_counts(void **state)
{
    (void)state;
    struct outcome well = warmup(0), wrong = warmup(1);
    make_results(&made, PERFECT);
    for (size_t i = 0; i < 4; i++)
        make_run(&made, i, 1 * S);
    results_add(&made.results, 1, &well, true);
    assert_int_equal(made.results.results[1].run_count, 1);
    assert_int_equal(results_status(&made.results), 0);
    results_add(&made.results, 1, &wrong, true);
    results_compute(&made.results);
    assert_int_equal(made.results.results[1].run_count, 2);
    assert_true(made.results.results[1].runs[1].warmup);
    assert_int_equal(made.results.results[1].complete, 1);
    assert_true(near(made.results.results[1].done.median, 1));
    assert_int_equal(results_status(&made.results), 1);
}

static void runs_of_an_earlier_time_come_first_and_count(void **state)
{
    (void)state;
    static struct made_results earlier;
    make_results(&earlier, PERFECT);
    make_run(&earlier, 1, 2 * S);
    make_run(&earlier, 1, 6 * S);
    make_results(&made, PERFECT);
    make_run(&made, 1, 4 * S);
    results_put_before(&made.results, &earlier.results);
    const struct result *serial = &made.results.results[1];
    assert_int_equal(serial->run_count, 3);
    assert_int_equal(serial->runs[0].done_ns, 2 * S);
    assert_int_equal(serial->runs[2].done_ns, 4 * S);
    assert_true(near(serial->done.median, 4));
    assert_int_equal(earlier.results.results[1].run_count, 0);
    free_results(&earlier);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        MADE(speedup_is_against_the_first_serial),
        MADE(the_median_is_of_the_complete_runs),
        MADE(where_the_cores_work_efficiency_is_per_core_at_most),
        MADE(where_tasks_only_wait_efficiency_is_per_worker),
        MADE(without_a_serial_there_is_nothing_to_compare_with),
        MADE(what_was_held_is_compared_with_nothing),
        MADE(a_warm_up_leaves_a_trace_only_where_it_went_wrong_and_never_counts),
        MADE(runs_of_an_earlier_time_come_first_and_count),
        MADE(what_left_tasks_out_is_compared_with_nothing),
        MADE(adding_an_outcome_takes_over_what_it_owns),
        MADE(status_is_0_when_every_repeat_did_every_task),
        MADE(status_is_1_when_a_task_failed_or_was_lost_or_a_run_had_trouble),
        MADE(status_is_128_and_the_signal_when_interrupted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
