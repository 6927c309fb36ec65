/* Samples of the operating system for the workers in a live snapshot's rows. */
#pragma once

#include "history/snapshot.h"
#include "history/trace.h"

struct sampling {
    uint64_t sampled_at; /* clock_ns(); 0: not yet */
    struct sampler samplers[SNAPSHOT_WORKERS];
    struct process_sample samples[SNAPSHOT_WORKERS];
};

/* Adds to each row the last sample of its process. `again`: takes new samples, unless the last ones
 * are younger than 0.1 s. Workers that the system reports dead are dead in the trace's next snapshot. */
void sampling_look(struct sampling *sampling, struct trace *trace, struct snapshot *snapshot, bool again);
