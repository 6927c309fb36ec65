/* The showcase: makes the exhibit of a run, for the timeline, and keeps it for as long as it is looked at.
 *
 *     showcase_record(&showcase, &recording, run);      a run that has ended
 *     showcase.exhibit                                  for the model
 *     showcase_close(&showcase);
 *
 * A replay sets exhibit.now to its moment afterwards; nothing else changes with it. */
#ifndef TICTOC_SHOWCASE_H
#define TICTOC_SHOWCASE_H

#include "model.h"

#include <stdbool.h>
#include <stddef.h>

struct showcase {
    bool open; /* the exhibit is there */
    struct exhibit exhibit;
    struct timeline timeline; /* owned */
    struct plan plan;         /* a copy: runs of a recording move */
    const struct recording *recording;
    uint64_t strategy, repeat; /* the run that is shown: its place in the recording may change */
    bool warmup;
};

/* Shows run `run` of a recording, which has that many. Does nothing when it is the one that is shown. */
void showcase_record(struct showcase *showcase, const struct recording *recording, size_t run);

void showcase_close(struct showcase *showcase);

#endif
