/* How a run is going, as the run screen shows it: the strip of the strategies,
 * and whatever is out of the ordinary. */
#include "support/scene_view.h"

#include "base/clock.h"
#include "run/panel_run.h"
#include "run/run_facts.h"
#include "run/run_status.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

extern const struct view_ops view_run;

/* ---- the strip ----------------------------------------------------------------------------------------- */

static void the_strip_shows_times_and_folds_what_has_no_room(void **nothing)
{
    (void)nothing;
    open_scene("pool", 80, 24, false);
    assert_shows("✓ serial 9.48 s   ✓ process 9.21 s   ▶ pool");
    assert_shows("+1");
    close_scene();
    open_scene("pool", 120, 24, false);
    assert_shows("· chunk 1");
    close_scene();
    open_scene("repeats", 120, 24, false);
    assert_shows("▶ pool run 3 of 5");
    assert_shows("✓ serial 9.48 s");
    close_scene();
    open_scene("repeats", 80, 24, false);
    assert_shows("✓ serial 9.48 s   ✓ process 9.21 s   ▶ pool");
    close_scene();
}

static void what_is_folded_says_whether_it_was_done(void **nothing)
{
    (void)nothing;
    open_scene("pool", 80, 24, false);
    canvas_erase(&canvas);
    panel_strip(pane_sub(pane_of(&canvas), 0, 0, 44, 1), &scene.model);
    assert_shows("✓ 2   ▶ pool");
    scene.series.results.results[1].complete = 0;
    canvas_erase(&canvas);
    panel_strip(pane_sub(pane_of(&canvas), 0, 0, 44, 1), &scene.model);
    assert_shows("✓ 1   ✗ 1   ▶ pool");
    close_scene();
}

static void what_was_stopped_says_how_long_it_ran(void **nothing)
{
    (void)nothing;
    open_scene("pool", 80, 24, false);
    scene.series.results.results[1].complete = 0;
    scene.series.results.results[1].runs[0].interrupted = true;
    scene.series.results.results[1].runs[0].lasted_ns = 1503 * NS_PER_MS;
    draw_again();
    assert_shows("✓ serial 9.48 s   ✗ process stopped at 1.50 s   ▶ pool");
    scene.series.results.results[1].runs[0].lasted_ns = 0;
    draw_again();
    assert_shows("✗ process stopped   ▶ pool");
    close_scene();
}

static void tasks_that_failed_stand_beside_the_time(void **nothing)
{
    (void)nothing;
    open_scene("pool", 80, 24, false);
    scene.series.results.results[1].runs[0].tasks_failed = 1;
    draw_again();
    assert_shows("✓ serial 9.48 s   ✗ process 9.21 s 1 task failed   ▶ pool");
    canvas_erase(&canvas);
    panel_strip(pane_sub(pane_of(&canvas), 0, 0, 44, 1), &scene.model);
    assert_shows("✓ 1   ✗ 1   ▶ pool");
    close_scene();
}

/* ---- out of the ordinary ------------------------------------------------------------------------------- */

static void when_nothing_runs_nothing_is_offered_to_hold_or_stop(void **nothing)
{
    (void)nothing;
    open_scene("pool", 80, 24, false);
    assert_shows("hold");
    scene.model.running = false;
    draw_again();
    assert_hides("hold");
    assert_hides("stop");
    assert_shows("race");
    assert_shows("save");
    close_scene();
}

/* What the status says now. */
static const char *status_of(const struct model *model)
{
    static char text[320];
    unsigned role;
    assert_true(run_status(model, &role, text, sizeof text));
    return text;
}

static void of_dead_and_stopped_workers_no_more_is_said_than_is_so(void **nothing)
{
    (void)nothing;
    open_scene("naps", 120, 36, false);
    struct snapshot *snapshot = scene.snapshot;
    snapshot->deaths = 3;
    assert_string_equal(status_of(&scene.model), "3 workers died; they were in no task");
    snapshot->deaths_at_work = 1;
    assert_string_equal(status_of(&scene.model),
                        "3 workers died, 1 of them in a task, which went back to the queue");
    snapshot->deaths_at_work = 3;
    assert_string_equal(status_of(&scene.model),
                        "3 workers died; what they had claimed went back to the queue");
    snapshot->workers[1].sample.state = OS_STOPPED;
    assert_string_equal(status_of(&scene.model),
                        "▪ worker 1 is stopped: its alarm rings at 1.00 s; it cannot get up");
    snapshot->workers[2].sample.state = OS_STOPPED;
    assert_string_equal(status_of(&scene.model),
                        "▪ 2 workers are stopped: what they have claimed waits for them");
    snapshot->workers[2].sample.state = OS_ASLEEP;
    snapshot->workers[1].task = TASK_NONE;
    assert_string_equal(status_of(&scene.model), "▪ worker 1 is stopped; it has claimed nothing");
    close_scene();
}

static void a_stopped_coordinator_is_reported_and_makes_no_promise(void **nothing)
{
    (void)nothing;
    open_scene("naps", 120, 36, false);
    scene.snapshot->coordinator_stopped = true;
    canvas_erase(&canvas);
    view_run.draw(state, &scene.model, pane_of(&canvas));
    assert_shows("▪ the coordinator is stopped and notices nothing; x ends the run");
    assert_hides(" left");
    scene.snapshot->workers[0].sample.state = scene.snapshot->workers[2].sample.state = OS_DEAD;
    canvas_erase(&canvas);
    view_run.draw(state, &scene.model, pane_of(&canvas));
    assert_shows("▪ the coordinator is stopped, unaware that 2 workers died: x ends the run");
    assert_shows("✗ dead, not yet noticed");
    close_scene();
}

static void what_was_stopped_has_no_eta(void **nothing)
{
    (void)nothing;
    open_scene("pool", 120, 24, false);
    assert_shows(" left");
    scene.snapshot->phase = BOARD_ENDED;
    canvas_erase(&canvas);
    panel_queue(pane_of(&canvas), scene.snapshot);
    assert_shows(" of ");
    assert_hides(" left");
    canvas_erase(&canvas);
    panel_strip(pane_of(&canvas), &scene.model);
    assert_hides(" left");
    close_scene();
}

static void a_stopping_and_a_failed_run_say_so(void **nothing)
{
    (void)nothing;
    open_scene("failed", 80, 24, false);
    assert_shows("✗ 1 task set aside: workers died in it");
    assert_shows("✗ 8");
    scene.model.stopping = true;
    scene_draw(&scene, state, &canvas);
    assert_shows("stopping: every process of this run is being ended");
    close_scene();
}

/* While it is, the words and the keys that go with it; afterwards wherever its time is shown. */
static void a_held_run_says_so(void **nothing)
{
    (void)nothing;
    open_scene("held", 80, 24, false);
    assert_shows("✓ serial 26.1 s ▪ held");
    assert_shows("▪ pool");
    assert_shows("6.82 s ▪ held");
    assert_hides(" left");
    assert_shows("▪ held for 0.32 s: no task starts, 2 under way, 2 workers wait at the gate");
    assert_shows("space go on");
    assert_shows("s one more");
    scene.snapshot->permitted = true;
    draw_again();
    assert_shows("one more may start once a worker is free, 2 under way");
    scene.snapshot->waiting = scene.snapshot->claimed = 0;
    draw_again();
    assert_shows("no task is left that could start, 2 under way");
    scene.snapshot->gate = GATE_RUN;
    draw_again();
    assert_shows("▶ pool");
    assert_shows("6.82 s ▪ was held");
    assert_shows("▪ was held for 320 ms, which its time includes");
    assert_shows("space hold");
    close_scene();
}

static void long_tasks_are_not_folded_before_the_first_has_ended(void **nothing)
{
    (void)nothing;
    open_scene("naps", 80, 24, false);
    scene.snapshot->worker_count = 0;
    scene.snapshot->done = 0;
    assert_false(run_is_folded(scene.snapshot));
    scene.snapshot->done = 2; /* short ones beside a long one */
    scene.snapshot->busy_ns = 2 * NS_PER_MS;
    assert_false(run_is_folded(scene.snapshot));
    close_scene();
    open_scene("processes", 80, 24, false);
    assert_true(run_is_folded(scene.snapshot));
    scene.snapshot->worker_count = 0;
    scene.snapshot->done = 0; /* nothing is known yet */
    assert_false(run_is_folded(scene.snapshot));
    close_scene();
}

static void nothing_has_run_yet(void **nothing)
{
    (void)nothing;
    open_scene("naps", 80, 24, false);
    scene.model.experiment = NULL;
    scene.model.snapshot = NULL;
    memset(state, 0, view_run.state_size);
    canvas_erase(&canvas);
    view_run.prepare(state, &scene.model, 80, 24);
    view_run.draw(state, &scene.model, pane_of(&canvas));
    assert_shows("Nothing has run yet.");
    close_scene();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_strip_shows_times_and_folds_what_has_no_room),
        cmocka_unit_test(what_is_folded_says_whether_it_was_done),
        cmocka_unit_test(what_was_stopped_says_how_long_it_ran),
        cmocka_unit_test(tasks_that_failed_stand_beside_the_time),
        cmocka_unit_test(when_nothing_runs_nothing_is_offered_to_hold_or_stop),
        cmocka_unit_test(of_dead_and_stopped_workers_no_more_is_said_than_is_so),
        cmocka_unit_test(a_stopped_coordinator_is_reported_and_makes_no_promise),
        cmocka_unit_test(what_was_stopped_has_no_eta),
        cmocka_unit_test(a_stopping_and_a_failed_run_say_so),
        cmocka_unit_test(a_held_run_says_so),
        cmocka_unit_test(long_tasks_are_not_folded_before_the_first_has_ended),
        cmocka_unit_test(nothing_has_run_yet),
    };
    return cmocka_run_group_tests_name("run_status", tests, NULL, NULL);
}
