/* What the system refuses now it may give a moment later: it is tried again after a while, 1 ms at first, then longer
 * and longer.
 *
 * A coordinator whose fork was refused waits like this. Whoever of this run ends
 * meanwhile makes room, so as long as somebody is left there is no end to it. With nobody left only others can make
 * room, and they have a few seconds to do so; what the coordinator itself is stopped for does not count.
 *
 *     struct backoff backoff = { 0 };
 *     while ((error = coordinator_spawn(…)) && backoff_wait(coordinator, &backoff))
 *         ; */
#ifndef TICTOC_BACKOFF_H
#define TICTOC_BACKOFF_H

#include <stdbool.h>
#include <stdint.h>

/* How long it is tried again with nobody left. */
#define BACKOFF_PATIENCE_S 5

struct coordinator;

/* Zeroes: the last try went well. */
struct backoff {
    unsigned ms;       /* the last wait */
    uint64_t alone_ns; /* waited with nobody left */
};

/* How long the next wait is to be, ms: 1, then twice as long each time, up to `longest`. */
unsigned backoff_next(struct backoff *backoff, unsigned longest);

/* Waits, or until something happens. False, at once, when patience is at an end. */
bool backoff_wait(struct coordinator *coordinator, struct backoff *backoff);

#endif
