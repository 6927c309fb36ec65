/* What the system says of the workers of a live snapshot's rows, from one look to the next. */
#pragma once

#include "history/snapshot.h"
#include "history/trace.h"

struct sampling {
    uint64_t sampled_at; /* clock_ns(); 0: not yet */
    struct sampler samplers[SNAPSHOT_WORKERS];
    struct process_sample samples[SNAPSHOT_WORKERS];
};

/* Adds to each row what the system said last of its process. `again`: asks the system,
 * unless it was asked less than 0.1 s ago; workers that it calls dead are so in the trace's next snapshot. */
void sampling_look(struct sampling *sampling, struct trace *trace, struct snapshot *snapshot, bool again);
