/* The panels of the run screen: each a pure function of what it shows, into the pane it is given.
 * A pane that is a panel includes its border. */
#pragma once

#include "draw/canvas.h"
#include "view/model.h"
#include "history/snapshot.h"

/* One row: the strategies, their times, and how far the one that runs has come. */
void panel_strip(struct pane row, const struct model *model);

/* The workers from row `first` on; where there are more than rows, the last row counts the rest.
 * `chosen`: the row that is selected, of all; -1: none.
 * `activity`: for the history of each where there is room; NULL: none. */
void panel_workers(struct pane box, const struct snapshot *snapshot, const struct activity *activity,
                   int first, int chosen, bool focused);

/* Rows of the list there are, rows that a panel of height `h` shows of them, and the highest `first`. */
int panel_workers_count(const struct snapshot *snapshot);
int panel_workers_rows(const struct snapshot *snapshot, int h);

/* Rows above the list for the heads of its columns: 1 where there is a row to spare. */
int panel_workers_heads(const struct snapshot *snapshot, int h);

/* What waits, and how far all is. */
void panel_queue(struct pane box, const struct snapshot *snapshot);

/* A cell or a block for every task, or a cell for several. */
void panel_map(struct pane box, const struct snapshot *snapshot);

/* Rows the map would like at this width, and the cells it has room for in a panel of this size. */
int panel_map_rows(const struct snapshot *snapshot, int w, int h);
uint32_t panel_map_cells(const struct snapshot *snapshot, int w, int h);

/* True: every task is a block, drawn from what its worker says. */
bool panel_map_has_blocks(const struct snapshot *snapshot, int w, int h);

/* The lines from the first-th on (0: the oldest kept). */
void panel_output(struct pane box, const struct output *output, size_t first, bool focused);
