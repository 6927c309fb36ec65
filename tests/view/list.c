/* Lists: what moves, what is selected, what a click hits. */
#include "view/list.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void a_list_that_only_scrolls_stays_within_what_there_is(void **state)
{
    (void)state;
    struct list list = { 0 };
    list_fit(&list, 10, 4);
    assert_true(list_is_long(&list));
    assert_true(list_act(&list, ACTION_DOWN));
    assert_int_equal(list.first, 1);
    list_act(&list, ACTION_PAGE_DOWN);
    assert_int_equal(list.first, 5);
    list_act(&list, ACTION_LAST);
    assert_int_equal(list.first, 6);
    list_act(&list, ACTION_DOWN);
    assert_int_equal(list.first, 6);
    list_fit(&list, 5, 4);
    assert_int_equal(list.first, 1);
    list_fit(&list, 3, 4);
    assert_int_equal(list.first, 0);
    assert_false(list_is_long(&list));
    assert_false(list_act(&list, ACTION_LEFT));
}

static void the_selected_row_is_always_shown(void **state)
{
    (void)state;
    struct list list = { .selects = true };
    for (int rows = 1; rows < 12; rows++)
        for (int count = 1; count < 30; count++) {
            list_fit(&list, count, rows);
            for (int step = 0; step < 40; step++) {
                list_move(&list, step % 7 - 3);
                assert_in_range(list.selected, 0, count - 1);
                assert_in_range(list.selected - list.first, 0, rows - 1);
                assert_true(list.first == 0 || list.first + rows <= count);
            }
        }
}

static void a_list_scrolls_no_farther_than_it_must(void **state)
{
    (void)state;
    static const struct {
        int first, selected, count, wanted;
    } cases[] = {
        { 0, 4, 100, 0 }, { 0, 10, 100, 1 }, { 50, 20, 100, 20 }, { 95, 99, 100, 90 }, { 5, 0, 3, 0 }
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct list list = { .selects = true, .first = cases[i].first, .selected = cases[i].selected };
        list_fit(&list, cases[i].count, 10);
        assert_int_equal(list.first, cases[i].wanted);
    }
}

static void the_first_step_selects_the_top_row(void **state)
{
    (void)state;
    struct list list = { .selects = true, .selected = -1, .first = 2 };
    list_fit(&list, 5, 3);
    assert_int_equal(list.selected, -1);
    list_act(&list, ACTION_DOWN);
    assert_int_equal(list.selected, 2);
    list.selected = -1;
    list_act(&list, ACTION_LAST);
    assert_int_equal(list.selected, 4);
    list_act(&list, ACTION_FIRST);
    assert_int_equal(list.selected, 0);
    list_fit(&list, 0, 3);
    list_act(&list, ACTION_DOWN);
    assert_int_equal(list.selected, -1);
}

static void a_click_selects_and_the_wheel_moves(void **state)
{
    (void)state;
    struct list list = { .selects = true };
    const struct rect rows = { 10, 5, 20, 4 };
    list_fit(&list, 10, 4);
    assert_true(list_point(&list, &(struct key_press){ .key = K_CLICK, .x = 12, .y = 7 }, rows));
    assert_int_equal(list.selected, 2);
    assert_true(list_point(&list, &(struct key_press){ .key = K_WHEEL_UP, .x = 12, .y = 7 }, rows));
    assert_int_equal(list.selected, 1);
    assert_false(list_point(&list, &(struct key_press){ .key = K_CLICK, .x = 12, .y = 9 }, rows));
    assert_false(list_point(&list, &(struct key_press){ .key = K_CLICK, .x = 30, .y = 7 }, rows));
    list_fit(&list, 1, 4);
    list_point(&list, &(struct key_press){ .key = K_CLICK, .x = 12, .y = 8 }, rows); /* below the last one */
    assert_int_equal(list.selected, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_that_only_scrolls_stays_within_what_there_is),
        cmocka_unit_test(the_selected_row_is_always_shown),
        cmocka_unit_test(a_list_scrolls_no_farther_than_it_must),
        cmocka_unit_test(the_first_step_selects_the_top_row),
        cmocka_unit_test(a_click_selects_and_the_wheel_moves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
