/* What is unusual in a run, in a sentence for the run screen. Pure. */
#pragma once

#include "view/model.h"

#include <stdbool.h>
#include <stddef.h>

/* The user holds the run: no task starts. */
bool run_is_held(const struct model *model);

/* The most important of: trouble, stopping, held, an early toc, deaths and others. False: all is well. */
bool run_status(const struct model *model, unsigned *role, char *buf, size_t size);
