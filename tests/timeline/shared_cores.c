/* What the timeline shows of workers that share fewer cores. */
#include "support/scene_timeline.h"

#include "base/xmalloc.h"
#include "support/picture.h"
#include "view/view.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

extern const struct view_ops view_timeline;

static struct scene_timeline scene;
static struct canvas canvas;
static void *state;

static void open_scene(const char *name, bool ascii)
{
    assert_true(scene_timeline_open(&scene, name));
    canvas_init(&canvas, 80, 24, ascii);
    state = xcalloc(1, view_timeline.state_size);
    scene_timeline_draw(&scene, state, &canvas);
}

static void close_scene(void)
{
    free(state);
    canvas_release(&canvas);
    scene_timeline_close(&scene);
}

/* Case A4. What is known of a life that has ended is how long it was on a core in all, and not when. */
static void workers_without_a_core_are_hatched_by_their_share_of_it(void **nothing)
{
    (void)nothing;
    open_scene("chunks", false);
    picture_hides(&canvas, "╱"); /* processor time is not known */
    struct record *record = &scene.recording.runs[0].record;
    for (uint64_t i = 0; i < record->life_count; i++)
        record->lives[i].cpu_ns = record->lives[i].busy_ns / 4;
    scene_timeline_draw(&scene, state, &canvas);
    picture_shows(&canvas, "╱╱╱");
    picture_shows(&canvas, "╱ share without a core");
    picture_shows(&canvas, "had a core 25 % of its time");
    record->lives[0].cpu_ns = record->lives[1].cpu_ns = record->lives[0].busy_ns * 2;
    canvas_erase(&canvas);
    scene_timeline_draw(&scene, state, &canvas);
    picture_hides(&canvas, "╱");
    close_scene();
    open_scene("five", false); /* a nap needs none */
    scene.recording.runs[0].record.lives[0].cpu_ns = 1000;
    scene_timeline_draw(&scene, state, &canvas);
    picture_hides(&canvas, "╱");
    close_scene();
}

/* Of workers that live, only what was sampled. */
static void live_workers_are_hatched_where_they_were_sampled(void **nothing)
{
    (void)nothing;
    open_scene("chunks", true);
    struct snapshot *samples = xcalloc(1, sizeof *samples);
    samples->worker_count = 1;
    samples->workers[0] = (struct worker_facts){ .slot = 1, .life = 1, .no_core = 0.5 };
    scene.timeline_source.timeline.samples = samples;
    scene_timeline_draw(&scene, state, &canvas);
    picture_shows(&canvas, "#/#/#/");
    picture_shows(&canvas, "/ share without a core");
    samples->workers[0].no_core = NO_CORE_LEAST / 2;
    canvas_erase(&canvas);
    scene_timeline_draw(&scene, state, &canvas);
    picture_hides(&canvas, "#/#/#/");
    free(samples);
    close_scene();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(workers_without_a_core_are_hatched_by_their_share_of_it),
        cmocka_unit_test(live_workers_are_hatched_where_they_were_sampled),
    };
    return cmocka_run_group_tests_name("shared_cores", tests, NULL, NULL);
}
