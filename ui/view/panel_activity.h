/* Tasks a second and workers in a task, over the time of a run. */
#pragma once

#include "draw/canvas.h"
#include "history/activity.h"
#include "work/strategy.h"

/* Up to `now`, ns since tic, of a run of so many tasks:
 * where they are few, how many are done instead of a rate. */
void panel_activity(struct pane box, const struct strategy *strategy, const struct activity *activity,
                    uint64_t tasks, uint64_t now);
