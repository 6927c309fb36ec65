/* Bounds on the makespan, against cases worked out by hand. */
#include "analysis/bounds.h"
#include "support/make_workload.h"

#include "record/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

static struct bounds bounds;

static void pool_of_five_over_1_to_10_takes_15_in_order_and_11_at_best(void **state)
{
    (void)state;
    const uint64_t lengths[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };
    bounds_of(&bounds, lengths, COUNT_OF(lengths), 5);
    assert_int_equal(bounds.work, 55);
    assert_int_equal(bounds.span, 10);
    assert_int_equal(bounds.lower, 11);
    assert_int_equal(bounds.fifo, 15);
    assert_int_equal(bounds.lpt, 11);
    assert_int_equal(bounds.greedy, 11 + 10 - 2);
    assert_int_equal(bounds.graham, 2 * 11 - 2);
}

static void longest_first_misses_the_best_by_its_known_factor(void **state)
{
    (void)state;
    /* Graham 1969: P = 2; 3 3 2 2 2 fits into 6, longest first takes 7 = (4/3 - 1/6) × 6. */
    const uint64_t lengths[] = { 2, 2, 2, 3, 3 };
    bounds_of(&bounds, lengths, COUNT_OF(lengths), 2);
    assert_int_equal(bounds.lower, 6);
    assert_int_equal(bounds.lpt, 7);
    assert_int_equal(bounds.fifo, 7);
}

static void the_worst_list_reaches_grahams_bound(void **state)
{
    (void)state;
    /* P (P - 1) tasks of 1, then one of P: the list takes 2P - 1 where P is possible. */
    const uint64_t lengths[] = { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 4 };
    bounds_of(&bounds, lengths, COUNT_OF(lengths), 4);
    assert_int_equal(bounds.lower, 4);
    assert_int_equal(bounds.fifo, 7);
    assert_int_equal(bounds.greedy, 7);
    assert_int_equal(bounds.graham, 7);
    assert_int_equal(bounds.lpt, 4);
}

static void one_place_takes_the_sum(void **state)
{
    (void)state;
    const uint64_t lengths[] = { 5, 0, 7 };
    bounds_of(&bounds, lengths, COUNT_OF(lengths), 1);
    for (int line = 0; line < BOUNDS_LINES; line++)
        assert_int_equal(bounds_ns(&bounds, (enum bounds_line)line), 12);
}

static void with_a_place_for_each_the_longest_decides(void **state)
{
    (void)state;
    const uint64_t lengths[] = { 3, 9, 1 };
    bounds_of(&bounds, lengths, COUNT_OF(lengths), 100);
    assert_int_equal(bounds.lower, 9);
    assert_int_equal(bounds.fifo, 9);
    assert_int_equal(bounds.lpt, 9);
}

static void without_tasks_all_is_0(void **state)
{
    (void)state;
    bounds_of(&bounds, NULL, 0, 3);
    for (int line = 0; line < BOUNDS_LINES; line++)
        assert_int_equal(bounds_ns(&bounds, (enum bounds_line)line), 0);
}

static void list_schedules_stay_between_the_bounds(void **state)
{
    (void)state;
    static uint64_t lengths[3000];
    uint64_t random = 1;
    for (uint64_t places = 1; places < 40; places += 3) {
        size_t count = (size_t)(places * places * 2 % 2999) + 1;
        for (size_t i = 0; i < count; i++) {
            random = random * UINT64_C(6364136223846793005) + 1442695040888963407;
            lengths[i] = random >> (30 + i % 30);
        }
        bounds_of(&bounds, lengths, count, places);
        assert_true(bounds.lower <= bounds.lpt && bounds.lower <= bounds.fifo);
        assert_true(bounds.fifo <= bounds.greedy && bounds.lpt <= bounds.greedy);
        assert_true(bounds.greedy <= bounds.graham);
    }
}

static void a_record_is_bounded_by_what_it_has_done(void **state)
{
    (void)state;
    struct record_task tasks[] = {
        { .started = 0, .ended = 10, .state = TASK_DONE },
        { .started = 5, .ended = 25, .state = TASK_DONE },
        { .started = 9, .ended = 99, .state = TASK_FAILED },
    };
    uint64_t ns[] = { 7, 8, 9 };
    struct record record = { .tasks = tasks, .task_count = 3 };
    struct workload perfect = make_numbers(3);
    struct workload naps = make_naps(ns, 3, 3);
    struct account account = { .places = 2 };
    bounds_of_record(&bounds, &record, &perfect, &account);
    assert_int_equal(bounds.work, 30);
    assert_int_equal(bounds.span, 20);
    assert_false(bounds.asked);
    bounds_of_record(&bounds, &record, &naps, &account);
    assert_int_equal(bounds.work, 15);
    assert_int_equal(bounds.places, 2);
    assert_true(bounds.asked);
    record.slots = 3; /* of three processes two lived at once: there was room for all */
    bounds_of_record(&bounds, &record, &naps, &account);
    assert_int_equal(bounds.places, 3);
    assert_int_equal(bounds.lower, 8);
    bounds_of_record(&bounds, &record, &perfect, &account);
    assert_int_equal(bounds.places, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pool_of_five_over_1_to_10_takes_15_in_order_and_11_at_best),
        cmocka_unit_test(longest_first_misses_the_best_by_its_known_factor),
        cmocka_unit_test(the_worst_list_reaches_grahams_bound),
        cmocka_unit_test(one_place_takes_the_sum),
        cmocka_unit_test(with_a_place_for_each_the_longest_decides),
        cmocka_unit_test(without_tasks_all_is_0),
        cmocka_unit_test(list_schedules_stay_between_the_bounds),
        cmocka_unit_test(a_record_is_bounded_by_what_it_has_done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
