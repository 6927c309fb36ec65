/* List schedules: the tables worked out by hand, and what holds of any. */
#include "analysis/schedule.h"

#include "base/xmalloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

static const uint64_t one_to_ten[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };

static void naps_of_1_to_10_on_any_number_of_workers(void **state)
{
    (void)state;
    static const uint64_t workers[] = { 1, 2, 3, 4, 5, 6, 8, 10, 1024 };
    static const uint64_t in_order[] = { 55, 30, 22, 18, 15, 14, 12, 10, 10 };
    static const uint64_t longest_first[] = { 55, 28, 19, 15, 11, 10, 10, 10, 10 };
    static const uint64_t in_twos[] = { 55, 33, 26, 22, 19, 19, 19, 19, 19 };
    uint32_t *order = schedule_longest_first(one_to_ten, 10);
    for (size_t i = 0; i < COUNT_OF(workers); i++) {
        assert_int_equal(schedule(one_to_ten, 10, NULL, 1, workers[i], NULL), in_order[i]);
        assert_int_equal(schedule(one_to_ten, 10, order, 1, workers[i], NULL), longest_first[i]);
        assert_int_equal(schedule(one_to_ten, 10, NULL, 2, workers[i], NULL), in_twos[i]);
    }
    free(order);
}

static void larger_chunks_on_five_workers(void **state)
{
    (void)state;
    assert_int_equal(schedule(one_to_ten, 10, NULL, 3, 5, NULL), 24);
    assert_int_equal(schedule(one_to_ten, 10, NULL, 5, 5, NULL), 40);
    assert_int_equal(schedule(one_to_ten, 10, NULL, 10, 5, NULL), 55);
    assert_int_equal(schedule(one_to_ten, 10, NULL, UINT64_MAX, 5, NULL), 55);
}

static void an_order_can_beat_longest_first(void **state)
{
    (void)state;
    const uint64_t lengths[] = { 3, 3, 2, 2, 2 };
    const uint32_t best[] = { 0, 2, 3, 1, 4 };
    uint32_t *longest = schedule_longest_first(lengths, 5);
    assert_int_equal(schedule(lengths, 5, NULL, 1, 2, NULL), 7);
    assert_int_equal(schedule(lengths, 5, longest, 1, 2, NULL), 7);
    assert_int_equal(schedule(lengths, 5, best, 1, 2, NULL), 6);
    free(longest);
}

static void the_worst_list_takes_nearly_twice_the_best(void **state)
{
    (void)state;
    for (uint64_t p = 2; p <= 5; p++) {
        uint64_t lengths[21], count = p * (p - 1);
        for (uint64_t i = 0; i < count; i++)
            lengths[i] = 1;
        lengths[count] = p;
        assert_int_equal(schedule(lengths, count + 1, NULL, 1, p, NULL), 2 * p - 1);
    }
}

static void it_says_which_place_does_what_and_when(void **state)
{
    (void)state;
    const uint64_t lengths[] = { 5, 1, 1, 1 };
    struct scheduled at[4];
    assert_int_equal(schedule(lengths, 4, NULL, 1, 2, at), 5);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(at[i].place, i > 0);
        assert_int_equal(at[i].started, i > 0 ? i - 1 : 0);
    }
    assert_int_equal(schedule(lengths, 4, NULL, 2, 2, at), 6);
    assert_true(at[1].place == 0 && at[1].started == 5);
    assert_true(at[2].place == 1 && at[2].started == 0);
}

static void without_tasks_it_takes_no_time(void **state)
{
    (void)state;
    free(schedule_longest_first(NULL, 0));
    assert_int_equal(schedule(NULL, 0, NULL, 1, 3, NULL), 0);
}

static uint64_t seed = 1;

static uint64_t below(uint64_t end)
{
    seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
    return (seed >> 20) % end;
}

static void longest_first_is_a_stable_order_of_all_tasks(void **state)
{
    (void)state;
    uint64_t lengths[500];
    for (size_t i = 0; i < 500; i++)
        lengths[i] = i % 2 ? below(20) : below(UINT64_C(1) << 42);
    uint32_t *order = schedule_longest_first(lengths, 500);
    bool seen[500] = { false };
    for (size_t i = 0; i < 500; i++) {
        assert_false(seen[order[i]]);
        seen[order[i]] = true;
        uint64_t before = i ? lengths[order[i - 1]] : UINT64_MAX;
        assert_true(before > lengths[order[i]] || (before == lengths[order[i]] && order[i - 1] < order[i]));
    }
    free(order);
}

/* Graham: at most work / places + (1 - 1 / places) × span, whatever the order.
 * No place does two things at once. */
static void any_schedule_keeps_the_rules(void **state)
{
    (void)state;
    for (int round = 0; round < 2000; round++) {
        uint64_t lengths[60], count = 1 + below(60), places = 1 + below(9), chunk = 1 + below(3), work = 0,
                              span = 0;
        uint64_t busy_until[9] = { 0 };
        struct scheduled at[60];
        for (uint64_t i = 0; i < count; i++) {
            lengths[i] = below(1000);
            work += lengths[i];
            span = lengths[i] > span ? lengths[i] : span;
        }
        uint32_t *order = schedule_longest_first(lengths, count);
        uint64_t makespan = schedule(lengths, count, order, chunk, places, at);
        assert_true(makespan * places >= work && makespan >= span);
        if (chunk == 1)
            assert_true(makespan * places <= work + (places - 1) * span);
        for (uint64_t i = 0; i < count; i++) {
            assert_true(at[i].place < places && at[i].started >= busy_until[at[i].place]);
            busy_until[at[i].place] = at[i].started + lengths[order[i]];
            assert_true(busy_until[at[i].place] <= makespan);
        }
        free(order);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(naps_of_1_to_10_on_any_number_of_workers),
        cmocka_unit_test(larger_chunks_on_five_workers),
        cmocka_unit_test(an_order_can_beat_longest_first),
        cmocka_unit_test(the_worst_list_takes_nearly_twice_the_best),
        cmocka_unit_test(it_says_which_place_does_what_and_when),
        cmocka_unit_test(without_tasks_it_takes_no_time),
        cmocka_unit_test(longest_first_is_a_stable_order_of_all_tasks),
        cmocka_unit_test(any_schedule_keeps_the_rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
