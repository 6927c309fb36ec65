/* The run screen, drawn from moments made up. `--show SCENE 80x24 [theme] [colours] [ascii]` prints one. */

#include "support/scene_view.h"

#include "base/clock.h"
#include "run/run_facts.h"
#include "view/labels.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

extern const struct view_ops view_run;

/* ---- pictures ------------------------------------------------------------------------------------------ */

static void every_scene_looks_as_it_did(void **nothing)
{
    (void)nothing;
    scenes_are_golden("run", scene_run_name, "early");
}

/* ---- at any size --------------------------------------------------------------------------------------- */

static void every_size_is_drawn(void **nothing)
{
    (void)nothing;
    for (size_t i = 0; scene_run_name(i); i++) {
        open_scene(scene_run_name(i), 80, 24, false);
        scene_is_sound();
        close_scene();
    }
}

/* A frame drawn with a snapshot that was taken for another size: one frame after a resize. */
static void a_snapshot_for_another_size_does_no_harm(void **nothing)
{
    (void)nothing;
    for (size_t i = 0; scene_run_name(i); i++) {
        open_scene(scene_run_name(i), 200, 50, false);
        for (int w = 40; w <= 200; w += 40) {
            canvas_resize(&canvas, w, 12 + w / 5);
            view_run.prepare(state, &scene.model, canvas.w, canvas.h);
            view_run.draw(state, &scene.model, pane_of(&canvas));
        }
        close_scene();
    }
}

/* ---- what it says -------------------------------------------------------------------------------------- */

static void sleepers_differ_from_those_that_work_and_those_that_wait(void **nothing)
{
    (void)nothing;
    open_scene("crowd", 120, 36, false);
    assert_shows("○ asleep, needs no core");
    assert_shows("◐ ready, waits for a core");
    assert_shows("● on core 1");
    assert_shows("▪ stopped, by a signal");
    close_scene();
}

/* Case A4. */
static void workers_without_a_core_are_not_shown_as_busy(void **nothing)
{
    (void)nothing;
    open_scene("shared", 80, 24, false);
    assert_shows("8 workers on 2 cores are not 8 times busy: each has a core 25 % of the time");
    assert_shows("╱╱╱");
    assert_shows("core  25 %");
    assert_hides("busy  ");
    close_scene();
    open_scene("shared", 80, 24, true);
    assert_shows("///");
    close_scene();
    open_scene("shared", 120, 36, false); /* nor all along */
    assert_shows("⣤  core");
    close_scene();
    open_scene("single", 80, 24, false); /* a core for each of them */
    assert_hides("╱");
    assert_shows("busy ");
    close_scene();
}

/* Case A6. */
static void the_bar_of_a_stopped_nap_freezes_and_its_alarm_is_named(void **nothing)
{
    (void)nothing;
    open_scene("naps", 80, 24, false);
    struct worker_facts *worker = &scene.snapshot->workers[3];
    struct run_progress before = run_progress_of(scene.snapshot, worker);
    worker->sample.state = OS_STOPPED;
    worker->stopped_at = scene.snapshot->now;
    uint64_t began = scene.snapshot->now - worker->task_age_ns;
    for (int tenth = 1; tenth < 20; tenth++) {
        scene.snapshot->now += NS_PER_S / 10;
        worker->task_age_ns += NS_PER_S / 10;
        worker->task_share = fmin((double)worker->task_age_ns / 1e9, 1);
        struct run_progress progress = run_progress_of(scene.snapshot, worker);
        assert_true(fabs(progress.share - before.share) < 1e-9);
        assert_int_equal(run_alarm_ns(scene.snapshot, worker), began + NS_PER_S);
        assert_string_equal(progress.what, tenth < 6 ? "rings 1.0 s" : "rang 1.0 s");
    }
    canvas_erase(&canvas);
    view_run.draw(state, &scene.model, pane_of(&canvas));
    assert_shows("▪ worker 3 is stopped: its alarm rang at 1.00 s; it cannot get up");
    assert_shows("╱╱╱");
    close_scene();
}

/* Case A9. */
static void a_killed_worker_of_an_unsupervised_pool_is_dead_and_its_task_lost(void **nothing)
{
    (void)nothing;
    open_scene("dead", 120, 36, false);
    assert_shows("✗ dead, goes unnoticed");
    assert_shows("1 worker died, and this pool notices nothing: what it had claimed is lost");
    assert_shows("✗ 1 task lost");
    assert_shows("✗ lost");
    assert_hides("gone");
    assert_hides("failed");
    scene.snapshot->workers[1].died = false; /* one that went home */
    canvas_erase(&canvas);
    view_run.draw(state, &scene.model, pane_of(&canvas));
    assert_shows("· gone");
    close_scene();
}

/* Case A10: no system was asked. */
static void a_nap_is_asleep_without_a_sample(void **nothing)
{
    (void)nothing;
    open_scene("dead", 120, 36, false);
    assert_shows("○ asleep, needs no core");
    close_scene();
}

static void what_was_not_sampled_is_not_claimed(void **nothing)
{
    (void)nothing;
    open_scene("replay", 120, 36, false);
    assert_hides("on core");
    assert_shows("● in a task");
    assert_shows("–");
    close_scene();
    open_scene("crowd", 80, 24, false);
    assert_shows("… 994 more: 979 in a task, 15 claiming");
    close_scene();
}

static void ten_naps_have_a_row_each_even_on_24_rows(void **nothing)
{
    (void)nothing;
    open_scene("naps", 80, 24, false);
    assert_shows("nap 10 · 1 s");
    assert_hides("more");
    assert_shows("one block = one task");
    close_scene();
}

static void short_lived_processes_are_one_row(void **nothing)
{
    (void)nothing;
    open_scene("processes", 80, 24, false);
    assert_shows("live now");
    assert_shows("peak 2 310");
    assert_shows("11 953 started/s");
    assert_shows("each 83.7 µs");
    scene.snapshot->now += 60 * NS_PER_S; /* as long as it has been held, they cost no more */
    scene.snapshot->held_ns = 60 * NS_PER_S;
    draw_again();
    assert_shows("11 953 started/s");
    assert_shows("each 83.7 µs");
    close_scene();
}

static void toc_too_early_is_reported_while_the_children_go_on(void **nothing)
{
    (void)nothing;
    open_scene("early", 80, 24, false);
    assert_shows("toc 1.20 ms: the program says it is finished; 10 tasks still run");
    assert_shows("asleep");
    close_scene();
    open_scene("early", 60, 12, false);
    assert_shows("toc 1.20 ms: the program says it is finished");
    close_scene();
}

static void a_long_task_holds_the_end(void **nothing)
{
    (void)nothing;
    open_scene("long", 80, 24, false);
    assert_shows("all wait for nap 31 · 2 s, 3 workers idle");
    /* Thirty naps of 0.1 s and one of 2 s by weight: 78 %, but it takes 1.1 s more. */
    assert_int_equal(run_eta_ns(scene.snapshot) / NS_PER_MS, 1100);
    close_scene();
}

static void bars_mean_the_task_the_chunk_or_the_part(void **nothing)
{
    (void)nothing;
    open_scene("pool", 80, 24, false);
    assert_shows("chunk 5");
    close_scene();
    open_scene("single", 80, 24, false);
    assert_shows("share");
    close_scene();
    open_scene("five", 80, 24, false);
    assert_shows("nap 10 · 10 s");
    close_scene();
}

static void a_task_whose_share_is_not_known_has_no_bar(void **nothing)
{
    (void)nothing;
    open_scene("failed", 120, 36, false);
    assert_shows("50 %");
    for (uint32_t i = 0; i < scene.snapshot->worker_count; i++)
        scene.snapshot->workers[i].task_share = NAN;
    draw_again();
    assert_hides("50 %");
    assert_shows("  –  ");
    close_scene();
}

/* ---- scrolling ----------------------------------------------------------------------------------------- */

static void a_thousand_workers_scroll(void **nothing)
{
    (void)nothing;
    open_scene("crowd", 80, 24, false);
    assert_shows("│   0  ");
    press(ACTION_DOWN);
    assert_shows("│▸  0  ");
    press(ACTION_DOWN);
    assert_shows("│   0  ");
    assert_shows("│▸  1  ");
    press(ACTION_LAST);
    assert_shows("│▸999  ");
    assert_shows("… 994 more");
    press(ACTION_PAGE_UP);
    assert_hides("999  ");
    assert_shows("│▸993  ");
    press(ACTION_FIRST);
    assert_shows("│▸  0  ");
    close_scene();
}

/* What K and S are about is the worker that is pointed at; without one the loop has to say so. */
static void signals_are_for_the_chosen_worker(void **nothing)
{
    (void)nothing;
    open_scene("held", 80, 24, false);
    assert_int_equal(view_run.act(state, &scene.model, ACTION_KILL).action, ACTION_KILL);
    assert_null(view_run.act(state, &scene.model, ACTION_KILL).worker);
    press(ACTION_DOWN);
    press(ACTION_DOWN);
    assert_int_equal(view_run.act(state, &scene.model, ACTION_KILL).worker->pid, 6201);
    assert_int_equal(view_run.act(state, &scene.model, ACTION_HALT).action, ACTION_HALT);
    assert_int_equal(view_run.act(state, &scene.model, ACTION_HALT).worker->slot, 1);
    close_scene();
}

static void output_follows_the_end_unless_scrolled(void **nothing)
{
    (void)nothing;
    open_scene("pool", 80, 24, false);
    assert_shows("8128 is a perfect number");
    assert_hides("28 is a perfect number\n");
    press(ACTION_NEXT_PANEL);
    press(ACTION_FIRST);
    assert_shows("0.0001  6 is a perfect number");
    assert_shows("1 … 2 of 4");
    scene.output->lines[scene.output->count++] = (struct output_line){ .time = NS_PER_S, .text = "one more" };
    scene_draw(&scene, state, &canvas);
    assert_shows("0.0001  6 is a perfect number");
    press(ACTION_LAST);
    assert_shows("one more");
    scene.output->lines[scene.output->count++] =
        (struct output_line){ .time = 2 * NS_PER_S, .text = "and another" };
    scene_draw(&scene, state, &canvas);
    assert_shows("and another");
    close_scene();
}

static void what_it_does_not_know_is_left_to_the_loop(void **nothing)
{
    (void)nothing;
    open_scene("pool", 80, 24, false);
    assert_int_equal(view_run.act(state, &scene.model, ACTION_STOP).action, ACTION_STOP);
    assert_int_equal(view_run.act(state, &scene.model, ACTION_NEXT).action, ACTION_NEXT);
    assert_int_equal(view_run.act(state, &scene.model, ACTION_BACK).action, ACTION_BACK);
    assert_int_equal(view_run.act(state, &scene.model, ACTION_SHOW_COMPARE).action, ACTION_SHOW_COMPARE);
    close_scene();
}

/* ---- figures ------------------------------------------------------------------------------------------- */

static void running_figures_keep_their_width(void **nothing)
{
    (void)nothing;
    static const struct {
        uint64_t ns;
        const char *clock, *eta;
    } cases[] = {
        { 0, "0.00 s", "0 s left" },
        { UINT64_C(310000000), "0.31 s", "<1 s left" },
        { UINT64_C(9994000000), "9.99 s", "10 s left" },
        { UINT64_C(9996000000), "10.0 s", "10 s left" },
        { UINT64_C(99960000000), "100 s", "1 min left" },
        { UINT64_C(125000000000), "2 min 05 s", "2 min left" },
        { UINT64_C(36000000000000), "10 h 00 min", "10 h left" },
        { UINT64_MAX - 1, NULL, "213503 days left" },
    };
    char buf[64];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (cases[i].clock)
            assert_string_equal(label_clock(buf, sizeof buf, cases[i].ns), cases[i].clock);
        assert_string_equal(label_eta(buf, sizeof buf, cases[i].ns), cases[i].eta);
    }
    assert_string_equal(label_eta(buf, sizeof buf, UINT64_MAX), "");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_scene_looks_as_it_did),
        cmocka_unit_test(every_size_is_drawn),
        cmocka_unit_test(a_snapshot_for_another_size_does_no_harm),
        cmocka_unit_test(sleepers_differ_from_those_that_work_and_those_that_wait),
        cmocka_unit_test(workers_without_a_core_are_not_shown_as_busy),
        cmocka_unit_test(the_bar_of_a_stopped_nap_freezes_and_its_alarm_is_named),
        cmocka_unit_test(a_killed_worker_of_an_unsupervised_pool_is_dead_and_its_task_lost),
        cmocka_unit_test(a_nap_is_asleep_without_a_sample),
        cmocka_unit_test(what_was_not_sampled_is_not_claimed),
        cmocka_unit_test(ten_naps_have_a_row_each_even_on_24_rows),
        cmocka_unit_test(short_lived_processes_are_one_row),
        cmocka_unit_test(toc_too_early_is_reported_while_the_children_go_on),
        cmocka_unit_test(a_long_task_holds_the_end),
        cmocka_unit_test(bars_mean_the_task_the_chunk_or_the_part),
        cmocka_unit_test(a_task_whose_share_is_not_known_has_no_bar),
        cmocka_unit_test(a_thousand_workers_scroll),
        cmocka_unit_test(signals_are_for_the_chosen_worker),
        cmocka_unit_test(output_follows_the_end_unless_scrolled),
        cmocka_unit_test(what_it_does_not_know_is_left_to_the_loop),
        cmocka_unit_test(running_figures_keep_their_width),
    };
    if (scene_show(argc, argv))
        return 0;
    return cmocka_run_group_tests_name("run_view", tests, NULL, NULL);
}
