/* Scenes: moments of runs and comparisons made up for tests and for looking at, no process behind them. */
#pragma once

#include "draw/canvas.h"
#include "view/model.h"
#include "view/view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SCENE_FINISHED_MAX 3

struct scene {
    const char *name;
    struct experiment experiment;
    struct machine machine;
    struct series series;
    struct snapshot *snapshot;
    struct output *output;
    struct activity activity; /* as if it had been looked at a few times */
    struct scrub scrub;       /* of what is played back */
    struct finished finished; /* a comparison: what has ended … */
    const struct finished *all_finished[SCENE_FINISHED_MAX];
    struct model model;
    const struct scene_kind *kind;
};

/* Names of all of them, the run screen's and the comparison's; NULL beyond the last. */
const char *scene_run_name(size_t index);
const char *scene_compare_name(size_t index);

/* False: there is no such scene. */
bool scene_open(struct scene *scene, const char *name);
void scene_close(struct scene *scene);

/* Draws the findings anew from the results of a comparison. */
void scene_find(struct scene *scene);

/* Which draws it. */
const struct view_ops *scene_view(const struct scene *scene);

/* Looks at the run again, as the loop would: fills the snapshot for this window. */
void scene_look(struct scene *scene, const struct snapshot_window *window);

/* A whole frame of it, the way the loop draws one. `state` of the view, at first zeroed. */
void scene_draw(struct scene *scene, void *state, struct canvas *canvas);

/* Prints a canvas in colour, for a terminal of its size. */
void scene_print(const struct canvas *canvas, const char *theme, int colours);

/* "--show SCENE 80x24 [theme] [colours] [ascii]": prints a scene and returns true. */
bool scene_show(int argc, char **argv);
