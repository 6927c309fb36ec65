/* The narration: its lines, and their order. */
#include "cli/narrate.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

static char narration[1 << 18];

static struct narrator open_narrator(bool ascii)
{
    struct narrator narrator;
    narrator_open(&narrator, memfd_create("narration", MFD_CLOEXEC), ascii);
    return narrator;
}

static void read_narration(const struct narrator *narrator)
{
    ssize_t length = pread(narrator->fd, narration, sizeof narration - 1, 0);
    assert_true(length >= 0);
    narration[length] = '\0';
}

static void assert_narrated(const struct narrator *narrator, const char *expected)
{
    read_narration(narrator);
    assert_string_equal(narration, expected);
}

static void close_narrator(struct narrator *narrator)
{
    narrator_close(narrator);
    close(narrator->fd);
}

static void a_line_has_the_time_since_tic_and_the_words(void **state)
{
    (void)state;
    struct strbuf line = STRBUF_INIT;
    narrate_line(&line, 10700000, "8128 is a perfect number", false);
    narrate_line(&line, UINT64_C(12000000000), "worker 0 starts nap 3 · 2 s", true);
    assert_string_equal(line.text, "  0.0107  8128 is a perfect number\n"
                                   " 12.0000  worker 0 starts nap 3 - 2 s\n");
    strbuf_release(&line);
}

static void nothing_in_a_line_steers_the_terminal(void **state)
{
    (void)state;
    struct strbuf line = STRBUF_INIT;
    narrate_line(&line, 0, "a\033[2Jb", false);
    assert_null(strchr(line.text, '\033'));
    strbuf_release(&line);
}

static void items_heard_of_late_are_reported_in_the_order_of_time(void **state)
{
    (void)state;
    struct narrator narrator = open_narrator(false);
    narrator_add(&narrator, 3000000, "third");
    narrator_add(&narrator, 1000000, "first");
    narrator_add(&narrator, 2000000, "second");
    narrator_finish(&narrator);
    assert_narrated(&narrator, "  0.0010  first\n  0.0020  second\n  0.0030  third\n");
    close_narrator(&narrator);
}

static void an_item_waits_until_it_is_20_ms_old(void **state)
{
    (void)state;
    struct narrator narrator = open_narrator(false);
    narrator_add(&narrator, 5000000, "early");
    narrator_add(&narrator, 6000000, "late");
    narrator_print(&narrator, 5000000 + NARRATE_HOLD_NS - 1);
    assert_narrated(&narrator, "");
    narrator_print(&narrator, 5000000 + NARRATE_HOLD_NS);
    assert_narrated(&narrator, "  0.0050  early\n");
    narrator_finish(&narrator);
    assert_narrated(&narrator, "  0.0050  early\n  0.0060  late\n");
    close_narrator(&narrator);
}

static void items_of_one_time_are_reported_in_the_order_they_came(void **state)
{
    (void)state;
    struct narrator narrator = open_narrator(false);
    const char *const words[] = { "a", "b", "c", "d", "e", "f", "g" };
    for (size_t i = 0; i < 7; i++)
        narrator_add(&narrator, 1000000, words[i]);
    narrator_finish(&narrator);
    char letters[8] = "";
    size_t count = 0;
    read_narration(&narrator);
    for (const char *at = narration; (at = strchr(at, '\n')); at++)
        letters[count++] = at[-1];
    assert_string_equal(letters, "abcdefg");
    close_narrator(&narrator);
}

static void thousands_of_items_come_out_sorted(void **state)
{
    (void)state;
    struct narrator narrator = open_narrator(false);
    uint64_t seed = 1;
    for (int i = 0; i < 5000; i++) {
        seed = seed * UINT64_C(6364136223846793005) + 1;
        narrator_add(&narrator, (seed >> 40) * 100000, "x");
    }
    narrator_finish(&narrator);
    double last = -1;
    size_t lines = 0;
    read_narration(&narrator);
    for (char *line = strtok(narration, "\n"); line; line = strtok(NULL, "\n"), lines++) {
        double now = strtod(line, NULL);
        assert_true(now >= last);
        last = now;
    }
    assert_int_equal(lines, 5000);
    close_narrator(&narrator);
}

static void a_file_that_takes_no_more_is_noticed(void **state)
{
    (void)state;
    struct narrator narrator;
    narrator_open(&narrator, open("/dev/full", O_WRONLY | O_CLOEXEC), false);
    narrator_add(&narrator, 0, "x");
    narrator_finish(&narrator);
    assert_true(narrator.error != 0);
    narrator_close(&narrator);
    close(narrator.fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_has_the_time_since_tic_and_the_words),
        cmocka_unit_test(nothing_in_a_line_steers_the_terminal),
        cmocka_unit_test(items_heard_of_late_are_reported_in_the_order_of_time),
        cmocka_unit_test(an_item_waits_until_it_is_20_ms_old),
        cmocka_unit_test(items_of_one_time_are_reported_in_the_order_they_came),
        cmocka_unit_test(thousands_of_items_come_out_sorted),
        cmocka_unit_test(a_file_that_takes_no_more_is_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
