/* A call that the system refused is tried again after a wait, 1 ms at first, then longer and longer.
 *
 * A coordinator whose fork was refused waits like this. While a worker of the run is live,
 * its end makes room, so the coordinator goes on trying. Without one only other programs can make room,
 * and it gives up after a few seconds. Time in which the coordinator itself is stopped does not count.
 *
 *     struct backoff backoff = { 0 };
 *     while ((error = team_start(…)) && backoff_wait(coordinator, &backoff))
 *         ; */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Seconds of tries with no worker live. */
#define BACKOFF_PATIENCE_S 5

struct coordinator;

/* Zeroes after a try that succeeded. */
struct backoff {
    unsigned ms;       /* the last wait, ms */
    uint64_t alone_ns; /* waited with no worker live, ns */
};

/* The next wait, ms: 1, then twice as long each time, up to `longest`. */
unsigned backoff_next(struct backoff *backoff, unsigned longest);

/* Waits for that time, or until coordinator_wait() has an event.
 * False, at once, when the patience is used up. */
bool backoff_wait(struct coordinator *coordinator, struct backoff *backoff);
