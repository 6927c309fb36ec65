/* Edit: its pictures, and what keys do on it. GOLDEN=renew
 * build/tests/edit/edit writes tests/golden/edit/ anew. */
#include "support/scene_home.h"
#include "work/workload_perfect.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

extern const struct view_ops view_edit;

static uint64_t last_number(const struct experiment *experiment)
{
    return ((const struct perfect *)experiment->workload.settings)->to;
}

static const struct experiment *run_as_edited(struct screen_at *screen)
{
    act(screen, ACTION_START);
    assert_int_equal(screen->request.action, ACTION_START);
    return screen->request.experiment;
}

static void act_times(struct screen_at *screen, enum action action, int times)
{
    while (times-- > 0)
        act(screen, action);
}

/* Plans of processes depend on the machine; this one holds as many as there are tasks. */
static void edit_fewer(struct screen_at *screen)
{
    act(screen, ACTION_NEXT_PANEL);
    type(screen, "500");
    act(screen, ACTION_ACCEPT);
}

static void edit_workers(struct screen_at *screen)
{
    edit_fewer(screen);
    act(screen, ACTION_UP);
    act_times(screen, ACTION_DOWN, 3);
    act(screen, ACTION_PREVIOUS_PANEL);
    act_times(screen, ACTION_RIGHT, 5);
}

static void edit_shows_settings_plan_and_meaning(void **state)
{
    (void)state;
    golden_at(&view_edit, "edit/form", PICTURE_SIZES_RICH, edit_workers);
}

static void refuse_a_value(struct screen_at *screen)
{
    edit_workers(screen);
    act(screen, ACTION_CHANGE);
    type(screen, "core");
    act(screen, ACTION_ACCEPT);
}

static void show_more(struct screen_at *screen)
{
    edit_workers(screen);
    act(screen, ACTION_MORE);
}

static void edit_shows_more_settings_where_they_are_asked_for(void **state)
{
    (void)state;
    golden_at(&view_edit, "edit/more", PICTURE_SIZES, show_more);
}

static void edit_refuses_in_place_in_words(void **state)
{
    (void)state;
    golden_at(&view_edit, "edit/refused", PICTURE_SIZES, refuse_a_value);
    struct screen_at screen = open_at(&view_edit, 80, 24, false);
    refuse_a_value(&screen);
    assert_int_equal(view_edit.keys(screen.state), KEYMAP_ENTRY);
    act(&screen, ACTION_CANCEL);
    assert_int_equal(view_edit.keys(screen.state), KEYMAP_EDIT);
    assert_int_equal(last_number(run_as_edited(&screen)), 500);
    close_at(&screen);
}

static void ask(struct screen_at *screen)
{
    edit_workers(screen);
    act(screen, ACTION_BACK);
}

static void changes_are_not_dropped_without_a_question(void **state)
{
    (void)state;
    golden_at(&view_edit, "edit/unsaved", PICTURE_SIZES, ask);
    struct screen_at screen = open_at(&view_edit, 80, 24, false);
    ask(&screen);
    assert_int_equal(screen.request.action, ACTION_NONE);
    assert_int_equal(view_edit.keys(screen.state), KEYMAP_UNSAVED);
    assert_int_equal(action_for(KEYMAP_UNSAVED, 'q'),
                     ACTION_NONE); /* the question stays, and d is not double */
    act(&screen, ACTION_CANCEL);
    assert_int_equal(last_number(run_as_edited(&screen)), 500);
    act(&screen, ACTION_BACK);
    act(&screen, ACTION_DROP);
    assert_int_equal(screen.request.action, ACTION_BACK);
    assert_lacks(&screen, "*");
    close_at(&screen);
}

static void without_changes_nothing_is_asked(void **state)
{
    (void)state;
    struct screen_at screen = open_at(&view_edit, 80, 24, false);
    act(&screen, ACTION_RIGHT);
    act(&screen, ACTION_LEFT);
    act(&screen, ACTION_BACK);
    assert_int_equal(screen.request.action, ACTION_BACK);
    close_at(&screen);
}

static void the_first_key_replaces_a_number(void **state)
{
    (void)state;
    struct screen_at screen = open_at(&view_edit, 80, 24, false);
    act(&screen, ACTION_NEXT_PANEL);
    type(&screen, "7");
    act(&screen, ACTION_ACCEPT);
    assert_int_equal(last_number(run_as_edited(&screen)), 7);
    act(&screen, ACTION_CHANGE);
    type(&screen, "8"); /* what Enter opens as well */
    act(&screen, ACTION_ACCEPT);
    assert_int_equal(last_number(run_as_edited(&screen)), 8);
    act(&screen, ACTION_CHANGE);
    act(&screen, ACTION_ERASE);
    type(&screen, "99");
    act(&screen, ACTION_ACCEPT);
    assert_int_equal(last_number(run_as_edited(&screen)), 99);
    act(&screen, ACTION_CHANGE);
    act(&screen, ACTION_CLEAR);
    type(&screen, "12");
    act(&screen, ACTION_DOWN); /* taken, and on */
    assert_int_equal(last_number(run_as_edited(&screen)), 12);
    close_at(&screen);
}

static void letters_are_typed_where_a_text_is_open_and_nowhere_else(void **state)
{
    (void)state;
    struct screen_at screen = open_at(&view_edit, 80, 24, false);
    type(&screen, "x");
    assert_shows(&screen, "letters are typed only then");
    act(&screen, ACTION_NEXT_PANEL);
    type(&screen, "8");
    assert_int_equal(view_edit.keys(screen.state),
                     KEYMAP_EDIT); /* letters are keys, which take the number first */
    type(&screen, "y");
    assert_shows(&screen, "letters are typed only then");
    assert_int_equal(last_number(run_as_edited(&screen)), 8);
    act(&screen, ACTION_LEFT);
    assert_int_equal(last_number(run_as_edited(&screen)), 4);
    act_times(&screen, ACTION_DOWN, 6);
    assert_shows(&screen, "its name, as lists show it");
    type(&screen, "5");
    assert_int_equal(view_edit.keys(screen.state), KEYMAP_EDIT);
    act(&screen, ACTION_CHANGE);
    type(&screen, ", again");
    act(&screen, ACTION_ACCEPT);
    assert_string_equal(run_as_edited(&screen)->title, "Perfect numbers, again");
    close_at(&screen);
}

static void the_cursor_keeps_its_place_from_line_to_line(void **state)
{
    (void)state;
    struct screen_at screen = open_at(&view_edit, 80, 24, false);
    act_times(&screen, ACTION_DOWN, 3);
    assert_shows(&screen, "pool · workers");
    act(&screen, ACTION_NEXT_PANEL);
    act(&screen, ACTION_DOWN);
    assert_shows(&screen, "chunk 1 · chunk");
    act(&screen, ACTION_FIRST);
    assert_shows(&screen, "perfect · last number");
    act(&screen, ACTION_LAST);
    assert_shows(&screen, "a sentence or two");
    close_at(&screen);
}

static void strategies_are_added_moved_and_removed_under_the_cursor(void **state)
{
    (void)state;
    struct screen_at screen = open_at(&view_edit, 80, 24, false);
    act_times(&screen, ACTION_DOWN, 3);
    act(&screen, ACTION_DOUBLE);
    act_times(&screen, ACTION_RIGHT, 3);
    const struct experiment *edited = run_as_edited(&screen);
    assert_int_equal(edited->strategy_count, 5);
    assert_string_equal(edited->strategies[3].label, "pool, workers 3");
    act(&screen, ACTION_BEFORE);
    assert_string_equal(run_as_edited(&screen)->strategies[2].label, "pool");
    act(&screen, ACTION_RIGHT); /* it went with it */
    assert_string_equal(run_as_edited(&screen)->strategies[3].label, "pool, workers cores");
    act(&screen, ACTION_REMOVE);
    assert_int_equal(run_as_edited(&screen)->strategy_count, 4);
    act(&screen, ACTION_ADD);
    assert_int_equal(run_as_edited(&screen)->strategy_count, 5);
    act(&screen, ACTION_FIRST);
    act(&screen, ACTION_REMOVE);
    assert_shows(&screen, "This key is for strategies");
    close_at(&screen);
}

static void a_value_that_is_too_long_is_not_opened_and_cut(void **state)
{
    (void)state;
    struct screen_at screen = open_at(&view_edit, 80, 24, false);
    act(&screen, ACTION_PREVIOUS_PANEL);
    act(&screen, ACTION_LEFT); /* naps */
    act(&screen, ACTION_NEXT_PANEL);
    act(&screen, ACTION_CHANGE);
    type(&screen, "1..1000,5");
    act(&screen, ACTION_ACCEPT);
    assert_int_equal(run_as_edited(&screen)->workload.tasks, 1001);
    act(&screen, ACTION_CHANGE);
    assert_shows(&screen, "too long to be opened here");
    assert_int_equal(view_edit.keys(screen.state), KEYMAP_EDIT);
    close_at(&screen);
}

static void saving_proposes_the_title_and_the_file_it_has(void **state)
{
    (void)state;
    struct screen_at screen = open_at(&view_edit, 80, 24, false);
    act(&screen, ACTION_SAVE);
    assert_shows(&screen, "in the file config/made.json");
    type(&screen, "Another one");
    assert_shows(&screen, "in the file config/another-one.json");
    act(&screen, ACTION_ACCEPT);
    assert_int_equal(screen.request.action, ACTION_SAVE);
    assert_string_equal(screen.request.path, "config/another-one.json");
    assert_string_equal(screen.request.experiment->title, "Another one");
    assert_false(screen.request.leaves);
    close_at(&screen);
}

static void what_is_saved_on_leaving_leaves(void **state)
{
    (void)state;
    struct screen_at screen = open_at(&view_edit, 80, 24, false);
    ask(&screen);
    act(&screen, ACTION_SAVE);
    act(&screen, ACTION_CLEAR);
    type(&screen, "/tmp/x.json");
    act(&screen, ACTION_ACCEPT);
    assert_string_equal(screen.request.path, "/tmp/x.json");
    assert_true(screen.request.leaves);
    close_at(&screen);
}

static void what_has_been_saved_is_taken_up_where_it_was(void **state)
{
    (void)state;
    struct screen_at screen = open_at(&view_edit, 80, 24, false);
    edit_workers(&screen);
    act(&screen, ACTION_SAVE);
    type(&screen, "Mine");
    act(&screen, ACTION_ACCEPT);
    struct experiment saved;
    experiment_copy(&saved, screen.request.experiment);
    home_model.edit = &saved;
    view_edit.enter(screen.state, &home_model);
    view_edit.prepare(screen.state, &home_model, 80, 24);
    assert_shows(&screen, "edit: Mine");
    assert_lacks(&screen, "*");
    assert_shows(&screen, "pool · workers");
    experiment_release(&saved);
    close_at(&screen);
}

static void the_smallest_screen_has_a_place_for_what_is_asked_and_refused(void **state)
{
    (void)state;
    struct screen_at screen = open_at(&view_edit, 40, 10, false);
    act(&screen, ACTION_REMOVE);
    assert_string_equal(screen.request.message, "This key is for strategies; go down to one.");
    act(&screen, ACTION_SAVE);
    assert_shows(&screen, "Save as");
    act(&screen, ACTION_CANCEL);
    act(&screen, ACTION_RIGHT);
    act(&screen, ACTION_BACK);
    assert_shows(&screen, "Not saved");
    close_at(&screen);
}

static void every_size_is_drawn(void **state)
{
    (void)state;
    sound_at_home(&view_edit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edit_shows_settings_plan_and_meaning),
        cmocka_unit_test(edit_shows_more_settings_where_they_are_asked_for),
        cmocka_unit_test(edit_refuses_in_place_in_words),
        cmocka_unit_test(changes_are_not_dropped_without_a_question),
        cmocka_unit_test(without_changes_nothing_is_asked),
        cmocka_unit_test(the_first_key_replaces_a_number),
        cmocka_unit_test(letters_are_typed_where_a_text_is_open_and_nowhere_else),
        cmocka_unit_test(the_cursor_keeps_its_place_from_line_to_line),
        cmocka_unit_test(strategies_are_added_moved_and_removed_under_the_cursor),
        cmocka_unit_test(a_value_that_is_too_long_is_not_opened_and_cut),
        cmocka_unit_test(saving_proposes_the_title_and_the_file_it_has),
        cmocka_unit_test(what_is_saved_on_leaving_leaves),
        cmocka_unit_test(what_has_been_saved_is_taken_up_where_it_was),
        cmocka_unit_test(the_smallest_screen_has_a_place_for_what_is_asked_and_refused),
        cmocka_unit_test(every_size_is_drawn),
    };
    return cmocka_run_group_tests(tests, make_home, free_home);
}
