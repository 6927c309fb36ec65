/* Workers that die before they begin a task, in a row: the cause is in all of them (a preloaded library,
 * no memory), and to replace them would never end. After a few the next one is started later, then still
 * later, and in the end the run is given up with the reason. A worker that begins a task ends the row. */
#pragma once

#include "engine/backoff.h"

/* Zeroes at the beginning. */
struct crash_loop {
    struct backoff backoff;
    unsigned waits; /* so far, in this row */
};

/* Before each start that may be the next of a row:
 * waits as long as the row demands. False: the run is to stop, or is given up, and its trouble is noted. */
bool crash_loop_wait(struct coordinator *coordinator, struct crash_loop *loop);
