/* The timeline, drawn of runs made up. `--show SCENE 80x24 [theme] [colours] [ascii]` prints one. */
#include "support/scene_timeline.h"

#include "view/action.h"
#include "base/clock.h"
#include "support/picture.h"
#include "support/sound.h"
#include "timeline/timeline_state.h"
#include "support/scene.h"
#include "view/view.h"
#include "base/xmalloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

extern const struct view_ops view_timeline;

static struct scene_timeline scene;
static struct canvas canvas;
static void *state;

static void open_scene(const char *name, int w, int h, bool ascii)
{
    assert_true(scene_timeline_open(&scene, name));
    canvas_init(&canvas, w, h, ascii);
    state = xcalloc(1, view_timeline.state_size);
    scene_timeline_draw(&scene, state, &canvas);
}

static void close_scene(void)
{
    free(state);
    canvas_release(&canvas);
    scene_timeline_close(&scene);
}

static void press(enum action action)
{
    view_timeline.act(state, &scene.model, action);
    canvas_erase(&canvas);
    scene_timeline_draw(&scene, state, &canvas);
}

/* ---- pictures ------------------------------------------------------------------------------------------ */

static void check_golden(const char *name, const struct picture_size *size)
{
    open_scene(name, size->w, size->h, size->ascii);
    picture_is_golden(&canvas, "timeline/%s-%s", name, size->name);
    close_scene();
}

static void every_run_looks_as_it_did(void **nothing)
{
    (void)nothing;
    for (size_t i = 0; scene_timeline_name(i); i++)
        for (int k = 0; k < PICTURE_SIZES; k++)
            check_golden(scene_timeline_name(i), &picture_sizes[k]);
    for (int k = PICTURE_SIZES; k < PICTURE_SIZES_RICH; k++)
        check_golden("five", &picture_sizes[k]);
}

/* ---- at any size --------------------------------------------------------------------------------------- */

static void fit_scene(int w, int h, bool ascii)
{
    canvas.ascii = ascii;
    canvas_resize(&canvas, w, h);
    scene_timeline_draw(&scene, state, &canvas);
}

static void every_size_is_drawn(void **nothing)
{
    (void)nothing;
    for (size_t i = 0; scene_timeline_name(i); i++) {
        open_scene(scene_timeline_name(i), 80, 24, false);
        sound_at_every_size(&view_timeline, state, &scene.model, fit_scene);
        close_scene();
    }
}

/* ---- what it says -------------------------------------------------------------------------------------- */

static void the_last_task_and_what_it_held_up_are_shown_at_once(void **nothing)
{
    (void)nothing;
    open_scene("five", 100, 27, false);
    picture_shows(&canvas, "▸nap 10 · 10 s");
    picture_shows(&canvas, "all wait for this one ◂");
    picture_shows(&canvas, "worker 4 · generation 1 · attempt 1 of 3");
    picture_shows(&canvas, "waited   5.001 s in the queue, behind 9 others");
    picture_shows(&canvas,
                  "slept    10.000 s; all wait for this one: the others were idle for 20.0 s in all");
    picture_shows(&canvas, "this run, first in, first out");
    picture_shows(&canvas, "longest first, simulated");
    picture_shows(&canvas, "work 55.0 s ÷ 5 workers = 11.0 s · span 10.0 s · Graham: ≤ 1.80 × the best");
    picture_shows(&canvas, "best possible ▾");
    close_scene();
}

static void a_run_that_was_held_says_so_beside_its_time(void **nothing)
{
    (void)nothing;
    open_scene("five", 80, 24, false);
    picture_hides(&canvas, "▪ held");
    scene.timeline_source.timeline.held_ns = 700000000;
    scene_timeline_draw(&scene, state, &canvas);
    picture_shows(&canvas, "15.002 s ▪ held · recorded");
    picture_shows(&canvas, "this run, which was ▪ held");
    canvas_resize(&canvas, 50, 24);
    scene_timeline_draw(&scene, state, &canvas);
    picture_shows(&canvas, "▪ held");
    close_scene();
}

static void times_that_were_simulated_say_so(void **nothing)
{
    (void)nothing;
    open_scene("five", 80, 24, false);
    scene.recording.origin = ORIGIN_SIMULATED;
    scene_timeline_draw(&scene, state, &canvas);
    picture_shows(&canvas, "15.002 s · simulated");
    close_scene();
}

static void unjoined_time_is_marked_where_toc_comes_before_done(void **nothing)
{
    (void)nothing;
    open_scene("unjoined", 80, 24, false);
    picture_shows(&canvas, "▾ toc 1.20 ms");
    picture_shows(&canvas, "999 ms unjoined");
    picture_shows(&canvas, "done 1.00 s ▾");
    picture_shows(&canvas, "░ after toc");
    close_scene();
    open_scene("joined", 80, 24, false);
    picture_shows(&canvas, "done, toc ▾");
    picture_hides(&canvas, "unjoined");
    close_scene();
}

static void a_death_and_the_worker_after_it_can_be_seen(void **nothing)
{
    (void)nothing;
    open_scene("death", 120, 36, false);
    picture_shows(&canvas, "✗ nap 7 · 7 s died");
    picture_shows(&canvas, "generation 2");
    press(ACTION_PREVIOUS_TASK);
    picture_shows(&canvas, "died     after 3.000 s, and its worker with it");
    press(ACTION_DOWN);
    picture_shows(&canvas, "worker 2 · generation 1 · attempt 1 of 3");
    press(ACTION_DOWN);
    press(ACTION_DOWN);
    picture_shows(&canvas, "worker 4 · generation 1 · attempt 2 of 3");
    close_scene();
}

static void a_task_that_was_stopped_with_its_run_has_not_died(void **nothing)
{
    (void)nothing;
    open_scene("death", 200, 50, false);
    scene.timeline_source.trace.stopped_from = 0; /* as if the death had been the end of the run */
    press(ACTION_PREVIOUS_TASK);
    picture_hides(&canvas, "died");
    picture_hides(&canvas, "✗");
    picture_shows(&canvas, "nap 7 · 7 s stopped");
    picture_shows(&canvas, "▒ stopped with the run");
    picture_shows(&canvas, "stopped  after 3.000 s, with the whole run");
    close_scene();
}

static void the_sign_of_a_death_cuts_no_name(void **nothing)
{
    (void)nothing;
    for (int w = 60; w <= 140; w++) {
        open_scene("death", w, 36, false);
        picture_shows(&canvas, "✗");
        picture_hides(&canvas, "nap ✗");
        picture_hides(&canvas, "nap 7 · 7 ✗");
        picture_hides(&canvas, "die✗");
        close_scene();
    }
}

static void a_column_says_how_many_tasks_it_shows(void **nothing)
{
    (void)nothing;
    open_scene("big", 80, 24, false);
    picture_shows(&canvas, "up to 30 930 tasks");
    press(ACTION_TO_TASK);
    picture_shows(&canvas, "▸1 000 000");
    picture_hides(&canvas, "up to");
    press(ACTION_TO_TASK);
    picture_shows(&canvas, "up to 30 930 tasks");
    close_scene();
    open_scene("crowd", 80, 24, false);
    picture_shows(&canvas, "+116");
    close_scene();
}

static uint32_t glyph_at(int x, int y)
{
    return canvas_cell(&canvas, x, y)->glyph;
}

/* The first row of a worker, at 80×24, and a column in the middle of it. */
enum { ROW = 5, COLUMN = 40 };

static void processes_that_only_start_and_leave_look_like_it(void **nothing)
{
    (void)nothing;
    open_scene("instants", 80, 24, false);
    assert_int_equal(glyph_at(COLUMN, ROW), 0x2592);
    assert_int_equal(canvas_cell(&canvas, COLUMN, ROW)->role, ROLE_COST);
    picture_shows(&canvas, "▒ starting or leaving");
    picture_hides(&canvas, "█ task");
    close_scene();
}

static void above_the_share_of_tasks_is_what_else_processes_did(void **nothing)
{
    (void)nothing;
    open_scene("processes", 80, 24, false);
    assert_int_equal(glyph_at(COLUMN, ROW), 0x2585); /* five eighths */
    assert_int_equal(canvas_cell(&canvas, COLUMN, ROW)->role, role_worker(0) | ROLE_ON(ROLE_COST));
    picture_shows(&canvas, "█ task  ▒ starting or leaving");
    close_scene();
}

static void what_is_selected_by_hand_is_seen_among_processes_that_start(void **nothing)
{
    (void)nothing;
    open_scene("instants", 80, 24, false);
    press(ACTION_UP);
    int selected = 0;
    for (int y = 0; y < canvas.h; y++)
        for (int x = 0; x < canvas.w; x++)
            selected += ROLE_INK_OF(canvas_cell(&canvas, x, y)->role) == ROLE_SELECT;
    assert_int_equal(selected, 1);
    close_scene();
}

static void chunks_hang_together(void **nothing)
{
    (void)nothing;
    open_scene("chunks", 100, 27, false);
    picture_shows(&canvas, "▎chunk 5");
    picture_shows(&canvas, "as number 2 500 of chunk 8");
    close_scene();
}

static void what_has_not_happened_yet_is_not_drawn(void **nothing)
{
    (void)nothing;
    open_scene("five-at-7s", 80, 24, false);
    picture_shows(&canvas, "this run, so far");
    picture_shows(&canvas, "7.00 s");
    picture_hides(&canvas, "all wait for this one");
    picture_hides(&canvas, "done");
    picture_hides(&canvas, "idle");
    picture_shows(&canvas, "nap 10");
    press(ACTION_DOWN);
    press(ACTION_NEXT_TASK);
    picture_shows(&canvas, "so far");
    close_scene();
}

/* ---- moving about -------------------------------------------------------------------------------------- */

static struct timeline_window window_now(void)
{
    return ((const struct timeline_state *)state)->window;
}

static void zooming_in_keeps_the_task_and_out_leads_back_to_all(void **nothing)
{
    (void)nothing;
    open_scene("five", 80, 24, false);
    struct timeline_window all = window_now();
    for (int i = 0; i < 12; i++) {
        press(ACTION_CLOSER);
        picture_shows(&canvas, "▸");
        assert_true(window_now().from < 15 * NS_PER_S && window_now().to > 5 * NS_PER_S);
    }
    for (int i = 0; i < 12; i++)
        press(ACTION_WIDER);
    assert_int_equal(window_now().from, all.from);
    assert_int_equal(window_now().to, all.to);
    for (int i = 0; i < 60; i++)
        press(ACTION_CLOSER);
    assert_true(window_now().to - window_now().from >= 1000);
    close_scene();
}

static void arrows_move_along_as_far_as_there_is_something(void **nothing)
{
    (void)nothing;
    open_scene("five", 80, 24, false);
    uint64_t end = window_now().to;
    press(ACTION_RIGHT);
    assert_int_equal(window_now().from, 0);
    press(ACTION_CLOSER);
    press(ACTION_CLOSER);
    uint64_t from = window_now().from;
    press(ACTION_LEFT);
    assert_true(window_now().from < from);
    press(ACTION_FIRST);
    assert_int_equal(window_now().from, 0);
    press(ACTION_LAST);
    assert_int_equal(window_now().to, end);
    for (int i = 0; i < 30; i++)
        press(ACTION_RIGHT);
    assert_int_equal(window_now().to, end);
    close_scene();
}

static bool sees_now(void)
{
    uint64_t now = scene.timeline_source.timeline.now;
    return now >= window_now().from && now <= window_now().to;
}

/* In leaps: between them it does not move. A user who has looked elsewhere stays there. */
static void a_moment_that_is_seen_is_followed(void **nothing)
{
    (void)nothing;
    int leaps = 0;
    open_scene("five-at-7s", 80, 24, false);
    press(ACTION_CLOSER);
    press(ACTION_CLOSER);
    uint64_t from = window_now().from;
    assert_true(from > 0 && sees_now());
    for (int i = 0; i < 80; i++) {
        scene.timeline_source.timeline.now += NS_PER_S / 10;
        scene_timeline_draw(&scene, state, &canvas);
        leaps += window_now().from != from;
        from = window_now().from;
        assert_true(sees_now());
    }
    assert_in_range(leaps, 1, 8);
    press(ACTION_FIRST);
    assert_false(sees_now());
    scene.timeline_source.timeline.now = 2 * NS_PER_S + window_now().to;
    scene_timeline_draw(&scene, state, &canvas);
    assert_int_equal(window_now().from, 0);
    close_scene();
}

static void another_worker_is_selected_at_the_same_time(void **nothing)
{
    (void)nothing;
    open_scene("five", 80, 24, false);
    press(ACTION_UP);
    picture_shows(&canvas, "─ nap 9 · 9 s");
    press(ACTION_UP);
    press(ACTION_UP);
    press(ACTION_UP);
    press(ACTION_UP);
    picture_shows(&canvas, "worker 0");
    picture_shows(&canvas, "then nothing was left: idle for 8.00 s");
    press(ACTION_PREVIOUS_TASK);
    press(ACTION_PREVIOUS_TASK);
    picture_shows(&canvas, "; then nap 6 · 6 s");
    close_scene();
}

/* At a moment of a replay at which the run was not held. */
static void a_worker_between_two_tasks_is_held_only_where_the_run_was(void **nothing)
{
    (void)nothing;
    open_scene("five", 100, 30, false);
    struct timeline_model *timeline = &scene.timeline_source.timeline;
    timeline->now = trace_span(timeline->trace, &timeline->trace->slots[0], 0).ended + 1;
    for (int i = 0; i < 4; i++)
        press(ACTION_UP);
    press(ACTION_PREVIOUS_TASK);
    picture_shows(&canvas, "─ nap 1 · 1 s");
    picture_shows(&canvas, "; then between two tasks for ");
    timeline->held_ns = 700000000;
    press(ACTION_UP);
    picture_shows(&canvas, "; then held at the gate for ");
    close_scene();
}

static void a_click_selects_the_task_under_it(void **nothing)
{
    (void)nothing;
    open_scene("five", 80, 24, false);
    view_timeline.point(state, &scene.model, &(struct key_press){ .key = K_CLICK, .x = 30, .y = 6 }, 80, 24);
    canvas_erase(&canvas);
    scene_timeline_draw(&scene, state, &canvas);
    picture_shows(&canvas, "─ nap 7 · 7 s");
    view_timeline.point(state, &scene.model, &(struct key_press){ .key = K_WHEEL_UP, .x = 30, .y = 6 }, 80,
                        24);
    scene_timeline_draw(&scene, state, &canvas);
    assert_true(window_now().from > 0);
    close_scene();
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_run_looks_as_it_did),
        cmocka_unit_test(every_size_is_drawn),
        cmocka_unit_test(the_last_task_and_what_it_held_up_are_shown_at_once),
        cmocka_unit_test(a_run_that_was_held_says_so_beside_its_time),
        cmocka_unit_test(times_that_were_simulated_say_so),
        cmocka_unit_test(unjoined_time_is_marked_where_toc_comes_before_done),
        cmocka_unit_test(a_death_and_the_worker_after_it_can_be_seen),
        cmocka_unit_test(a_task_that_was_stopped_with_its_run_has_not_died),
        cmocka_unit_test(the_sign_of_a_death_cuts_no_name),
        cmocka_unit_test(a_column_says_how_many_tasks_it_shows),
        cmocka_unit_test(processes_that_only_start_and_leave_look_like_it),
        cmocka_unit_test(above_the_share_of_tasks_is_what_else_processes_did),
        cmocka_unit_test(what_is_selected_by_hand_is_seen_among_processes_that_start),
        cmocka_unit_test(chunks_hang_together),
        cmocka_unit_test(what_has_not_happened_yet_is_not_drawn),
        cmocka_unit_test(zooming_in_keeps_the_task_and_out_leads_back_to_all),
        cmocka_unit_test(arrows_move_along_as_far_as_there_is_something),
        cmocka_unit_test(a_moment_that_is_seen_is_followed),
        cmocka_unit_test(another_worker_is_selected_at_the_same_time),
        cmocka_unit_test(a_worker_between_two_tasks_is_held_only_where_the_run_was),
        cmocka_unit_test(a_click_selects_the_task_under_it),
    };
    if (argc >= 4 && strcmp(argv[1], "--show") == 0) {
        int w = 80, h = 24;
        sscanf(argv[3], "%dx%d", &w, &h);
        open_scene(argv[2], w, h, argc > 6);
        for (const char *key = argc > 7 ? argv[7] : ""; *key; key++)
            press(action_for(KEYMAP_TIMELINE, (unsigned char)*key));
        scene_print(&canvas, argc > 4 ? argv[4] : "dark", argc > 5 ? atoi(argv[5]) : 256);
        fflush(stdout);
        close_scene();
        return 0;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
