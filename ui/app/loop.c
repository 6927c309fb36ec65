#include "app/loop.h"

#include "app/actions.h"
#include "app/record_list.h"
#include "base/clock.h"
#include "base/xmalloc.h"
#include "base/signals.h"
#include "term/crash.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/* How often a run that is not on the screen is read, so that none of its output is lost. */
#define POLL_NS (NS_PER_S / 5)

/* How soon a new guard is tried after one was refused or killed: the cause may still be there. */
#define GUARD_AGAIN_NS (2 * NS_PER_S)

/* ---- frames ------------------------------------------------------------------------------------------- */

/* The live run is on the screen. */
static bool is_on_timeline(const struct app *app)
{
    return app->screen == SCREEN_TIMELINE && app->timeline_run == TIMELINE_NEWEST;
}

static bool is_watched(const struct app *app)
{
    return app->live.session.playing && (views[app->screen]->window || is_on_timeline(app));
}

static bool is_moving(struct app *app)
{
    const struct transport *transport = app_transport(app);
    return transport ? transport->playing : is_watched(app);
}

/* Takes the part of the run that the view on the screen shows. A view without a run:
 * the part that the run screen would show, because that screen has to have the run as it ended. */
static void look_at_run(struct app *app, bool watched)
{
    enum screen screen = watched ? app->screen : SCREEN_RUN;
    const struct view_ops *view = views[screen];
    struct snapshot_window window = { .workers = 0 };
    int w = term_shown(app->term)->w, h = term_shown(app->term)->h;
    view->prepare(app->states[screen], &app->model, w, h);
    if (view->window)
        view->window(app->states[screen], &app->model, w, h, &window);
    if (is_on_timeline(app)) { /* which shows whether its workers have a core */
        window.first_worker = 0;
        window.workers = h < SNAPSHOT_WORKERS ? (uint32_t)h : SNAPSHOT_WORKERS;
    }
    session_look(&app->live.session, &window, watched || is_on_timeline(app));
    const struct snapshot *snapshot = app->live.session.snapshot;
    activity_note(&app->live.activity, snapshot->now, snapshot->done, snapshot->busy_ns);
    for (uint32_t i = 0; i < snapshot->worker_count; i++)
        activity_note_worker(&app->live.activity, snapshot->workers[i].slot, snapshot->now,
                             snapshot->workers[i].busy_ns);
}

static void draw_frame(struct app *app)
{
    const struct view_ops *view = views[app->screen];
    void *state = app->states[app->screen];
    int w = term_shown(app->term)->w, h = term_shown(app->term)->h;
    app->drawn_ns = clock_ns();
    canvas_resize(&app->canvas, w, h);
    play_look(app, view, state, w, h);
    app_model(app);
    if (is_watched(app))
        look_at_run(app, view->window != NULL);
    app_index_timeline(app);
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

/* Without a guard, SIGKILL would leave the terminal as it is: that is reported once. */
static void tend_guard(struct app *app)
{
    if (guard_tend(&app->guard) || clock_ns() < app->guard_ns + GUARD_AGAIN_NS)
        return;
    app->guard_ns = clock_ns();
    if (guard_start(&app->guard, term_rescue(app->term)) || app->guard_reported)
        return;
    app->guard_reported = true;
    app_report(app, "No guard (fork: %s): after SIGKILL, type reset.", strerror(errno));
}

/* ms for poll(); -1: no limit. */
static int timeout_ms(struct app *app)
{
    bool estimates = !app->live.session.playing && app->experiments.estimated < app->experiments.count;
    int ms = estimates || record_list_waits(app) ? 0 : session_tend_ms(&app->live.session);
    ms = sooner(ms, term_key_ms(app->term));
    if (app->guard.fd < 0)
        ms = sooner(ms, clock_ms_until(app->guard_ns + GUARD_AGAIN_NS));
    if (app->changed || is_moving(app))
        ms = sooner(ms, clock_ms_until(app->drawn_ns + frame_ns(app)));
    if (playlist_tend_ns(app))
        ms = sooner(ms, clock_ms_until(playlist_tend_ns(app)));
    if (app->live.session.playing && !is_watched(app))
        ms = sooner(ms, clock_ms_until(app->read_ns + POLL_NS));
    return ms;
}

static bool end_by_signal(struct app *app, struct signals came)
{
    app->signal = came.end ? came.end : app->signal;
    app->over = app->over || came.end;
    return came.end;
}

/* Ctrl-Z: the run stops with us, and goes on with us. */
static void sleep_with_job(struct app *app)
{
    struct transport *transport = app_transport(app);
    if (!signals_can_stop()) {
        app_report(app, "Ctrl-Z does nothing in the first process of a container.");
        app->changed = true;
        return;
    }
    if (transport)
        transport_rest(transport, clock_ns());
    session_suspend(&app->live.session);
    term_suspend(app->term);
    signals_stop_here();
    /* A job that is killed while it is stopped has no terminal to come back to. */
    if (end_by_signal(app, signals_take()))
        return;
    term_resume(app->term);
    session_resume(&app->live.session);
    if (transport)
        transport_resume(transport, clock_ns());
    if (app->live.session.playing)
        app_report(app, "Ctrl-Z stopped the run as well; its times include that.");
    app->changed = true;
}

static void take_signals(struct app *app)
{
    struct signals came = signals_take();
    if (end_by_signal(app, came))
        return;
    if (came.stop)
        sleep_with_job(app);
    /* Another program may have used the terminal meanwhile. */
    if (came.resumed && !came.stop) {
        term_suspend(app->term);
        term_resume(app->term);
    }
    if (came.resized)
        term_resize(app->term);
    app->changed = app->changed || came.resized || came.resumed;
}

static void read_unwatched(struct app *app)
{
    uint64_t now = clock_ns();
    if (!app->live.session.playing || is_watched(app) || now < app->read_ns + POLL_NS)
        return;
    app_model(app);
    look_at_run(app, false);
    app->read_ns = now;
}

static void estimate(struct app *app)
{
    if (!app->live.session.playing && experiment_list_estimate(&app->experiments, &app->machine))
        app->changed = true;
}

static void read_keys(struct app *app)
{
    struct key_press press;
    while (!app->over && (press = term_key(app->term)).key != K_NONE)
        actions_press(app, &press);
}

/* The terminal of the keys, or that of the screen. */
static bool has_gone(const struct pollfd *terminal)
{
    return terminal->revents & (POLLHUP | POLLERR | POLLNVAL);
}

static void wait_and_act(struct app *app)
{
    struct pollfd fds[] = {
        { .fd = STDIN_FILENO, .events = POLLIN },
        { .fd = app->signals_fd, .events = POLLIN },
        { .fd = session_fd(&app->live.session), .events = POLLIN },
        { .fd = STDOUT_FILENO, .events = 0 },
    };
    int ready = poll(fds, sizeof fds / sizeof *fds, timeout_ms(app));
    take_signals(app);
    tend_guard(app);
    if (ready > 0 && (has_gone(&fds[0]) || has_gone(&fds[3]))) {
        app->signal = app->signal ? app->signal : SIGHUP;
        app->over = true;
    }
    if (!app->over)
        actions_news(app, live_tend(&app->live, ready > 0 && fds[2].revents));
    if (!app->over)
        playlist_tend(app);
    read_unwatched(app);
    read_keys(app);
    if (ready == 0 && !app->changed) /* what has changed is drawn first */
        record_list_tend(app);
    if (ready == 0)
        estimate(app);
}

void loop_run(struct app *app)
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

bool loop_open(struct app *app, char *err, size_t size)
{
    char complaint[APP_TEXT_MAX];
    settings_open(&app->settings, complaint, sizeof complaint);
    static const struct signals_screen screen = { .give_back = crash_give_back,
                                                  .is_held_up = crash_in_library };
    struct term_options term = { .theme = (enum theme)app->settings.theme,
                                 .ascii = app->options->ascii || app->settings.ascii,
                                 .on_rescue = crash_rescue };
    if (app->options->theme)
        theme_by_name(app->options->theme, &term.theme);
    app->signals_fd = signals_open(&screen);
    crash_open();
    xmalloc_on_failure(crash_give_back);
    app->term = term_open(&term, err, size);
    if (!app->term) {
        xmalloc_on_failure(NULL);
        crash_close();
        signals_close();
        return false;
    }
    app->guard = (struct guard){ .fd = -1, .pid = -1 };
    tend_guard(app);
    app->mouse = app->settings.mouse;
    term_mouse(app->term, app->mouse);
    canvas_init(&app->canvas, term_shown(app->term)->w, term_shown(app->term)->h,
                term_shown(app->term)->ascii);
    if (complaint[0])
        app_report(app, "%s", complaint);
    return true;
}

void loop_close(struct app *app)
{
    canvas_release(&app->canvas);
    term_close(app->term);
    guard_dismiss(&app->guard);
    xmalloc_on_failure(NULL);
    signals_close();
    crash_close();
}
