/* Orders: which task is at each position. */
#include "analysis/estimate.h"
#include "support/make_workload.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#define S UINT64_C(1000000000)

static void assert_order(enum order order, const uint64_t *naps, uint32_t count, const uint32_t *wanted)
{
    struct workload workload = make_naps((uint64_t *)naps, count, count);
    uint32_t *made = order_make(order, 0, &workload);
    for (uint32_t i = 0; i < count; i++)
        assert_int_equal(made[i], wanted[i]);
    free(made);
}

static void first_in_first_out_needs_no_table(void **state)
{
    (void)state;
    struct workload workload = make_numbers(1000);
    assert_null(order_make(ORDER_FIFO, 7, &workload));
}

static void equal_weights_keep_their_places(void **state)
{
    (void)state;
    static const uint64_t naps[] = { 2 * S, 3 * S, 2 * S, 1 * S, 3 * S };
    assert_order(ORDER_LONGEST, naps, 5, (const uint32_t[]){ 1, 4, 0, 2, 3 });
    assert_order(ORDER_SHORTEST, naps, 5, (const uint32_t[]){ 3, 0, 2, 1, 4 });
    assert_order(ORDER_REVERSE, naps, 5, (const uint32_t[]){ 4, 3, 2, 1, 0 });
}

static void every_order_has_every_task_once(void **state)
{
    (void)state;
    for (uint64_t tasks = 1; tasks < 200; tasks++)
        for (enum order order = ORDER_LONGEST; order < ORDERS; order++) {
            struct workload workload = make_numbers(tasks);
            uint32_t *made = order_make(order, tasks, &workload);
            bool seen[200] = { false };
            for (uint64_t i = 0; i < tasks; i++) {
                assert_true(made[i] < tasks && !seen[made[i]]);
                seen[made[i]] = true;
            }
            free(made);
        }
}

/* Naps of 1 … 10 s on so many workers, s. */
static double takes(enum order order, uint64_t seed, uint32_t workers, uint64_t chunk)
{
    static const uint64_t naps[] = { S, 2 * S, 3 * S, 4 * S, 5 * S, 6 * S, 7 * S, 8 * S, 9 * S, 10 * S };
    struct workload workload = make_naps((uint64_t *)naps, 10, 10);
    struct plan plan = { .slots = workers, .chunk = chunk, .order = order, .seed = seed };
    return estimate_makespan(&workload, &plan) / 1e9;
}

/* Worked out by hand, and by a simulation of its own. */
static void orders_take_as_long_as_they_should(void **state)
{
    (void)state;
    static const uint32_t workers[] = { 1, 2, 3, 4, 5, 6, 8, 10 };
    static const double fifo[] = { 55, 30, 22, 18, 15, 14, 12, 10 },
                        longest[] = { 55, 28, 19, 15, 11, 10, 10, 10 },
                        chunk_2[] = { 55, 33, 26, 22, 19, 19, 19, 19 },
                        shuffled[] = { 13, 13, 16, 15, 15, 13, 14, 16 };
    for (int i = 0; i < 8; i++) {
        assert_true(takes(ORDER_FIFO, 0, workers[i], 1) == fifo[i]);
        assert_true(takes(ORDER_SHORTEST, 0, workers[i], 1) == fifo[i]);
        assert_true(takes(ORDER_LONGEST, 0, workers[i], 1) == longest[i]);
        assert_true(takes(ORDER_REVERSE, 0, workers[i], 1) == longest[i]);
        assert_true(takes(ORDER_FIFO, 0, workers[i], 2) == chunk_2[i]);
        assert_true(takes(ORDER_RANDOM, (uint64_t)i + 1, 5, 1) == shuffled[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_in_first_out_needs_no_table),
        cmocka_unit_test(equal_weights_keep_their_places),
        cmocka_unit_test(every_order_has_every_task_once),
        cmocka_unit_test(orders_take_as_long_as_they_should),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
