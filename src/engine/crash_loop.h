/* A crash loop: workers in a row that die before they begin a task. All have the same cause
 * (a preloaded library, no memory), so replacing them would never end.
 * After a few of them each start comes after a wait, each wait longer,
 * and at last the run is given up with the reason. A worker that begins a task ends the row. */
#pragma once

#include "engine/backoff.h"

/* Zeroes before the first start. */
struct crash_loop {
    struct backoff backoff;
    unsigned waits; /* so far, in this row */
};

/* Call it before each start. Waits as long as the row demands.
 * False: the run is to stop, or is given up with its trouble noted. */
bool crash_loop_wait(struct coordinator *coordinator, struct crash_loop *loop);
