/* The records that are played back: each read whole, with what came of it.
 *
 *     replay_add(&replay, path, &recording);          takes the recording over
 *     player_open(&player, replay.files, replay.count, ascii)
 *     replay_close(&replay);                          behind player_close() */
#pragma once

#include "app/player.h"
#include "view/model.h"

#include <stddef.h>

struct replay {
    struct finished **finished; /* owned */
    struct played_file *files;  /* owned, their paths as well */
    size_t count;
};

void replay_add(struct replay *replay, const char *path, const struct recording *recording);
void replay_close(struct replay *replay);

/* What came of a recording, which is taken over. Owned by the caller: finished_free(). */
struct finished *finished_of(const struct recording *recording);
