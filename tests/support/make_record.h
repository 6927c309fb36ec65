/* Records made up for tests: as a run could have left them, with chunks, deaths,
 * attempts that died, tasks that failed, runs that were broken off. The same seed makes the same record. */
#pragma once

#include "record/recording.h"

struct record_request {
    const struct strategy_ops *ops;
    uint64_t tasks;
    uint32_t slots;
    uint64_t chunk;
    unsigned deaths; /* of 1000 tasks, how many take down their worker */
    unsigned empty;  /* of 100 tasks, how many take no time */
    bool broken;     /* the coordinator is killed in the middle of it */
    uint64_t seed;
};

/* Fills the run: `strategy`, `repeat`, `warmup` are 0. Owned: record_release(&run->record). */
void make_record(struct recorded_run *run, const struct record_request *request);
