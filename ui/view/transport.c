#include "view/transport.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>

static const double speeds[] = { TRANSPORT_SLOWEST, 0.2, 0.5, 1, 2, 5, 10, 20, 50, TRANSPORT_FASTEST };

#define SPEEDS (sizeof speeds / sizeof *speeds)

void transport_open(struct transport *transport, uint64_t end)
{
    *transport = (struct transport){ .end = end, .speed = 1 };
}

uint64_t transport_now(const struct transport *transport, uint64_t clock)
{
    if (!transport->playing || clock <= transport->since)
        return transport->from;
    double passed = (double)(clock - transport->since) * transport->speed;
    uint64_t left = transport->end - transport->from;
    return passed < (double)left ? transport->from + (uint64_t)passed : transport->end;
}

void transport_rest(struct transport *transport, uint64_t clock)
{
    transport->from = transport_now(transport, clock);
    transport->since = clock;
}

bool transport_tend(struct transport *transport, uint64_t clock)
{
    if (!transport->playing || transport_now(transport, clock) < transport->end)
        return false;
    transport_rest(transport, clock);
    transport->playing = false;
    return true;
}

void transport_play(struct transport *transport, uint64_t clock, bool playing)
{
    transport_rest(transport, clock);
    if (playing && transport->from == transport->end)
        transport->from = 0;
    transport->playing = playing;
}

void transport_resume(struct transport *transport, uint64_t clock)
{
    transport->since = clock;
}

void transport_move(struct transport *transport, uint64_t clock, uint64_t moment)
{
    transport->from = moment < transport->end ? moment : transport->end;
    transport->since = clock;
}

void transport_scrub(struct transport *transport, uint64_t clock, int hundredths)
{
    uint64_t now = transport_now(transport, clock);
    double by = (double)transport->end / 100 * abs(hundredths);
    uint64_t ns = (uint64_t)llround(by);
    if (hundredths < 0)
        transport_move(transport, clock, now > ns ? now - ns : 0);
    else
        transport_move(transport, clock, ns < transport->end - now ? now + ns : transport->end);
}

void transport_change_speed(struct transport *transport, uint64_t clock, int direction)
{
    size_t at = 0;
    while (at < SPEEDS && (direction > 0 ? speeds[at] <= transport->speed : speeds[at] < transport->speed))
        at++;
    transport_rest(transport, clock);
    if (direction > 0 ? at < SPEEDS : at > 0)
        transport->speed = speeds[direction > 0 ? at : at - 1];
}

double transport_speed_within(uint64_t end, uint64_t within)
{
    for (size_t i = 0; i < SPEEDS; i++)
        if (speeds[i] >= 1 && (double)end <= speeds[i] * (double)within)
            return speeds[i];
    return ceil((double)end / (double)within);
}
