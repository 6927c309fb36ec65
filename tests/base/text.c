/* Text as a terminal takes it: UTF-8, widths, what must not reach it, ASCII. */
#include "base/text.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void assert_ascii(const char *text, const char *expected)
{
    char *plain = text_printable(text, true);
    assert_string_equal(plain, expected);
    free(plain);
}

static void ascii_takes_the_nearest_likeness(void **state)
{
    (void)state;
    assert_ascii("1.78 × 84 µs … −3 a · b ÷ ▸ ✓", "1.78 x 84 us .. -3 a - b / > +");
    assert_ascii("Übung é ß ŵ Łódź", "Ubung e ss w Lodz");
    assert_ascii("m² ½ ㎞ ﬁ Ａ\u2009b", "m2 1/2 km fi A b");
    assert_ascii("e\xcc\x81 日 ⑽", "e ? ?");
    assert_ascii("\xff\xc3-", "\\xff\\xc3-");
}

static void width_counts_columns_and_not_bytes(void **state)
{
    (void)state;
    assert_int_equal(text_columns("abc"), 3);
    assert_int_equal(text_columns("1 … 2"), 5);
    assert_int_equal(text_columns("日本"), 4);
    assert_int_equal(text_columns("e\xcc\x81"), 1);
    assert_int_equal(text_columns("▊●✓"), 3);
}

/* Terminals draw a spacing mark in a cell of its own,
 * and a syllable of Hangul in the two of its first letter. */
static void widths_are_those_of_terminals(void **state)
{
    (void)state;
    static const struct {
        uint32_t codepoint;
        unsigned width;
    } cases[] = { { 0x0903, 1 }, { 0x0301, 0 },  { 0x1100, 2 }, { 0x1161, 0 }, { 0x11A8, 0 }, { 0xAC00, 2 },
                  { 0xFF21, 2 }, { 0x1F600, 2 }, { 0x200B, 0 }, { 0x2588, 1 }, { 0x2713, 1 }, { 0x7F, 0 } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(text_width(cases[i].codepoint), cases[i].width);
}

static void what_steers_a_terminal_disturbs(void **state)
{
    (void)state;
    static const uint32_t steering[] = { 0x00,   0x1B,    0x7F,    0x9B,    0x61C,  0x180E, 0x200B,
                                         0x200E, 0x2028,  0x202E,  0x2060,  0x2066, 0xFEFF, 0xFFF9,
                                         0xFFFD, 0x1D173, 0xE0001, 0xE0020, 0xE01EF };
    static const uint32_t seen[] = { ' ',    '~',    0xA0,    0xE9,   0x600, 0x6DD,
                                     0x2013, 0x20AC, 0x1F600, 0xAC00, 0x0301 };
    static const uint32_t joining[] = { 0xAD, 0x34F, 0x200C, 0x200D, 0xFE0F };
    for (size_t i = 0; i < sizeof steering / sizeof *steering; i++)
        assert_true(text_disturbs(steering[i]));
    for (size_t i = 0; i < sizeof seen / sizeof *seen; i++)
        assert_true(!text_disturbs(seen[i]) && !text_joins(seen[i]) && text_is_known(seen[i]));
    for (size_t i = 0; i < sizeof joining / sizeof *joining; i++)
        assert_true(!text_disturbs(joining[i]) && text_joins(joining[i]));
    assert_true(!text_is_known(0xE000) && !text_is_known(0x378) && !text_is_known(0x10FFFF));
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
        cmocka_unit_test(ascii_takes_the_nearest_likeness),
        cmocka_unit_test(width_counts_columns_and_not_bytes),
        cmocka_unit_test(widths_are_those_of_terminals),
        cmocka_unit_test(what_steers_a_terminal_disturbs),
        cmocka_unit_test(a_broken_sequence_counts_as_one_character),
        cmocka_unit_test(every_character_is_read_as_it_was_put),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
