/* Runs made up for the timeline: what a pool, a process
 * for every task and the mistake of not joining leave behind. */
#pragma once

#include "draw/canvas.h"
#include "view/model.h"
#include "app/timeline_source.h"

/* A run, planned to the nanosecond. */
struct paper_run {
    const char *experiment; /* its JSON; one strategy */
    uint32_t workers;       /* that live at once, at most */
    uint64_t chunk;
    uint64_t (*length)(uint64_t task); /* ns */
    uint64_t start, between, leave;    /* ns a worker takes to begin, from task to task, to go */
    uint64_t dies, after; /* a task that takes its worker down at its first attempt, so long after its start;
                                          TASK_NONE: none does */
};

/* Carries it out on paper: an idle worker takes the next chunk, the one with the lowest slot first. Owned:
 * record_release(). */
void make_paper_run(struct record *record, const struct paper_run *plan, bool process);

struct scene_timeline {
    struct recording recording;
    struct timeline_source timeline_source;
    struct machine machine;
    struct model model;
};

/* NULL beyond the last. */
const char *scene_timeline_name(size_t index);

/* False: there is no such scene. */
bool scene_timeline_open(struct scene_timeline *scene, const char *name);
void scene_timeline_close(struct scene_timeline *scene);

/* A whole frame, the way the loop draws one. `state` of the view, at first zeroed. */
void scene_timeline_draw(struct scene_timeline *scene, void *state, struct canvas *canvas);
