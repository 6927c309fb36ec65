/* What the settings of a strategy come to for a workload on a machine. */
#include "work/strategy.h"
#include "support/make_strategy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct machine four_cores = { .cores = 4 };

static struct plan plan_of(const struct strategy *strategy, uint64_t tasks)
{
    struct workload workload = { .ops = &workload_perfect, .tasks = tasks };
    struct plan plan;

    strategy_plan(strategy, &workload, &four_cores, &plan);
    return plan;
}

static void auto_chunk_is_the_rule_of_pools_in_python(void **state)
{
    (void)state;
    assert_int_equal(strategy_auto_chunk(100000, 2), 12500);
    assert_int_equal(strategy_auto_chunk(100001, 2), 12501);
    assert_int_equal(strategy_auto_chunk(10, 5), 1);
    assert_int_equal(strategy_auto_chunk(1, 1000), 1);
    assert_int_equal(strategy_auto_chunk(UINT64_C(4000000000), 1), 1000000000);
}

static void a_pool_takes_its_workers_from_the_cores_unless_asked(void **state)
{
    struct strategy pool = make_strategy(&strategy_pool);

    (void)state;
    assert_int_equal(plan_of(&pool, 1000).slots, 4);
    assert_int_equal(plan_of(&pool, 1000).chunk, 63);
    make_setting(&pool, "workers", 7);
    make_setting(&pool, "chunk", 5);
    assert_int_equal(plan_of(&pool, 1000).slots, 7);
    assert_int_equal(plan_of(&pool, 1000).chunk, 5);
    assert_int_equal(plan_of(&pool, 1000).workers, 7);
}

static void a_pool_reserves_lives_for_replacements(void **state)
{
    struct strategy pool = make_strategy(&strategy_pool);
    (void)state;
    make_setting(&pool, "workers", 2);
    assert_true(plan_of(&pool, 10).lives > 1000);
}

static void serial_is_one_worker_task_by_task(void **state)
{
    struct strategy serial = { .ops = &strategy_serial };
    struct plan plan = plan_of(&serial, 1000);

    (void)state;
    assert_int_equal(plan.slots, 1);
    assert_int_equal(plan.chunk, 1);
    assert_true(plan.join);
    assert_false(plan.neighbours);
}

static void a_process_run_has_a_life_for_every_task_and_at_most_max_live_slots(void **state)
{
    struct strategy process = make_strategy(&strategy_process);
    (void)state;
    make_setting(&process, "max_live", 8);
    struct plan plan = plan_of(&process, 1000);
    assert_int_equal(plan.slots, 8);
    assert_true(plan.lives >= 1000);
    assert_int_equal(plan.workers, 0);
    assert_string_equal(plan.limit, ""); /* a limit of one's own is no news */
    make_setting(&process, "max_live", 5000);
    assert_int_equal(plan_of(&process, 1000).slots, 1000);
}

static void what_bounds_processes_on_this_machine_is_named(void **state)
{
    struct strategy process = make_strategy(&strategy_process);
    struct plan plan = plan_of(&process, UINT64_C(3000000000));

    (void)state;
    assert_true(plan.slots >= 1);
    assert_true(plan.slots < UINT64_C(3000000000));
    assert_true(strlen(plan.limit) > 0);
}

static void plans_are_described_in_a_line(void **state)
{
    struct strategy pool = make_strategy(&strategy_pool), process = make_strategy(&strategy_process);
    struct workload workload = { .ops = &workload_perfect, .tasks = 100000 };
    char text[120];
    (void)state;
    make_setting(&pool, "workers", 2);
    make_setting(&pool, "chunk", 12500);
    make_setting(&process, "join", false);
    make_setting(&process, "max_live", 10);
    struct plan plan = plan_of(&pool, workload.tasks);
    pool.ops->describe(&plan, &workload, text, sizeof text);
    assert_string_equal(text, "2 workers, chunk 12 500");
    plan = plan_of(&process, workload.tasks);
    process.ops->describe(&plan, &workload, text, sizeof text);
    assert_string_equal(text, "one per task: 100 000, max 10 live, not joined");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(auto_chunk_is_the_rule_of_pools_in_python),
        cmocka_unit_test(a_pool_takes_its_workers_from_the_cores_unless_asked),
        cmocka_unit_test(a_pool_reserves_lives_for_replacements),
        cmocka_unit_test(serial_is_one_worker_task_by_task),
        cmocka_unit_test(a_process_run_has_a_life_for_every_task_and_at_most_max_live_slots),
        cmocka_unit_test(what_bounds_processes_on_this_machine_is_named),
        cmocka_unit_test(plans_are_described_in_a_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
