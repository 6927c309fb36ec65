/* The panels of the timeline screen: each a pure function of what it shows,
 * into the pane it is given, border included. */
#pragma once

#include "draw/canvas.h"
#include "view/model.h"
#include "timeline/timeline_grid.h"

/* Slots with their tasks over time, the queue, the marks. */
void panel_timeline(struct pane box, const struct timeline_model *timeline,
                    const struct timeline_window *window);

/* The task that is selected. */
void panel_task(struct pane box, const struct timeline_model *timeline, const struct timeline_window *window);

/* This run beside what other orders would take, and what none can beat. */
void panel_limit(struct pane box, const struct timeline_model *timeline);

/* What all rows together have shown. */
struct timeline_seen {
    uint32_t most;                     /* tasks in a column */
    unsigned phases;                   /* bits: 1u << enum trace_phase */
    bool died;                         /* attempts that died, not stopped with the run */
    bool no_core;                      /* hatched columns of workers that lacked a core */
    uint64_t ns[TIMELINE_COLUMNS_MAX]; /* in attempts, by column */
};

/* One slot, in a pane that may be several rows high. Adds to `seen`. */
void timeline_row(struct pane pane, const struct timeline_model *timeline,
                  const struct timeline_window *window, uint32_t slot, struct timeline_seen *seen);

/* The share of its time for which the worker of a slot at a moment had no core, on the average of its life;
 * 0: none that is worth showing, or not known. A live worker's is sampled. */
double timeline_no_core(const struct timeline_model *timeline, uint32_t slot, uint64_t at);

/* A column as high as a share of 0 … 1, in eighths, and never nothing. */
void timeline_share(struct pane pane, int x, double share, unsigned role);

/* Time that the other workers were idle for while the last task held the end, in all;
 * 0: none that is worth a word. */
uint64_t timeline_held_ns(const struct timeline_model *timeline);

/* toc was said while tasks still ran. */
bool timeline_is_unjoined(const struct timeline_model *timeline);

/* How the phases look, beside their role. */
struct phase_look {
    uint32_t glyph;
    char ascii;
    unsigned role;
    const char *word;
};

extern const struct phase_look phase_looks[PHASES];
