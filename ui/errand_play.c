/* Errands of what is played back: a run, or a race of several. */
#include "app.h"

#include "clock.h"

/* What a key does to the transport; scrubbing is in hundredths of the whole. */
static const struct {
    enum action action;
    void (*act)(struct transport *transport, uint64_t clock);
    int scrub;
} moves[] = {
    { ACTION_FASTER, transport_faster, 0 },
    { ACTION_SLOWER, transport_slower, 0 },
    { ACTION_LEFT, NULL, -1 },
    { ACTION_RIGHT, NULL, 1 },
    { ACTION_PAGE_UP, NULL, -10 },
    { ACTION_PAGE_DOWN, NULL, 10 },
    { ACTION_FIRST, NULL, -100 },
    { ACTION_LAST, NULL, 100 },
};

static bool act_on_transport(struct transport *transport, enum action action, uint64_t clock)
{
    if (action == ACTION_PLAY) {
        transport_play(transport, clock, !transport->playing);
        return true;
    }
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        if (moves[i].action != action)
            continue;
        if (moves[i].act)
            moves[i].act(transport, clock);
        else
            transport_scrub(transport, clock, moves[i].scrub);
        return true;
    }
    return false;
}

/* Exactly there, and standing: whoever steps wants to look. */
static void step(struct app *app, struct transport *transport, bool after, uint64_t clock)
{
    const struct replay *replay = &app->player.playback.replay;
    uint64_t now = transport_now(transport, clock);
    transport_play(transport, clock, false);
    transport_move(transport, clock, after ? replay_next(replay, now) : replay_previous(replay, now));
}

/* The one that comes next plays if this one did. */
static void change_run(struct app *app, bool after)
{
    bool playing = app->player.transport.playing;
    if (!(after ? player_next(&app->player) : player_previous(&app->player)))
        app_tell(app, after ? "This is the last run there is." : "This is the first run there is.");
    else if (playing)
        transport_play(&app->player.transport, clock_ns(), true);
    app_model(app);
}

bool play_act(struct app *app, enum action action)
{
    struct transport *transport = app_transport(app);
    uint64_t clock = clock_ns();
    if (!transport)
        return false;
    if (act_on_transport(transport, action, clock))
        return true;
    if (action == ACTION_EVENT_AFTER || action == ACTION_EVENT_BEFORE)
        step(app, transport, action == ACTION_EVENT_AFTER, clock);
    else if (action == ACTION_RUN_AFTER || action == ACTION_RUN_BEFORE)
        change_run(app, action == ACTION_RUN_AFTER);
    else if (action == ACTION_NEWER || action == ACTION_OLDER) /* on the timeline */
        change_run(app, action == ACTION_NEWER);
    else
        return false;
    return true;
}
