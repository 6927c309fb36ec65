/* Themes: every role can be read, and distinguished where it must be, in every theme and with few colours. */
#include "draw/theme.h"

#include "draw/draw.h"
#include "draw/glyph.h"
#include "support/canvas_text.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static double luminance(int colour)
{
    double sum = 0;
    static const double weights[3] = { 0.2126, 0.7152, 0.0722 };
    for (int i = 0; i < 3; i++) {
        double part = (theme_rgb(colour) >> (16 - 8 * i) & 0xFF) / 255.0;
        sum += weights[i] * (part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4));
    }
    return sum;
}

/* WCAG 2: 1 … 21. */
static double contrast(int a, int b)
{
    double one = luminance(a) + 0.05;
    double other = luminance(b) + 0.05;
    return one > other ? one / other : other / one;
}

enum { TERMINAL_BLACK = 16, TERMINAL_WHITE = 231 };

/* Roles used as ink for words on the terminal's own ground. */
static bool is_word(unsigned role)
{
    return (role >= ROLE_TITLE && role <= ROLE_DIM) || role == ROLE_BRAND ||
           (role >= ROLE_RUNNING && role < ROLE_STRATEGY + ROLE_STRATEGIES);
}

static void assert_readable(enum theme theme, int ground, double least)
{
    for (unsigned role = 1; role < ROLE_COUNT; role++) {
        struct look look = theme_look(theme, 256, role);
        if (is_word(role) && look.fg >= 0 && contrast(look.fg, ground) < least)
            fail_msg("%s: role %u (%d) has contrast %.2f", theme_name(theme), role, look.fg,
                     contrast(look.fg, ground));
    }
}

static void words_stand_out_from_the_ground_of_their_theme(void **state)
{
    (void)state;
    assert_readable(THEME_DARK, TERMINAL_BLACK, 4.5);
    assert_readable(THEME_COLOUR_BLIND, TERMINAL_BLACK, 4.5);
    assert_readable(THEME_LIGHT, TERMINAL_WHITE, 4.4);
}

static void auto_reads_on_dark_and_on_light(void **state)
{
    (void)state;
    assert_readable(THEME_AUTO, TERMINAL_BLACK, 3.4);
    assert_readable(THEME_AUTO, TERMINAL_WHITE, 3.4);
}

static void assert_disjoint(enum theme theme, int colours)
{
    for (unsigned s = 0; s < ROLE_STRATEGIES; s++)
        for (unsigned w = 0; w < ROLE_WORKERS; w++)
            if (theme_look(theme, colours, role_strategy(s)).fg ==
                theme_look(theme, colours, role_worker(w)).fg)
                fail_msg("%s with %d: strategy %u and worker %u", theme_name(theme), colours, s, w);
}

static void strategies_and_workers_share_no_colour(void **state)
{
    (void)state;
    for (enum theme theme = THEME_AUTO; theme < THEME_MONO; theme++) {
        assert_disjoint(theme, 256);
        assert_disjoint(theme, 8);
    }
}

static void no_palette_has_a_colour_twice(void **state)
{
    (void)state;
    for (enum theme theme = THEME_AUTO; theme < THEME_MONO; theme++)
        for (unsigned a = ROLE_STRATEGY; a < ROLE_COUNT; a++)
            for (unsigned b = a + 1; b < ROLE_COUNT; b++)
                if (theme_look(theme, 256, a).fg == theme_look(theme, 256, b).fg)
                    fail_msg("%s: roles %u and %u", theme_name(theme), a, b);
}

/* In the cube of red, green and blue, whose edge is 255. */
static double distance(int a, int b)
{
    double sum = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
        int one = (int)(theme_rgb(a) >> shift & 0xFF), other = (int)(theme_rgb(b) >> shift & 0xFF);
        sum += (one - other) * (one - other);
    }
    return sqrt(sum);
}

/* Two roles that are side by side in one row. */
static void assert_apart(enum theme theme, unsigned a, unsigned b)
{
    int styled = theme_look(theme, 256, a).fg, other_styled = theme_look(theme, 256, b).fg;
    if (distance(styled, other_styled) < 80)
        fail_msg("%s: roles %u (%d) and %u (%d): %.0f", theme_name(theme), a, styled, b, other_styled,
                 distance(styled, other_styled));
    if (theme_look(theme, 8, a).fg == theme_look(theme, 8, b).fg)
        fail_msg("%s with 8: roles %u and %u", theme_name(theme), a, b);
}

static void no_worker_looks_like_an_attempt_that_died(void **state)
{
    (void)state;
    for (enum theme theme = THEME_AUTO; theme < THEME_MONO; theme++)
        for (unsigned slot = 0; slot < ROLE_WORKERS; slot++)
            assert_apart(theme, role_worker(slot), ROLE_FAILED);
}

static void no_strategy_looks_as_if_it_had_failed(void **state)
{
    (void)state;
    for (enum theme theme = THEME_AUTO; theme < THEME_MONO; theme++)
        for (unsigned s = 0; s < ROLE_STRATEGIES; s++)
            assert_apart(theme, role_strategy(s), ROLE_FAILED);
}

static void neighbouring_workers_are_told_apart(void **state)
{
    (void)state;
    for (enum theme theme = THEME_AUTO; theme < THEME_MONO; theme++)
        for (unsigned slot = 0; slot < ROLE_WORKERS; slot++)
            assert_apart(theme, role_worker(slot), role_worker(slot + 1));
}

static void plain_blue_is_never_ink_on_the_terminals_own_ground(void **state)
{
    (void)state;
    for (enum theme theme = THEME_AUTO; theme < THEME_COUNT; theme++)
        for (unsigned role = 0; role < ROLE_COUNT; role++) {
            assert_int_not_equal(theme_look(theme, 8, role).fg, 4);
            assert_int_not_equal(theme_look(theme, 256, role).fg, 4);
        }
}

static void dark_ink_reads_on_every_ground(void **state)
{
    (void)state;
    static const int depths[] = { 8, 256 };
    for (enum theme theme = THEME_AUTO; theme < THEME_MONO; theme++)
        for (size_t i = 0; i < 2; i++)
            for (unsigned ground = ROLE_DIM; ground < ROLE_COUNT; ground++) {
                bool is_cover = ground == ROLE_DIM || ground == ROLE_COST || ground == ROLE_KEY ||
                                ground == ROLE_SELECT || ground >= ROLE_STRATEGY;
                struct look look = theme_look(theme, depths[i], ROLE_DARK | ROLE_ON(ground));
                if (is_cover && look.bg >= 0 && contrast(look.fg, look.bg) < 3)
                    fail_msg("%s with %d: ground %u: %d on %d: %.2f", theme_name(theme), depths[i], ground,
                             look.fg, look.bg, contrast(look.fg, look.bg));
            }
}

static void dark_ink_is_not_used_where_there_is_no_coloured_ground(void **state)
{
    (void)state;
    assert_int_equal(theme_look(THEME_DARK, 8, ROLE_DARK | ROLE_ON(ROLE_REST)).fg, -1);
    assert_int_equal(theme_look(THEME_DARK, 8, ROLE_DARK).fg, -1);
}

static void dark_has_the_colours_of_the_pictures(void **state)
{
    (void)state;
    static const struct {
        unsigned role;
        int fg, bg;
        unsigned attributes;
    } cases[] = {
        { ROLE_BRAND, 79, -1, LOOK_BOLD },
        { ROLE_TITLE, 255, -1, LOOK_BOLD },
        { ROLE_DIM, 243, -1, 0 },
        { ROLE_BORDER, 239, -1, 0 },
        { ROLE_HEADING, 252, -1, LOOK_BOLD },
        { ROLE_NOTE, 245, -1, 0 },
        { ROLE_STRATEGY | ROLE_STRONG, 75, -1, LOOK_BOLD },
        { (ROLE_STRATEGY + 1) | ROLE_ON(ROLE_TRACK), 214, 236, 0 },
        { ROLE_STRATEGY + 2, 79, -1, 0 },
        { ROLE_WORKER, 175, -1, 0 },
        { ROLE_WORKER + 1, 227, -1, 0 },
        { ROLE_WORKER + 2, 117, -1, 0 },
        { ROLE_WORKER + 3, 157, -1, 0 },
        { ROLE_WORKER + 4, 147, -1, 0 },
        { ROLE_DARK | ROLE_ON(ROLE_KEY), 234, 246, LOOK_BOLD },
        { ROLE_DARK | ROLE_ON(ROLE_SELECT), 234, 79, LOOK_BOLD },
        { ROLE_DARK | ROLE_ON(ROLE_COST), 234, 131, LOOK_BOLD },
        { ROLE_NOTE | ROLE_ON(ROLE_REST), 245, 237, 0 },
        { ROLE_LABEL, 250, -1, 0 },
        { ROLE_FAINT, 240, -1, 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct look look = theme_look(THEME_DARK, 256, cases[i].role);
        assert_int_equal(look.fg, cases[i].fg);
        assert_int_equal(look.bg, cases[i].bg);
        assert_int_equal(look.attributes, cases[i].attributes);
    }
}

static void without_colours_attributes_carry_what_is_selected(void **state)
{
    (void)state;
    for (enum theme theme = THEME_AUTO; theme < THEME_COUNT; theme++) {
        struct look look = theme_look(theme, 0, ROLE_DARK | ROLE_ON(ROLE_SELECT));
        assert_int_equal(look.fg, -1);
        assert_int_equal(look.bg, -1);
        assert_true(look.attributes & LOOK_REVERSE);
        assert_true(theme_look(theme, 0, ROLE_KEY << 8).attributes & LOOK_REVERSE);
        assert_true(theme_look(theme, 0, ROLE_FIGURE).attributes & LOOK_BOLD);
        assert_int_not_equal(theme_look(theme, 0, ROLE_ON(ROLE_COST)).attributes,
                             theme_look(theme, 0, ROLE_ON(ROLE_STRATEGY)).attributes);
    }
}

/* A bar that is half full, and a block with a name, on their track; beside them nothing. */
static void draw_tracks(struct canvas *canvas, bool ascii)
{
    canvas_init(canvas, 12, 2, ascii);
    struct pane pane = pane_of(canvas);
    draw_bar(pane, 0, 0, 8, 0.5, ROLE_WORKER);
    draw_fill(pane_sub(pane, 0, 1, 8, 1), ROLE_DIM | ROLE_ON(ROLE_TRACK), ' ');
    draw_text(pane, 0, 1, ROLE_DIM | ROLE_ON(ROLE_TRACK), "nap 3");
}

static void assert_shown(const struct canvas *canvas, enum theme theme, int colours, int y,
                         const char *expected)
{
    const char *at = expected;
    for (int x = 0; x < canvas->w; x++)
        assert_int_equal(theme_cell(theme, colours, canvas, x, y).glyph, glyph_next(&at));
}

static void with_few_colours_the_rest_of_a_bar_is_shaded(void **state)
{
    (void)state;
    struct canvas canvas;
    draw_tracks(&canvas, false);
    for (enum theme theme = THEME_AUTO; theme < THEME_COUNT; theme++)
        for (int colours = 0; colours <= 8; colours += 8) {
            assert_shown(&canvas, theme, colours, 0, "████░░░░    ");
            assert_shown(&canvas, theme, colours, 1, "nap 3░░░    ");
            struct cell rest = theme_cell(theme, colours, &canvas, 6, 0);
            assert_true(theme_look(theme, colours, rest.role).attributes & LOOK_DIM);
        }
    assert_shown(&canvas, THEME_MONO, 256, 0, "████░░░░    ");
    canvas_release(&canvas);
}

static void with_colours_a_track_stays_a_ground(void **state)
{
    (void)state;
    struct canvas canvas;
    draw_tracks(&canvas, false);
    for (enum theme theme = THEME_AUTO; theme < THEME_MONO; theme++) {
        assert_shown(&canvas, theme, 256, 0, "████        ");
        assert_shown(&canvas, theme, 256, 1, "nap 3       ");
    }
    canvas_release(&canvas);
}

static void the_shade_is_ascii_where_the_canvas_is(void **state)
{
    (void)state;
    struct canvas canvas;
    draw_tracks(&canvas, true);
    assert_shown(&canvas, THEME_MONO, 256, 0, "####....    ");
    assert_shown(&canvas, THEME_MONO, 256, 1, "nap 3...    ");
    canvas_release(&canvas);
}

static void without_colours_a_second_pool_has_a_mark_of_its_own(void **state)
{
    (void)state;
    struct canvas canvas;
    for (int ascii = 0; ascii < 2; ascii++) {
        canvas_init(&canvas, 2, 2, ascii);
        draw_bar(pane_of(&canvas), 0, 0, 2, 1, role_strategy(2));
        draw_bar(pane_of(&canvas), 0, 1, 2, 1, role_strategy(3));
        assert_shown(&canvas, THEME_MONO, 256, 0, ascii ? "##" : "██");
        assert_shown(&canvas, THEME_MONO, 256, 1, ascii ? "**" : "▒▒");
        assert_shown(&canvas, THEME_DARK, 256, 1, ascii ? "**" : "██");
        canvas_release(&canvas);
    }
}

static void names_are_found_again(void **state)
{
    (void)state;
    for (enum theme theme = THEME_AUTO; theme < THEME_COUNT; theme++) {
        enum theme found = THEME_COUNT;
        assert_true(theme_by_name(theme_name(theme), &found));
        assert_int_equal(found, theme);
    }
    enum theme none;
    assert_false(theme_by_name("darkish", &none));
}

static void the_background_a_terminal_reports_is_understood(void **state)
{
    (void)state;
    assert_int_equal(theme_for_background("15;0"), THEME_DARK);
    assert_int_equal(theme_for_background("0;15"), THEME_LIGHT);
    assert_int_equal(theme_for_background("0;default;7"), THEME_LIGHT);
    assert_int_equal(theme_for_background("12;8"), THEME_DARK);
    assert_int_equal(theme_for_background("0;default"), THEME_AUTO);
    assert_int_equal(theme_for_background(""), THEME_AUTO);
    assert_int_equal(theme_for_background(NULL), THEME_AUTO);
}

static void every_role_has_a_letter_of_its_own(void **state)
{
    (void)state;
    bool seen[256] = { false };
    for (unsigned role = 0; role < ROLE_COUNT; role++) {
        unsigned char letter = (unsigned char)role_letter(role);
        assert_in_range(letter, ' ', '~');
        assert_false(seen[letter]);
        seen[letter] = true;
    }
    for (unsigned role = ROLE_RUNNING; role < ROLE_COUNT; role++) {
        unsigned char letter = (unsigned char)role_letter(role | ROLE_STRONG);
        assert_false(seen[letter]);
        seen[letter] = true;
    }
}

static void a_shade_is_between_the_ink_and_the_ground(void **state)
{
    (void)state;
    for (unsigned i = 0; i < ROLE_STRATEGIES; i++) {
        uint32_t above = theme_rgb(theme_look(THEME_DARK, 256, role_strategy(i)).fg);
        for (unsigned shade = 1; shade < ROLE_SHADES; shade++) {
            uint32_t rgb = theme_rgb(theme_look(THEME_DARK, 256, role_strategy(i) | ROLE_SHADE(shade)).fg);
            assert_true((rgb >> 16) + (rgb >> 8 & 0xFF) + (rgb & 0xFF) <=
                        (above >> 16) + (above >> 8 & 0xFF) + (above & 0xFF));
            above = rgb;
        }
    }
}

static void a_shade_needs_colours_and_a_ground(void **state)
{
    (void)state;
    unsigned role = role_strategy(1), shaded = role | ROLE_SHADE(ROLE_SHADES - 1);
    assert_int_equal(theme_look(THEME_DARK, 8, shaded).fg, theme_look(THEME_DARK, 8, role).fg);
    assert_int_equal(theme_look(THEME_AUTO, 256, shaded).fg, theme_look(THEME_AUTO, 256, role).fg);
    assert_int_equal(theme_look(THEME_MONO, 256, shaded).attributes,
                     theme_look(THEME_MONO, 256, role).attributes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_stand_out_from_the_ground_of_their_theme),
        cmocka_unit_test(auto_reads_on_dark_and_on_light),
        cmocka_unit_test(strategies_and_workers_share_no_colour),
        cmocka_unit_test(no_palette_has_a_colour_twice),
        cmocka_unit_test(no_worker_looks_like_an_attempt_that_died),
        cmocka_unit_test(no_strategy_looks_as_if_it_had_failed),
        cmocka_unit_test(neighbouring_workers_are_told_apart),
        cmocka_unit_test(plain_blue_is_never_ink_on_the_terminals_own_ground),
        cmocka_unit_test(dark_ink_reads_on_every_ground),
        cmocka_unit_test(dark_ink_is_not_used_where_there_is_no_coloured_ground),
        cmocka_unit_test(dark_has_the_colours_of_the_pictures),
        cmocka_unit_test(without_colours_attributes_carry_what_is_selected),
        cmocka_unit_test(with_few_colours_the_rest_of_a_bar_is_shaded),
        cmocka_unit_test(with_colours_a_track_stays_a_ground),
        cmocka_unit_test(without_colours_a_second_pool_has_a_mark_of_its_own),
        cmocka_unit_test(the_shade_is_ascii_where_the_canvas_is),
        cmocka_unit_test(names_are_found_again),
        cmocka_unit_test(the_background_a_terminal_reports_is_understood),
        cmocka_unit_test(every_role_has_a_letter_of_its_own),
        cmocka_unit_test(a_shade_is_between_the_ink_and_the_ground),
        cmocka_unit_test(a_shade_needs_colours_and_a_ground),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
