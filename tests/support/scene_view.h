/* A scene on a canvas, with the view that draws it:
 * what tests of the run screen and of the comparison begin with. One at a time. */
#pragma once

#include "view/action.h"
#include "support/picture.h"
#include "support/scene.h"

extern struct scene scene;
extern struct canvas canvas;
extern void *state; /* the view's */

#define assert_shows(words) picture_shows(&canvas, words)
#define assert_hides(words) picture_hides(&canvas, words)

/* Fails the test when there is no such scene. */
void open_scene(const char *name, int w, int h, bool ascii);
void close_scene(void);

/* Fails the test unless all scenes look as their golden files say, the rich one at more sizes. */
void scenes_are_golden(const char *folder, const char *(*name_of)(size_t index), const char *rich);

/* Fails the test unless the scene is drawn soundly at every size. */
void scene_is_sound(void);

/* What the view makes of an action, then all of it anew. */
void press(enum action action);

/* All of it, from the facts as they lie there: a run is not looked at again. */
void draw_again(void);
