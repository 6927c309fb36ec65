/* What an experiment comes to before it has run: first in, first out, worked out in thought. */
#include "analysis/estimate.h"
#include "support/make_workload.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define S 1e9

static const struct machine machine = { .cores = 2 };
static const struct calibration calibration = { .division_ns = 2, .process_ns = 100000 };

static struct experiment experiment;
static struct preview preview;

static void estimate(const char *json)
{
    experiment_release(&experiment);
    char *messages = experiment_parse(&experiment, "test", json, strlen(json), NULL, 0);
    assert_null(messages);
    preview_plan(&preview, &experiment, &machine);
    assert_false(preview.estimated);
    preview_estimate(&preview, &experiment, &machine, &calibration);
    assert_true(preview.estimated);
}

static void estimate_naps(const char *seconds, const char *list)
{
    char json[400];
    snprintf(json, sizeof json,
             "{ \"workload\": { \"kind\": \"sleep\", \"seconds\": %s }, \"strategies\": [ %s ] }", seconds,
             list);
    estimate(json);
}

static void assert_near(double actual, double wanted)
{
    if (fabs(actual - wanted) > 0.01 * fabs(wanted))
        fail_msg("%g instead of %g", actual, wanted);
}

static double makespan_of(const struct workload *workload, uint64_t workers, uint64_t chunk)
{
    return estimate_makespan(workload, &(struct plan){ .slots = (uint32_t)workers, .chunk = chunk });
}

static void a_pool_of_five_over_1_to_10_takes_15_seconds(void **state)
{
    (void)state;
    estimate_naps("{ \"from\": 1, \"to\": 10 }",
                  "\"serial\", \"process\", { \"kind\": \"pool\", \"workers\": 5, \"chunk\": 1 }");
    assert_near(preview.strategies[0].schedule_ns, 55 * S);
    assert_near(preview.strategies[1].schedule_ns, 10 * S);
    assert_near(preview.strategies[2].schedule_ns, 15 * S);
    assert_near(preview.total_ns, 80 * S);
    assert_near(preview.strategies[2].run_ns, 15 * S);
    assert_near(preview.strategies[0].lower_ns, 55 * S);
    assert_near(preview.strategies[1].lower_ns, 10 * S); /* the longest task */
    assert_near(preview.strategies[2].lower_ns, 11 * S); /* work / workers */
}

static void a_pool_whose_workers_are_killed_unnoticed_may_never_end(void **state)
{
    (void)state;
    estimate_naps("[1, 1]", "{ \"kind\": \"pool\", \"supervised\": false }");
    assert_false(preview.endless);
    estimate_naps("[1, 1]", "{ \"kind\": \"pool\", \"chaos\": { \"kill_every_s\": 1 } }");
    assert_false(preview.endless);
    estimate_naps("[1, 1]", "\"serial\", { \"kind\": \"pool\", \"supervised\": false,"
                            " \"chaos\": { \"kill_every_s\": 1 } }");
    assert_true(preview.endless);
    assert_true(isinf(preview.strategies[1].run_ns));
    assert_near(preview.strategies[0].run_ns, 2 * S);
}

static void a_long_nap_at_the_end_holds_everybody_up(void **state)
{
    (void)state;
    estimate_naps("[ 1, 1, 1, 1, 5 ]", "{ \"kind\": \"pool\", \"workers\": 2, \"chunk\": 1 },"
                                       "{ \"kind\": \"pool\", \"workers\": 2, \"chunk\": 2 }");
    assert_near(preview.strategies[0].schedule_ns, 7 * S);
    assert_near(preview.strategies[1].schedule_ns, 7 * S);
}

/* The short way for naps that are all alike against handing them out one by one. */
static void naps_that_are_alike_need_no_handing_out(void **state)
{
    (void)state;
    uint64_t lengths[40];
    for (int i = 0; i < 40; i++)
        lengths[i] = 7;
    for (uint64_t tasks = 2; tasks <= 40; tasks++)
        for (uint64_t workers = 1; workers <= 9; workers++)
            for (uint64_t chunk = 1; chunk <= 12; chunk++) {
                struct workload one = make_naps(lengths, 1, tasks), many = make_naps(lengths, tasks, tasks);
                assert_true(makespan_of(&one, workers, chunk) == makespan_of(&many, workers, chunk));
            }
}

static void chunks_of_growing_cost_leave_the_last_worker_alone(void **state)
{
    (void)state;
    estimate(
        "{ \"workload\": { \"kind\": \"perfect\", \"to\": 100000 }, \"strategies\": [ \"serial\", \"process\","
        " \"pool\", { \"kind\": \"pool\", \"chunk\": 1, \"label\": \"chunk 1\" } ] }");
    assert_near(preview.strategies[0].schedule_speedup, 1);
    assert_near(preview.strategies[1].schedule_speedup, 2);
    assert_near(preview.strategies[2].schedule_speedup, 1.78);
    assert_near(preview.strategies[3].schedule_speedup, 2);
    /* 5e9 divisions of 2 ns: 10 s; processes: half of it and half of what they cost,
     * but not less than that. */
    assert_near(preview.total_ns, (10 + 10 + 10 / 1.78 + 5) * S);
}

static double three_divisions(const struct workload *workload, double division_ns)
{
    (void)workload;
    return 3 * division_ns;
}

static void chunks_are_handed_out_first_in_first_out(void **state)
{
    (void)state;
    struct chunk_schedule chunks;
    estimate_naps("{ \"from\": 1, \"to\": 10 }", "{ \"kind\": \"pool\", \"workers\": 5, \"chunk\": 1 }");
    const struct plan *plan = &preview.strategies[0].plan;
    assert_true(estimate_chunks(&chunks, &experiment.workload, plan, 2, 10));
    assert_int_equal(chunks.count, 10);
    assert_near((double)chunks.makespan * chunks.unit, 15 * S);
    for (uint64_t i = 0; i < 10; i++) { /* each worker's second nap follows its first */
        assert_int_equal(chunks.at[i].place, i % 5);
        assert_near((double)chunks.at[i].started + 1, i < 5 ? 1 : (double)(i - 4) * S);
        assert_near((double)chunks.lengths[i], (double)(i + 1) * S);
    }
    chunk_schedule_release(&chunks);
    assert_false(estimate_chunks(&chunks, &experiment.workload, plan, 2, 9));
}

/* Few chunks, and an order in which all the tasks would have to be sorted. */
static void many_tasks_with_an_order_are_not_sorted_for_a_picture(void **state)
{
    (void)state;
    struct chunk_schedule chunks;
    struct workload numbers = make_numbers(4000000);
    struct plan plan = { .slots = 2, .chunk = 500000 };
    assert_true(estimate_chunks(&chunks, &numbers, &plan, 2, 2000));
    chunk_schedule_release(&chunks);
    for (plan.order = ORDER_LONGEST; plan.order < ORDERS; plan.order++)
        assert_false(estimate_chunks(&chunks, &numbers, &plan, 2, 2000));
}

static void workers_that_share_cores_have_no_schedule(void **state)
{
    (void)state;
    struct chunk_schedule chunks;
    estimate("{ \"workload\": { \"kind\": \"perfect\", \"to\": 100 },"
             " \"strategies\": [ { \"kind\": \"pool\", \"workers\": 3, \"chunk\": 10 } ] }");
    const struct plan *plan = &preview.strategies[0].plan;
    assert_false(estimate_chunks(&chunks, &experiment.workload, plan, 2, 100));
    assert_true(estimate_chunks(&chunks, &experiment.workload, plan, 3, 100));
    chunk_schedule_release(&chunks);
}

static void a_workload_says_how_long_its_unit_of_weight_takes(void **state)
{
    (void)state;
    estimate("{ \"workload\": { \"kind\": \"perfect\", \"to\": 100000 }, \"strategies\": [ \"serial\" ] }");
    assert_near(preview.total_ns, 10 * S);
    struct workload_ops other = *experiment.workload.ops;
    other.weight_ns = three_divisions;
    experiment.workload.ops = &other;
    preview_estimate(&preview, &experiment, &machine, &calibration);
    experiment.workload.ops = &workload_perfect;
    assert_near(preview.total_ns, 30 * S);
    assert_near(preview.strategies[0].lower_ns, 30 * S);
}

static void more_workers_than_cores_are_no_faster(void **state)
{
    (void)state;
    estimate("{ \"workload\": { \"kind\": \"perfect\", \"to\": 10000 },"
             " \"strategies\": [ { \"kind\": \"pool\", \"workers\": 64 } ] }");
    assert_near(preview.strategies[0].schedule_speedup, 2);
}

static void repeats_and_warmups_count(void **state)
{
    (void)state;
    estimate("{ \"workload\": { \"kind\": \"sleep\", \"seconds\": 1 }, \"strategies\": [ \"serial\" ],"
             " \"repeat\": 3, \"warmup\": 2 }");
    assert_near(preview.total_ns, 5 * S);
}

static void empty_tasks_have_no_schedule_speedup(void **state)
{
    (void)state;
    estimate(
        "{ \"workload\": { \"kind\": \"sleep\", \"seconds\": 0, \"count\": 1000 }, \"strategies\": [ \"process\" ] }");
    assert_true(isnan(preview.strategies[0].schedule_speedup));
    assert_near(preview.total_ns, 0.1 * S);
}

/* Sums that fit no whole number, more chunks than can be counted: an answer all the same, and at once. */
static void the_largest_work_is_estimated_at_once(void **state)
{
    (void)state;
    uint64_t day = UINT64_C(86400) * UINT64_C(1000000000);
    struct workload naps = make_naps(&day, 1, TASKS_MAX);
    assert_near(makespan_of(&naps, 1000, 1), 86400 * S * 4e6);
    struct workload perfect = make_numbers_from(INT64_MAX - TASKS_MAX + 1, INT64_MAX);
    assert_near(makespan_of(&perfect, 2, 1), 9.22e18 * 2e9);
}

static void the_machine_is_measured_in_no_time(void **state)
{
    (void)state;
    struct calibration measured;
    calibration_measure(&measured);
    assert_true(measured.division_ns > 0.01 && measured.division_ns < 10000);
    assert_true(measured.process_ns > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pool_whose_workers_are_killed_unnoticed_may_never_end),
        cmocka_unit_test(a_pool_of_five_over_1_to_10_takes_15_seconds),
        cmocka_unit_test(a_long_nap_at_the_end_holds_everybody_up),
        cmocka_unit_test(naps_that_are_alike_need_no_handing_out),
        cmocka_unit_test(chunks_of_growing_cost_leave_the_last_worker_alone),
        cmocka_unit_test(chunks_are_handed_out_first_in_first_out),
        cmocka_unit_test(many_tasks_with_an_order_are_not_sorted_for_a_picture),
        cmocka_unit_test(workers_that_share_cores_have_no_schedule),
        cmocka_unit_test(a_workload_says_how_long_its_unit_of_weight_takes),
        cmocka_unit_test(more_workers_than_cores_are_no_faster),
        cmocka_unit_test(repeats_and_warmups_count),
        cmocka_unit_test(empty_tasks_have_no_schedule_speedup),
        cmocka_unit_test(the_largest_work_is_estimated_at_once),
        cmocka_unit_test(the_machine_is_measured_in_no_time),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    experiment_release(&experiment);
    return failed;
}
