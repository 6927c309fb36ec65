/* The player: records that were read whole, their runs played back on the run screen. In a replay it
 * has the place of the session (session.h): before each frame the loop brings it to the moment of the clock.
 *
 *     finished_list_add(&player.files, finished);     each record
 *     player_go(&player, file, run);                  paused at the beginning of a run
 *     player_close(&player); */
#pragma once

#include "app/finished.h"
#include "app/playback.h"
#include "view/transport.h"

#include <stdbool.h>
#include <stddef.h>

struct player {
    struct finished_list files; /* every one has at least one run */
    bool open;                  /* what follows is there */
    size_t file, run;           /* that are played */
    struct playback playback;
    struct transport transport;
};

void player_go(struct player *player, size_t file, size_t run);
void player_close(struct player *player);

/* To the next run, or the one before it, of all files. False: there is none. */
bool player_step(struct player *player, bool after);
