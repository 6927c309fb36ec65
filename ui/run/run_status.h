/* What is out of the ordinary in a run, for the run screen. Pure. */
#pragma once

#include "view/model.h"

#include <stdbool.h>
#include <stddef.h>

/* The run goes on, but no task starts. */
bool run_is_held(const struct model *model);

/* One sentence about what is out of the ordinary: held,
 * stopping, toc said too early, deaths, trouble. False: all is well. */
bool run_status(const struct model *model, unsigned *role, char *buf, size_t size);
