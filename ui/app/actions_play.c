#include "app/actions.h"

#include "base/clock.h"
#include "view/panel_scrub.h"

/* What a key does to the transport: to its speed, or by how many hundredths of the whole it scrubs. */
static const struct {
    enum action action;
    int speed, scrub;
} moves[] = {
    { ACTION_FASTER, 1, 0 },   { ACTION_SLOWER, -1, 0 },   { ACTION_LEFT, 0, -1 },
    { ACTION_RIGHT, 0, 1 },    { ACTION_PAGE_UP, 0, -10 }, { ACTION_PAGE_DOWN, 0, 10 },
    { ACTION_FIRST, 0, -100 }, { ACTION_LAST, 0, 100 },
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
        if (moves[i].speed)
            transport_change_speed(transport, clock, moves[i].speed);
        else
            transport_scrub(transport, clock, moves[i].scrub);
        return true;
    }
    return false;
}

/* Exactly there, and paused. */
static void step_replay(struct app *app, struct transport *transport, bool after, uint64_t clock)
{
    const struct trace *trace = &app->player.playback.trace;
    uint64_t now = transport_now(transport, clock);
    transport_play(transport, clock, false);
    if (app->screen == SCREEN_RACE)
        now = race_step(&app->race, now, after);
    else
        now = after ? trace_next(trace, now) : trace_previous(trace, now);
    if (now == transport_now(transport, clock))
        app_report(app, "%s", action_idle(after ? ACTION_EVENT_AFTER : ACTION_EVENT_BEFORE));
    transport_move(transport, clock, now);
}

/* The one that comes next plays if this one did. */
static void change_run(struct app *app, bool after)
{
    bool playing = app->player.transport.playing;
    if (!player_step(&app->player, after))
        app_report(app, after ? "This is the last run there is." : "This is the first run there is.");
    else if (playing)
        transport_play(&app->player.transport, clock_ns(), true);
    app_model(app);
}

/* ---- races -------------------------------------------------------------------------------------------- */

/* A race that takes longer than this is played faster than it was. */
#define RACE_NS (10 * NS_PER_S)

/* False, where it is reported: there is nothing to race. */
static bool open_race(struct app *app, const struct finished *finished)
{
    struct race *race = &app->race;
    if (!finished) {
        app_report(app, "There is nothing to race yet.");
        return false;
    }
    race_close(race);
    race_open(race, finished);
    if (race->lane_count == 0) {
        race_close(race);
        app_report(app, "No run has come to its end: there is nothing to race.");
        return false;
    }
    transport_open(&app->race_transport, race->scrub.end);
    app->race_transport.speed = transport_speed_within(race->scrub.end, RACE_NS);
    app->behind_race = app->screen;
    app_show(app, SCREEN_RACE);
    return true;
}

void play_race(struct app *app, const struct request *request)
{
    bool again = app->screen == SCREEN_RACE;
    if (again)
        transport_move(&app->race_transport, clock_ns(), 0);
    if (again ||
        open_race(app, app->player.open ? app->player.files.all[app->player.file] : request->finished))
        transport_play(&app->race_transport, clock_ns(), true);
}

/* ---- the whole ---------------------------------------------------------------------------------------- */

void play_look(struct app *app, const struct view_ops *view, void *state, int w, int h)
{
    struct transport *transport = app_transport(app);
    bool races = app->screen == SCREEN_RACE;
    struct scrub *scrub = races ? &app->race.scrub : &app->player.playback.scrub;
    uint64_t clock = clock_ns();
    if (!transport)
        return;
    transport_tend(transport, clock);
    scrub->now = transport_now(transport, clock);
    scrub->speed = transport->speed;
    scrub->playing = transport->playing;
    if (races)
        race_seek(&app->race, scrub->now);
    else
        playback_fit(&app->player.playback, scrub->now, view, state, w, h);
}

bool play_point(struct app *app, const struct key_press *press)
{
    struct transport *transport = app_transport(app);
    uint64_t moment;
    bool shown = transport && app->model.scrub && app->screen != SCREEN_TIMELINE;
    bool there = shown && press->key == K_CLICK && press->y == app->canvas.h - 2;
    if (!there || !panel_scrub_moment(&app->canvas, app->model.scrub, press->x, &moment))
        return false;
    transport_move(transport, clock_ns(), moment);
    return true;
}

bool play_act(struct app *app, enum action action)
{
    struct transport *transport = app_transport(app);
    uint64_t clock = clock_ns();
    if (!transport)
        return false;
    uint64_t before = transport_now(transport, clock);
    double speed = transport->speed;
    if (act_on_transport(transport, action, clock)) {
        bool same = transport_now(transport, clock) == before && transport->speed == speed;
        if (same && action != ACTION_PLAY)
            app_report(app, "%s", action_idle(action));
        return true;
    }
    if (action == ACTION_EVENT_AFTER || action == ACTION_EVENT_BEFORE)
        step_replay(app, transport, action == ACTION_EVENT_AFTER, clock);
    else if (action == ACTION_RUN_AFTER || action == ACTION_NEWER) /* the latter on the timeline */
        change_run(app, true);
    else if (action == ACTION_RUN_BEFORE || action == ACTION_OLDER)
        change_run(app, false);
    else
        return false;
    return true;
}
