/* Sentences about files: of a long path something goes, of what is said nothing. */
#include "base/path.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static char buf[64];

static void a_path_that_fits_stays_as_it_is(void **state)
{
    (void)state;
    path_message(buf, sizeof buf, "a/b.json", ": cannot be read: %s", "Is a directory");
    assert_string_equal(buf, "a/b.json: cannot be read: Is a directory");
    path_message(buf, 10, "a/b.json", "!");
    assert_string_equal(buf, "a/b.json!");
}

static void a_long_path_is_shortened_in_its_middle_and_the_reason_stays(void **state)
{
    (void)state;
    path_message(buf, sizeof buf, "/home/somebody/a/long/way/down/to/the/file.json", ": cannot be read: %s",
                 "Is a directory");
    assert_string_equal(buf, "/home/s…down/to/the/file.json: cannot be read: Is a directory");
    assert_int_equal(strlen(buf), sizeof buf - 1);
}

/* Whatever the place at which it is cut. */
static void no_character_is_cut_in_two(void **state)
{
    (void)state;
    char path[256] = "";
    for (int i = 0; i < 60; i++)
        strcat(path, i % 3 ? "é" : "🏁");
    for (size_t size = 24 + strlen(": is no more") + 1; size < sizeof buf; size++) {
        uint32_t c = 0;
        path_message(buf, size, path, ": is no more");
        for (size_t at = 0, bytes = 0; at < strlen(buf); at += bytes) {
            bytes = utf8_read(buf + at, strlen(buf) - at, &c);
            assert_true(bytes > 0);
        }
        assert_non_null(strstr(buf, ": is no more"));
    }
}

/* A part of the path is always shown. */
static void what_is_said_is_cut_where_even_a_short_path_leaves_it_no_room(void **state)
{
    (void)state;
    path_message(buf, 40, "/home/somebody/a/long/way/down/to/the/file.json", ": cannot be read: %s",
                 "Is a directory");
    assert_string_equal(buf, "/home…to/the/file.json: cannot be rea");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_path_that_fits_stays_as_it_is),
        cmocka_unit_test(a_long_path_is_shortened_in_its_middle_and_the_reason_stays),
        cmocka_unit_test(no_character_is_cut_in_two),
        cmocka_unit_test(what_is_said_is_cut_where_even_a_short_path_leaves_it_no_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
