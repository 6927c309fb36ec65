/* What the operating system says of a process. */
#ifndef TICTOC_SAMPLE_H
#define TICTOC_SAMPLE_H

#include "snapshot.h"

/* Of one process, from one sampling to the next. */
struct sampler {
    int pid;
    uint64_t cpu_ns, ready_ns; /* on a processor, waiting for one: /proc/PID/schedstat */
};

/* Samples `pid`. On a core and ready for one both read R in /proc/PID/stat; what it has had of each since the last
 * sampling tells them apart. A process that has gone is OS_UNKNOWN. */
struct worker_sample sample_process(struct sampler *sampler, int pid);

#endif
