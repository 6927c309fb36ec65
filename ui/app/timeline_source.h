/* Where the timeline gets its run from: makes the model
 * of a run and keeps it for as long as the timeline shows it.
 *
 *     timeline_source_record(&source, &recording, run, NULL);      a run that has ended; before each frame
 *     timeline_source_live(&source, &session, &recording);         the live run, as session_look() found it
 *     source.timeline                                        for the model of the views
 *     timeline_source_close(&source);
 *
 * A replay sets timeline.now to its moment afterwards; nothing else changes with it. */
#pragma once

#include "view/model.h"
#include "series/session.h"

#include <stdbool.h>
#include <stddef.h>

struct timeline_source {
    bool open; /* there is a run */
    struct timeline_model timeline;
    struct trace trace;      /* owned; of a run that has ended: that of a live one is its session's */
    struct recorded_run run; /* a copy without its record: its place in the recording may change */
};

/* Shows run `run` of a recording, which has that many.
 * `trace`: that of the run, borrowed; NULL: the source opens one. */
void timeline_source_record(struct timeline_source *source, const struct recording *recording, size_t run,
                            struct trace *trace);

/* Shows the run that goes on, which will be the next of the recording. */
void timeline_source_live(struct timeline_source *source, struct session *session,
                          const struct recording *recording);

void timeline_source_close(struct timeline_source *source);
