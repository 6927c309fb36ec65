/* What the comparison says in sentences, from results made up: the verdict, or what the medians alone say. */
#include "support/scene_view.h"

#include "compare/panel_compare.h"
#include "draw/styled_text.h"
#include "support/scene_kind.h"
#include "base/xmalloc.h"
#include "support/canvas_text.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void attempts_that_were_made_again_are_counted(void **nothing)
{
    (void)nothing;
    open_scene("perfect", 80, 24, false);
    assert_hides("made again");
    scene_last_run(&scene, 2)->retries = 9;
    scene_find(&scene);
    scene_draw(&scene, state, &canvas);
    assert_shows("pool: 9 attempts died and were made again; no task is missing.");
    scene_last_run(&scene, 2)->retries = 1;
    scene_find(&scene);
    scene_draw(&scene, state, &canvas);
    assert_shows("pool: 1 attempt died and was made again; no task is missing.");
    close_scene();
}

static void the_fastest_is_named_with_what_was_possible(void **nothing)
{
    (void)nothing;
    open_scene("perfect", 80, 24, false);
    assert_shows("chunk 1 was fastest: 4.77 s, 1.99 × as fast as serial; 2 cores allow 2 ×.");
    close_scene();
}

static void no_strategy_wins_by_a_run_that_is_too_short(void **nothing)
{
    (void)nothing;
    open_scene("perfect", 80, 24, false);
    assert_shows("chunk 1 was fastest");
    for (size_t i = 0; i < 4; i++)
        scene_last_run(&scene, i)->done_ns /= 4000;
    results_compute(&scene.series.results);
    scene_find(&scene);
    scene_draw(&scene, state, &canvas);
    assert_shows("all: so short a run (up to 2.37 ms)");
    assert_hides("was fastest");
    close_scene();
}

static void a_verdict_says_what_five_repeats_support(void **nothing)
{
    (void)nothing;
    open_scene("spread", 80, 24, false);
    assert_shows("chunk 1 is 1.12 × as fast as pool (95 %: 1.10 … 1.13)");
    assert_shows("cannot tell process from serial: about 5 more repeats would");
    assert_shows("process: the repeats spread over 9 %");
    assert_hides("was fastest");
    close_scene();
}

static void below_five_repeats_the_medians_speak_and_say_so(void **nothing)
{
    (void)nothing;
    open_scene("perfect", 80, 24, false);
    assert_shows("one run of each; 4 more for a verdict");
    assert_hides("95 %:");
    assert_hides("cannot tell");
    close_scene();
}

static void what_has_no_room_is_reached_with_the_arrows(void **nothing)
{
    (void)nothing;
    open_scene("empty", 80, 24, false);
    assert_shows("cannot tell pool, auto from serial");
    press(ACTION_DOWN);
    assert_shows("↑ 1 above ─╯");
    assert_hides("cannot tell pool, auto from serial");
    press(ACTION_UP);
    assert_shows("↓ 1 more ─╯");
    press(ACTION_LAST);
    assert_shows("above ─╯");
    close_scene();
}

static void what_has_no_room_is_counted(void **nothing)
{
    (void)nothing;
    open_scene("empty", 80, 24, false);
    assert_shows("↓ 1 more ─╯");
    canvas_resize(&canvas, 120, 40);
    scene_draw(&scene, state, &canvas);
    assert_hides(" more ─╯");
    close_scene();
}

static void what_several_share_is_said_once(void **nothing)
{
    (void)nothing;
    open_scene("empty", 120, 40, false);
    assert_shows("serial · pool, chunk 1 · pool, auto: so short a run (up to 2.12 ms)");
    assert_shows("serial: the repeats spread over 6 %");
    assert_hides("the best possible is 0 s");
    close_scene();
}

static void bounds_of_naps_are_drawn_and_said(void **nothing)
{
    (void)nothing;
    open_scene("queue", 80, 24, false);
    assert_shows("naps ÷ workers: 55 s ÷ 5 = 11.0 s");
    assert_shows("With 5 workers the best possible is 11.0 s; in order it is 15.0 s,");
    assert_shows("at most 19.0 s if no worker idles (Graham)");
    struct bounds *bounds = &scene_last_run(&scene, 1)->bounds;
    bounds->fifo = bounds->lpt = bounds->lower;
    scene_find(&scene);
    scene_draw(&scene, state, &canvas);
    assert_hides("the best possible");
    assert_hides("Graham");
    close_scene();
}

static void an_early_toc_is_marked_and_said(void **nothing)
{
    (void)nothing;
    open_scene("unjoined", 80, 24, false);
    assert_shows("toc 310 µs");
    assert_shows("nobody joins: toc came at 310 µs");
    assert_shows("░░");
    close_scene();
}

static void naps_are_called_naps(void **nothing)
{
    (void)nothing;
    open_scene("tennaps", 80, 24, false);
    assert_shows("of sleep in all, fit into");
    assert_shows("the longest nap: 1 s");
    assert_hides("start to end");
    assert_hides("efficiency");
    close_scene();
}

static void what_failed_says_why(void **nothing)
{
    (void)nothing;
    open_scene("trouble", 120, 36, false);
    assert_shows("✗ failed, 40 213 of 100 000 tasks done");
    assert_shows("process: fork was refused for 5 s");
    assert_shows("stopped, 21 977 of 100 000 tasks done");
    assert_shows("pool: 1 task set aside: workers died in it.");
    scene.experiment.strategies[2].task_timeout_ns = 1000000000;
    scene_last_run(&scene, 2)->failed_attempts = scene_last_run(&scene, 2)->failed_at_limit = 3;
    scene_find(&scene);
    scene_draw(&scene, state, &canvas);
    assert_shows("set aside: each attempt was ended at the time limit of 1 s.");
    close_scene();
}

static void what_left_tasks_out_has_not_won(void **nothing)
{
    (void)nothing;
    open_scene("trouble", 120, 36, false);
    assert_shows("✗ 5.34 s          1 task failed");
    assert_shows("serial took 9.48 s.");
    assert_hides("fastest");
    scene_last_run(&scene, 2)->tasks_failed = 0;
    scene_find(&scene);
    scene_draw(&scene, state, &canvas);
    assert_hides("✗ 5.34 s");
    assert_shows("pool was fastest: 5.34 s");
    close_scene();
}

static void a_warm_up_that_went_wrong_counts_its_failed_tasks_and_is_not_broken_off(void **nothing)
{
    (void)nothing;
    open_scene("perfect", 80, 24, false);
    struct outcome run = { .complete = true, .tasks_done = 99999, .tasks_failed = 1 };
    results_add(&scene.series.results, 2, &run, true);
    results_compute(&scene.series.results);
    scene_find(&scene);
    const struct findings *findings = &scene.finished.findings;
    assert_string_equal(findings_first(findings, FINDING_FAILED)->text.text,
                        "pool: 1 task set aside: workers died in it.");
    assert_null(findings_first(findings, FINDING_INCOMPLETE));
    assert_null(findings_first(findings, FINDING_STOPPED));
    close_scene();
}

static void sentences_break_between_words_and_end_in_an_ellipsis(void **nothing)
{
    (void)nothing;
    struct strbuf styled = STRBUF_INIT;
    canvas_init(&canvas, 12, 2, false);
    styled_add(&styled, ROLE_TEXT, "took ");
    styled_keep(&styled, ROLE_FIGURE, "4.77 s");
    styled_add(&styled, ROLE_TEXT, ", which is rather long");
    struct pane nowhere = { &canvas, { 0, 0, 0, 0 }, 0, 0, 12, 0 };
    assert_int_equal(styled_draw(nowhere, 0, 0, styled.text), 3);
    styled_draw(pane_of(&canvas), 0, 0, styled.text);
    char *text = canvas_text(&canvas);
    assert_string_equal(text, "took 4.77 s,\nwhich is…\n");
    free(text);
    strbuf_release(&styled);
    canvas_release(&canvas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(attempts_that_were_made_again_are_counted),
        cmocka_unit_test(the_fastest_is_named_with_what_was_possible),
        cmocka_unit_test(no_strategy_wins_by_a_run_that_is_too_short),
        cmocka_unit_test(a_verdict_says_what_five_repeats_support),
        cmocka_unit_test(below_five_repeats_the_medians_speak_and_say_so),
        cmocka_unit_test(what_has_no_room_is_reached_with_the_arrows),
        cmocka_unit_test(what_has_no_room_is_counted),
        cmocka_unit_test(what_several_share_is_said_once),
        cmocka_unit_test(bounds_of_naps_are_drawn_and_said),
        cmocka_unit_test(an_early_toc_is_marked_and_said),
        cmocka_unit_test(naps_are_called_naps),
        cmocka_unit_test(what_failed_says_why),
        cmocka_unit_test(what_left_tasks_out_has_not_won),
        cmocka_unit_test(a_warm_up_that_went_wrong_counts_its_failed_tasks_and_is_not_broken_off),
        cmocka_unit_test(sentences_break_between_words_and_end_in_an_ellipsis),
    };
    return cmocka_run_group_tests_name("compare_words", tests, NULL, NULL);
}
