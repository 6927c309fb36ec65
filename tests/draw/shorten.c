/* Text that has too little room: what stays of it, on its own, in a field and in a message. */
#include "draw/shorten.h"

#include "draw/text_field.h"
#include "draw/glyph.h"
#include "base/path.h"
#include "support/picture.h"
#include "view/widget.h"
#include "support/canvas_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LONG_PATH "/home/somebody/experiments/of/last/november/perfect-numbers-short-2026-11-27.rec"

static void assert_shortened(const char *text, int columns, bool ascii, const char *expected)
{
    char copy[256];
    snprintf(copy, sizeof copy, "%s", text);
    shorten_words(copy, columns, ascii);
    assert_string_equal(copy, expected);
}

static void a_path_loses_its_middle_and_the_sentence_stays(void **state)
{
    (void)state;
    assert_shortened(LONG_PATH " exists. Overwrite it?", 50, false,
                     "/home/…-short-2026-11-27.rec exists. Overwrite it?");
    assert_shortened("/somewhere/below/my/home/settings.json:1:12: there is no \"lihgt\"", 40, false,
                     "/somew…e/settings.json:1:12: there is no \"lihgt\"");
}

/* One counts bytes, of which the sign has three, the other columns. */
static void a_path_looks_the_same_in_a_message_and_on_the_screen(void **state)
{
    (void)state;
    for (int columns = SHORTEN_LEAST; columns < (int)strlen(LONG_PATH) - 2; columns++) {
        char said[128];
        path_message(said, (size_t)columns + strlen("…"), LONG_PATH, "%s", "");
        assert_shortened(LONG_PATH, columns, false, said);
    }
}

static void what_fits_and_what_has_no_long_word_stays_as_it_is(void **state)
{
    (void)state;
    assert_shortened("short.rec exists.", 17, false, "short.rec exists.");
    assert_shortened("a/directory/x.rec exists.", 24, false, "a/directory/x.rec exists.");
    assert_shortened("Not while something runs.", 10, false, "Not while something runs.");
    assert_shortened("", 0, false, "");
}

/* Characters of every width, every room: it fits or only short words are left. */
static void every_text_comes_to_an_end(void **state)
{
    (void)state;
    static const char *const texts[] = { LONG_PATH ": cannot be written",
                                         "日本語日本語日本語日本語日本語 saved",
                                         "ααααααααααααααααααααααααα ββββββββββββββββββββββββββββ" };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (int columns = 1; columns < 120; columns++)
            for (int ascii = 0; ascii < 2; ascii++) {
                char copy[256];
                snprintf(copy, sizeof copy, "%s", texts[i]);
                shorten_words(copy, columns, ascii);
                assert_true(strlen(copy) <= strlen(texts[i]));
                assert_true(columns < 60 || glyph_columns(copy, ascii) <= columns);
            }
}

static void assert_entry(const char *text, bool ascii, const char *expected)
{
    struct canvas canvas;
    canvas_init(&canvas, 20, 1, ascii);
    entry_draw(pane_of(&canvas), text, false);
    char *drawn = canvas_text(&canvas);
    assert_string_equal(drawn, expected);
    free(drawn);
    canvas_release(&canvas);
}

static void a_field_says_that_there_is_more_in_front(void **state)
{
    (void)state;
    assert_entry("short.rec", false, "short.rec▏\n");
    assert_entry("nineteen-columns.rc", false, "nineteen-columns.rc▏\n");
    assert_entry(LONG_PATH, false, "…ort-2026-11-27.rec▏\n");
    assert_entry(LONG_PATH, true, "..rt-2026-11-27.rec-\n");
}

static void assert_message(const char *text, enum keymap keymap, const char *part)
{
    struct canvas canvas;
    canvas_init(&canvas, 80, 1, false);
    widget_message(pane_of(&canvas), ROLE_TEXT, text, keymap, false);
    picture_shows(&canvas, part);
    canvas_release(&canvas);
}

static void a_message_keeps_the_reason(void **state)
{
    (void)state;
    assert_message(LONG_PATH ": cannot be written: No such file or directory", KEYMAP_RUN,
                   "27.rec: cannot be written: No such file or directory");
}

static void a_question_keeps_its_keys(void **state)
{
    (void)state;
    assert_message(LONG_PATH " exists. Overwrite it?", KEYMAP_ASK, "27.rec exists. Overwrite it?");
    assert_message(LONG_PATH " exists. Overwrite it?", KEYMAP_ASK, " n  no");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_path_loses_its_middle_and_the_sentence_stays),
        cmocka_unit_test(a_path_looks_the_same_in_a_message_and_on_the_screen),
        cmocka_unit_test(what_fits_and_what_has_no_long_word_stays_as_it_is),
        cmocka_unit_test(every_text_comes_to_an_end),
        cmocka_unit_test(a_field_says_that_there_is_more_in_front),
        cmocka_unit_test(a_message_keeps_the_reason),
        cmocka_unit_test(a_question_keeps_its_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
