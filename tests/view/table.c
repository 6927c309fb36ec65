/* The table with a bar: columns as wide as their texts, and left out by rank. */
#include "view/table.h"
#include "support/canvas_text.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { TIME = TABLE_FIGURES, NOTE, COLUMNS };

static void write_cell(const void *source, size_t row, size_t column, struct table_cell *cell)
{
    const char *const *names = source;
    static const char *const times[] = { "9 s", "10 s" };
    if (column == TABLE_NAME)
        snprintf(cell->text, sizeof cell->text, "%s", names[row]);
    else if (column == TABLE_BAR)
        cell->share = row == 0 ? NAN : 1;
    else
        snprintf(cell->text, sizeof cell->text, "%s", column == TIME ? times[row] : "");
}

static struct table fit(const struct canvas *canvas, int w, int name)
{
    static const char *const names[] = { "serial", "pool" };
    struct table table = { .source = names,
                           .rows = 2,
                           .count = COLUMNS,
                           .write = write_cell,
                           .columns = { { .width = name }, { .width = 4, .rank = 1 }, { .rank = 2 } } };
    table_fit(&table, canvas, w);
    return table;
}

static char *draw(int w, int name)
{
    struct canvas canvas;
    canvas_init(&canvas, w, 2, true);
    struct table table = fit(&canvas, w, name);
    for (int i = 0; i < 2; i++)
        table_draw_row(pane_sub(pane_of(&canvas), 0, i, w, 1), &table, (size_t)i);
    char *text = canvas_text(&canvas);
    canvas_release(&canvas);
    return text;
}

static void assert_drawn(int w, int name, const char *expected)
{
    char *text = draw(w, name);
    assert_string_equal(text, expected);
    free(text);
}

static void columns_are_as_wide_as_their_texts_and_the_bar_takes_the_rest(void **state)
{
    (void)state;
    assert_drawn(20, 0, "serial           9 s\npool    ######  10 s\n");
}

static void columns_go_by_rank(void **state)
{
    (void)state;
    assert_drawn(12, 0, "serial\npool    ####\n");
    assert_drawn(8, 0, "serial\npool\n");
}

static void a_name_is_cut_to_the_width_that_is_given(void **state)
{
    (void)state;
    struct canvas canvas = { .ascii = true };
    assert_int_equal(fit(&canvas, 20, 3).columns[TABLE_NAME].width, 3);
    assert_int_equal(fit(&canvas, 20, 0).columns[TABLE_NAME].width, 6);
}

static void a_column_without_a_text_takes_no_room(void **state)
{
    (void)state;
    struct canvas canvas = { .ascii = true };
    struct table table = fit(&canvas, 20, 0);
    assert_int_equal(table.columns[NOTE].width, 0);
    assert_int_equal(table.columns[TABLE_BAR].width, 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_as_wide_as_their_texts_and_the_bar_takes_the_rest),
        cmocka_unit_test(columns_go_by_rank),
        cmocka_unit_test(a_name_is_cut_to_the_width_that_is_given),
        cmocka_unit_test(a_column_without_a_text_takes_no_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
