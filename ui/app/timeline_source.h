/* The showcase: makes the exhibit of a run, for the timeline, and keeps it for as long as it is looked at.
 *
 *     timeline_source_record(&showcase, &recording, run);      a run that has ended
 *     showcase.exhibit                                  for the model
 *     timeline_source_live(&showcase, &series, &recording);    the run that goes on, as it is now; before each frame
 *     timeline_source_close(&showcase);                        and before its board is taken away
 *
 * A replay sets exhibit.now to its moment afterwards; nothing else changes with it. */
#ifndef TICTOC_TIMELINE_SOURCE_H
#define TICTOC_TIMELINE_SOURCE_H

#include "view/model.h"
#include "history/trace_live.h"

#include <stdbool.h>
#include <stddef.h>

struct timeline_source {
    bool open; /* the exhibit is there */
    struct timeline_model timeline_model;
    struct trace trace;     /* owned; of a run that has ended */
    struct trace_live live; /* owned; of one that goes on */
    struct plan plan;          /* a copy: runs of a recording move */
    const struct recording *recording;
    uint64_t strategy, repeat; /* the run that is shown: its place in the recording may change */
    bool warmup;
};

/* Shows run `run` of a recording, which has that many. Does nothing when it is the one that is shown. */
void timeline_source_record(struct timeline_source *timeline_source, const struct recording *recording,
                            size_t run);

/* Shows the run that goes on, which will be the next of the recording, at `now` ns since tic. */
void timeline_source_live(struct timeline_source *timeline_source, const struct series *series,
                          const struct recording *recording, uint64_t now);

void timeline_source_close(struct timeline_source *timeline_source);

#endif
