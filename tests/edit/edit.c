/* Edit: its pictures, and what keys do on it. GOLDEN=renew build/tests/edit/edit writes tests/golden/edit/ anew. */
#include "support/scene_home.h"
#include "work/workload_perfect.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

extern const struct view_ops view_edit;

/* Plans of processes depend on the machine; this one holds as many as there are tasks. */
static void edit_fewer(struct screen_at *screen)
{
    act(screen, ACTION_DOWN);
    act(screen, ACTION_DOWN);
    act(screen, ACTION_CHANGE);
    for (int i = 0; i < 6; i++)
        act(screen, ACTION_ERASE);
    type(screen, "500");
    act(screen, ACTION_ACCEPT);
}

static void edit_shows_settings_plan_and_meaning(void **state)
{
    (void)state;
    golden_at(&view_edit, "edit/form", PICTURE_SIZES_RICH, edit_fewer);
}

static void refuse_a_value(struct screen_at *screen)
{
    edit_fewer(screen);
    act(screen, ACTION_CHANGE);
    type(screen, "x");
    act(screen, ACTION_ACCEPT);
}

static void edit_refuses_in_place_in_the_readers_words(void **state)
{
    (void)state;
    golden_at(&view_edit, "edit/refused", PICTURE_SIZES, refuse_a_value);
    struct screen_at screen = open_at(&view_edit, 80, 24, false);
    refuse_a_value(&screen);
    assert_int_equal(view_edit.keys(screen.state), KEYMAP_ENTRY);
    act(&screen, ACTION_CANCEL);
    assert_int_equal(view_edit.keys(screen.state), KEYMAP_EDIT);
    act(&screen, ACTION_START);
    assert_int_equal(((const struct perfect *)screen.request.experiment->workload.settings)->to, 500);
    close_at(&screen);
}

static void a_strategy_that_is_off_does_not_run(void **state)
{
    (void)state;
    struct screen_at screen = open_at(&view_edit, 80, 24, false);
    for (int i = 0; i < 9; i++)
        act(&screen, ACTION_DOWN);
    act(&screen, ACTION_TOGGLE); /* process */
    act(&screen, ACTION_START);
    const struct experiment *chosen = screen.request.experiment;
    assert_int_equal(chosen->strategy_count, 3);
    assert_string_equal(chosen->strategies[1].label, "pool");
    assert_string_equal(chosen->source, "config/made.json, edited");
    act(&screen, ACTION_TOGGLE);
    act(&screen, ACTION_START);
    assert_int_equal(screen.request.experiment->strategy_count, 4);
    close_at(&screen);
}

static void saving_asks_for_a_path_and_proposes_where_it_came_from(void **state)
{
    (void)state;
    struct screen_at screen = open_at(&view_edit, 80, 24, false);
    act(&screen, ACTION_SAVE);
    assert_shows(&screen, "config/made.json");
    type(&screen, "5");
    act(&screen, ACTION_ACCEPT);
    assert_int_equal(screen.request.action, ACTION_SAVE);
    assert_string_equal(screen.request.path, "config/made.json5");
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
        cmocka_unit_test(edit_refuses_in_place_in_the_readers_words),
        cmocka_unit_test(a_strategy_that_is_off_does_not_run),
        cmocka_unit_test(saving_asks_for_a_path_and_proposes_where_it_came_from),
        cmocka_unit_test(every_size_is_drawn),
    };
    return cmocka_run_group_tests(tests, make_home, free_home);
}
