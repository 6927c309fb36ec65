#include "support/scene_view.h"

#include "support/sound.h"
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

static void check_golden(const char *folder, const char *name, const struct picture_size *size)
{
    open_scene(name, size->w, size->h, size->ascii);
    picture_is_golden(&canvas, "%s/%s-%s", folder, name, size->name);
    close_scene();
}

void scenes_are_golden(const char *folder, const char *(*name_of)(size_t index), const char *rich)
{
    for (size_t i = 0; name_of(i); i++)
        for (int k = 0; k < PICTURE_SIZES; k++)
            check_golden(folder, name_of(i), &picture_sizes[k]);
    for (int k = PICTURE_SIZES; k < PICTURE_SIZES_RICH; k++)
        check_golden(folder, rich, &picture_sizes[k]);
}

static void fit_scene(int w, int h, bool ascii)
{
    canvas.ascii = ascii;
    canvas_resize(&canvas, w, h);
    scene_draw(&scene, state, &canvas);
}

void scene_is_sound(void)
{
    sound_at_every_size(scene_view(&scene), state, &scene.model, fit_scene);
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
