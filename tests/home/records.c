/* The list of records: its pictures, and what keys and clicks ask for.
 * GOLDEN=renew build/tests/home/records writes tests/golden/records/ anew. */
#include "support/scene_home.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

extern const struct view_ops view_records;

static void the_list_shows_when_what_where_and_how_long(void **state)
{
    (void)state;
    golden_at(&view_records, "records/list", PICTURE_SIZES_RICH, NULL);
}

static void select_broken(struct screen_at *screen)
{
    act(screen, ACTION_DOWN);
    act(screen, ACTION_DOWN);
}

static void a_record_that_cannot_be_read_says_why_and_the_list_goes_on(void **state)
{
    (void)state;
    golden_at(&view_records, "records/broken", PICTURE_SIZES, select_broken);
}

static void show_none(struct screen_at *screen)
{
    home_model.record_count = 0;
    screen->view->prepare(screen->state, &home_model, screen->w, screen->h);
}

static void an_empty_list_says_how_it_is_filled(void **state)
{
    (void)state;
    golden_at(&view_records, "records/empty", PICTURE_SIZES, show_none);
    struct screen_at screen = open_at(&view_records, 80, 24, false);
    home_model.keeps_records = false;
    assert_shows(&screen, "none is kept: \"keep_records\" is false");
    act(&screen, ACTION_OPEN);
    assert_null(screen.request.record);
    close_at(&screen);
    home_model.record_count = HOME_RECORDS;
    home_model.keeps_records = true;
}

static void what_is_not_read_yet_has_its_place(void **state)
{
    (void)state;
    home_records[0].read = false;
    struct screen_at screen = open_at(&view_records, 80, 24, false);
    assert_shows(&screen, "2026-11-30-130000-perfect-numbers.rec");
    assert_shows(&screen, "It is being read");
    home_records[0].read = true;
    close_at(&screen);
}

static void keys_ask_for_the_selected_record(void **state)
{
    (void)state;
    static const enum action actions[] = { ACTION_OPEN, ACTION_BESIDE, ACTION_DELETE };
    struct screen_at screen = open_at(&view_records, 80, 24, false);
    act(&screen, ACTION_DOWN);
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        act(&screen, actions[i]);
        assert_int_equal(screen.request.action, actions[i]);
        assert_ptr_equal(screen.request.record, &home_records[1]);
    }
    point(&screen, K_CLICK, 5, 7);
    act(&screen, ACTION_OPEN);
    assert_ptr_equal(screen.request.record, &home_records[3]);
    close_at(&screen);
}

static void when_the_last_one_has_gone_the_one_before_is_selected(void **state)
{
    (void)state;
    struct screen_at screen = open_at(&view_records, 80, 24, false);
    act(&screen, ACTION_LAST);
    home_model.record_count = 2;
    act(&screen, ACTION_OPEN);
    assert_ptr_equal(screen.request.record, &home_records[1]);
    home_model.record_count = HOME_RECORDS;
    close_at(&screen);
}

static void every_size_is_drawn(void **state)
{
    (void)state;
    sound_at_home(&view_records);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_list_shows_when_what_where_and_how_long),
        cmocka_unit_test(a_record_that_cannot_be_read_says_why_and_the_list_goes_on),
        cmocka_unit_test(an_empty_list_says_how_it_is_filled),
        cmocka_unit_test(what_is_not_read_yet_has_its_place),
        cmocka_unit_test(keys_ask_for_the_selected_record),
        cmocka_unit_test(when_the_last_one_has_gone_the_one_before_is_selected),
        cmocka_unit_test(every_size_is_drawn),
    };
    return cmocka_run_group_tests(tests, make_home, free_home);
}
