/* Numbers as people read them. */
#include "base/format.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static char buf[FORMAT_MAX];

static void counts_stand_in_groups_of_three(void **state)
{
    (void)state;
    assert_string_equal(format_count(buf, sizeof buf, 0), "0");
    assert_string_equal(format_count(buf, sizeof buf, 999), "999");
    assert_string_equal(format_count(buf, sizeof buf, 1000), "1 000");
    assert_string_equal(format_count(buf, sizeof buf, 100000), "100 000");
    assert_string_equal(format_count(buf, sizeof buf, UINT64_MAX), "18 446 744 073 709 551 615");
}

static void durations_have_three_digits_and_round_once(void **state)
{
    (void)state;
    static const struct {
        uint64_t ns;
        const char *text;
    } cases[] = {
        { 0, "0 s" },
        { 1, "1 ns" },
        { 84, "84 ns" },
        { 84200, "84.2 µs" },
        { 999499, "999 µs" },
        { 999500, "1.00 ms" },
        { 1230000, "1.23 ms" },
        { 192000000, "192 ms" },
        { 999960000, "1.00 s" },
        { UINT64_C(9480000000), "9.48 s" },
        { UINT64_C(9996000000), "10.0 s" },
        { UINT64_C(74200000000), "74.2 s" },
        { UINT64_C(119600000000), "2 min 00 s" },
        { UINT64_C(125000000000), "2 min 05 s" },
        { UINT64_C(3599700000000), "1 h 00 min" },
        { UINT64_C(11220000000000), "3 h 07 min" },
        { UINT64_MAX, "5124095 h 35 min" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(format_duration(buf, sizeof buf, cases[i].ns), cases[i].text);
}

static void naps_are_shown_as_they_were_written(void **state)
{
    (void)state;
    assert_string_equal(format_nap(buf, sizeof buf, 0), "0 s");
    assert_string_equal(format_nap(buf, sizeof buf, 1000000000), "1 s");
    assert_string_equal(format_nap(buf, sizeof buf, 500000000), "0.5 s");
    assert_string_equal(format_nap(buf, sizeof buf, UINT64_C(258870000000)), "258.87 s");
    assert_string_equal(format_nap(buf, sizeof buf, 10000000), "10 ms");
    assert_string_equal(format_nap(buf, sizeof buf, 123456789), "0.123456789 s");
    assert_string_equal(format_nap(buf, sizeof buf, 7), "7 ns");
}

static void moments_have_four_decimals(void **state)
{
    (void)state;
    assert_string_equal(format_moment(buf, sizeof buf, 0), "0.0000");
    assert_string_equal(format_moment(buf, sizeof buf, 10700000), "0.0107");
    assert_string_equal(format_moment(buf, sizeof buf, UINT64_C(12999950000)), "13.0000");
}

static void ratios_have_two_decimals_up_to_a_hundred(void **state)
{
    (void)state;
    assert_string_equal(format_times(buf, sizeof buf, 1.784), "1.78 ×");
    assert_string_equal(format_times(buf, sizeof buf, 99.994), "99.99 ×");
    assert_string_equal(format_times(buf, sizeof buf, 99.996), "100 ×");
    assert_string_equal(format_times(buf, sizeof buf, 1234.4), "1 234 ×");
    assert_string_equal(format_times(buf, sizeof buf, 0.5), "0.50 ×");
    assert_string_equal(format_times(buf, sizeof buf, 0.0995), "0.10 ×");
    assert_string_equal(format_times(buf, sizeof buf, 0.05), "0.050 ×");
    assert_string_equal(format_times(buf, sizeof buf, 1 / 1084.9), "0.00092 ×");
    assert_string_equal(format_times(buf, sizeof buf, 0), "0.00 ×");
    assert_string_equal(format_times(buf, sizeof buf, NAN), "–");
}

static void a_share_is_never_rounded_to_all_or_nothing(void **state)
{
    (void)state;
    assert_string_equal(format_percent(buf, sizeof buf, 0), "0 %");
    assert_string_equal(format_percent(buf, sizeof buf, 0.0051), "1 %");
    assert_string_equal(format_percent(buf, sizeof buf, 0.62), "62 %");
    assert_string_equal(format_percent(buf, sizeof buf, 0.9999), "99 %");
    assert_string_equal(format_percent(buf, sizeof buf, 1), "100 %");
    assert_string_equal(format_percent(buf, sizeof buf, NAN), "–");
}

static void changes_carry_their_sign(void **state)
{
    (void)state;
    assert_string_equal(format_change(buf, sizeof buf, -0.4367), "−43.7 %");
    assert_string_equal(format_change(buf, sizeof buf, 0.032), "+3.2 %");
    assert_string_equal(format_change(buf, sizeof buf, -0.0001), "0.0 %");
    assert_string_equal(format_change(buf, sizeof buf, NAN), "–");
}

static void bytes_have_a_decimal_unit(void **state)
{
    (void)state;
    assert_string_equal(format_bytes(buf, sizeof buf, 999), "999 B");
    assert_string_equal(format_bytes(buf, sizeof buf, 72000), "72 kB");
    assert_string_equal(format_bytes(buf, sizeof buf, 999500), "1.0 MB");
    assert_string_equal(format_bytes(buf, sizeof buf, 68000000), "68 MB");
    assert_string_equal(format_bytes(buf, sizeof buf, UINT64_C(1234000000)), "1.2 GB");
    assert_string_equal(format_bytes(buf, sizeof buf, UINT64_MAX), "18 EB");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_stand_in_groups_of_three),
        cmocka_unit_test(durations_have_three_digits_and_round_once),
        cmocka_unit_test(naps_are_shown_as_they_were_written),
        cmocka_unit_test(moments_have_four_decimals),
        cmocka_unit_test(ratios_have_two_decimals_up_to_a_hundred),
        cmocka_unit_test(a_share_is_never_rounded_to_all_or_nothing),
        cmocka_unit_test(changes_carry_their_sign),
        cmocka_unit_test(bytes_have_a_decimal_unit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
