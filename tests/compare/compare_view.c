/* The comparison, drawn from results made up. `--show SCENE 80x24 [theme] [colours] [ascii]` prints one. */
#include "support/scene_view.h"

#include "compare/panel_compare.h"
#include "support/canvas_text.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void every_scene_looks_as_it_did(void **nothing)
{
    (void)nothing;
    scenes_are_golden("compare", scene_compare_name, "trouble");
}

/* The account panel after so many presses of its key. */
static void check_account(const char *scene_name, const char *what, int presses)
{
    for (int k = 0; k < PICTURE_SIZES; k++) {
        const struct picture_size *size = &picture_sizes[k];
        open_scene(scene_name, size->w, size->h, size->ascii);
        for (int i = 0; i < presses; i++)
            press(ACTION_ACCOUNT);
        picture_is_golden(&canvas, "compare/%s-%s", what, size->name);
        close_scene();
    }
}

static void accounts_look_as_they_did(void **nothing)
{
    (void)nothing;
    check_account("perfect", "workers", 1);
    check_account("perfect", "waterfall", 2);
    check_account("queue", "waterfall-naps", 1);
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
        char *text = canvas_text(&canvas);
        const char *line = strstr(text, "From the ideal to ");
        assert_non_null(line);
        for (; (line = strchr(line, '\n') + 1) && strncmp(line, "╰", strlen("╰")) != 0; rows++)
            sum += whole = read_figure(line);
        assert_true(rows >= 3);
        assert_true(fabs(sum - 2 * whole) <= 0.5 * rows); /* the last digit is of 1 ms */
        free(text);
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
    for (size_t i = 0; scene_compare_name(i); i++) {
        open_scene(scene_compare_name(i), 80, 24, false);
        for (int times = 0; i % 2 && times < 2; times++)
            press(ACTION_ACCOUNT);
        scene_is_sound();
        close_scene();
    }
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

static void the_accounts_say_where_the_time_went(void **nothing)
{
    (void)nothing;
    open_scene("perfect", 80, 24, false);
    assert_shows("2 cores × elapsed = 100 %");
    assert_shows("tasks 50 %");
    assert_shows("unused cores 50 %");
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
    assert_ptr_equal(result_middle_run(result), &result->runs[0]);
    scene.series.results.results[1].runs[0].complete = false;
    assert_ptr_equal(result_middle_run(result), &result->runs[3]);
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
    canvas_resize(&canvas, 120, 24);
    scene_draw(&scene, state, &canvas);
    assert_shows("What it cost");
    canvas_resize(&canvas, 80, 44);
    scene_draw(&scene, state, &canvas);
    assert_shows("What it cost");
    assert_shows("process: 81.0 µs to start and end each of 100 000 processes");
    close_scene();
}

static void costs_are_what_they_are_defined_to_be(void **nothing)
{
    (void)nothing;
    open_scene("perfect", 80, 24, false);
    const struct results *results = &scene.series.results;
    /* Shares of two cores that the scene gives to starting,
     * dispatch and ending, for each of 100 000 tasks. */
    assert_true(fabs(result_overhead(&results->results[0]) - 0.0004 * 2 * 9.48 / 1e5) < 1e-12);
    assert_true(fabs(result_overhead(&results->results[1]) - 0.44 * 2 * 9.21 / 1e5) < 1e-12);
    assert_true(fabs(result_overhead(&results->results[2]) - 0.004 * 2 * 5.34 / 1e5) < 1e-12);
    assert_int_equal(result_memory(&results->results[2]), 1412 * 1024);
    assert_int_equal(result_memory(&results->results[1]), 0);
    close_scene();
}

static void published_figures_are_shown_as_what_they_are(void **nothing)
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
    scene.model.run_number = 3;
    scene.model.run.strategy = 2;
    scene_draw(&scene, state, &canvas);
    assert_shows("so far, run 3 of 4");
    struct result kept[2] = { scene.series.results.results[2], scene.series.results.results[3] };
    for (size_t i = 2; i < 4; i++) {
        scene.series.results.results[i].complete = 0;
        scene.series.results.results[i].run_count = 0;
    }
    scene_draw(&scene, state, &canvas);
    assert_shows("pool     ▶ runs now");
    assert_shows("chunk 1  · still to come");
    scene.finished.results = scene.series.results; /* stopped before pool */
    scene.model.finished_count = 1;
    scene.model.running = false;
    scene_draw(&scene, state, &canvas);
    assert_shows("pool     · not run");
    scene.model.finished_count = 0;
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

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_scene_looks_as_it_did),
        cmocka_unit_test(accounts_look_as_they_did),
        cmocka_unit_test(the_steps_from_the_ideal_sum_to_what_was_measured),
        cmocka_unit_test(the_waterfall_is_that_of_the_fastest_until_another_is_chosen),
        cmocka_unit_test(every_size_is_drawn),
        cmocka_unit_test(shown_figures_are_those_of_the_results),
        cmocka_unit_test(the_accounts_say_where_the_time_went),
        cmocka_unit_test(the_run_in_the_middle_is_shown),
        cmocka_unit_test(very_different_figures_read_well),
        cmocka_unit_test(what_it_cost_has_a_panel_where_there_is_room),
        cmocka_unit_test(costs_are_what_they_are_defined_to_be),
        cmocka_unit_test(published_figures_are_shown_as_what_they_are),
        cmocka_unit_test(earlier_experiments_stay_reachable),
        cmocka_unit_test(what_runs_is_compared_so_far),
        cmocka_unit_test(many_strategies_scroll),
    };
    if (scene_show(argc, argv))
        return 0;
    return cmocka_run_group_tests_name("compare_view", tests, NULL, NULL);
}
