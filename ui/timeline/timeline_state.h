/* The state of the timeline's view: the selection, the stretch that is shown, and their moves. Pure. */
#pragma once

#include "view/action.h"
#include "view/model.h"
#include "timeline/timeline_grid.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct timeline_state {
    const struct recording *of; /* with `run` the run shown; only compared, never read */
    size_t run;
    bool zoomed; /* false: all is shown */
    struct timeline_window window;
    uint64_t all; /* ns, end of the axis; set by timeline_fit() */
    uint64_t now; /* the moment, at most `all`; set by timeline_fit() */
    int rows;     /* slots shown; set by the view */
    bool running; /* some run goes on; set by the view */
};

/* Fits it to a run whose axis is `all` ns long. A moment that leaves the stretch is followed:
 * the next stretch begins a fourth of itself before it. Without a selection by the user
 * the last task to end is selected, or, before the end, what the worker does now. */
void timeline_fit(struct timeline_state *state, const struct timeline_model *timeline, uint64_t all);

/* False: the action is none of the timeline's. */
bool timeline_move(struct timeline_state *state, const struct timeline_model *timeline, enum action action);

/* Zooms around a moment inside the stretch. */
void timeline_zoom(struct timeline_state *state, uint64_t anchor, bool closer);

/* Selects, as the user does, the last task of a slot that begins before a moment. */
void timeline_select(struct timeline_state *state, const struct timeline_model *timeline, uint32_t slot,
                     uint64_t before);
