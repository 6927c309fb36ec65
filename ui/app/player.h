/* The player: runs that were written down, played back on the run screen. In a replay it has the place of the session
 * (session.h): before each frame the loop brings it to the moment of the clock.
 *
 *     player_open(&player, list, files, ascii);      at the first run, paused
 *     player_go(&player, file, run);                     to another one
 *     player_look(&player, view, state, w, h, clock);    the model as it is by that clock
 *     player_close(&player); */
#pragma once

#include "view/model.h"
#include "app/playback.h"
#include "view/transport.h"
#include "view/view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What can be played: the runs of a file. */
struct played_file {
    char *path;
    const struct recording *recording; /* has at least one run */
};

struct player {
    bool open;
    const struct played_file *list; /* borrowed */
    size_t files;
    size_t file, run; /* that are played */
    bool ascii;
    struct playback playback;
    struct transport transport;
};

void player_open(struct player *player, const struct played_file *list, size_t files, bool ascii);
void player_close(struct player *player);

void player_go(struct player *player, size_t file, size_t run);

/* To the next run, or the one before it, of all files. False: there is none. */
bool player_step(struct player *player, bool after);

void player_look(struct player *player, const struct view_ops *view, void *state, int w, int h,
                 uint64_t clock);
