/* The panel "What to expect": the tasks of each worker over time,
 * and what starting and handing out cost on top. Estimated and not measured; the panel says so. Pure. */
#pragma once

#include "analysis/estimate.h"
#include "draw/canvas.h"

/* `cores`: those of the machine; `labels`: columns of a strategy's name and the gap behind it. */
void panel_schedule(struct pane box, const struct experiment *experiment, const struct preview *preview,
                    unsigned cores, int labels);
