/* Actions on what is played back: a run, or a race of several. */
#ifndef TICTOC_ACTIONS_PLAY_H
#define TICTOC_ACTIONS_PLAY_H

#include "app/app.h"

#include <stdbool.h>

/* Brings the replay on this screen to its moment, and prepares it for a view at a size. */
void play_look(struct app *app, const struct view_ops *view, void *state, int w, int h);

/* Begins a race; it ends when the screen shows something else. */
void play_race(struct app *app, const struct finished *finished);

/* A click on the bar goes to that moment. False: the click was elsewhere. */
bool play_point(struct app *app, const struct key_press *press);

/* False: the action means nothing to a replay, or there is none on this screen. */
bool play_act(struct app *app, enum action action);

#endif
