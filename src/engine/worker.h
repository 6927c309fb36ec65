/* The life of a worker. Called after fork: only async-signal-safe calls, no heap, no stdio. */
#pragma once

#include "board/board.h"

struct worker {
    struct board *board;
    struct worker_id id;
    struct workload workload; /* view of the board's */
    uint64_t tic;             /* clock_ns() at tic */
    int notify_fd;            /* a byte here: this worker is idle */
};

/* pool, serial: claims and does tasks until the run is ending. */
void worker_serve(const struct worker *worker);

/* process: does the one task that the coordinator has claimed for it. */
void worker_do_one(const struct worker *worker, uint64_t task);
