#include "backoff.h"

#include "clock.h"
#include "coordinator.h"

enum { LONGEST_MS = 100 };

bool backoff_wait(struct coordinator *coordinator, struct backoff *backoff)
{
    bool alone = atomic_load(&coordinator->board->live) == 0;
    uint64_t before = coordinator_now(coordinator), waited, wanted;

    if (alone && backoff->alone_ns >= BACKOFF_PATIENCE_S * NS_PER_S)
        return false;
    backoff->ms = !backoff->ms ? 1 : backoff->ms < LONGEST_MS / 2 ? 2 * backoff->ms : LONGEST_MS;
    coordinator_wait(coordinator, (int)backoff->ms);
    waited = coordinator_now(coordinator) - before;
    wanted = backoff->ms * NS_PER_MS;
    if (alone)
        backoff->alone_ns += waited < wanted ? waited : wanted;
    return true;
}
