/* The timeline, drawn of runs made up. `--show SCENE 80x24 [theme] [colours] [ascii]` prints one. */
#include "scene_timeline.h"

#include "action.h"
#include "clock.h"
#include "picture.h"
#include "scene.h"
#include "view.h"
#include "xmalloc.h"

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

/* ---- pictures ----------------------------------------------------------------------------------------------- */

static void check_golden(const char *name, int w, int h, bool ascii)
{
    canvas_resize(&canvas, w, h);
    canvas.ascii = ascii;
    scene_timeline_draw(&scene, state, &canvas);
    picture_is_golden(&canvas, "timeline_%s_%dx%d%s", name, w, h, ascii ? "_ascii" : "");
}

static void every_run_looks_as_it_did_at_every_size(void **nothing)
{
    (void)nothing;
    for (size_t i = 0; scene_timeline_name(i); i++) {
        open_scene(scene_timeline_name(i), 80, 24, false);
        check_golden(scene_timeline_name(i), 80, 24, false);
        check_golden(scene_timeline_name(i), 80, 24, true);
        check_golden(scene_timeline_name(i), 120, 36, false);
        check_golden(scene_timeline_name(i), 200, 50, false);
        close_scene();
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_run_looks_as_it_did_at_every_size),
    };
    if (argc >= 4 && strcmp(argv[1], "--show") == 0) {
        int w = 80, h = 24;
        sscanf(argv[3], "%dx%d", &w, &h);
        open_scene(argv[2], w, h, argc > 6);
        for (const char *key = argc > 7 ? argv[7] : ""; *key; key++)
            press(action_for(SCREEN_TIMELINE, (unsigned char)*key));
        scene_print(&canvas, argc > 4 ? argv[4] : "dark", argc > 5 ? atoi(argv[5]) : 256);
        fflush(stdout);
        close_scene();
        return 0;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
