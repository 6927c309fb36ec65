/* Home: its pictures, and what keys, clicks and a search do on it. GOLDEN=renew build/tests/home/home writes
 * tests/golden/home/ anew. */
#include "draw/draw.h"
#include "view/labels.h"
#include "experiment/builtin.h"
#include "support/canvas_text.h"
#include "support/scene_home.h"
#include "view/widget.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

extern const struct view_ops view_home;

static void home_shows_list_text_plan_and_last_results(void **state)
{
    (void)state;
    golden_at(&view_home, "home/list", PICTURE_SIZES_RICH, NULL);
}

static void select_broken(struct screen_at *screen)
{
    for (int i = 0; i < 3; i++)
        act(screen, ACTION_DOWN);
}

static void home_shows_what_is_wrong_with_a_file(void **state)
{
    (void)state;
    golden_at(&view_home, "home/broken", PICTURE_SIZES, select_broken);
}

static void a_broken_experiment_does_not_start(void **state)
{
    (void)state;
    struct screen_at screen = open_at(&view_home, 80, 24, false);
    select_broken(&screen);
    assert_int_equal(view_home.keys(screen.state), KEYMAP_BROKEN);
    assert_int_equal(action_for(KEYMAP_BROKEN, 'e'), ACTION_NONE);
    assert_int_equal(action_for(KEYMAP_BROKEN, K_ENTER), ACTION_READ_AGAIN);
    act(&screen, ACTION_READ_AGAIN);
    assert_string_equal(screen.request.path, "config/mine.json");
    act(&screen, ACTION_UP);
    assert_int_equal(view_home.keys(screen.state), KEYMAP_HOME);
    act(&screen, ACTION_START);
    assert_int_equal(screen.request.action, ACTION_START);
    assert_ptr_equal(screen.request.experiment, &home_entries[2].experiment);
    close_at(&screen);
}

static void search_for_naps(struct screen_at *screen)
{
    act(screen, ACTION_SEARCH);
    type(screen, "NAPS");
}

static void searching_lists_what_is_found(void **state)
{
    (void)state;
    golden_at(&view_home, "home/search", PICTURE_SIZES, search_for_naps);
    struct screen_at screen = open_at(&view_home, 80, 24, false);
    search_for_naps(&screen);
    assert_int_equal(view_home.keys(screen.state), KEYMAP_ENTRY);
    act(&screen, ACTION_DOWN);
    act(&screen, ACTION_ACCEPT);
    assert_int_equal(view_home.keys(screen.state), KEYMAP_HOME);
    act(&screen, ACTION_START);
    assert_ptr_equal(screen.request.experiment, &home_entries[4].experiment);
    act(&screen, ACTION_BACK);
    assert_int_equal(screen.request.action, ACTION_NONE); /* the search goes first, then the program */
    assert_shows(&screen, "Perfect numbers");
    act(&screen, ACTION_BACK);
    assert_int_equal(screen.request.action, ACTION_BACK);
    close_at(&screen);
}

static void a_search_that_finds_nothing_says_so(void **state)
{
    (void)state;
    struct screen_at screen = open_at(&view_home, 80, 24, false);
    act(&screen, ACTION_SEARCH);
    type(&screen, "xü");
    assert_shows(&screen, "no such experiment");
    act(&screen, ACTION_START);
    assert_int_equal(screen.request.action, ACTION_NONE);
    act(&screen, ACTION_ERASE);
    act(&screen, ACTION_ERASE);
    assert_lacks(&screen, "no such experiment");
    close_at(&screen);
}

static void a_click_selects_and_the_wheel_moves(void **state)
{
    (void)state;
    struct screen_at screen = open_at(&view_home, 80, 24, false);
    point(&screen, K_CLICK, 5, 7);
    assert_shows(&screen, "Naps of 1, 2, 3");
    point(&screen, K_CLICK, 5, 3); /* a heading: the first below it */
    assert_shows(&screen, "Which of 1");
    point(&screen, K_CLICK, 5, 7);
    point(&screen, K_WHEEL_UP, 5, 5);
    assert_shows(&screen, "beginner's mistake");
    point(&screen, K_CLICK, 5, 20); /* below the last one */
    assert_shows(&screen, "beginner's mistake");
    close_at(&screen);
}

/* The pool is the third strategy: 2 workers, chunk 12 500. */
static void go_to_pool(struct screen_at *screen)
{
    act(screen, ACTION_NEXT_PANEL);
    act(screen, ACTION_DOWN);
    act(screen, ACTION_DOWN);
}

static struct screen_at open_at_pool(void)
{
    struct screen_at screen = open_at(&view_home, 80, 24, false);
    go_to_pool(&screen);
    return screen;
}

/* Of one without processes: how many of them a machine holds is its own. */
static void turn_knobs(struct screen_at *screen)
{
    act(screen, ACTION_DOWN);
    act(screen, ACTION_DOWN);
    act(screen, ACTION_NEXT_PANEL);
    act(screen, ACTION_RIGHT);
    act(screen, ACTION_LARGER);
}

static void will_run_shows_its_knobs(void **state)
{
    (void)state;
    golden_at(&view_home, "home/knobs", PICTURE_SIZES, turn_knobs);
}

static void knobs_change_workers_and_chunk_and_enter_runs_it_so(void **state)
{
    (void)state;
    struct screen_at screen = open_at_pool();
    assert_int_equal(view_home.keys(screen.state), KEYMAP_PLAN);
    act(&screen, ACTION_RIGHT);
    act(&screen, ACTION_RIGHT);
    assert_shows(&screen, "pool     4 workers, chunk 6 250"); /* auto goes with the workers */
    act(&screen, ACTION_LARGER);
    assert_shows(&screen, "pool     4 workers, chunk 12 500");
    act(&screen, ACTION_LEFT);
    act(&screen, ACTION_SMALLER);
    assert_shows(&screen, "pool     3 workers, chunk 6 250");
    act(&screen, ACTION_START);
    assert_int_equal(screen.request.action, ACTION_START);
    const struct experiment *experiment = screen.request.experiment;
    assert_string_equal(experiment->source, "config/made.json, changed");
    assert_ptr_not_equal(experiment, &home_entries[0].experiment);
    struct plan plan;
    strategy_plan(&experiment->strategies[2], &experiment->workload, home_model.machine, &plan);
    assert_int_equal(plan.workers, 3);
    assert_int_equal(plan.chunk, 6250);
    close_at(&screen);
}

static void a_knob_that_does_nothing_says_why(void **state)
{
    (void)state;
    struct screen_at screen = open_at_pool();
    act(&screen, ACTION_LEFT);
    assert_null(screen.request.message);
    act(&screen, ACTION_LEFT);
    assert_string_equal(screen.request.message, "One worker is the least.");
    act(&screen, ACTION_UP);
    act(&screen, ACTION_UP);
    act(&screen, ACTION_UP); /* the row of the work cannot be chosen */
    act(&screen, ACTION_RIGHT);
    assert_non_null(strstr(screen.request.message, "how many workers it starts"));
    act(&screen, ACTION_SMALLER);
    assert_non_null(strstr(screen.request.message, "has no chunks"));
    close_at(&screen);
}

static void figures_of_other_settings_are_not_those_of_the_last_time(void **state)
{
    (void)state;
    struct screen_at screen = open_at_pool();
    assert_shows(&screen, "14:02");
    assert_shows(&screen, "9.48 s");
    act(&screen, ACTION_RIGHT);
    assert_lacks(&screen, "14:02");
    assert_lacks(&screen, "9.48 s");
    assert_shows(&screen, "Not run yet like this.");
    assert_shows(&screen, "estimated");
    close_at(&screen);
}

static void another_experiment_drops_the_change(void **state)
{
    (void)state;
    struct screen_at screen = open_at_pool();
    act(&screen, ACTION_RIGHT);
    act(&screen, ACTION_PREVIOUS_PANEL);
    assert_shows(&screen, "Changed, not saved");
    act(&screen, ACTION_DOWN);
    act(&screen, ACTION_UP);
    assert_lacks(&screen, "Changed, not saved");
    act(&screen, ACTION_START);
    assert_ptr_equal(screen.request.experiment, &home_entries[0].experiment);
    close_at(&screen);
}

/* As at 60 x 18, where "tictoc naps-serial of 4 shown" was read. */
static void nothing_is_written_over_in_a_border(void **state)
{
    (void)state;
    struct canvas canvas;
    canvas_init(&canvas, 34, 4, true);
    struct pane box = pane_of(&canvas);
    draw_box(box, false, "About", NULL);
    draw_right(box, 32, 3, ROLE_NOTE, " 2 of 4 shown ");
    widget_note(box, " tictoc naps-serial ");
    char *text = canvas_text(&canvas);
    assert_non_null(strstr(text, "+----------------- 2 of 4 shown -+"));
    free(text);
    widget_note(box, " tictoc naps ");
    text = canvas_text(&canvas);
    assert_non_null(strstr(text, "+- tictoc naps --- 2 of 4 shown -+"));
    free(text);
    canvas_release(&canvas);
}

/* Five rows of 43 columns are what there is at 80 x 24. */
static void what_is_said_of_the_experiments_that_come_along_is_never_cut(void **state)
{
    (void)state;
    struct canvas measure;
    canvas_init(&measure, 80, 24, false);
    for (size_t i = 0; i < builtin_count; i++) {
        struct experiment e;
        assert_null(experiment_parse(&e, builtins[i].name, builtins[i].text, builtins[i].length, NULL, 0));
        char text[700];
        label_whole(text, sizeof text, e.about);
        if (draw_paragraph((struct pane){ .canvas = &measure, .w = 43 }, ROLE_TEXT, text) > 5)
            fail_msg("too long: %s", e.about);
        experiment_release(&e);
    }
    canvas_release(&measure);
}

static void every_size_is_drawn(void **state)
{
    (void)state;
    sound_at_home(&view_home);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(home_shows_list_text_plan_and_last_results),
        cmocka_unit_test(home_shows_what_is_wrong_with_a_file),
        cmocka_unit_test(a_broken_experiment_does_not_start),
        cmocka_unit_test(searching_lists_what_is_found),
        cmocka_unit_test(a_search_that_finds_nothing_says_so),
        cmocka_unit_test(a_click_selects_and_the_wheel_moves),
        cmocka_unit_test(will_run_shows_its_knobs),
        cmocka_unit_test(knobs_change_workers_and_chunk_and_enter_runs_it_so),
        cmocka_unit_test(a_knob_that_does_nothing_says_why),
        cmocka_unit_test(figures_of_other_settings_are_not_those_of_the_last_time),
        cmocka_unit_test(another_experiment_drops_the_change),
        cmocka_unit_test(nothing_is_written_over_in_a_border),
        cmocka_unit_test(what_is_said_of_the_experiments_that_come_along_is_never_cut),
        cmocka_unit_test(every_size_is_drawn),
    };
    return cmocka_run_group_tests(tests, make_home, free_home);
}
