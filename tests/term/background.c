/* What a terminal's answer about its background means. */
#include "term/background.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void dark_and_light_are_reported_apart_by_brightness(void **state)
{
    (void)state;
    assert_int_equal(background_theme("11;rgb:0000/0000/0000"), THEME_DARK);
    assert_int_equal(background_theme("11;rgb:1e1e/1e1e/2e2e"), THEME_DARK);
    assert_int_equal(background_theme("11;rgb:0000/0000/ffff"), THEME_DARK);
    assert_int_equal(background_theme("11;rgb:ffff/ffff/ffff"), THEME_LIGHT);
    assert_int_equal(background_theme("11;rgb:fdfd/f6f6/e3e3"), THEME_LIGHT);
}

static void channels_have_one_to_four_digits(void **state)
{
    (void)state;
    assert_int_equal(background_theme("11;rgb:f/f/f"), THEME_LIGHT);
    assert_int_equal(background_theme("11;rgb:ff/ff/ff"), THEME_LIGHT);
    assert_int_equal(background_theme("11;rgb:0ff/0ff/0ff"), THEME_DARK);
}

static void anything_else_means_nothing(void **state)
{
    (void)state;
    static const char *const answers[] = { "",
                                           "11",
                                           "11;?",
                                           "11;rgb:",
                                           "11;rgb:ff",
                                           "11;rgb:ff/ff",
                                           "11;rgb:zz/ff/ff",
                                           "11;rgb:fffff/ff/ff",
                                           "10;rgb:ff/ff/ff",
                                           "11;#ffffff" };
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
        assert_int_equal(background_theme(answers[i]), THEME_AUTO);
}

static void only_terminals_that_understand_are_asked(void **state)
{
    (void)state;
    assert_true(background_may_ask("xterm-256color"));
    assert_true(background_may_ask("tmux-256color"));
    assert_false(background_may_ask("linux"));
    assert_false(background_may_ask("vt100"));
    assert_false(background_may_ask("dumb"));
    assert_false(background_may_ask("screen"));
    assert_false(background_may_ask(""));
    assert_false(background_may_ask(NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dark_and_light_are_reported_apart_by_brightness),
        cmocka_unit_test(channels_have_one_to_four_digits),
        cmocka_unit_test(anything_else_means_nothing),
        cmocka_unit_test(only_terminals_that_understand_are_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
