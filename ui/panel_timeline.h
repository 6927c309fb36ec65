/* The panels of the timeline screen: each a pure function of what it shows, into the pane it is given, border included. */
#ifndef TICTOC_PANEL_TIMELINE_H
#define TICTOC_PANEL_TIMELINE_H

#include "canvas.h"
#include "model.h"
#include "timeline_grid.h"

/* Slots with their tasks over time, the queue, the marks. */
void panel_timeline(struct pane box, const struct exhibit *exhibit, const struct timeline_window *window);

/* The task that is selected. */
void panel_task(struct pane box, const struct exhibit *exhibit, const struct timeline_window *window);

/* This run beside what other orders would take, and what none can beat. */
void panel_limit(struct pane box, const struct exhibit *exhibit);

/* One slot: `cells` are the columns of `row`, which may be several rows high. Returns the most tasks in a column. */
uint32_t timeline_row(struct pane row, const struct exhibit *exhibit, const struct timeline_window *window,
                      uint32_t slot);

/* What tells the phases apart, beside their role. */
struct phase_look {
    uint32_t glyph;
    char ascii;
    unsigned role;
    const char *word;
};

extern const struct phase_look phase_looks[PHASES];

#endif
