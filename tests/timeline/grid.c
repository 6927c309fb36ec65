/* Where things are on the timeline: rows do not overlap and stay inside,
 * a moment is in the column that shows it. */
#include "timeline/timeline_grid.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* The panel without its border. */
static void assert_inside(const struct timeline_grid *grid, int w, int h)
{
    int inner = h > 2 ? h - 2 : 0, end = grid->top + grid->rows * (grid->thick + grid->gap);
    assert_true(grid->columns >= 0 && grid->columns <= TIMELINE_COLUMNS_MAX);
    assert_true(grid->columns == 0 || grid->x + grid->columns <= w - 2);
    assert_true(grid->axis < inner && grid->marks < inner);
    assert_true(grid->rows >= 0 && grid->thick >= 1 && grid->gap >= 0);
    assert_true(grid->rows == 0 || end - grid->gap <= inner);
    assert_true(!grid->folded || (grid->fold >= end && grid->fold < inner));
    assert_true(grid->height == 0 || grid->queue + grid->height <= inner);
}

/* Axis, marks, slots, fold, queue, from top to bottom. */
static void assert_in_order(const struct timeline_grid *grid)
{
    int at = -1;
    if (grid->axis >= 0) {
        assert_true(grid->axis > at);
        at = grid->axis;
    }
    if (grid->marks >= 0) {
        assert_true(grid->marks > at);
        at = grid->marks;
    }
    assert_true(grid->top > at);
    if (grid->rows)
        at = grid->top + grid->rows * (grid->thick + grid->gap) - grid->gap - 1;
    if (grid->folded) {
        assert_true(grid->fold > at);
        at = grid->fold;
    }
    assert_true(grid->height == 0 || grid->queue > at);
}

static void rows_lie_inside_and_one_below_the_other_at_every_size(void **state)
{
    (void)state;
    static const uint32_t slots[] = { 0, 1, 2, 3, 7, 20, 60, 1000, 5000000 };
    for (int h = 0; h < 70; h++)
        for (int w = 0; w < 260; w += 13)
            for (size_t i = 0; i < sizeof slots / sizeof *slots; i++) {
                struct timeline_grid grid = timeline_grid(w, h, slots[i]);
                assert_inside(&grid, w, h);
                assert_in_order(&grid);
                assert_true((uint64_t)grid.rows <= slots[i]);
                assert_true(grid.folded || (uint64_t)grid.rows == slots[i] || h <= 5);
            }
}

static void columns_share_out_the_window_without_a_gap(void **state)
{
    (void)state;
    static const uint64_t spans[] = { 1, 3, 999, 12345678901, UINT64_C(1) << 61 };
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++)
        for (int columns = 1; columns < 300; columns += 17) {
            struct timeline_window window = { .from = 77, .to = 77 + spans[i] };
            assert_int_equal(timeline_moment(&window, columns, 0), window.from);
            assert_int_equal(timeline_moment(&window, columns, columns), window.to);
            for (int column = 0; column < columns; column++)
                assert_true(timeline_moment(&window, columns, column) <=
                            timeline_moment(&window, columns, column + 1));
        }
}

static void a_moment_is_in_the_column_that_begins_last_before_it(void **state)
{
    (void)state;
    struct timeline_window window = { .from = 1000, .to = 1000 + 987654 };
    for (int columns = 1; columns < 200; columns += 9)
        for (uint64_t at = window.from; at < window.to; at += 4321) {
            int column = timeline_column(&window, columns, at);
            assert_true(column >= 0 && column < columns);
            assert_true(timeline_moment(&window, columns, column) <= at);
            assert_true(timeline_moment(&window, columns, column + 1) > at);
        }
    assert_int_equal(timeline_column(&window, 50, window.from - 1), -1);
    assert_int_equal(timeline_column(&window, 50, window.to), 50);
}

static void steps_are_one_two_or_five_times_a_power_of_ten(void **state)
{
    (void)state;
    assert_int_equal(timeline_step(100, 10, 1), 10);
    assert_int_equal(timeline_step(100, 10, 2), 20);
    assert_int_equal(timeline_step(100, 10, 3), 50);
    assert_int_equal(timeline_step(1000000000, 80, 12), 200000000);
    assert_int_equal(timeline_step(1, 80, 12), 1);
    for (uint64_t span = 1; span < UINT64_C(1) << 60; span = 3 * span + 1)
        assert_true((double)timeline_step(span, 73, 11) >= (double)span * 11 / 73);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_lie_inside_and_one_below_the_other_at_every_size),
        cmocka_unit_test(columns_share_out_the_window_without_a_gap),
        cmocka_unit_test(a_moment_is_in_the_column_that_begins_last_before_it),
        cmocka_unit_test(steps_are_one_two_or_five_times_a_power_of_ten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
