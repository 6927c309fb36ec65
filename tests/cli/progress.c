/* The progress line: what it says, and that it never leaves its width. */
#include "draw/draw.h"
#include "base/text.h"
#include "cli/progress.h"
#include "support/canvas_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct progress_facts facts = {
    .label = "pool",
    .run = 3,
    .runs = 4,
    .done = 67873,
    .total = 100000,
    .share = 0.6248,
    .rate = 18201.4,
    .eta_ns = UINT64_C(2100000000),
};

static void assert_line(const struct progress_facts *of, unsigned width, bool ascii, const char *expected)
{
    struct strbuf line = STRBUF_INIT;
    progress_line(&line, of, width, ascii);
    assert_string_equal(line.text, expected);
    strbuf_release(&line);
}

static void the_line_has_label_run_bar_percent_count_rate_and_time_left(void **state)
{
    (void)state;
    assert_line(&facts, 110, false,
                "pool  3/4  ▕█████████████████▌          ▏   62 %   67 873/100 000   18 201/s  2 s left");
}

static void in_ascii_no_byte_is_above_0x7f(void **state)
{
    (void)state;
    assert_line(&facts, 110, true,
                "pool  3/4  [#################=          ]   62 %   67 873/100 000   18 201/s  2 s left");
    struct progress_facts strange = facts;
    strange.label = "schön";
    struct strbuf line = STRBUF_INIT;
    progress_line(&line, &strange, 100, true);
    for (size_t i = 0; i < line.length; i++)
        assert_true((unsigned char)line.text[i] < 0x80);
    strbuf_release(&line);
}

static void a_narrow_line_gives_up_the_least_important_first(void **state)
{
    (void)state;
    assert_line(&facts, 60, true, "pool  3/4  [##############-        ]   62 %   67 873/100 000");
    assert_line(&facts, 40, true, "pool  [###############=         ]   62 %");
    assert_line(&facts, 24, true, "pool   62 %");
    assert_line(&facts, 3, true, "poo");
}

static void no_line_is_ever_wider_than_asked(void **state)
{
    (void)state;
    struct progress_facts wide = facts;
    wide.label = "日本日本日本";
    for (unsigned width = 1; width <= 200; width++)
        for (int ascii = 0; ascii < 2; ascii++) {
            struct strbuf line = STRBUF_INIT;
            progress_line(&line, &wide, width, ascii);
            assert_true(text_columns(line.text) <= width);
            strbuf_release(&line);
        }
}

static void fields_keep_their_places_while_a_run_goes_on(void **state)
{
    (void)state;
    struct progress_facts early = facts;
    early.done = 7;
    early.share = 0.01;
    early.rate = 900;
    struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;
    progress_line(&a, &early, 100, true);
    progress_line(&b, &facts, 100, true);
    assert_int_equal(strchr(a.text, '%') - a.text, strchr(b.text, '%') - b.text);
    assert_int_equal(strstr(a.text, "/100 000") - a.text, strstr(b.text, "/100 000") - b.text);
    assert_int_equal(strstr(a.text, " left") - a.text, strstr(b.text, " left") - b.text);
    strbuf_release(&a);
    strbuf_release(&b);
}

static void a_warm_up_is_reported_and_a_single_run_has_no_number(void **state)
{
    (void)state;
    struct progress_facts changed = facts;
    changed.warmup = true;
    struct strbuf line = STRBUF_INIT;
    progress_line(&line, &changed, 120, true);
    assert_non_null(strstr(line.text, "3/4 warm-up"));
    strbuf_clear(&line);
    changed.runs = 1;
    progress_line(&line, &changed, 120, true);
    assert_null(strstr(line.text, "warm-up"));
    strbuf_release(&line);
}

static void no_time_left_is_reported_before_it_can_be_known_or_at_the_end(void **state)
{
    (void)state;
    struct progress_facts changed = facts;
    struct strbuf line = STRBUF_INIT;
    changed.eta_ns = UINT64_MAX;
    progress_line(&line, &changed, 120, true);
    changed.eta_ns = 0;
    changed.share = 1;
    progress_line(&line, &changed, 120, true);
    assert_null(strstr(line.text, " left"));
    strbuf_release(&line);
}

static void assert_bar(int width, double share, bool ascii, const char *expected)
{
    struct canvas canvas;
    canvas_init(&canvas, 6, 1, ascii);
    draw_fill(pane_of(&canvas), ROLE_TEXT, '|');
    draw_plain_bar(pane_of(&canvas), 1, 0, width, share, ROLE_TEXT);
    char *text = canvas_text(&canvas);
    assert_memory_equal(text, "|", 1);
    assert_memory_equal(text + 1, expected, strlen(expected));
    assert_memory_equal(text + 1 + strlen(expected), "|", 1);
    free(text);
    canvas_release(&canvas);
}

static void a_bar_fills_by_eighths_and_stays_in_its_width(void **state)
{
    (void)state;
    assert_bar(4, 0, false, "    ");
    assert_bar(4, 0.0001, false, "▏   ");
    assert_bar(4, 0.5, false, "██  ");
    assert_bar(4, 0.53125, false, "██▏ ");
    assert_bar(4, 1, false, "████");
    assert_bar(4, 7, false, "████");
    assert_bar(4, 0.999, false, "███▉");
    assert_bar(3, 0.5, true, "#= ");
    assert_bar(3, 0.0 / 1.0, true, "   ");
    assert_bar(0, 1, true, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_line_has_label_run_bar_percent_count_rate_and_time_left),
        cmocka_unit_test(in_ascii_no_byte_is_above_0x7f),
        cmocka_unit_test(a_narrow_line_gives_up_the_least_important_first),
        cmocka_unit_test(no_line_is_ever_wider_than_asked),
        cmocka_unit_test(fields_keep_their_places_while_a_run_goes_on),
        cmocka_unit_test(a_warm_up_is_reported_and_a_single_run_has_no_number),
        cmocka_unit_test(no_time_left_is_reported_before_it_can_be_known_or_at_the_end),
        cmocka_unit_test(a_bar_fills_by_eighths_and_stays_in_its_width),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
