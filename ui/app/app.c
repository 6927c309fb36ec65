/* The loop: one poll() over the keys, the signals and the run. */
#include "app/app.h"

#include "base/clock.h"
#include "term/signals.h"
#include "base/xmalloc.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* How often a run that nobody watches is listened to, so that nothing it says is lost. */
#define POLL_NS (NS_PER_S / 5)

/* How soon another guard is tried when one was refused or killed: whoever does either may do it again. */
#define GUARD_AGAIN_NS (2 * NS_PER_S)

/* ---- the model ---------------------------------------------------------------------------------------- */

const struct view_ops *app_view(enum screen screen)
{
    for (size_t i = 0; views[i]; i++)
        if (views[i]->screen == screen)
            return views[i];
    return NULL;
}

/* The timeline needs an index over its run, which is made when the screen comes up. A run that goes on is taken in
 * further before each frame, and given up before its board is. */
static void bring_timeline_model(struct app *app)
{
    const struct session *session = &app->session;
    const struct player *player = &app->player;
    const struct recording *recording = player->open    ? player->playback.recording
                                        : session->open ? &session->finished->recording
                                                        : NULL;
    bool live = !player->open && session->playing && session->watch &&
                app->timeline_model_run == TIMELINE_MODEL_NEWEST;
    size_t run = player->open ? player->run : app->timeline_model_run;
    if (app->screen != SCREEN_TIMELINE || !recording || (!live && recording->run_count == 0))
        timeline_source_close(&app->timeline_source);
    else if (live)
        timeline_source_live(&app->timeline_source, &session->series, recording,
                             session->snapshot ? session->snapshot->now : 0);
    else
        timeline_source_record(&app->timeline_source, recording,
                               run < recording->run_count ? run : recording->run_count - 1);
    if (app->timeline_source.open && player->open)
        app->timeline_source.timeline_model.now = player->playback.scrub.now;
    app->model.timeline_model = app->timeline_source.open ? &app->timeline_source.timeline_model : NULL;
}

/* What is played back is shown as if it went on. */
static void model_of_replay(struct app *app)
{
    app->model = app->player.playback.model;
    app->model.finished = (const struct finished *const *)app->finished;
    app->model.finished_count = app->finished_count;
}

static void model_of_session(struct app *app)
{
    const struct session *session = &app->session;
    app->model = (struct model){
        .machine = &app->machine,
        .speed = app->experiments.measured ? &app->experiments.speed : NULL,
        .experiments = app->experiments.entry,
        .entry_count = app->experiments.count,
        .entry_wanted = app->wanted,
        .series = session->open ? &session->series : NULL,
        .snapshot = session->snapshot,
        .output = session->open ? &session->output : NULL,
        .recording = session->open ? &session->finished->recording : NULL,
        .running = session->playing,
        .stopping = session->playing && session->series.runner.stop_ns != 0,
        .finished = (const struct finished *const *)app->finished,
        .finished_count = app->finished_count,
        .save_directory = app->save_directory,
    };
}

void app_model(struct app *app)
{
    if (app->player.open)
        model_of_replay(app);
    else
        model_of_session(app);
    if (app->screen == SCREEN_RACE && app->race.finished) {
        app->model.race = &app->race;
        app->model.scrub = &app->race_scrub;
    }
    app->model.timeline_model = app->timeline_source.open ? &app->timeline_source.timeline_model : NULL;
    app->model.message = app->message[0] ? app->message : NULL;
    app->model.asked = app->behind_help;
    app->model.ascii = app->canvas.ascii;
}

struct transport *app_transport(struct app *app)
{
    if (app->screen == SCREEN_RACE)
        return app->race.finished ? &app->race_transport : NULL;
    bool shown = app->screen == SCREEN_RUN || app->screen == SCREEN_TIMELINE;
    return app->player.open && shown ? &app->player.transport : NULL;
}

void app_tell(struct app *app, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(app->message, sizeof app->message, format, args);
    va_end(args);
    app->changed = true;
}

void app_fail(struct app *app, const char *what)
{
    app_tell(app, "%s", what);
    snprintf(app->failure, sizeof app->failure, "%s", what);
}

void app_show(struct app *app, enum screen screen)
{
    const struct view_ops *view = app_view(screen);
    if (!view)
        return;
    if (screen == SCREEN_HELP && app->screen != SCREEN_HELP)
        app->behind_help = app->screen;
    if (app_transport(app))
        transport_rest(app_transport(app), clock_ns());
    if (app->screen == SCREEN_RACE && screen != SCREEN_RACE && screen != SCREEN_HELP)
        play_race_end(app);
    app->screen = screen;
    if (app_transport(app))
        transport_resume(app_transport(app), clock_ns());
    app->changed = true;
    app_model(app);
    bring_timeline_model(app);
    if (view->enter)
        view->enter(app->states[screen], &app->model);
}

void app_edit(struct app *app, const struct experiment *experiment)
{
    const struct view_ops *view = app_view(SCREEN_EDIT);
    app->screen = SCREEN_EDIT;
    app->changed = true;
    app_model(app);
    app->model.edit = experiment;
    view->enter(app->states[SCREEN_EDIT], &app->model);
    app->model.edit = NULL;
}

/* ---- frames ------------------------------------------------------------------------------------------- */

/* The run that goes on is on the screen. */
static bool is_watched(const struct app *app)
{
    bool timeline_models = app->screen == SCREEN_TIMELINE && app->timeline_model_run == TIMELINE_MODEL_NEWEST;
    return app->session.playing && (app_view(app->screen)->window || timeline_models);
}

static bool is_moving(struct app *app)
{
    const struct transport *transport = app_transport(app);
    return transport ? transport->playing : is_watched(app);
}

/* At what the view on the screen shows of the run, or, when it shows none, at what the run screen would: there the run
 * is to be found as it ended, also by somebody who looked elsewhere meanwhile. */
static void look(struct app *app, bool watched)
{
    enum screen screen = watched ? app->screen : SCREEN_RUN;
    const struct view_ops *view = app_view(screen);
    struct snapshot_window window = { .workers = 0 };
    int w = term_columns(app->term), h = term_rows(app->term);
    view->prepare(app->states[screen], &app->model, w, h);
    if (view->window)
        view->window(app->states[screen], &app->model, w, h, &window);
    session_look(&app->session, &window, watched);
}

struct frame app_frame(const struct app *app)
{
    return (struct frame){
        .view = app_view(app->screen),
        .state = app->states[app->screen],
        .model = &app->model,
        .question = app->question ? app->question_text : NULL,
        .entry = app->typing ? app->typed : NULL,
        .wanted = "Save the runs as",
    };
}

static void draw_frame(struct app *app)
{
    const struct view_ops *view = app_view(app->screen);
    void *state = app->states[app->screen];
    int w = term_columns(app->term), h = term_rows(app->term);
    app->drawn_ns = clock_ns();
    canvas_resize(&app->canvas, w, h);
    play_look(app, view, state, w, h);
    app_model(app);
    if (is_watched(app))
        look(app, view->window != NULL);
    bring_timeline_model(app);
    view->prepare(state, &app->model, w, h);
    struct frame frame = app_frame(app);
    frame_draw(&app->canvas, &frame);
    term_blit(app->term, &app->canvas);
    app->changed = false;
}

static uint64_t frame_ns(const struct app *app)
{
    return NS_PER_S / app->settings.fps;
}

/* ---- waiting ------------------------------------------------------------------------------------------ */

static int sooner(int a, int b)
{
    return a < 0 ? b : b < 0 ? a : a < b ? a : b;
}

/* Without one, being killed would leave the terminal as it is: that is told once. */
static void tend_guard(struct app *app)
{
    if (guard_tend(&app->guard) || clock_ns() < app->guard_ns + GUARD_AGAIN_NS)
        return;
    app->guard_ns = clock_ns();
    if (guard_start(&app->guard, term_rescue(app->term)) || app->guard_told)
        return;
    app->guard_told = true;
    app_tell(app, "The terminal has no guard yet: %s", strerror(errno));
}

/* ms; -1: until something comes. */
static int patience(struct app *app)
{
    bool thinking = !app->session.playing && app->experiments.estimated < app->experiments.count;
    int ms = thinking ? 0 : session_tend_ms(&app->session);
    if (app->guard.fd < 0)
        ms = sooner(ms, clock_ms_until(app->guard_ns + GUARD_AGAIN_NS));
    if (app->changed || is_moving(app))
        ms = sooner(ms, clock_ms_until(app->drawn_ns + frame_ns(app)));
    if (app->session.playing && !is_watched(app))
        ms = sooner(ms, clock_ms_until(app->heard_ns + POLL_NS));
    return ms;
}

/* Ctrl-Z: the run stops with us, and goes on with us. */
static void sleep_with_job(struct app *app)
{
    struct transport *transport = app_transport(app);
    if (transport)
        transport_rest(transport, clock_ns());
    session_suspend(&app->session);
    term_suspend(app->term);
    signals_stop_here();
    signals_take(); /* the SIGCONT that woke us */
    term_resume(app->term);
    session_resume(&app->session);
    if (transport)
        transport_resume(transport, clock_ns());
    if (app->session.playing)
        app_tell(app, "Ctrl-Z stopped the run as well; its times include that.");
    app->changed = true;
}

static void hear_signals(struct app *app)
{
    struct signals came = signals_take();
    if (came.end) {
        app->signal = came.end;
        app->over = true;
        return;
    }
    if (came.stop)
        sleep_with_job(app);
    /* Somebody else may have stopped us and used the terminal meanwhile. */
    if (came.resumed && !came.stop) {
        term_suspend(app->term);
        term_resume(app->term);
    }
    if (came.resized)
        term_resize(app->term);
    app->changed = app->changed || came.resized || came.resumed;
}

static void listen(struct app *app)
{
    uint64_t now = clock_ns();
    if (!app->session.playing || is_watched(app) || now < app->heard_ns + POLL_NS)
        return;
    app_model(app);
    look(app, false);
    app->heard_ns = now;
}

static void think(struct app *app)
{
    if (!app->session.playing && experiment_list_estimate(&app->experiments, &app->machine))
        app->changed = true;
}

static void read_keys(struct app *app)
{
    struct key_press press;
    while (!app->over && (press = term_key(app->term)).key != K_NONE)
        actions_press(app, &press);
}

/* Also when it is not the one of the keys: nobody sees the screen any more. */
static bool has_gone(const struct pollfd *terminal)
{
    return terminal->revents & (POLLHUP | POLLERR | POLLNVAL);
}

static void wait_and_act(struct app *app)
{
    struct pollfd fds[] = {
        { .fd = STDIN_FILENO, .events = POLLIN },
        { .fd = app->signals_fd, .events = POLLIN },
        { .fd = session_fd(&app->session), .events = POLLIN },
        { .fd = STDOUT_FILENO, .events = 0 },
    };
    int ready = poll(fds, sizeof fds / sizeof *fds, patience(app));
    hear_signals(app);
    tend_guard(app);
    if (ready > 0 && (has_gone(&fds[0]) || has_gone(&fds[3]))) {
        app->signal = app->signal ? app->signal : SIGHUP;
        app->over = true;
    }
    if (!app->over)
        actions_news(app, session_tend(&app->session, ready > 0 && fds[2].revents));
    listen(app);
    read_keys(app);
    if (ready == 0)
        think(app);
}

void app_loop(struct app *app)
{
    draw_frame(app);
    term_ask_background(app->term);
    while (!app->over) {
        wait_and_act(app);
        bool due = clock_ns() >= app->drawn_ns + frame_ns(app);
        if (!app->over && due && (app->changed || is_moving(app)))
            draw_frame(app);
    }
}

/* ---- opening and closing ------------------------------------------------------------------------------ */

bool app_open(struct app *app, char *err, size_t size)
{
    struct term_options term = { .theme = (enum theme)app->settings.theme,
                                 .ascii = app->options->ascii || app->settings.ascii,
                                 .on_rescue = signals_rescue };
    if (app->options->theme)
        theme_by_name(app->options->theme, &term.theme);
    app->signals_fd = signals_open();
    xmalloc_on_failure(signals_give_back);
    app->term = term_open(&term, err, size);
    if (!app->term) {
        xmalloc_on_failure(NULL);
        signals_close();
        return false;
    }
    app->guard = (struct guard){ .fd = -1, .pid = -1 };
    tend_guard(app);
    app->mouse = app->settings.mouse;
    term_mouse(app->term, app->mouse);
    canvas_init(&app->canvas, term_columns(app->term), term_rows(app->term), term_is_ascii(app->term));
    return true;
}

void app_close(struct app *app)
{
    canvas_release(&app->canvas);
    term_close(app->term);
    guard_dismiss(&app->guard);
    xmalloc_on_failure(NULL);
    signals_close();
}

void app_begin(struct app *app, enum screen screen)
{
    for (size_t i = 0; views[i]; i++)
        app->states[views[i]->screen] = xcalloc(1, views[i]->state_size ? views[i]->state_size : 1);
    app_model(app);
    app_show(app, screen);
}

void app_release(struct app *app)
{
    for (size_t i = 0; views[i]; i++) {
        if (views[i]->release && app->states[views[i]->screen])
            views[i]->release(app->states[views[i]->screen]);
        free(app->states[views[i]->screen]);
    }
    timeline_source_close(&app->timeline_source);
    play_race_end(app);
    player_close(&app->player);
    session_close(&app->session);
    for (size_t i = 0; i < app->finished_count; i++)
        finished_free(app->finished[i]);
    free(app->finished);
    experiment_release(&app->pending);
    experiment_release(&app->given);
    experiment_list_release(&app->experiments);
    strbuf_release(&app->json);
}
