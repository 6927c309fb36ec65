/* What the screen says of a run that waits in vain. */
#include "run/panel_run.h"
#include "support/picture.h"
#include "support/scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define assert_shows(words) picture_shows(&canvas, words)
#define assert_hides(words) picture_hides(&canvas, words)

static struct scene scene;
static struct canvas canvas;

static int open_scene(void **state)
{
    (void)state;
    canvas_init(&canvas, 80, 4, false);
    return scene_open(&scene, "long") ? 0 : -1;
}

static int close_scene(void **state)
{
    (void)state;
    canvas_release(&canvas);
    scene_close(&scene);
    return 0;
}

/* The queue while the run waits for task `task`, which the worker in `slot` had. */
static void draw(uint64_t task, uint32_t slot, enum board_phase phase)
{
    const struct snapshot_window window = { .workers = 4, .next = 8 };
    scene_look(&scene, &window);
    scene.snapshot->stuck = task + 1;
    scene.snapshot->stuck_slot = slot;
    scene.snapshot->phase = phase;
    canvas_erase(&canvas);
    panel_queue(pane_of(&canvas), scene.snapshot);
}

static void it_says_for_what_and_how_to_end_it(void **state)
{
    (void)state;
    draw(2, 1, BOARD_RUNNING);
    assert_shows("waiting for nap 3 · 0.1 s, whose worker 1 has died");
    assert_shows("this pool is unsupervised: x ends it");
    assert_hides(" left");
}

static void how_many_others_it_waits_for_is_reported(void **state)
{
    (void)state;
    draw(2, 1, BOARD_RUNNING);
    scene.snapshot->done = scene.snapshot->tasks - 3;
    canvas_erase(&canvas);
    panel_queue(pane_of(&canvas), scene.snapshot);
    assert_shows("waiting for nap 3 · 0.1 s, whose worker 1 has died, and for 2 more");
    scene.snapshot->done = scene.snapshot->tasks - 1;
    canvas_erase(&canvas);
    panel_queue(pane_of(&canvas), scene.snapshot);
    assert_hides("and for");
}

static void a_task_that_no_worker_is_known_to_have_had_is_named_as_well(void **state)
{
    (void)state;
    draw(4, SLOTS_MAX, BOARD_RUNNING);
    assert_shows("waiting for nap 5 · 0.1 s, which a dead worker had taken");
}

static void afterwards_it_is_past(void **state)
{
    (void)state;
    draw(2, 1, BOARD_BROKEN);
    assert_shows("waited in vain for nap 3 · 0.1 s, whose worker 1 has died");
    assert_hides("x ends it");
}

static void when_it_ends_cannot_be_known(void **state)
{
    (void)state;
    draw(2, 1, BOARD_RUNNING);
    assert_true(snapshot_eta_ns(scene.snapshot) == UINT64_MAX);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_scene, close_scene)
    const struct CMUnitTest tests[] = {
        TEST(it_says_for_what_and_how_to_end_it),
        TEST(how_many_others_it_waits_for_is_reported),
        TEST(a_task_that_no_worker_is_known_to_have_had_is_named_as_well),
        TEST(afterwards_it_is_past),
        TEST(when_it_ends_cannot_be_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
