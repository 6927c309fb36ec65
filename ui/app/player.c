#include "app/player.h"

#include "view/labels.h"

#include <stdio.h>
#include <string.h>

/* And of which file. */
static void describe(struct player *player)
{
    struct scrub *scrub = &player->playback.scrub;
    size_t used = strlen(scrub->where);
    snprintf(scrub->where + used, sizeof scrub->where - used, " · %s",
             label_file(player->files.all[player->file]->path));
}

void player_go(struct player *player, size_t file, size_t run)
{
    double speed = player->open ? player->transport.speed : 1;
    if (player->open)
        playback_close(&player->playback);
    player->open = true;
    player->file = file;
    player->run = run;
    playback_open(&player->playback, &player->files.all[file]->recording, run);
    transport_open(&player->transport, player->playback.trace.end);
    player->transport.speed = speed;
    describe(player);
}

void player_close(struct player *player)
{
    if (player->open)
        playback_close(&player->playback);
    finished_list_release(&player->files);
    *player = (struct player){ .open = false };
}

static size_t runs_of(const struct player *player, size_t file)
{
    return player->files.all[file]->recording.run_count;
}

bool player_step(struct player *player, bool after)
{
    size_t file = player->file, run = player->run;
    if (after ? run + 1 < runs_of(player, file) : run > 0)
        player_go(player, file, after ? run + 1 : run - 1);
    else if (after ? file + 1 < player->files.count : file > 0)
        player_go(player, after ? file + 1 : file - 1, after ? 0 : runs_of(player, file - 1) - 1);
    else
        return false;
    return true;
}
