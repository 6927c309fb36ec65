/* Lists of naps, exact decimals, and the name that was meant. */
#include "work/durations.h"

#include "base/decimal.h"
#include "base/nearest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void check(const char *list, const char *seconds, uint64_t count)
{
    struct durations durations;
    unsigned column = 0;
    char err[200] = "";
    if (!durations_read(&durations, list, &column, err, sizeof err))
        fail_msg("%s: column %u: %s", list, column, err);
    assert_string_equal(durations.seconds, seconds);
    assert_int_equal(durations.count, count);
    free(durations.seconds);
}

static void refused(const char *list, unsigned at, const char *reported)
{
    struct durations durations;
    unsigned column = 0;
    char err[200] = "";
    assert_false(durations_read(&durations, list, &column, err, sizeof err));
    assert_string_equal(err, reported);
    assert_int_equal(column, at);
}

static void a_list_is_read_in_each_of_its_forms(void **state)
{
    (void)state;
    check("1", "1", 1);
    check("1,2,0.5", "[1, 2, 0.5]", 1);
    check("1..10", "{\"from\": 1, \"to\": 10}", 1);
    check("1x10", "1", 10);
    check(" 1 , 2 ", "[1, 2]", 1);
    check("5,1x3,1..3", "[5, 1, 1, 1, 1, 2, 3]", 1);
    check(".5", "0.5", 1);
    check("1e-3", "0.001", 1);
    check("0.000000001x2", "0.000000001", 2);
    check("86400", "86400", 1);
}

static void zero_x_is_no_hexadecimal_number_but_naps_of_zero_seconds(void **state)
{
    (void)state;
    check("0x10", "0", 10);
    check("0x8000", "0", 8000);
    refused("0xff", 3, "a number of naps is expected after the x");
}

static void a_million_equal_naps_stay_one_number(void **state)
{
    (void)state;
    check("0x1000000", "0", 1000000);
    check("0x4000000000", "0", 4000000000);
    refused("1,0x1000000", 3, "a list has at most 1000000 naps; more of them need one length for all");
}

static void a_mistake_is_reported_with_its_column(void **state)
{
    static const char wanted[] = "a number of seconds is expected here, such as 1 or 0.5";
    (void)state;
    refused("", 1, wanted);
    refused("1,", 3, wanted);
    refused("1,,2", 3, wanted);
    refused("nan", 1, wanted);
    refused("inf", 1, wanted);
    refused("-1", 1, "a nap cannot be shorter than 0 s");
    refused("1..", 4, wanted);
    refused("3..1", 4, "the range ends before it begins");
    refused("1x0", 3, "there can be 1 … 4000000000 naps");
    refused("1x4000000001", 3, "there can be 1 … 4000000000 naps");
    refused("86401", 1, "a nap lasts at most a day, 86400 s");
    refused("1e999999999999999999", 1, "a nap lasts at most a day, 86400 s");
    refused("0.0000000001", 1, "the finest is a nanosecond, nine decimals");
    refused("1s", 2, "the rest is not understood; write 1 or 1,2,0.5 or 1..10 or 1x10");
    refused("1;2", 2, "the rest is not understood; write 1 or 1,2,0.5 or 1..10 or 1x10");
    refused("1..2..3", 5, "the rest is not understood; write 1 or 1,2,0.5 or 1..10 or 1x10");
}

static void decimals_are_taken_exactly_from_their_text(void **state)
{
    static const struct {
        const char *text;
        int scale;
        enum decimal answer;
        uint64_t value;
    } cases[] = {
        { "9007199254740993", 0, DECIMAL_EXACT, 9007199254740993 },
        { "18446744073709551615", 0, DECIMAL_EXACT, UINT64_MAX },
        { "18446744073709551616", 0, DECIMAL_HUGE, 0 },
        { "1e5", 0, DECIMAL_EXACT, 100000 },
        { "1.0", 0, DECIMAL_EXACT, 1 },
        { "10e-1", 0, DECIMAL_EXACT, 1 },
        { "1.5", 0, DECIMAL_FINER, 0 },
        { "-1", 0, DECIMAL_NEGATIVE, 0 },
        { "-0", 0, DECIMAL_EXACT, 0 },
        { "0e999999999999999999999", 0, DECIMAL_EXACT, 0 },
        { "1e999999999999999999999", 0, DECIMAL_HUGE, 0 },
        { "1e-999999999999999999999", 0, DECIMAL_FINER, 0 },
        { "0.1", 9, DECIMAL_EXACT, 100000000 },
        { "1e-3", 9, DECIMAL_EXACT, 1000000 },
        { "258.87", 9, DECIMAL_EXACT, 258870000000 },
        { "0.0000000010", 9, DECIMAL_EXACT, 1 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint64_t value = 0;
        assert_int_equal(decimal_read(cases[i].text, strlen(cases[i].text), cases[i].scale, &value),
                         cases[i].answer);
        assert_int_equal(value, cases[i].value);
    }
}

static void seconds_are_written_as_short_as_they_read_back(void **state)
{
    (void)state;
    char buf[DECIMAL_SECONDS_MAX];
    assert_string_equal(decimal_seconds(buf, 0), "0");
    assert_string_equal(decimal_seconds(buf, 500000000), "0.5");
    assert_string_equal(decimal_seconds(buf, 10000000000), "10");
    assert_string_equal(decimal_seconds(buf, 1), "0.000000001");
    assert_string_equal(decimal_seconds(buf, UINT64_MAX), "18446744073.709551615");
}

static void the_nearest_name_is_the_one_that_was_meant(void **state)
{
    static const char *const names[] = { "serial", "process", "pool", "to", "workers" };
    (void)state;
    assert_string_equal(nearest("pol", names, 5), "pool");
    assert_string_equal(nearest("POOL", names, 5), "pool");
    assert_string_equal(nearest("too", names, 5), "to");
    assert_string_equal(nearest("seiral", names, 5), "serial");
    assert_string_equal(nearest("proc", names, 5), "process");
    assert_string_equal(nearest("worker", names, 5), "workers");
    assert_null(nearest("banana", names, 5));
    assert_null(nearest("", names, 5));
    assert_null(nearest("x", names, 5));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_is_read_in_each_of_its_forms),
        cmocka_unit_test(zero_x_is_no_hexadecimal_number_but_naps_of_zero_seconds),
        cmocka_unit_test(a_million_equal_naps_stay_one_number),
        cmocka_unit_test(a_mistake_is_reported_with_its_column),
        cmocka_unit_test(decimals_are_taken_exactly_from_their_text),
        cmocka_unit_test(seconds_are_written_as_short_as_they_read_back),
        cmocka_unit_test(the_nearest_name_is_the_one_that_was_meant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
