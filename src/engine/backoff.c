#include "engine/backoff.h"

#include "base/clock.h"
#include "base/number.h"
#include "engine/coordinator.h"

enum { LONGEST_MS = 100 };

unsigned backoff_next(struct backoff *backoff, unsigned longest)
{
    backoff->ms = !backoff->ms ? 1 : backoff->ms < longest / 2 ? 2 * backoff->ms : longest;
    return backoff->ms;
}

bool backoff_wait(struct coordinator *coordinator, struct backoff *backoff)
{
    bool alone = atomic_load(&coordinator->board->live) == 0;
    uint64_t before = team_now(&coordinator->team);

    if (alone && backoff->alone_ns >= BACKOFF_PATIENCE_S * NS_PER_S)
        return false;
    coordinator_wait(coordinator, (int)backoff_next(backoff, LONGEST_MS));
    uint64_t waited = team_now(&coordinator->team) - before;
    if (alone)
        backoff->alone_ns += least_of(waited, backoff->ms * NS_PER_MS);
    return true;
}
