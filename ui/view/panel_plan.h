/* The panel "Will run", on the home and the edit screen:
 * what an experiment comes to on this machine. Pure. */
#pragma once

#include "draw/canvas.h"
#include "analysis/estimate.h"
#include "series/last_results.h"

#include <stdbool.h>

/* A row for the work and one for each strategy, from row `first` on.
 * `last` NULL: it never ran. `chosen`: the strategy whose row is selected; -1: none. */
void panel_plan(struct pane box, bool focused, const struct experiment *experiment,
                const struct preview *preview, const struct last_time *last, int first, int chosen);

/* Rows there are. */
int panel_plan_rows(const struct experiment *experiment);

/* The columns that labels and the gap behind them get in a panel of so many columns inside. */
int panel_plan_labels(const struct canvas *canvas, const struct experiment *experiment, int w);

/* About how long something takes, in as few digits as that deserves:
 * "below 0.1 s", "3.4 s", "29 s", "5 min". */
char *panel_plan_about(char *buf, size_t size, double ns);
