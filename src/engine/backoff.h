/* What the system refuses now it may grant a moment later:
 * it is tried again after a wait, 1 ms at first, then longer and longer.
 *
 * A coordinator whose fork was refused waits like this. While a worker of this run is left,
 * its end makes room, so the coordinator goes on trying. Without one only other programs can make room,
 * and it gives up after a few seconds. Time in which the coordinator itself is stopped does not count.
 *
 *     struct backoff backoff = { 0 };
 *     while ((error = team_start(…)) && backoff_wait(coordinator, &backoff))
 *         ; */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* How long it is tried again with no worker left. */
#define BACKOFF_PATIENCE_S 5

struct coordinator;

/* Zeroes: the last try went well. */
struct backoff {
    unsigned ms;       /* the last wait */
    uint64_t alone_ns; /* waited with no worker left */
};

/* How long the next wait is to be, ms: 1, then twice as long each time, up to `longest`. */
unsigned backoff_next(struct backoff *backoff, unsigned longest);

/* Waits for that time, or until something happens. False, at once, when patience is at an end. */
bool backoff_wait(struct coordinator *coordinator, struct backoff *backoff);
