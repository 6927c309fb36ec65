#include "support/scene_view.h"

#include "view/frame.h"
#include "base/xmalloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

struct scene scene;
struct canvas canvas;
void *state;

void open_scene(const char *name, int w, int h, bool ascii)
{
    assert_true(scene_open(&scene, name));
    canvas_init(&canvas, w, h, ascii);
    state = xcalloc(1, scene_view(&scene)->state_size);
    scene_draw(&scene, state, &canvas);
}

void close_scene(void)
{
    free(state);
    canvas_release(&canvas);
    scene_close(&scene);
}

void press(enum action action)
{
    assert_int_equal(scene_view(&scene)->act(state, &scene.model, action).action, ACTION_NONE);
    scene_draw(&scene, state, &canvas);
}

void draw_again(void)
{
    struct frame frame = { .view = scene_view(&scene), .state = state, .model = &scene.model };
    frame.view->prepare(state, &scene.model, canvas.w, canvas.h);
    frame_draw(&canvas, &frame);
}
