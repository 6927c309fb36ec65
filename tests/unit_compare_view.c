/* The comparison, drawn from results made up. `--show SCENE 80x24 [theme] [colours] [ascii]` prints one. */
#include "scene.h"
#include "scene_kind.h"

#include "action.h"
#include "compare_facts.h"
#include "compare_words.h"
#include "panel_compare.h"
#include "picture.h"
#include "rich.h"
#include "xmalloc.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

extern const struct view_ops view_compare;

#define assert_shows(words) picture_shows(&canvas, words)
#define assert_hides(words) picture_hides(&canvas, words)

static struct scene scene;
static struct canvas canvas;
static void *state;
static char *shown;

static void open_scene(const char *name, int w, int h, bool ascii)
{
    assert_true(scene_open(&scene, name));
    canvas_init(&canvas, w, h, ascii);
    state = xcalloc(1, view_compare.state_size);
    scene_draw(&scene, state, &canvas);
}

static void close_scene(void)
{
    free(state);
    canvas_release(&canvas);
    scene_close(&scene);
}

static const char *text(void)
{
    free(shown);
    shown = canvas_text(&canvas);
    return shown;
}

static void check_golden(const char *name, int w, int h, bool ascii)
{
    open_scene(name, w, h, ascii);
    picture_is_golden(&canvas, "compare_%s_%dx%d%s", name, w, h, ascii ? "_ascii" : "");
    close_scene();
}

static void every_scene_looks_as_it_did_at_every_size(void **nothing)
{
    (void)nothing;
    for (size_t i = 0; scene_compare_name(i); i++) {
        check_golden(scene_compare_name(i), 80, 24, false);
        check_golden(scene_compare_name(i), 80, 24, true);
        check_golden(scene_compare_name(i), 120, 36, false);
        check_golden(scene_compare_name(i), 200, 50, false);
    }
}

static void press(enum action action)
{
    assert_int_equal(view_compare.act(state, &scene.model, action).wish, WISH_NONE);
    scene_draw(&scene, state, &canvas);
}

/* The account panel, told otherwise `times` times. */
static void check_account(const char *scene_name, const char *what, int times, int w, int h, bool ascii)
{
    open_scene(scene_name, w, h, ascii);
    for (int i = 0; i < times; i++)
        press(ACTION_ACCOUNT);
    picture_is_golden(&canvas, "compare_%s_%dx%d%s", what, w, h, ascii ? "_ascii" : "");
    close_scene();
}

static void accounts_look_as_they_did(void **nothing)
{
    (void)nothing;
    check_account("perfect", "workers", 1, 80, 24, false);
    check_account("perfect", "waterfall", 2, 80, 24, false);
    check_account("perfect", "waterfall", 2, 80, 24, true);
    check_account("perfect", "waterfall", 2, 120, 36, false);
    check_account("queue", "waterfall_naps", 1, 80, 24, false);
}

/* The figure of a row that ends in a share: "+3.99 s    27 %", in ms. */
static double read_figure(const char *line)
{
    static const char *const units[] = { " s ", " ms ", " µs " };
    static const double worth[] = { 1e3, 1, 1e-3 };
    size_t length = strcspn(line, "\n");
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        const char *unit = strstr(line, units[i]);
        if (!unit || unit > line + length)
            continue;
        const char *figure = unit;
        while (figure > line && figure[-1] != ' ')
            figure--;
        bool below = strncmp(figure, "−", strlen("−")) == 0;
        return (below ? -worth[i] : worth[i]) * strtod(figure + (below ? strlen("−") : 0), NULL);
    }
    fail_msg("no figure in %s", line);
    return 0;
}

static void the_steps_from_the_ideal_sum_to_what_was_measured(void **nothing)
{
    (void)nothing;
    open_scene("perfect", 80, 24, false);
    press(ACTION_ACCOUNT);
    press(ACTION_ACCOUNT);
    for (int strategy = 0; strategy < 4; strategy++) {
        double sum = 0, whole = 0;
        int rows = 0;
        const char *line = strstr(text(), "From the ideal to ");
        assert_non_null(line);
        for (; (line = strchr(line, '\n') + 1) && strncmp(line, "╰", strlen("╰")) != 0; rows++)
            sum += whole = read_figure(line);
        assert_true(rows >= 3);
        assert_true(fabs(sum - 2 * whole) <= 0.5 * rows); /* the last digit is of 1 ms */
        press(ACTION_RIGHT);
    }
    close_scene();
}

static void the_waterfall_is_that_of_the_fastest_until_another_is_chosen(void **nothing)
{
    (void)nothing;
    open_scene("perfect", 80, 24, false);
    press(ACTION_ACCOUNT);
    press(ACTION_ACCOUNT);
    assert_shows("From the ideal to chunk 1");
    press(ACTION_LEFT);
    assert_shows("From the ideal to pool");
    press(ACTION_RIGHT);
    press(ACTION_RIGHT);
    assert_shows("From the ideal to serial");
    press(ACTION_ACCOUNT);
    assert_shows("2 cores × elapsed = 100 %");
    close_scene();
}

static void every_size_is_drawn(void **nothing)
{
    (void)nothing;
    for (size_t i = 0; scene_compare_name(i / 2); i++) {
        open_scene(scene_compare_name(i / 2), 80, 24, i % 2);
        if (i % 4 > 1)
            for (int times = 0; times < 2; times++)
                press(ACTION_ACCOUNT);
        for (int w = 40; w <= 200; w += w < 90 ? 1 : 7)
            for (int h = 10; h <= 60; h += h < 26 ? 1 : 5) {
                canvas_resize(&canvas, w, h);
                scene_draw(&scene, state, &canvas);
                for (int cell = 0; canvas.ascii && cell < w * h; cell++)
                    assert_true(canvas.cells[cell].glyph <= 0x7E);
            }
        close_scene();
    }
}

static void attempts_that_were_made_again_are_told(void **nothing)
{
    (void)nothing;
    open_scene("perfect", 80, 24, false);
    assert_hides("made again");
    scene_last_run(&scene, 2)->retries = 9;
    scene_draw(&scene, state, &canvas);
    assert_shows("pool: 9 attempts died and were made again; no task is missing.");
    scene_last_run(&scene, 2)->retries = 1;
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

static void nobody_wins_a_run_too_short_to_tell(void **nothing)
{
    (void)nothing;
    open_scene("perfect", 80, 24, false);
    struct verdict *verdict = xcalloc(1, sizeof *verdict);
    *verdict = scene.finished.verdict;
    verdict->missing = 4;
    canvas_erase(&canvas);
    panel_verdict(pane_of(&canvas), false, &scene.finished.results, verdict, 0);
    assert_shows("chunk 1 was fastest");
    verdict->warnings[verdict->warning_count++] =
        (struct verdict_warning){ .doubt = VERDICT_SHORT,
                                  .strategy = compare_best(&scene.finished.results).first,
                                  .runs = 1,
                                  .figure = 0.002 };
    canvas_erase(&canvas);
    panel_verdict(pane_of(&canvas), false, &scene.finished.results, verdict, 0);
    assert_shows("chunk 1: so short a run (2.00 ms)");
    assert_hides("was fastest");
    free(verdict);
    close_scene();
}

static void shown_figures_are_those_of_the_results(void **nothing)
{
    (void)nothing;
    open_scene("spread", 120, 36, false);
    assert_shows("9.41 … 9.60 s");
    assert_shows("−43.7 %");
    assert_shows("work ÷ cores: 9.48 s ÷ 2 = 4.74 s");
    assert_shows("medians of 5 runs");
    assert_shows("5 repeats, interleaved · medians");
    close_scene();
}

static void a_verdict_tells_what_five_repeats_support(void **nothing)
{
    (void)nothing;
    open_scene("spread", 80, 24, false);
    assert_shows("chunk 1 is 1.12 × as fast as pool   95 %: 1.10 … 1.13");
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

static void what_several_share_is_told_once(void **nothing)
{
    (void)nothing;
    open_scene("empty", 120, 40, false);
    assert_shows("serial · pool, chunk 1 · pool, auto: so short a run (2.12 ms)");
    assert_shows("serial: the repeats spread over 6 %");
    assert_hides("no order is faster than 0 s");
    close_scene();
}

static void the_accounts_say_where_the_time_went(void **nothing)
{
    (void)nothing;
    open_scene("perfect", 80, 24, false);
    assert_shows("2 cores × elapsed = 100 %");
    assert_shows("tasks 50 %");
    assert_shows("nothing to do 50 %");
    assert_shows("processes 44 %");
    close_scene();
    open_scene("queue", 80, 24, false);
    assert_shows("all workers' lifetimes = 100 %");
    assert_shows("naps 73 %");
    assert_shows("idle 27 %");
    close_scene();
}

static void the_run_in_the_middle_is_shown(void **nothing)
{
    (void)nothing;
    open_scene("spread", 80, 24, false);
    const struct result *result = &scene.series.results.results[1];
    assert_ptr_equal(compare_middle_run(result), &result->runs[0]);
    scene.series.results.results[1].runs[0].complete = false;
    assert_ptr_equal(compare_middle_run(result), &result->runs[3]);
    close_scene();
}

static void bounds_of_naps_are_drawn_and_told(void **nothing)
{
    (void)nothing;
    open_scene("queue", 80, 24, false);
    assert_shows("naps ÷ workers: 55 s ÷ 5 = 11.0 s");
    assert_shows("With 5 workers no order is faster than 11.0 s; in order it is 15.0 s,");
    assert_shows("at most 19.0 s if nobody idles (Graham)");
    struct bounds *bounds = (struct bounds *)(uintptr_t)compare_bounds(&scene.finished.results);
    bounds->fifo = bounds->lpt = bounds->lower;
    scene_draw(&scene, state, &canvas);
    assert_hides("no order is faster");
    assert_hides("Graham");
    close_scene();
}

static void very_different_figures_read_well(void **nothing)
{
    (void)nothing;
    open_scene("empty", 120, 36, false);
    assert_shows("0.00092 ×");
    assert_shows("2.59 × as long");
    assert_shows("1 085 × as long");
    assert_hides("0.00 ×");
    close_scene();
}

static void what_it_cost_has_a_panel_where_there_is_room(void **nothing)
{
    (void)nothing;
    open_scene("spread", 80, 24, false);
    assert_hides("What it cost");
    assert_shows("92.1 µs to start, run and end each of 100 000 processes");
    canvas_resize(&canvas, 120, 24);
    scene_draw(&scene, state, &canvas);
    assert_shows("What it cost");
    canvas_resize(&canvas, 80, 44);
    scene_draw(&scene, state, &canvas);
    assert_shows("What it cost");
    close_scene();
}

static void an_early_toc_is_marked_and_told(void **nothing)
{
    (void)nothing;
    open_scene("unjoined", 80, 24, false);
    assert_shows("toc 310 µs");
    assert_shows("nobody joins said toc after 310");
    assert_shows("░░");
    close_scene();
}

static void naps_are_told_as_naps(void **nothing)
{
    (void)nothing;
    open_scene("tennaps", 80, 24, false);
    assert_shows("of sleep in all, fit into");
    assert_shows("the longest nap: 1 s");
    /* 100 ms from one process to the next would be the nap's doing, not the processes'. */
    assert_true(isnan(compare_cost(&scene.series.results, 0)));
    assert_hides("start to end");
    assert_hides("efficiency");
    close_scene();
}

static void what_failed_says_why(void **nothing)
{
    (void)nothing;
    open_scene("trouble", 120, 36, false);
    assert_shows("✗ failed: fork was refused for 5 s");
    assert_shows("stopped, 21 977 of 100 000 tasks done");
    assert_shows("1 task set aside as");
    assert_shows("failed: workers died in it.");
    scene.experiment.strategies[2].task_timeout_ns = 1000000000;
    scene_last_run(&scene, 2)->failed_attempts = scene_last_run(&scene, 2)->failed_at_limit = 3;
    scene_draw(&scene, state, &canvas);
    assert_shows("failed: each attempt was ended at the time limit of 1 s.");
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
    scene_draw(&scene, state, &canvas);
    assert_hides("✗ 5.34 s");
    assert_shows("pool was fastest: 5.34 s");
    close_scene();
}

static void a_warm_up_that_went_wrong_is_told_for_its_tasks_and_not_as_broken_off(void **nothing)
{
    (void)nothing;
    struct strbuf out = STRBUF_INIT;
    open_scene("perfect", 80, 24, false);
    struct outcome run = { .complete = true, .tasks_done = 99999, .tasks_failed = 1 };
    results_add_warmup(&scene.series.results, 2, &run);
    results_compute(&scene.series.results);
    compare_tell_trouble(&out, &scene.series.results);
    assert_non_null(strstr(out.text, "1 task set aside as failed: workers died in it."));
    assert_null(strstr(out.text, "did not come to their end"));
    strbuf_release(&out);
    close_scene();
}

static void costs_are_what_they_are_defined_to_be(void **nothing)
{
    (void)nothing;
    open_scene("perfect", 80, 24, false);
    const struct results *results = &scene.series.results;
    assert_true(fabs(compare_cost(results, 0) - (9.48 - 9.46) / 1e5) < 1e-12);
    assert_true(fabs(compare_cost(results, 1) - 92.1e-6) < 1e-12);
    assert_true(fabs(compare_cost(results, 2) - (2 * 5.34 - 9.50) / 1e5) < 1e-12);
    assert_int_equal(compare_memory(&results->results[2]), 1412 * 1024);
    assert_int_equal(compare_memory(&results->results[1]), 0);
    close_scene();
}

static void published_figures_are_told_as_what_they_are(void **nothing)
{
    (void)nothing;
    open_scene("perfect", 120, 36, false);
    assert_shows("published Python figures, another machine");
    assert_shows("258.87 s");
    close_scene();
}

static void earlier_experiments_stay_reachable(void **nothing)
{
    (void)nothing;
    open_scene("perfect", 80, 24, false);
    scene.model.finished_count = 3;
    scene_draw(&scene, state, &canvas);
    assert_shows("3 of 3 · 14:02");
    press(ACTION_OLDER);
    press(ACTION_OLDER);
    press(ACTION_OLDER);
    assert_shows("1 of 3 · 14:02");
    press(ACTION_NEWER);
    assert_shows("2 of 3 · 14:02");
    close_scene();
}

static void what_runs_is_compared_so_far(void **nothing)
{
    (void)nothing;
    open_scene("perfect", 80, 24, false);
    scene.model.finished_count = 0;
    scene.model.running = true;
    scene.series.next = 3;
    scene_draw(&scene, state, &canvas);
    assert_shows("so far, run 3 of 4");
    struct result kept[2] = { scene.series.results.results[2], scene.series.results.results[3] };
    scene.series.running = true;
    for (size_t i = 2; i < 4; i++) {
        scene.series.results.results[i].complete = 0;
        scene.series.results.results[i].run_count = 0;
    }
    scene_draw(&scene, state, &canvas);
    assert_shows("pool     ▶ runs now");
    assert_shows("chunk 1  · still to come");
    scene.series.running = false;
    scene_draw(&scene, state, &canvas);
    assert_shows("pool     · not run");
    scene.series.results.results[2] = kept[0];
    scene.series.results.results[3] = kept[1];
    scene.series.results.results[0].complete = 0;
    scene.model.running = false;
    scene_draw(&scene, state, &canvas);
    assert_shows("Nothing to compare yet.");
    close_scene();
}

static void many_strategies_scroll(void **nothing)
{
    (void)nothing;
    open_scene("many", 80, 14, false);
    assert_hides("pool, workers 11  ");
    press(ACTION_LAST);
    assert_shows("pool, workers 11  ");
    press(ACTION_UP);
    press(ACTION_FIRST);
    assert_hides("pool, workers 11  ");
    close_scene();
}

static void sentences_break_between_words_and_end_in_an_ellipsis(void **nothing)
{
    (void)nothing;
    struct strbuf rich = STRBUF_INIT;
    canvas_init(&canvas, 12, 2, false);
    rich_add(&rich, ROLE_TEXT, "took ");
    rich_keep(&rich, ROLE_FIGURE, "4.77 s");
    rich_add(&rich, ROLE_TEXT, ", which is rather long");
    struct pane nowhere = { &canvas, { 0, 0, 0, 0 }, 0, 0, 12, 0 };
    assert_int_equal(rich_draw(nowhere, 0, rich.text), 3);
    rich_draw(pane_of(&canvas), 0, rich.text);
    assert_string_equal(text(), "took 4.77 s,\nwhich is…\n");
    strbuf_release(&rich);
    canvas_release(&canvas);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_scene_looks_as_it_did_at_every_size),
        cmocka_unit_test(accounts_look_as_they_did),
        cmocka_unit_test(the_steps_from_the_ideal_sum_to_what_was_measured),
        cmocka_unit_test(the_waterfall_is_that_of_the_fastest_until_another_is_chosen),
        cmocka_unit_test(every_size_is_drawn),
        cmocka_unit_test(attempts_that_were_made_again_are_told),
        cmocka_unit_test(the_fastest_is_named_with_what_was_possible),
        cmocka_unit_test(nobody_wins_a_run_too_short_to_tell),
        cmocka_unit_test(shown_figures_are_those_of_the_results),
        cmocka_unit_test(a_verdict_tells_what_five_repeats_support),
        cmocka_unit_test(below_five_repeats_the_medians_speak_and_say_so),
        cmocka_unit_test(what_has_no_room_is_counted),
        cmocka_unit_test(what_has_no_room_is_reached_with_the_arrows),
        cmocka_unit_test(what_several_share_is_told_once),
        cmocka_unit_test(the_accounts_say_where_the_time_went),
        cmocka_unit_test(the_run_in_the_middle_is_shown),
        cmocka_unit_test(bounds_of_naps_are_drawn_and_told),
        cmocka_unit_test(very_different_figures_read_well),
        cmocka_unit_test(what_it_cost_has_a_panel_where_there_is_room),
        cmocka_unit_test(an_early_toc_is_marked_and_told),
        cmocka_unit_test(naps_are_told_as_naps),
        cmocka_unit_test(what_failed_says_why),
        cmocka_unit_test(a_warm_up_that_went_wrong_is_told_for_its_tasks_and_not_as_broken_off),
        cmocka_unit_test(what_left_tasks_out_has_not_won),
        cmocka_unit_test(costs_are_what_they_are_defined_to_be),
        cmocka_unit_test(published_figures_are_told_as_what_they_are),
        cmocka_unit_test(earlier_experiments_stay_reachable),
        cmocka_unit_test(what_runs_is_compared_so_far),
        cmocka_unit_test(many_strategies_scroll),
        cmocka_unit_test(sentences_break_between_words_and_end_in_an_ellipsis),
    };
    if (scene_show(argc, argv))
        return 0;
    int status = cmocka_run_group_tests_name("compare_view", tests, NULL, NULL);
    free(shown);
    return status;
}
