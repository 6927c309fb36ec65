/* What came of an experiment: that of a live one is made by live.h, that of a record here. */
#pragma once

#include "view/model.h"

/* What came of a recording, which is taken over. Owned by the caller: finished_free(). */
struct finished *finished_of(const char *path, const struct recording *recording);

/* The same of a file, which has a run of that number (from 1; 0: any). NULL after the mistake was printed on stderr. */
struct finished *finished_read(const char *path, uint64_t run);

void finished_free(struct finished *finished);
