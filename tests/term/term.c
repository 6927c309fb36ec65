/* The terminal's side of the program, through tests/demo/term in a pseudo terminal:
 * what reaches a terminal of which kind, and in what state it is given back. */
#include "support/term_demo.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

/* Until a border goes from edge to edge of 120 columns. */
static bool waits_until_wide(struct pty *pty)
{
    char border[3 * 118 + 1] = "";
    for (int i = 0; i < 118; i++)
        strcat(border, "─");
    return pty_wait_text(pty, border, PATIENCE);
}

static void the_screen_comes_out_as_drawn_on_every_kind_of_terminal(void **state)
{
    (void)state;
    static const char *const terms[] = { "xterm-256color", "tmux-256color", "linux", "vt100", "screen" };
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        struct pty *pty = demo_ready(terms[i], NULL, NULL);
        pty_drain(pty, 50);
        char *row = pty_row(pty, 12);
        bool ascii = strcmp(terms[i], "linux") == 0; /* its fonts have few of the signs */
        assert_string_equal(
            row, ascii ? "+- Tasks ----------------------------------------------- one cell = 328 tasks -+"
                       : "╭─ Tasks ─────────────────────────────────────────────── one cell = 328 tasks ─╮");
        free(row);
        row = pty_row(pty, 23);
        assert_memory_equal(row, "  1  run   2  compare ", strlen("  1  run   2  compare "));
        assert_non_null(strstr(row, "x  stop   ?  help   q  back"));
        free(row);
        demo_finish(pty);
    }
}

static void colours_are_those_of_the_theme(void **state)
{
    (void)state;
    struct pty *pty = demo_ready("xterm-256color", NULL, NULL);
    struct pty_cell brand = pty_cell(pty, 1, 0);
    assert_int_equal(brand.fg, 79);
    assert_int_equal(brand.bg, 233); /* the theme's own: the terminal's is not known */
    assert_true(brand.bold);
    struct pty_cell cap = pty_cell(pty, 2, 23);
    assert_int_equal(cap.fg, 234);
    assert_int_equal(cap.bg, 246);
    demo_finish(pty);
}

static void no_color_and_terminals_without_colours_use_attributes(void **state)
{
    (void)state;
    static const char *const no_color[] = { "NO_COLOR=1", NULL };
    static const char *const terms[] = { "xterm-256color", "vt100" };
    for (size_t i = 0; i < 2; i++) {
        struct pty *pty = demo_ready(terms[i], i == 0 ? no_color : NULL, NULL);
        for (int row = 0; row < 24; row++)
            for (int column = 0; column < 80; column++) {
                struct pty_cell cell = pty_cell(pty, column, row);
                assert_int_equal(cell.fg, -1);
                assert_int_equal(cell.bg, -1);
            }
        assert_true(pty_cell(pty, 1, 0).bold);
        assert_true(pty_cell(pty, 2, 23).reverse);
        demo_finish(pty);
    }
}

static void without_utf8_no_byte_is_above_7f(void **state)
{
    (void)state;
    static const char *const posix[] = { "LANG", "LC_ALL=C", NULL };
    struct pty *pty = demo_ready("xterm-256color", posix, NULL);
    char *row = pty_row(pty, 0);
    assert_non_null(strstr(row, "tictoc > Perfect numbers 1 .. 100 000"));
    free(row);
    assert_false(pty_has_high_bytes(pty));
    demo_finish(pty);
    pty = demo_ready("xterm-256color", NULL, "--ascii");
    assert_false(pty_has_high_bytes(pty));
    demo_finish(pty);
}

static void an_unchanged_frame_writes_nothing(void **state)
{
    (void)state;
    struct pty *pty = demo_ready("xterm-256color", NULL, NULL);
    pty_send(pty, "z");
    assert_true(pty_wait_text(pty, "key z", PATIENCE));
    pty_drain(pty, 100);
    size_t before = pty_bytes(pty);
    pty_send(pty, "z");
    pty_drain(pty, 200);
    assert_int_equal(pty_bytes(pty), before);
    demo_finish(pty);
}

static void keys_arrive_by_name_and_by_character(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *seen;
    } cases[] = {
        { "\033OA", "key ↑ " },  { "\033[5~", "key PgUp " },   { "\033[Z", "key Shift-Tab " },
        { "\r", "key Enter " },  { "\177", "key Backspace " }, { "é", "key é " },
        { "日", "key 日 " },     { "\t", "key Tab " },         { "\001", "key ^A " },
        { "\033OP", "key F1 " },
    };
    struct pty *pty = demo_ready("xterm-256color", NULL, NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        pty_send(pty, cases[i].bytes);
        if (!pty_wait_text(pty, cases[i].seen, PATIENCE))
            fail_msg("never saw '%s'", cases[i].seen);
    }
    demo_finish(pty);
}

/* Alt-q is not Esc and then q: either would leave. */
static void unknown_sequences_do_not_act_as_their_letters(void **state)
{
    (void)state;
    static const char *const sequences[] = { "\033q", "\033[38;5q", "\033]11;rgb:qq/qq/qq\033\\", "\033Oq",
                                             "\033]0;q\a" };
    struct pty *pty = demo_ready("xterm-256color", NULL, NULL);
    for (size_t i = 0; i < sizeof sequences / sizeof *sequences; i++) {
        pty_send(pty, sequences[i]);
        pty_drain(pty, 100);
        assert_int_equal(pty_wait_exit(pty, 0), -1);
    }
    pty_send(pty, "\033");
    assert_int_equal(pty_wait_exit(pty, PATIENCE), 0);
    pty_close(pty);
}

static void the_mouse_is_off_until_it_is_asked_for(void **state)
{
    (void)state;
    struct pty *pty = demo_ready("xterm-256color", NULL, NULL);
    assert_false(pty_is_mouse_on(pty));
    pty_send(pty, "m");
    assert_true(pty_wait_text(pty, "key m", PATIENCE));
    pty_drain(pty, 50);
    assert_true(pty_is_mouse_on(pty));
    pty_send(pty, "\033[<0;12;7M");
    assert_true(pty_wait_text(pty, "key click at 11,6", PATIENCE));
    pty_send(pty, "\033[<64;1;1M");
    assert_true(pty_wait_text(pty, "key wheel up at 0,0", PATIENCE));
    pty_send(pty, "m");
    pty_drain(pty, 100);
    assert_false(pty_is_mouse_on(pty));
    demo_finish(pty);
}

static void a_storm_of_sizes_ends_in_the_right_picture(void **state)
{
    (void)state;
    struct pty *pty = demo_ready("xterm-256color", NULL, "--alive");
    for (int i = 0; i < 200; i++) {
        pty_resize(pty, 1 + i * 37 % 220, 1 + i * 17 % 70);
        pty_drain(pty, i % 7 == 0 ? 5 : 0);
    }
    pty_resize(pty, 20, 8);
    assert_true(pty_wait_text(pty, "need 40×10, have 20×", PATIENCE));
    pty_resize(pty, 120, 36);
    assert_true(waits_until_wide(pty));
    pty_send(pty, "z");
    assert_true(pty_wait_text(pty, "key z at 0,0", PATIENCE));
    /* Each panel once, each at the left edge, the footer at the bottom. */
    static const char *const panels[] = { "╭─ Workers ──", "╭─ Queue ──", "╭─ Tasks ──", "╭─ Output ──" };
    size_t found = 0;
    for (int y = 0; y < 36; y++) {
        char *row = pty_row(pty, y);
        if (strncmp(row, "╭", strlen("╭")) == 0) {
            assert_true(found < 4);
            assert_memory_equal(row, panels[found], strlen(panels[found]));
            found++;
        }
        assert_true((strstr(row, "q  back") != NULL) == (y == 35));
        free(row);
    }
    assert_int_equal(found, 4);
    demo_finish(pty);
}

static void ctrl_z_gives_the_terminal_back_and_fg_redraws(void **state)
{
    (void)state;
    struct termios before = pty_usual_modes();
    struct pty *pty = demo_ready("xterm-256color", NULL, NULL);
    char *picture = pty_screen(pty);
    for (int round = 0; round < 3; round++) {
        pty_send(pty, "\032");
        assert_true(pty_wait_stopped(pty, PATIENCE));
        demo_await_given_back(pty, &before);
        pty_foreground(pty);
        assert_true(pty_wait_text(pty, "q  back", PATIENCE));
        pty_drain(pty, 100);
        assert_true(pty_is_alternate(pty));
        char *again = pty_screen(pty);
        assert_string_equal(again, picture);
        free(again);
    }
    free(picture);
    demo_finish(pty);
}

/* Its area would be gigabytes. What does not fit into any screen is left alone. */
static void a_size_beyond_any_screen_is_drawn_in_a_part_of_it(void **state)
{
    (void)state;
    struct pty *pty = demo_ready("xterm-256color", NULL, NULL);
    pty_claim_size(pty, 65535, 65535);
    pty_send(pty, "z");
    pty_drain(pty, 200);
    pty_resize(pty, 120, 36);
    assert_true(waits_until_wide(pty));
    demo_finish(pty);
}

static void a_size_changed_while_stopped_is_noticed(void **state)
{
    (void)state;
    struct pty *pty = demo_ready("xterm-256color", NULL, NULL);
    pty_send(pty, "\032");
    assert_true(pty_wait_stopped(pty, PATIENCE));
    pty_resize(pty, 120, 36);
    pty_foreground(pty);
    assert_true(waits_until_wide(pty));
    demo_finish(pty);
}

static void every_way_out_gives_the_terminal_back(void **state)
{
    (void)state;
    static const struct {
        const char *keys;
        int signal, exit;
    } ways[] = {
        { "q", 0, 0 },
        { "\003", 0, 0 },
        { "m\033", 0, 0 },
        { NULL, SIGTERM, 0 },
        { NULL, SIGHUP, 0 },
        { "mx", 0, 128 + SIGABRT },
        { NULL, SIGSEGV, 128 + SIGSEGV },
    };
    struct termios before = pty_usual_modes();
    static const char *const terms[] = { "xterm-256color", "linux", "vt100", "screen" };
    for (size_t t = 0; t < sizeof terms / sizeof *terms; t++)
        for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
            struct pty *pty = demo_ready(terms[t], NULL, NULL);
            if (ways[i].keys)
                pty_send(pty, ways[i].keys);
            else
                kill(pty_pid(pty), ways[i].signal);
            assert_int_equal(pty_wait_exit(pty, PATIENCE), ways[i].exit);
            demo_await_given_back(pty, &before);
            pty_close(pty);
        }
}

static void where_there_is_no_screen_to_be_had_it_says_why(void **state)
{
    (void)state;
    static const struct {
        const char *term, *seen;
    } cases[] = {
        { NULL, "no screen: TERM is not set; set it to what the terminal is like, such as xterm-2" },
        { "no-such-terminal",
          "no screen: unknown terminal type 'no-such-terminal'; set TERM to what it is like" },
        { "dumb", "no screen: a terminal of type 'dumb' cannot place its cursor; set TERM to what i" },
    };
    struct termios before = pty_usual_modes();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pty *pty = demo_start(cases[i].term, 80, 24, NULL, NULL);
        assert_int_equal(pty_wait_exit(pty, PATIENCE), 3);
        demo_await_given_back(pty, &before);
        char *row = pty_row(pty, 0);
        assert_string_equal(row, cases[i].seen);
        free(row);
        pty_close(pty);
    }
}

static void lines_and_columns_in_the_environment_do_not_lie_about_the_size(void **state)
{
    (void)state;
    static const char *const env[] = { "LINES=10", "COLUMNS=40", NULL };
    struct pty *pty = demo_start("xterm-256color", 120, 36, env, NULL);
    assert_true(waits_until_wide(pty));
    demo_finish(pty);
}

static void a_frame_of_a_moving_screen_stays_small(void **state)
{
    (void)state;
    struct pty *pty = demo_ready("xterm-256color", NULL, "--alive");
    pty_drain(pty, 10);
    size_t before = pty_bytes(pty);
    const struct timespec second = { .tv_sec = 1 };
    time_t began = time(NULL);
    nanosleep(&second, NULL);
    pty_send(pty, "z");
    assert_true(pty_wait_text(pty, "key z", PATIENCE));
    size_t seconds = (size_t)(time(NULL) - began); /* on a busy machine it is more than one */
    assert_in_range(pty_bytes(pty) - before, 100, (seconds + 1) * 30 * 1500);
    demo_finish(pty);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_screen_comes_out_as_drawn_on_every_kind_of_terminal),
        cmocka_unit_test(colours_are_those_of_the_theme),
        cmocka_unit_test(no_color_and_terminals_without_colours_use_attributes),
        cmocka_unit_test(without_utf8_no_byte_is_above_7f),
        cmocka_unit_test(an_unchanged_frame_writes_nothing),
        cmocka_unit_test(keys_arrive_by_name_and_by_character),
        cmocka_unit_test(unknown_sequences_do_not_act_as_their_letters),
        cmocka_unit_test(the_mouse_is_off_until_it_is_asked_for),
        cmocka_unit_test(a_storm_of_sizes_ends_in_the_right_picture),
        cmocka_unit_test(ctrl_z_gives_the_terminal_back_and_fg_redraws),
        cmocka_unit_test(a_size_beyond_any_screen_is_drawn_in_a_part_of_it),
        cmocka_unit_test(a_size_changed_while_stopped_is_noticed),
        cmocka_unit_test(every_way_out_gives_the_terminal_back),
        cmocka_unit_test(where_there_is_no_screen_to_be_had_it_says_why),
        cmocka_unit_test(lines_and_columns_in_the_environment_do_not_lie_about_the_size),
        cmocka_unit_test(a_frame_of_a_moving_screen_stays_small),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
