#include "app/player.h"

#include <stdio.h>
#include <string.h>

static const char *name_of_file(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* And of which file. */
static void describe(struct player *player)
{
    struct scrub *scrub = &player->playback.scrub;
    size_t used = strlen(scrub->where);
    snprintf(scrub->where + used, sizeof scrub->where - used, " · %s",
             name_of_file(player->list[player->file].path));
}

void player_go(struct player *player, size_t file, size_t run)
{
    double speed = player->open ? player->transport.speed : 1;
    if (player->open)
        playback_close(&player->playback);
    player->open = true;
    player->file = file;
    player->run = run;
    playback_open(&player->playback, player->list[file].recording, run, player->ascii);
    transport_open(&player->transport, player->playback.trace.end);
    player->transport.speed = speed;
    describe(player);
}

void player_open(struct player *player, const struct played_file *list, size_t files, bool ascii)
{
    *player = (struct player){ .list = list, .files = files, .ascii = ascii };
    player_go(player, 0, 0);
}

void player_close(struct player *player)
{
    if (player->open)
        playback_close(&player->playback);
    player->open = false;
}

bool player_step(struct player *player, bool after)
{
    size_t file = player->file, run = player->run;
    if (after ? run + 1 < player->list[file].recording->run_count : run > 0)
        player_go(player, file, after ? run + 1 : run - 1);
    else if (after ? file + 1 < player->files : file > 0)
        player_go(player, after ? file + 1 : file - 1,
                  after ? 0 : player->list[file - 1].recording->run_count - 1);
    else
        return false;
    return true;
}

void player_look(struct player *player, const struct view_ops *view, void *state, int w, int h,
                 uint64_t clock)
{
    transport_tend(&player->transport, clock);
    player->playback.scrub.speed = player->transport.speed;
    player->playback.scrub.playing = player->transport.playing;
    playback_fit(&player->playback, transport_now(&player->transport, clock), view, state, w, h);
}
