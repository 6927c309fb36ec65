/* Numbers as people read them, and text as a terminal takes it. */
#include "base/format.h"
#include "base/utf8.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

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

static void ascii_takes_the_nearest_likeness(void **state)
{
    (void)state;
    assert_string_equal(format_ascii(buf, sizeof buf, "1.78 × 84 µs … −3 a · b ÷ ▸ ✓"),
                        "1.78 x 84 us ... -3 a - b / > ok");
    assert_string_equal(format_ascii(buf, sizeof buf, "Übung é ß"), "Ubung e s");
    assert_string_equal(format_ascii(buf, sizeof buf, "e\xcc\x81 日"), "e ?");
    assert_string_equal(format_ascii(buf, sizeof buf, "\xff\xc3-"), "?\?-");
}

static void ascii_is_cut_before_a_likeness_that_does_not_fit(void **state)
{
    (void)state;
    assert_string_equal(format_ascii(buf, 5, "ab…d"), "ab");
    assert_string_equal(format_ascii(buf, 6, "ab…d"), "ab...");
    assert_string_equal(format_ascii(buf, 1, "ab"), "");
}

static void width_counts_columns_and_not_bytes(void **state)
{
    (void)state;
    assert_int_equal(format_width("abc"), 3);
    assert_int_equal(format_width("1 … 2"), 5);
    assert_int_equal(format_width("日本"), 4);
    assert_int_equal(format_width("e\xcc\x81"), 1);
    assert_int_equal(format_width("▊●✓"), 3);
}

static void text_is_fitted_in_whole_characters(void **state)
{
    (void)state;
    assert_int_equal(utf8_fitting("日本", 3), 3);
    assert_int_equal(utf8_fitting("e\xcc\x81x", 1), 3);
    assert_int_equal(utf8_fitting("abc", 10), 3);
    assert_int_equal(utf8_fitting("abc", 0), 0);
}

static void a_broken_sequence_counts_as_one_character(void **state)
{
    (void)state;
    static const char *const broken[] = { "\x80",         "\xc0\xaf",         "\xe0\x80\xaf",
                                          "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc3",
                                          "\xe2\x82" };
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        const char *at = broken[i];
        assert_int_equal(utf8_next(&at), UTF8_REPLACEMENT);
        assert_ptr_equal(at, broken[i] + 1);
    }
}

static void every_character_is_read_as_it_was_put(void **state)
{
    (void)state;
    static const uint32_t points[] = {
        1, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF
    };
    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) {
        char bytes[5] = "";
        size_t length = utf8_put(bytes, points[i]);
        const char *at = bytes;
        assert_int_equal(utf8_next(&at), points[i]);
        assert_int_equal(at - bytes, length);
        assert_int_equal(utf8_next(&at), 0);
    }
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
        cmocka_unit_test(ascii_takes_the_nearest_likeness),
        cmocka_unit_test(ascii_is_cut_before_a_likeness_that_does_not_fit),
        cmocka_unit_test(width_counts_columns_and_not_bytes),
        cmocka_unit_test(text_is_fitted_in_whole_characters),
        cmocka_unit_test(a_broken_sequence_counts_as_one_character),
        cmocka_unit_test(every_character_is_read_as_it_was_put),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
