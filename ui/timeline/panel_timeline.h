/* The panels of the timeline screen. Each is a pure function of what it shows and draws its border, too. */
#pragma once

#include "draw/canvas.h"
#include "view/model.h"
#include "timeline/timeline_grid.h"

/* Slots with their tasks over time, the queue, the marks. */
void panel_timeline(struct pane box, const struct timeline_model *timeline,
                    const struct timeline_window *window);

/* The selected task. */
void panel_task(struct pane box, const struct timeline_model *timeline, const struct timeline_window *window);

/* This run, another order, and the lower bound of all. */
void panel_limit(struct pane box, const struct timeline_model *timeline);

/* What the rows show, for the legend and the row of the rest. */
struct timeline_seen {
    uint32_t most;                     /* tasks in a column */
    unsigned phases;                   /* bits: 1u << enum trace_phase */
    bool died;                         /* an attempt died, other than with a stopped run */
    bool no_core;                      /* a column is hatched for lack of a core */
    uint64_t ns[TIMELINE_COLUMNS_MAX]; /* in attempts, of each column */
};

/* One slot, in a pane that may be several rows high. Adds to `seen`. */
void timeline_row(struct pane pane, const struct timeline_model *timeline,
                  const struct timeline_window *window, uint32_t slot, struct timeline_seen *seen);

/* The share of its life that a slot's worker at a moment spent without a core; a live worker's is sampled.
 * 0: too little to show, or not known. */
double timeline_no_core(const struct timeline_model *timeline, uint32_t slot, uint64_t at);

/* A column as high as a share of 0 … 1, at least an eighth. */
void timeline_share(struct pane pane, int x, double share, unsigned role);

/* ns, summed, that the other workers idled while the last task held the end; 0: too little to mention. */
uint64_t timeline_held_ns(const struct timeline_model *timeline);

/* Toc came while tasks still ran. */
bool timeline_is_unjoined(const struct timeline_model *timeline);

struct phase_look {
    uint32_t glyph;
    char ascii;
    unsigned role;
    const char *word;
};

extern const struct phase_look phase_looks[PHASES];
