/* Changes from the command line, made in the JSON tree of a file before its values are checked. */
#pragma once

#include "experiment/experiment.h"
#include "config/diagnostics.h"

/* Makes one change. A path that leads nowhere is reported under the option's name. */
void experiment_override_apply(struct diagnostics *diagnostics, cJSON *root,
                               const struct experiment_override *override);

/* The list that an experiment without "strategies" has: serial, process, pool. */
cJSON *experiment_default_strategies(void);
