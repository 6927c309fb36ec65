/* The interval of a ratio of medians: by hand, and of made-up times whose answer is known. */
#include "analysis/bootstrap.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

/* ---- by hand ------------------------------------------------------------------------------------------- */

static void times_that_do_not_scatter_give_an_interval_without_width(void **state)
{
    (void)state;
    const double slow[] = { 224, 224, 224, 224, 224 }, fast[] = { 200, 200, 200, 200, 200 };
    struct interval interval = bootstrap_ratio(slow, fast, COUNT_OF(slow));
    assert_true(fabs(interval.ratio - 1.12) < 1e-12);
    assert_true(fabs(interval.low - 1.12) < 1e-12 && fabs(interval.high - 1.12) < 1e-12);
    assert_true(fabs(interval.scatter) < 1e-12);
}

static void the_ratio_is_that_of_the_medians(void **state)
{
    (void)state;
    const double odd[] = { 9, 1, 4, 400, 5 }, even[] = { 1, 2, 4, 1000 }, ones[] = { 1, 1, 1, 1, 1 };
    assert_true(bootstrap_ratio(odd, ones, COUNT_OF(odd)).ratio == 5);
    assert_true(bootstrap_ratio(even, ones, COUNT_OF(even)).ratio == 3);
}

/* Above 32 values another way of sorting is taken. */
static void many_repeats_are_handled_as_few_are(void **state)
{
    (void)state;
    double slow[65], fast[65];
    for (size_t i = 0; i < COUNT_OF(slow); i++) {
        slow[i] = 2.0 + 0.01 * (double)(i * 37 % 65);
        fast[i] = 1.0 + 0.01 * (double)(i * 11 % 65);
    }
    struct interval interval = bootstrap_ratio(slow, fast, COUNT_OF(slow));
    assert_true(fabs(interval.ratio - 2.32 / 1.32) < 1e-12);
    assert_true(interval.low > 1 && interval.low < interval.ratio && interval.high > interval.ratio);
}

static void drift_that_hits_both_alike_does_not_hide_a_difference(void **state)
{
    (void)state;
    static const double drift[] = { 100, 104, 108, 112, 116, 120, 124 };
    double fast[COUNT_OF(drift)], slow[COUNT_OF(drift)];
    for (size_t i = 0; i < COUNT_OF(drift); i++) {
        fast[i] = drift[i];
        slow[i] = 1.02 * drift[i];
    }
    struct interval interval = bootstrap_ratio(slow, fast, COUNT_OF(drift));
    assert_true(fabs(interval.ratio - 1.02) < 1e-9);
    assert_true(interval.low > 1.0199 && interval.high < 1.0201);
}

static void the_same_times_give_the_same_interval(void **state)
{
    (void)state;
    const double a[] = { 1.1, 1.2, 1.15, 1.12, 1.18, 1.3 }, b[] = { 1, 1.1, 1.05, 1.2, 1.08, 1.01 };
    struct interval once = bootstrap_ratio(a, b, 6), again = bootstrap_ratio(a, b, 6);
    assert_memory_equal(&once, &again, sizeof once);
    assert_true(once.low < once.ratio && once.ratio < once.high);
    struct interval inverse = bootstrap_ratio(b, a, 6);
    assert_true(fabs(inverse.low * once.high - 1) < 1e-9);
}

/* ---- distributions with a known answer ----------------------------------------------------------------- */

static uint64_t random_state;

static double uniform(void)
{
    random_state = random_state * UINT64_C(6364136223846793005) + 1442695040888963407;
    return ((double)(random_state >> 11) + 0.5) / 9007199254740992.0;
}

static double normal(void)
{
    double u = uniform(), v = uniform();
    return sqrt(-2 * log(u)) * cos(6.283185307179586 * v);
}

/* A time of about 1 with a few percent of noise: normal;
 * skewed, as a run can only be disturbed; with outliers. */
static double noisy(int kind, double sigma)
{
    double factor = kind == 2 && uniform() < 0.1 ? 5 : 1;
    return kind == 1 ? 1 - sigma * log(uniform()) : exp(sigma * factor * normal());
}

/* How often, of `trials`, the faster is said to be faster (or, with `ratio` 1, either). */
static double decided(int kind, double sigma, double drift, double ratio, size_t count, int trials)
{
    double a[64], b[64];
    int found = 0;
    assert_true(count <= COUNT_OF(a));
    random_state = 42 + (uint64_t)kind;
    for (int trial = 0; trial < trials; trial++) {
        double level = 1;
        for (size_t i = 0; i < count; i++) {
            level *= exp(drift * normal());
            a[i] = ratio * level * noisy(kind, sigma);
            b[i] = level * noisy(kind, sigma);
        }
        struct interval interval = bootstrap_ratio(a, b, count);
        found += interval.low > 1 || (ratio == 1 && interval.high < 1);
    }
    return (double)found / trials;
}

static void without_a_difference_none_is_found_in_95_of_100_trials(void **state)
{
    (void)state;
    static const size_t counts[] = { 5, 6, 12 };
    for (int kind = 0; kind < 3; kind++)
        for (size_t i = 0; i < COUNT_OF(counts); i++)
            for (int drifts = 0; drifts < 2; drifts++)
                assert_true(decided(kind, 0.02, drifts * 0.03, 1, counts[i], 400) <= 0.05);
}

static void a_difference_of_5_percent_is_found_at_the_stated_number_of_repeats(void **state)
{
    (void)state;
    static const double sigmas[] = { 0.01, 0.02, 0.03, 0.05 };
    for (size_t i = 0; i < COUNT_OF(sigmas); i++) {
        size_t stated = bootstrap_repeats(1.2533 * sqrt(2) * sigmas[i], 1.05);
        assert_in_range(stated, BOOTSTRAP_LEAST, 40);
        assert_true(decided(0, sigmas[i], 0, 1.05, stated, 300) >= 0.75);
    }
}

static void the_stated_number_grows_with_the_scatter_over_the_difference(void **state)
{
    (void)state;
    assert_int_equal(bootstrap_repeats(0, 1.05), BOOTSTRAP_LEAST);
    assert_int_equal(bootstrap_repeats(0.01, 1), BOOTSTRAP_MOST + 1);
    /* Large numbers: (1.96 + 0.84)^2 = 7.84 times the square of scatter over difference. */
    assert_in_range(bootstrap_repeats(0.5, exp(0.1)), 196, 200);
    assert_int_equal(bootstrap_repeats(0.3, 1.2), bootstrap_repeats(0.3, 1 / 1.2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_that_do_not_scatter_give_an_interval_without_width),
        cmocka_unit_test(the_ratio_is_that_of_the_medians),
        cmocka_unit_test(many_repeats_are_handled_as_few_are),
        cmocka_unit_test(drift_that_hits_both_alike_does_not_hide_a_difference),
        cmocka_unit_test(the_same_times_give_the_same_interval),
        cmocka_unit_test(without_a_difference_none_is_found_in_95_of_100_trials),
        cmocka_unit_test(a_difference_of_5_percent_is_found_at_the_stated_number_of_repeats),
        cmocka_unit_test(the_stated_number_grows_with_the_scatter_over_the_difference),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
