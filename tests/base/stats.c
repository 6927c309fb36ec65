/* Order statistics. */
#include "base/stats.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void the_median_of_an_odd_count_is_the_middle_one(void **state)
{
    (void)state;
    const double values[] = { 3, 1, 2 };
    struct stats stats = stats_of(values, 3);
    assert_true(stats.median == 2 && stats.min == 1 && stats.max == 3);
}

static void the_median_of_an_even_count_is_the_mean_of_the_middle_two(void **state)
{
    (void)state;
    const double values[] = { 10, 1, 4, 2 };
    struct stats stats = stats_of(values, 4);
    assert_true(stats.median == 3 && stats.min == 1 && stats.max == 10);
}

static void one_value_is_all_three(void **state)
{
    (void)state;
    const double value = 0.192;
    struct stats stats = stats_of(&value, 1);
    assert_true(stats.median == value && stats.min == value && stats.max == value);
}

static void nothing_gives_zeroes(void **state)
{
    (void)state;
    struct stats stats = stats_of(NULL, 0);
    assert_true(stats.median == 0 && stats.min == 0 && stats.max == 0);
}

static void the_values_keep_their_order(void **state)
{
    (void)state;
    const double values[] = { 3, 1, 2 };
    stats_of(values, 3);
    assert_true(values[0] == 3 && values[1] == 1 && values[2] == 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_median_of_an_odd_count_is_the_middle_one),
        cmocka_unit_test(the_median_of_an_even_count_is_the_mean_of_the_middle_two),
        cmocka_unit_test(one_value_is_all_three),
        cmocka_unit_test(nothing_gives_zeroes),
        cmocka_unit_test(the_values_keep_their_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
