/* The work of a worker. It runs after fork: only async-signal-safe calls, no heap, no stdio. */
#pragma once

#include "board/board.h"

struct worker {
    struct board *board;
    struct worker_id id;
    struct workload workload; /* with its settings on the board */
    uint64_t tic;             /* clock_ns() at tic */
    int notify_fd;            /* it writes a byte here when it is idle */
};

/* Claims and does tasks until the run is ending (pool, serial). */
void worker_serve(const struct worker *worker);

/* Does the one task that the coordinator has claimed for it (process). */
void worker_do_one(const struct worker *worker, uint64_t task);
