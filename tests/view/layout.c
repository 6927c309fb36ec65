/* Layout: at every size nothing overlaps and nothing leaves the screen,
 * and at 80×24 the pictures come out. */
#include "compare/layout_compare.h"
#include "edit/layout_edit.h"
#include "help/layout_help.h"
#include "home/layout_home.h"
#include "race/panel_race.h"
#include "run/layout_run.h"
#include "timeline/timeline_grid.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { COLUMNS_MAX = 300, ROWS_MAX = 100 };

static const char *name;
static int width, height;

static bool is_shown(struct rect rect)
{
    return rect.w > 0 && rect.h > 0;
}

static bool overlap(struct rect a, struct rect b)
{
    return is_shown(a) && is_shown(b) && a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h &&
           b.y < a.y + a.h;
}

/* Panels of a frame: apart from each other and from header and footer, inside the screen; 3 rows at least. */
static void assert_sound(const struct layout_frame *frame, const struct rect panels[], size_t count)
{
    struct rect all[12] = { frame->header, frame->footer };
    for (size_t i = 0; i < count; i++)
        all[i + 2] = panels[i];
    for (size_t i = 0; i < count + 2; i++) {
        struct rect r = all[i];
        if (r.w < 0 || r.h < 0 || r.x < 0 || r.y < 0 || r.x + r.w > width || r.y + r.h > height)
            fail_msg("%s %dx%d: rectangle %zu: %d,%d %dx%d", name, width, height, i, r.x, r.y, r.w, r.h);
        if (frame->too_small && is_shown(r))
            fail_msg("%s %dx%d is too small, yet shows %zu", name, width, height, i);
        for (size_t j = 0; j < i; j++)
            if (overlap(all[i], all[j]))
                fail_msg("%s %dx%d: rectangles %zu and %zu overlap", name, width, height, i, j);
    }
    assert_int_equal(frame->too_small, width < LAYOUT_COLUMNS_MIN || height < LAYOUT_ROWS_MIN);
}

/* A panel that is there has its borders and a row between; the most important one is always there. */
static void assert_panels(const struct rect panels[], size_t count)
{
    assert_true(width < LAYOUT_COLUMNS_MIN || height < LAYOUT_ROWS_MIN || is_shown(panels[0]));
    for (size_t i = 0; i < count; i++)
        if (is_shown(panels[i]) && (panels[i].h < 3 || panels[i].w < 12))
            fail_msg("%s %dx%d: panel %zu is %dx%d", name, width, height, i, panels[i].w, panels[i].h);
}

#define ASSERT_LAYOUT(layout, ...)                                                                           \
    do {                                                                                                     \
        struct rect panels[] = { __VA_ARGS__ };                                                              \
        assert_sound(&(layout).frame, panels, sizeof panels / sizeof *panels);                               \
        assert_panels(panels, sizeof panels / sizeof *panels);                                               \
    } while (0)

static void check_home(void)
{
    name = "home";
    for (int shown = 1; shown <= 16; shown += 5)
        for (int about = 0; about <= 600; about += 300) {
            struct layout_home at = layout_home(
                &(struct layout_home_in){ .w = width, .h = height, .about = about, .strategies = shown });
            ASSERT_LAYOUT(at, at.list, at.about, at.plan, at.last);
        }
}

static void check_run(void)
{
    static const int workers[] = { 0, 1, 2, 5, 10, 33, 100, 1000 };
    static const long long tasks[] = { 0, 1, 10, 1000, 100000, 4000000000 };
    name = "run";
    for (size_t i = 0; i < sizeof workers / sizeof *workers; i++)
        for (size_t j = 0; j < sizeof tasks / sizeof *tasks; j++) {
            struct layout_run at = layout_run(&(struct layout_run_in){ .w = width,
                                                                       .h = height,
                                                                       .workers = workers[i],
                                                                       .tasks = tasks[j],
                                                                       .scrub = (i + j) % 2,
                                                                       .activity = i % 2,
                                                                       .heads = j % 2 });
            ASSERT_LAYOUT(at, at.workers, at.queue, at.activity, at.tasks, at.output);
            assert_sound(
                &at.frame,
                (struct rect[]){ at.strip, at.workers, at.queue, at.activity, at.tasks, at.output, at.scrub },
                7);
            assert_true(at.frame.too_small || is_shown(at.scrub) == (bool)((i + j) % 2));
        }
}

static void check_compare(void)
{
    name = "compare";
    for (int shown = 1; shown <= 16; shown += 3)
        for (int references = 0; references <= 8; references += 4) {
            struct layout_compare at = layout_compare(&(struct layout_compare_in){
                .w = width,
                .h = height,
                .strategies = shown,
                .references = references,
                .steps = shown % 2 ? 7 : 0,
                .waterfall = references == 4,
            });
            ASSERT_LAYOUT(at, at.elapsed, at.account, at.cost, at.verdict, at.waterfall, at.reference,
                          at.activity);
        }
}

static void check_race(void)
{
    name = "race";
    for (int lanes = 1; lanes <= 16; lanes += 3) {
        struct layout_race at = layout_race(width, height, lanes);
        assert_sound(&at.frame, (struct rect[]){ at.race, at.scrub }, 2);
        assert_true(at.frame.too_small || at.lanes * at.lane_rows + 2 <= at.race.h);
    }
}

static void check_timeline(void)
{
    static const int slots[] = { 0, 1, 2, 5, 10, 12, 33, 1000, 100000 };
    name = "timeline";
    for (size_t i = 0; i < sizeof slots / sizeof *slots; i++) {
        struct layout_timeline at = layout_timeline(width, height, slots[i]);
        ASSERT_LAYOUT(at, at.timeline, at.task, at.limit);
    }
}

static void check_edit_and_help(void)
{
    name = "edit";
    struct layout_edit edit =
        layout_edit(&(struct layout_edit_in){ .w = width, .h = height, .form = 14, .file = 17 });
    ASSERT_LAYOUT(edit, edit.form, edit.hint, edit.file);
    name = "help";
    struct layout_help help = layout_help(width, height);
    ASSERT_LAYOUT(help, help.keys);
    assert_true(help.columns * help.column_width <= (help.keys.w > 4 ? help.keys.w - 4 : 0));
}

static void nothing_overlaps_or_leaves_the_screen_at_any_size(void **state)
{
    (void)state;
    for (width = 1; width <= COLUMNS_MAX; width++)
        for (height = 1; height <= ROWS_MAX; height++) {
            check_home();
            check_run();
            check_compare();
            check_timeline();
            check_race();
            check_edit_and_help();
        }
}

#define assert_rect(r, X, Y, W, H)                                                                           \
    do {                                                                                                     \
        assert_int_equal((r).x, X);                                                                          \
        assert_int_equal((r).y, Y);                                                                          \
        assert_int_equal((r).w, W);                                                                          \
        assert_int_equal((r).h, H);                                                                          \
    } while (0)

static void home_at_80x24_is_the_picture(void **state)
{
    (void)state;
    struct layout_home at =
        layout_home(&(struct layout_home_in){ .w = 80, .h = 24, .about = 123, .strategies = 4 });
    assert_rect(at.frame.header, 0, 0, 80, 1);
    assert_rect(at.list, 0, 2, 33, 20);
    assert_rect(at.about, 33, 2, 47, 7);
    assert_rect(at.plan, 33, 9, 47, 7);
    assert_rect(at.last, 33, 16, 47, 6);
    assert_rect(at.frame.footer, 0, 23, 80, 1);
}

static void run_at_80x24_is_the_picture(void **state)
{
    (void)state;
    struct layout_run at =
        layout_run(&(struct layout_run_in){ .w = 80, .h = 24, .workers = 2, .tasks = 100000 });
    assert_rect(at.strip, 0, 2, 80, 1);
    assert_rect(at.workers, 0, 4, 80, 4);
    assert_rect(at.queue, 0, 8, 80, 4);
    assert_rect(at.tasks, 0, 12, 80, 6);
    assert_rect(at.output, 0, 19, 80, 4);
    assert_rect(at.frame.footer, 0, 23, 80, 1);
}

static void run_at_120x36_is_the_picture(void **state)
{
    (void)state;
    struct layout_run at =
        layout_run(&(struct layout_run_in){ .w = 120, .h = 36, .workers = 2, .tasks = 100000 });
    assert_rect(at.workers, 0, 4, 120, 4);
    assert_rect(at.queue, 0, 8, 120, 4);
    assert_rect(at.tasks, 0, 12, 120, 16);
    assert_rect(at.output, 0, 29, 120, 6);
}

static void the_form_is_as_high_as_what_it_says_and_the_file_has_what_is_left(void **state)
{
    (void)state;
    for (int form = 8; form < 12; form++) {
        struct layout_edit at =
            layout_edit(&(struct layout_edit_in){ .w = 120, .h = 36, .form = form, .file = 10 });
        assert_int_equal(at.form.h, form + 2);
        assert_int_equal(at.hint.y, at.form.y + at.form.h);
        assert_int_equal(at.file.h, 12);
    }
    assert_false(
        is_shown(layout_edit(&(struct layout_edit_in){ .w = 80, .h = 24, .form = 10, .file = 17 }).file));
}

static void compare_at_80x24_is_the_picture(void **state)
{
    (void)state;
    struct layout_compare at =
        layout_compare(&(struct layout_compare_in){ .w = 80, .h = 24, .strategies = 4, .references = 3 });
    assert_int_equal(at.spacing, 1);
    assert_rect(at.elapsed, 0, 2, 80, 7);
    assert_rect(at.account, 0, 9, 80, 6);
    assert_rect(at.verdict, 0, 15, 80, 8);
    assert_false(is_shown(at.reference));
}

static void compare_at_100x32_is_the_picture(void **state)
{
    (void)state;
    struct layout_compare at =
        layout_compare(&(struct layout_compare_in){ .w = 100, .h = 32, .strategies = 4, .references = 3 });
    assert_int_equal(at.spacing, 2);
    assert_rect(at.elapsed, 0, 2, 100, 10);
    assert_rect(at.account, 0, 12, 100, 9);
    assert_rect(at.verdict, 0, 21, 100, 5);
    assert_rect(at.reference, 0, 26, 100, 5);
}

/* Air between the bars only where every panel shows all of them,
 * with the row below for the line in `elapsed`. */
static void bars_with_air_are_whole_in_every_panel(void **state)
{
    (void)state;
    for (int shown = 1; shown <= 8; shown++)
        for (int h = LAYOUT_ROWS_MIN; h <= 70; h++)
            for (int w = LAYOUT_COLUMNS_MIN; w <= 220; w += 20) {
                struct layout_compare at = layout_compare(
                    &(struct layout_compare_in){ .w = w, .h = h, .strategies = shown, .steps = 6 });
                int rows = layout_bars(shown, at.spacing);
                if (at.spacing == 1)
                    continue;
                assert_true(at.elapsed.h >= rows + 3);
                assert_true(at.account.h >= rows + 2);
                assert_true(!is_shown(at.cost) || at.cost.h >= rows + 2);
            }
}

static void the_waterfall_does_not_go_for_air_between_the_bars(void **state)
{
    (void)state;
    struct layout_compare_in in = { .w = 120, .h = 36, .strategies = 4, .steps = 6, .all_steps = INT_MAX };
    for (in.sentences = 1; in.sentences <= 9; in.sentences++)
        assert_true(is_shown(layout_compare(&in).waterfall));
}

static void bars_are_as_far_apart_as_the_rows_allow(void **state)
{
    (void)state;
    assert_int_equal(layout_bars(3, 1), 3);
    assert_int_equal(layout_bars(3, 2), 5);
    assert_int_equal(layout_bars(3, 3), 7);
    for (int bars = 1; bars <= 9; bars++)
        for (int rows = 1; rows <= 60; rows++) {
            int spacing = layout_spacing(bars, rows, 4);
            assert_in_range(spacing, 1, 4);
            assert_true(spacing == 1 || layout_bars(bars, spacing) <= rows);
            assert_true(spacing == 4 || layout_bars(bars, spacing + 1) > rows);
        }
}

static void workers_stand_beside_the_rest_when_they_are_many_and_there_is_room(void **state)
{
    (void)state;
    struct layout_run_in in = { .w = 200, .h = 50, .workers = 60, .tasks = 100000 };
    struct layout_run at = layout_run(&in);
    assert_int_equal(at.workers.h, 45);
    assert_int_equal(at.queue.x, at.workers.w);
    in.workers = 2;
    at = layout_run(&in);
    assert_int_equal(at.workers.w, 200);
    assert_int_equal(at.output.x, at.tasks.w);
}

static void panels_go_from_the_least_important_one(void **state)
{
    (void)state;
    struct layout_run_in in = { .w = 60, .workers = 8, .tasks = 1000 };
    int shown_before = 0;
    for (in.h = LAYOUT_ROWS_MIN; in.h <= 40; in.h++) {
        struct layout_run at = layout_run(&in);
        int shown = is_shown(at.output) ? 4 : is_shown(at.queue) ? 3 : is_shown(at.tasks) ? 2 : 1;
        assert_true(is_shown(at.workers));
        assert_true(shown >= shown_before);
        assert_true(!is_shown(at.output) || (is_shown(at.queue) && is_shown(at.tasks)));
        shown_before = shown;
    }
    assert_int_equal(shown_before, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_overlaps_or_leaves_the_screen_at_any_size),
        cmocka_unit_test(home_at_80x24_is_the_picture),
        cmocka_unit_test(run_at_80x24_is_the_picture),
        cmocka_unit_test(run_at_120x36_is_the_picture),
        cmocka_unit_test(the_form_is_as_high_as_what_it_says_and_the_file_has_what_is_left),
        cmocka_unit_test(compare_at_80x24_is_the_picture),
        cmocka_unit_test(compare_at_100x32_is_the_picture),
        cmocka_unit_test(bars_with_air_are_whole_in_every_panel),
        cmocka_unit_test(the_waterfall_does_not_go_for_air_between_the_bars),
        cmocka_unit_test(bars_are_as_far_apart_as_the_rows_allow),
        cmocka_unit_test(workers_stand_beside_the_rest_when_they_are_many_and_there_is_room),
        cmocka_unit_test(panels_go_from_the_least_important_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
