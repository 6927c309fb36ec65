/* What is selected on the timeline, and which stretch of time is seen:
 * the view's state, and the moves that change it. Pure. */
#pragma once

#include "view/action.h"
#include "view/model.h"
#include "timeline/timeline_grid.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct timeline_state {
    const struct recording *of; /* with `run`: what this is about; not followed, only compared */
    size_t run;
    bool zoomed; /* to window.from … window.to; else all is shown */
    struct timeline_window window;
    uint64_t all; /* ns that all takes; set before each frame, as are the next */
    uint64_t now; /* the moment, as far as that goes */
    int rows;     /* slots that are shown */
    bool running; /* a run goes on, this one or another */
};

/* Fits it to what there is, `all` ns of it. A moment that was seen and has left the stretch is followed:
 * the next stretch begins a fourth of itself before it. Unless the user has selected one,
 * it is the task that ended last, or, while there is none, what the worker does now. */
void timeline_fit(struct timeline_state *state, const struct timeline_model *timeline, uint64_t all);

/* False: the action means nothing here. */
bool timeline_move(struct timeline_state *state, const struct timeline_model *timeline, enum action action);

/* Closer to a moment that is seen, or away from it. */
void timeline_zoom(struct timeline_state *state, uint64_t anchor, bool closer);

/* The last task of a slot that begins before a moment, by hand. */
void timeline_select(struct timeline_state *state, const struct timeline_model *timeline, uint32_t slot,
                     uint64_t before);
