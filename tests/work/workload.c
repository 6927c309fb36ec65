/* The workloads, without processes: what the tasks are, what they weigh, what the kernels compute. */
#include "base/clock.h"
#include "support/make_workload.h"
#include "work/workload.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct workload perfect(uint64_t from, uint64_t to)
{
    struct workload workload = make_numbers_from(from, to);
    const char *key;
    char err[200];

    assert_true(workload.ops->prepare(&workload, &key, err, sizeof err));
    return workload;
}

static uint64_t run(const struct workload *workload, uint64_t task)
{
    workload_progress progress = 0;

    return workload->ops->run(workload, task, clock_ns(), &progress, NULL);
}

static void the_perfect_numbers_below_10000_are_6_28_496_and_8128(void **state)
{
    static const uint64_t perfect_numbers[] = { 6, 28, 496, 8128 };
    struct workload workload = perfect(1, 10000);
    size_t found = 0;

    (void)state;
    assert_int_equal(workload.tasks, 10000);
    for (uint64_t task = 0; task < workload.tasks; task++) {
        uint64_t number;

        if (!workload_found(&workload, task, run(&workload, task), &number))
            continue;
        assert_true(found < 4);
        assert_int_equal(number, perfect_numbers[found++]);
    }
    assert_int_equal(found, 4);
}

static void one_and_primes_are_not_perfect(void **state)
{
    struct workload workload = perfect(1, 13);

    (void)state;
    assert_int_equal(run(&workload, 0), 0);
    assert_int_equal(run(&workload, 12), 0);
}

static void the_number_33550336_is_perfect_and_its_neighbours_are_not(void **state)
{
    struct workload workload = perfect(33550335, 33550337);

    (void)state;
    assert_int_equal(run(&workload, 0), 0);
    assert_int_equal(run(&workload, 1), 1);
    assert_int_equal(run(&workload, 2), 0);
}

/* Sums the divisors of n that lie within `reach` of a power of two times 1 or times `odd`:
 * for a perfect number 2^(p-1) (2^p - 1) these are all it has,
 * so that a few windows of divisions show what billions would. */
static uint64_t windows(uint64_t n, uint64_t odd, uint64_t reach)
{
    uint64_t sum = 0, covered = 1;

    for (int half = 0; half < 2; half++)
        for (uint64_t divisor = half ? odd : 1; divisor < (half ? n : odd); divisor *= 2) {
            uint64_t first = divisor > reach + covered ? divisor - reach : covered;
            uint64_t end = divisor + reach < n ? divisor + reach : n;

            if (end <= covered)
                continue;
            assert_true(perfect_add_divisors(n, first > covered ? first : covered, end, &sum));
            covered = end;
        }
    return sum;
}

static void numbers_above_2_to_the_32_are_divided_right(void **state)
{
    const uint64_t n = UINT64_C(8589869056),
                   odd = UINT64_C(131071); /* the sixth perfect number: 2^16 (2^17 - 1) */
    const uint64_t big = UINT64_C(2305843008139952128), mersenne = UINT64_C(2147483647); /* the eighth */

    (void)state;
    assert_true(n > UINT32_MAX);
    assert_int_equal(windows(n, odd, 4096), n);
    assert_int_equal(windows(n + 1, odd, 4096) == n + 1, 0);
    assert_int_equal(windows(big, mersenne, 4096), big);
}

static void a_sum_of_divisors_that_does_not_fit_is_noticed(void **state)
{
    uint64_t sum = UINT64_MAX - 2;

    (void)state;
    assert_true(perfect_add_divisors(UINT64_C(1) << 40, 1, 3, &(uint64_t){ 0 }));
    assert_false(perfect_add_divisors(UINT64_C(1) << 40, 1, 3, &sum)); /* 1 + 2 more */
}

static void progress_is_published_while_a_number_is_checked(void **state)
{
    struct workload workload = perfect(1000000, 1000000);
    workload_progress progress = 0;

    (void)state;
    workload.ops->run(&workload, 0, 0, &progress, NULL);
    assert_true(progress > 900000);
    assert_true(progress < 1000000);
    assert_true(workload.ops->share(&workload, 0, progress, 0) > 0.9);
    assert_true(workload.ops->share(&workload, 0, 999999, 0) == 1.0);
}

static void numbers_weigh_what_they_cost(void **state)
{
    struct workload workload = perfect(10, 20);
    double sum = 0;

    (void)state;
    for (uint64_t task = 0; task < workload.tasks; task++)
        sum += (double)workload.ops->weight(&workload, task);
    assert_true(sum == workload.ops->weight_before(&workload, workload.tasks));
    assert_int_equal(workload.ops->weight(&workload, 3), 13);
}

static struct workload naps(uint64_t *lengths, uint64_t distinct, uint64_t count)
{
    struct workload workload = make_naps(lengths, distinct, count);
    const char *key;
    char err[200];

    assert_true(workload.ops->prepare(&workload, &key, err, sizeof err));
    return workload;
}

static void a_nap_lasts_its_time_and_not_less(void **state)
{
    uint64_t length = 30 * NS_PER_MS, started;
    struct workload workload = naps(&length, 1, 3);

    (void)state;
    assert_int_equal(workload.tasks, 3);
    started = clock_ns();
    run(&workload, 2);
    assert_true(clock_ns() - started >= length);
}

static void an_empty_nap_returns_and_still_weighs_something(void **state)
{
    uint64_t length = 0;
    struct workload workload = naps(&length, 1, 1000);

    (void)state;
    for (uint64_t task = 0; task < 1000; task++)
        run(&workload, task);
    assert_true(workload.ops->weight_before(&workload, 1000) == 1000);
}

static void naps_are_described_as_people_would(void **state)
{
    uint64_t second = NS_PER_S, list[] = { NS_PER_S, 2 * NS_PER_S, NS_PER_S / 2 }, zero = 0;
    struct workload alike = naps(&second, 1, 10), mixed = naps(list, 3, 1), empty = naps(&zero, 1, 1000);
    char text[100];

    (void)state;
    alike.ops->describe(&alike, text, sizeof text);
    assert_string_equal(text, "10 naps of 1 s");
    mixed.ops->describe(&mixed, text, sizeof text);
    assert_string_equal(text, "3 naps of 0.5 s … 2 s");
    empty.ops->describe(&empty, text, sizeof text);
    assert_string_equal(text, "1 000 empty tasks");
    mixed.ops->label(&mixed, 2, text, sizeof text);
    assert_string_equal(text, "nap 3 · 0.5 s");
}

static void a_range_that_ends_before_it_starts_is_refused(void **state)
{
    struct workload workload = make_numbers_from(10, 9);
    const char *key = NULL;
    char err[200];

    (void)state;
    assert_false(workload.ops->prepare(&workload, &key, err, sizeof err));
    assert_string_equal(key, "to");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_perfect_numbers_below_10000_are_6_28_496_and_8128),
        cmocka_unit_test(one_and_primes_are_not_perfect),
        cmocka_unit_test(the_number_33550336_is_perfect_and_its_neighbours_are_not),
        cmocka_unit_test(numbers_above_2_to_the_32_are_divided_right),
        cmocka_unit_test(a_sum_of_divisors_that_does_not_fit_is_noticed),
        cmocka_unit_test(progress_is_published_while_a_number_is_checked),
        cmocka_unit_test(numbers_weigh_what_they_cost),
        cmocka_unit_test(a_nap_lasts_its_time_and_not_less),
        cmocka_unit_test(an_empty_nap_returns_and_still_weighs_something),
        cmocka_unit_test(naps_are_described_as_people_would),
        cmocka_unit_test(a_range_that_ends_before_it_starts_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
