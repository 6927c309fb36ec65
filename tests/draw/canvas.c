/* Canvas, glyphs and drawing: what is in which cell, in UTF-8 and in ASCII. */
#include "draw/canvas.h"
#include "draw/draw.h"
#include "draw/glyph.h"
#include "view/widget.h"
#include "support/canvas_text.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct canvas canvas;

static struct pane fresh(int w, int h, bool ascii)
{
    canvas_release(&canvas);
    canvas_init(&canvas, w, h, ascii);
    return pane_of(&canvas);
}

#define assert_canvas(expected) assert_canvas_at(expected, __LINE__)

static void assert_canvas_at(const char *expected, int line)
{
    char *text = canvas_text(&canvas);
    if (strcmp(text, expected) != 0)
        fail_msg("line %d:\n%s\ninstead of\n%s", line, text, expected);
    free(text);
}

static void text_is_clipped_at_every_edge_of_its_pane(void **state)
{
    (void)state;
    struct pane screen = fresh(8, 3, false);
    draw_fill(screen, ROLE_TEXT, '.');
    struct pane pane = pane_sub(screen, 2, 1, 4, 1);
    assert_int_equal(draw_text(pane, -2, 0, ROLE_TEXT, "abcdefghij"), 10);
    draw_text(pane, 0, -1, ROLE_TEXT, "above");
    draw_text(pane, 0, 1, ROLE_TEXT, "below");
    assert_canvas("........\n..cdef..\n........\n");
}

static void a_pane_of_a_pane_stays_inside_both(void **state)
{
    (void)state;
    struct pane screen = fresh(6, 2, false);
    struct pane inner = pane_sub(pane_sub(screen, 1, 0, 3, 2), 1, 1, 100, 100);
    draw_fill(inner, ROLE_TEXT, '#');
    assert_canvas("\n  ##\n");
    assert_true(pane_is_empty(pane_sub(screen, 6, 0, 3, 3)));
    assert_true(pane_is_empty(pane_sub(screen, 0, 0, -1, 3)));
}

static void wide_characters_take_two_columns_and_are_never_halved(void **state)
{
    (void)state;
    struct pane screen = fresh(6, 1, false);
    assert_int_equal(draw_text(screen, 0, 0, ROLE_TEXT, "a日b本c"), 7);
    assert_canvas("a日b本\n");
    canvas_put(screen, 1, 0, ROLE_TEXT, 'x');
    assert_canvas("ax b本\n");
    canvas_put(screen, 5, 0, ROLE_TEXT, 'y');
    assert_canvas("ax b y\n");
    screen = fresh(4, 1, false);
    draw_text(screen, 0, 0, ROLE_TEXT, "abc日");
    assert_canvas("abc\n");
}

static void combining_characters_take_no_column(void **state)
{
    (void)state;
    struct pane screen = fresh(6, 1, false);
    assert_int_equal(draw_text(screen, 0, 0, ROLE_TEXT, "e\u0301\u0302f"), 2);
    assert_canvas("e\u0301f\n");
    draw_text(screen, 0, 0, ROLE_TEXT, "\u0301z");
    assert_canvas("zf\n");
}

static void what_would_steer_a_terminal_becomes_a_replacement(void **state)
{
    (void)state;
    struct pane screen = fresh(20, 1, false);
    draw_text(screen, 0, 0, ROLE_TEXT, "a\033[2J\n\u202eb\u2066\xff\xc0\xaf\xed\xa0\x80");
    assert_canvas("a�[2J��b�������\n");
    for (int x = 0; x < canvas.w; x++)
        assert_true(canvas_cell(&canvas, x, 0)->glyph >= ' ');
}

static void joiners_and_selectors_are_passed_over(void **state)
{
    (void)state;
    assert_int_equal(glyph_columns("a\u200db\ufe0fc\u00add", false), 4);
}

static void ascii_mode_holds_no_byte_above_7e(void **state)
{
    (void)state;
    struct pane screen = fresh(60, 6, true);
    draw_box(screen, true, "Täsks · 1 … 9", "2 × 84 µs");
    draw_text(screen, 2, 1, ROLE_TEXT, "▸ ● ✓ ▶ ■ □ − ÷ 日本 e\u0301 \u202e ↑↓←→");
    draw_bar(screen, 2, 2, 20, 0.72, ROLE_TEXT);
    draw_key(screen, 2, 3, "↑", "move");
    draw_stack(screen, 2, 4, 20, (struct draw_segment[]){ { 0.5, ROLE_TEXT, "a…" }, { 0.3, ROLE_TEXT, "b" } },
               2);
    for (int y = 0; y < canvas.h; y++)
        for (int x = 0; x < canvas.w; x++)
            assert_in_range(canvas_cell(&canvas, x, y)->glyph, ' ', '~');
    char *text = canvas_text(&canvas);
    assert_non_null(strstr(text, "> * + > # o - / ?? e ? ^v<>"));
    assert_non_null(strstr(text, " Tasks - 1 .. 9 "));
    assert_non_null(strstr(text, " 2 x 84 us "));
    free(text);
}

static void ascii_likenesses_keep_columns_aligned(void **state)
{
    (void)state;
    struct pane screen = fresh(20, 2, true);
    draw_right(screen, 20, 0, ROLE_TEXT, "9.41 … 9.60");
    draw_right(screen, 20, 1, ROLE_TEXT, "8.90");
    assert_canvas("        9.41 .. 9.60\n                8.90\n");
    assert_int_equal(canvas_columns(&canvas, "9.41 … 9.60"), 12);
}

static void fit_pads_cuts_and_ends_at_a_word(void **state)
{
    (void)state;
    struct pane screen = fresh(14, 1, false);
    draw_fill(screen, ROLE_TEXT, '.');
    draw_fit(screen, 1, 0, 12, ROLE_TEXT, DRAW_CUT, "Two naps in a row");
    assert_canvas(".Two naps in .\n");
    draw_fit(screen, 1, 0, 11, ROLE_TEXT, DRAW_LETTERS, "Two naps in a row");
    assert_canvas(".Two naps i… .\n");
}

static void an_ellipsis_comes_after_a_whole_word_where_asked(void **state)
{
    (void)state;
    struct pane screen = fresh(14, 1, false);
    draw_fit(screen, 0, 0, 14, ROLE_TEXT, DRAW_WORDS, "Perfect numbers, short");
    assert_canvas("Perfect…\n");
    draw_fit(screen, 0, 0, 14, ROLE_TEXT, DRAW_WORDS, "Perfectnumbersshort");
    assert_canvas("Perfectnumber…\n");
    draw_fit(screen, 0, 0, 14, ROLE_TEXT, DRAW_WORDS, "fits exactly!!");
    assert_canvas("fits exactly!!\n");
    screen = fresh(6, 1, true);
    draw_fit(screen, 0, 0, 6, ROLE_TEXT, DRAW_LETTERS, "abcdefgh");
    assert_canvas("abcd..\n");
}

static void fit_never_leaves_its_columns(void **state)
{
    (void)state;
    for (int w = 0; w < 12; w++) {
        for (int ascii = 0; ascii < 2; ascii++) {
            struct pane screen = fresh(14, 1, ascii);
            draw_fill(screen, ROLE_TEXT, '.');
            draw_fit(screen, 1, 0, w, ROLE_TEXT, DRAW_WORDS, "日本 × … word");
            assert_int_equal(canvas_cell(&canvas, 0, 0)->glyph, '.');
            assert_int_equal(canvas_cell(&canvas, w + 1, 0)->glyph, '.');
        }
    }
}

static void a_column_cuts_its_text_and_has_figures_at_the_right(void **state)
{
    (void)state;
    struct column column = { .x = 1, .width = 3, .left = true };
    draw_column(fresh(6, 1, false), 0, &column, ROLE_TEXT, "日本");
    assert_canvas(" 日\n");
    draw_column(fresh(6, 1, false), 0, &column, ROLE_TEXT, "abcdef");
    assert_canvas(" abc\n");
    column.left = false;
    draw_column(fresh(6, 1, false), 0, &column, ROLE_TEXT, "7");
    assert_canvas("   7\n");
    column.width = 0;
    draw_column(fresh(6, 1, false), 0, &column, ROLE_TEXT, "7");
    assert_canvas("\n");
}

static void a_paragraph_breaks_between_words(void **state)
{
    (void)state;
    struct pane screen = fresh(12, 3, false);
    assert_int_equal(draw_paragraph(screen, ROLE_TEXT, "  Which of 1 … 100 equal the sum?"), 3);
    assert_canvas("Which of 1 …\n100 equal\nthe sum?\n");
    screen = fresh(12, 2, false);
    assert_int_equal(draw_paragraph(screen, ROLE_TEXT, "Which of 1 … 100 equal the sum?"), 3);
    assert_canvas("Which of 1 …\n100 equal…\n");
    assert_int_equal(draw_paragraph(pane_sub(screen, 0, 0, 4, 0), ROLE_TEXT, "abcdefgh ij"), 3);
    assert_int_equal(draw_paragraph(screen, ROLE_TEXT, ""), 0);
}

static void a_box_has_title_and_note_in_its_border(void **state)
{
    (void)state;
    struct pane inside = draw_box(fresh(30, 3, false), false, "Queue", "first in");
    assert_canvas("╭─ Queue ───────── first in ─╮\n│                            │\n"
                  "╰────────────────────────────╯\n");
    assert_int_equal(inside.w, 26);
    assert_int_equal(inside.h, 1);
    assert_int_equal(inside.x, 2);
    draw_box(fresh(16, 2, true), false, "Queue", "first in, first out");
    assert_canvas("+- Queue ------+\n+--------------+\n");
}

static void boxes_of_any_size_are_harmless(void **state)
{
    (void)state;
    for (int w = 0; w < 12; w++)
        for (int h = 0; h < 5; h++) {
            struct pane inside = draw_box(fresh(w, h, false), true, "Title", "note");
            assert_true(inside.w >= 0 && inside.h >= 0);
        }
}

static void a_bar_counts_eighths_and_is_full_or_empty_only_when_meant(void **state)
{
    (void)state;
    static const struct {
        double fraction;
        const char *bar, *ascii;
    } cases[] = {
        { 0, "", "...." },
        { 1e-9, "▏", "-..." },
        { 0.25, "█", "#..." },
        { 0.5 + 4 / 32.0, "██▌", "##=." },
        { 31 / 32.0, "███▉", "###=" },
        { 0.9999999, "███▉", "###=" },
        { 1, "████", "####" },
        { 7, "████", "####" },
        { -1, "", "...." },
        { (double)NAN, "", "...." },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char expected[32];
        draw_bar(fresh(4, 1, false), 0, 0, 4, cases[i].fraction, role_strategy(0));
        assert_int_equal(ROLE_GROUND_OF(canvas_cell(&canvas, 3, 0)->role), ROLE_TRACK);
        strcat(strcpy(expected, cases[i].bar), "\n");
        assert_canvas(expected);
        draw_bar(fresh(4, 1, true), 0, 0, 4, cases[i].fraction, role_strategy(0));
        strcat(strcpy(expected, cases[i].ascii), "\n");
        assert_canvas(expected);
    }
}

static void a_stack_fills_its_columns_and_writes_labels_that_fit(void **state)
{
    (void)state;
    struct pane screen = fresh(32, 1, false);
    struct draw_segment segments[] = {
        { 0.51, ROLE_DARK | ROLE_ON(ROLE_STRATEGY), "tasks 51 %" },
        { 0.44, ROLE_DARK | ROLE_ON(ROLE_COST), "processes 44\u00a0%" },
        { 0.05, ROLE_NOTE | ROLE_ON(ROLE_REST), "idle" },
    };
    draw_stack(screen, 1, 0, 30, segments, 3);
    assert_canvas("  tasks 51 %     processes\n");
    char *roles = canvas_roles(&canvas);
    assert_string_equal(roles, "  ''''' '' '     '''''''''\n--\n aaaaaaaaaaaaaaa$$$$$$$$$$$$$$0\n");
    free(roles);
    draw_stack(fresh(32, 1, true), 1, 0, 30, segments, 3);
    assert_canvas("  tasks 51 % ### processes ===-\n");
}

/* An account has up to six parts, and there may be no colours that distinguish them. */
static void every_part_of_a_stack_has_its_own_fill_in_ascii(void **state)
{
    (void)state;
    struct draw_segment segments[6];
    for (size_t i = 0; i < 6; i++)
        segments[i] = (struct draw_segment){ 1.0 / 6, ROLE_DARK | ROLE_ON(ROLE_COST), NULL };
    draw_stack(fresh(12, 1, true), 0, 0, 12, segments, 6);
    assert_canvas("##==--..xx++\n");
}

static void small_shares_keep_a_column_and_shares_beyond_the_whole_are_scaled(void **state)
{
    (void)state;
    struct draw_segment segments[] = {
        { 0.998, ROLE_ON(ROLE_STRATEGY), NULL },
        { 0.001, ROLE_ON(ROLE_COST), NULL },
        { 0.001, ROLE_ON(ROLE_REST), NULL },
    };
    draw_stack(fresh(10, 1, false), 0, 0, 10, segments, 3);
    char *roles = canvas_roles(&canvas);
    assert_string_equal(roles, "\n--\naaaaaaaa$0\n");
    free(roles);
    segments[1].share = 0.998;
    draw_stack(fresh(10, 1, false), 0, 0, 10, segments, 2);
    roles = canvas_roles(&canvas);
    assert_string_equal(roles, "\n--\naaaaa$$$$$\n");
    free(roles);
}

static void key_caps_say_what_they_measure(void **state)
{
    (void)state;
    struct pane screen = fresh(20, 1, false);
    assert_int_equal(draw_key(screen, 0, 0, "Enter", "run"), 11);
    assert_int_equal(draw_key_columns(&canvas, "Enter", "run"), 11);
    assert_canvas(" Enter  run\n");
}

static void a_selected_row_takes_the_ground_and_keeps_or_takes_the_ink(void **state)
{
    (void)state;
    struct pane screen = fresh(3, 1, false);
    draw_text(screen, 0, 0, role_worker(1) | ROLE_STRONG, "ab");
    canvas_tint(screen, ROLE_ON(ROLE_FIELD));
    assert_int_equal(canvas_cell(&canvas, 0, 0)->role, role_worker(1) | ROLE_STRONG | ROLE_ON(ROLE_FIELD));
    canvas_tint(screen, ROLE_DARK | ROLE_ON(ROLE_SELECT));
    assert_int_equal(canvas_cell(&canvas, 2, 0)->role, ROLE_DARK | ROLE_ON(ROLE_SELECT));
}

static void header_and_footer_match_the_pictures(void **state)
{
    (void)state;
    widget_header(fresh(80, 1, false), "watch parallelism happen", "2 cores · AMD EPYC");
    assert_canvas(" tictoc ▸ watch parallelism happen                           2 cores · AMD EPYC\n");
    widget_footer(fresh(80, 1, false), KEYMAP_HOME, false);
    assert_canvas("  Enter  run   e  edit   /  search   ]  records   t  theme   ?  help   q  quit\n");
    widget_header(fresh(24, 1, false), "Perfect numbers 1 … 100", "2 cores");
    assert_canvas(" tictoc ▸ Perfect…\n");
    widget_too_small(fresh(20, 3, false));
    assert_canvas("\nneed 40×10, have 20×\n\n");
}

static void an_empty_canvas_swallows_everything(void **state)
{
    (void)state;
    struct pane screen = fresh(0, 0, false);
    draw_box(screen, false, "a", "b");
    draw_bar(screen, 0, 0, 10, 0.5, ROLE_TEXT);
    draw_text(screen, 0, 0, ROLE_TEXT, "日本");
    assert_canvas("");
}

static int release(void **state)
{
    (void)state;
    canvas_release(&canvas);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_clipped_at_every_edge_of_its_pane),
        cmocka_unit_test(a_pane_of_a_pane_stays_inside_both),
        cmocka_unit_test(wide_characters_take_two_columns_and_are_never_halved),
        cmocka_unit_test(combining_characters_take_no_column),
        cmocka_unit_test(what_would_steer_a_terminal_becomes_a_replacement),
        cmocka_unit_test(joiners_and_selectors_are_passed_over),
        cmocka_unit_test(ascii_mode_holds_no_byte_above_7e),
        cmocka_unit_test(ascii_likenesses_keep_columns_aligned),
        cmocka_unit_test(fit_pads_cuts_and_ends_at_a_word),
        cmocka_unit_test(an_ellipsis_comes_after_a_whole_word_where_asked),
        cmocka_unit_test(fit_never_leaves_its_columns),
        cmocka_unit_test(a_column_cuts_its_text_and_has_figures_at_the_right),
        cmocka_unit_test(a_paragraph_breaks_between_words),
        cmocka_unit_test(a_box_has_title_and_note_in_its_border),
        cmocka_unit_test(boxes_of_any_size_are_harmless),
        cmocka_unit_test(a_bar_counts_eighths_and_is_full_or_empty_only_when_meant),
        cmocka_unit_test(a_stack_fills_its_columns_and_writes_labels_that_fit),
        cmocka_unit_test(every_part_of_a_stack_has_its_own_fill_in_ascii),
        cmocka_unit_test(small_shares_keep_a_column_and_shares_beyond_the_whole_are_scaled),
        cmocka_unit_test(key_caps_say_what_they_measure),
        cmocka_unit_test(a_selected_row_takes_the_ground_and_keeps_or_takes_the_ink),
        cmocka_unit_test(header_and_footer_match_the_pictures),
        cmocka_unit_test(an_empty_canvas_swallows_everything),
    };
    return cmocka_run_group_tests(tests, NULL, release);
}
