/* Playback: a run that was written down, as the model that the screens draw, at any moment.
 * Nothing of it knows the clock: its user gives the moment.
 *
 *     playback_open(&playback, &recording, 3);
 *     playback_frame(&playback, t, view, state, &canvas);     a whole frame of a screen
 *     playback_close(&playback); */
#pragma once

#include "draw/canvas.h"
#include "view/model.h"
#include "record/recording.h"

#include <stddef.h>
#include <stdint.h>

/* A line of the output, at its time. */
struct playback_moment {
    uint64_t time;
    uint32_t index; /* of the task, or of the event */
    enum { MOMENT_STARTS, MOMENT_ENDS, MOMENT_RESULT, MOMENT_EVENT } kind;
};

struct playback {
    const struct recording *recording; /* borrowed */
    size_t run;                        /* of it, from 0 */
    struct trace trace;
    struct results before, after;    /* what had come out when the run began, and when it had ended */
    struct snapshot *snapshot;       /* owned */
    struct output *output;           /* owned */
    struct playback_moment *moments; /* owned; in order */
    size_t moment_count;
    struct activity activity;
    struct scrub scrub; /* the player adds how it is played */
    uint64_t marks[2];  /* of the scrub */
    struct model model;
};

void playback_open(struct playback *playback, const struct recording *recording, size_t run);
void playback_close(struct playback *playback);

/* Brings the model to a moment: the facts that a view shows at a size,
 * for which it is prepared, the output until then. */
struct view_ops;
void playback_fit(struct playback *playback, uint64_t now, const struct view_ops *view, void *state, int w,
                  int h);

/* Draws a screen at a moment. `state` is that of the view, at first zeroed. */
void playback_frame(struct playback *playback, uint64_t now, const struct view_ops *view, void *state,
                    struct canvas *canvas);
