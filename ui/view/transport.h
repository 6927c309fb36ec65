/* The transport of a player: which moment it is, how fast time goes by, and whether it does.
 * Pure: the time on the clock is given by the caller, in monotonic ns. Moments are ns since tic. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* The slowest and the fastest that transport_change_speed() goes to. */
#define TRANSPORT_SLOWEST 0.1
#define TRANSPORT_FASTEST 100

struct transport {
    uint64_t end;   /* the last moment there is */
    uint64_t from;  /* the moment it was … */
    uint64_t since; /* … when the clock showed this */
    double speed;   /* moments a tick of the clock */
    bool playing;
};

/* At the beginning, paused, at the speed of the clock. */
void transport_open(struct transport *transport, uint64_t end);

/* The moment that it is. At the end it stays there. */
uint64_t transport_now(const struct transport *transport, uint64_t clock);

/* To be called now and then while it plays. True once, when it has reached the end and has paused there. */
bool transport_tend(struct transport *transport, uint64_t clock);

/* Plays or pauses. Played at its end it begins anew. */
void transport_play(struct transport *transport, uint64_t clock, bool playing);

/* From here on time goes by differently, or the screen shows something else:
 * the moment stays without being paused. And the screen shows it again. */
void transport_rest(struct transport *transport, uint64_t clock);
void transport_resume(struct transport *transport, uint64_t clock);

/* Goes to another moment, and goes on from there if it plays. */
void transport_move(struct transport *transport, uint64_t clock, uint64_t moment);

/* By so many hundredths of the whole; below 0: back. */
void transport_scrub(struct transport *transport, uint64_t clock, int hundredths);

/* The next speed up (1) or down (-1). */
void transport_change_speed(struct transport *transport, uint64_t clock, int direction);

/* A speed at which the whole takes no longer than so many ns:
 * 1 where that is enough. Beyond the table where need be. */
double transport_speed_within(uint64_t end, uint64_t within);
