/* The panels of the run screen. Each is a pure function of what it shows; a box includes its border. */
#pragma once

#include "draw/canvas.h"
#include "view/model.h"
#include "history/snapshot.h"

/* One row: the strategies, their times, and the progress of the running one. */
void panel_strip(struct pane row, const struct model *model);

/* The workers from row `first` on; the last row counts those without a row.
 * `chosen`: the selected row, of all; -1: none.
 * `activity`: for the history of each worker; NULL: none. */
void panel_workers(struct pane box, const struct snapshot *snapshot, const struct activity *activity,
                   int first, int chosen, bool focused);

/* Rows of the list, and how many of them a panel of height `h` shows. */
int panel_workers_count(const struct snapshot *snapshot);
int panel_workers_rows(const struct snapshot *snapshot, int h);

/* Rows for the heads of the columns: 1 if a row is to spare, else 0. */
int panel_workers_heads(const struct snapshot *snapshot, int h);

/* The tasks that wait, and the progress of all. */
void panel_queue(struct pane box, const struct snapshot *snapshot);

/* A block or a cell for each task, or a cell for several. */
void panel_map(struct pane box, const struct snapshot *snapshot);

/* Rows of the map at this width, and its cells in a panel of this size. */
int panel_map_rows(const struct snapshot *snapshot, int w, int h);
uint32_t panel_map_cells(const struct snapshot *snapshot, int w, int h);

/* True: every task is a block, drawn from the facts of its worker. */
bool panel_map_has_blocks(const struct snapshot *snapshot, int w, int h);

/* The lines from the first-th on (0: the oldest kept). */
void panel_output(struct pane box, const struct output *output, size_t first, bool focused);
