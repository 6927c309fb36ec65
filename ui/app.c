/* The loop: one poll() over the keys, the signals and the run. */
#include "app.h"

#include "clock.h"
#include "commands.h"
#include "save.h"
#include "signals.h"
#include "ui.h"
#include "xdg.h"
#include "xmalloc.h"

#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* How often a run that nobody watches is listened to, so that nothing it says is lost. */
#define HEAR_NS (NS_PER_S / 5)

/* ---- the model ---------------------------------------------------------------------------------------- */

const struct view_ops *app_view(enum screen screen)
{
    for (size_t i = 0; views[i]; i++)
        if (views[i]->screen == screen)
            return views[i];
    return NULL;
}

/* The timeline needs an index over its run, which is made when the screen comes up. */
static void bring_exhibit(struct app *app)
{
    const struct stage *stage = &app->stage;
    const struct recording *recording = stage->open ? &stage->finished->recording : NULL;
    if (app->screen != SCREEN_TIMELINE || !recording || recording->run_count == 0)
        showcase_close(&app->showcase);
    else
        showcase_record(&app->showcase, recording, recording->run_count - 1);
}

void app_model(struct app *app)
{
    bring_exhibit(app);
    const struct stage *stage = &app->stage;
    app->model = (struct model){
        .machine = &app->machine,
        .speed = app->shelves.measured ? &app->shelves.speed : NULL,
        .shelves = app->shelves.shelf,
        .shelf_count = app->shelves.count,
        .shelf_wanted = app->wanted,
        .series = stage->open ? &stage->series : NULL,
        .snapshot = stage->snapshot,
        .output = stage->open ? &stage->output : NULL,
        .recording = stage->open ? &stage->finished->recording : NULL,
        .exhibit = app->showcase.open ? &app->showcase.exhibit : NULL,
        .running = stage->playing,
        .stopping = stage->playing && stage->series.runner.stop_ns != 0,
        .held = stage->held,
        .finished = (const struct finished *const *)app->finished,
        .finished_count = app->finished_count,
        .save_directory = app->save_directory,
        .message = app->message[0] ? app->message : NULL,
        .ascii = app->canvas.ascii,
    };
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
    app->screen = screen;
    app->changed = true;
    app_model(app);
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

static bool is_moving(const struct app *app)
{
    return app->stage.playing && app_view(app->screen)->window;
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
    stage_look(&app->stage, &window, watched);
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
    canvas_resize(&app->canvas, w, h);
    app_model(app);
    if (is_moving(app))
        look(app, true);
    view->prepare(state, &app->model, w, h);
    struct frame frame = app_frame(app);
    frame_draw(&app->canvas, &frame);
    term_blit(app->term, &app->canvas);
    app->changed = false;
    app->drawn_ns = clock_ns();
}

static uint64_t frame_ns(const struct app *app)
{
    return NS_PER_S / app->settings.fps;
}

/* ---- waiting ------------------------------------------------------------------------------------------ */

static int ms_until(uint64_t then)
{
    uint64_t now = clock_ns();
    return then > now ? (int)((then - now + NS_PER_MS - 1) / NS_PER_MS) : 0;
}

static int sooner(int a, int b)
{
    return a < 0 ? b : b < 0 ? a : a < b ? a : b;
}

/* ms; -1: until something comes. */
static int patience(const struct app *app)
{
    bool thinking = !app->stage.playing && app->shelves.estimated < app->shelves.count;
    int ms = thinking ? 0 : stage_tend_ms(&app->stage);
    if (app->changed || is_moving(app))
        ms = sooner(ms, ms_until(app->drawn_ns + frame_ns(app)));
    else if (app->stage.playing)
        ms = sooner(ms, ms_until(app->heard_ns + HEAR_NS));
    return ms;
}

/* Ctrl-Z: the run stops with us, and goes on with us. */
static void sleep_with_job(struct app *app)
{
    stage_suspend(&app->stage);
    term_suspend(app->term);
    signals_stop_here();
    signals_take(); /* the SIGCONT that woke us */
    term_resume(app->term);
    stage_resume(&app->stage);
    if (app->stage.held)
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
    if (!app->stage.playing || is_moving(app) || now < app->heard_ns + HEAR_NS)
        return;
    app_model(app);
    look(app, false);
    app->heard_ns = now;
}

static void think(struct app *app)
{
    if (!app->stage.playing && shelves_estimate(&app->shelves, &app->machine))
        app->changed = true;
}

static void read_keys(struct app *app)
{
    struct key_press press;
    while (!app->over && (press = term_key(app->term)).key != K_NONE)
        errand_press(app, &press);
}

static void wait_and_act(struct app *app)
{
    struct pollfd fds[] = {
        { .fd = STDIN_FILENO, .events = POLLIN },
        { .fd = app->signals_fd, .events = POLLIN },
        { .fd = stage_fd(&app->stage), .events = POLLIN },
    };
    int ready = poll(fds, sizeof fds / sizeof *fds, patience(app));
    hear_signals(app);
    if (ready > 0 && fds[0].revents & (POLLHUP | POLLERR | POLLNVAL)) {
        app->signal = app->signal ? app->signal : SIGHUP; /* the terminal is gone */
        app->over = true;
    }
    if (!app->over)
        errand_news(app, stage_tend(&app->stage, ready > 0 && fds[2].revents));
    listen(app);
    read_keys(app);
    if (ready == 0)
        think(app);
}

static void run_loop(struct app *app)
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

/* Where an edited experiment is saved if nobody says otherwise: where the catalog would find it. */
static void find_save_directory(struct app *app)
{
    char *own = xdg_path(XDG_CONFIG, "");
    const char *directory = access("config", W_OK) == 0 ? "config/" : own ? own : "";
    snprintf(app->save_directory, sizeof app->save_directory, "%s", directory);
    free(own);
}

static bool open_terminal(struct app *app)
{
    struct term_options term = { .theme = (enum theme)app->settings.theme,
                                 .ascii = app->options->ascii || app->settings.ascii };
    char err[APP_TEXT_MAX];
    if (app->options->theme)
        theme_by_name(app->options->theme, &term.theme);
    app->signals_fd = signals_open();
    app->term = term_open(&term, err, sizeof err);
    if (!app->term) {
        signals_close();
        fprintf(stderr, "tictoc: no screen, because %s: the comparison is printed instead\n", err);
        return false;
    }
    signals_rescue(term_rescue(app->term));
    xmalloc_last_wish(signals_give_back);
    guard_start(&app->guard, term_rescue(app->term));
    app->mouse = app->settings.mouse;
    term_mouse(app->term, app->mouse);
    canvas_init(&app->canvas, term_columns(app->term), term_rows(app->term), term_is_ascii(app->term));
    return true;
}

static void close_terminal(struct app *app)
{
    canvas_release(&app->canvas);
    term_close(app->term);
    guard_dismiss(&app->guard);
    xmalloc_last_wish(NULL);
    signals_close();
}

/* Whether the list shows it anyway, as it is. */
static bool is_listed(const struct options *options)
{
    const char *name = options->experiment;
    return !options->from_nothing && !options->override_count &&
           (!name || (!strchr(name, '/') && !strstr(name, ".json")));
}

static void open_views(struct app *app)
{
    for (size_t i = 0; views[i]; i++)
        app->states[views[i]->screen] = xcalloc(1, views[i]->state_size ? views[i]->state_size : 1);
    app_model(app);
    app_show(app, SCREEN_HOME);
}

static void release(struct app *app)
{
    for (size_t i = 0; views[i]; i++) {
        if (views[i]->release && app->states[views[i]->screen])
            views[i]->release(app->states[views[i]->screen]);
        free(app->states[views[i]->screen]);
    }
    showcase_close(&app->showcase);
    stage_close(&app->stage);
    for (size_t i = 0; i < app->finished_count; i++)
        finished_free(app->finished[i]);
    free(app->finished);
    experiment_release(&app->pending);
    experiment_release(&app->given);
    shelves_release(&app->shelves);
    strbuf_release(&app->json);
}

/* ---- the whole ---------------------------------------------------------------------------------------- */

static int status_of(const struct app *app)
{
    if (app->signal)
        return 128 + app->signal;
    if (app->failure[0])
        return 1;
    if (!app->options->exit)
        return 0;
    return app->finished_count ? results_status(&app->finished[app->finished_count - 1]->results) : 1;
}

/* The screen that showed it is gone with --exit before anybody could have read it. */
static void tell_troubles(const struct app *app)
{
    if (app->options->exit && app->finished_count)
        command_tell_troubles(&app->finished[app->finished_count - 1]->results);
}

/* Reads what the command line asks for, before the screen opens: mistakes are told on stderr. */
static bool read_given(struct app *app)
{
    const struct options *options = app->options;
    char err[APP_TEXT_MAX];
    bool wanted = options->experiment || !is_listed(options) || options->start;
    if (wanted && !command_experiment(&app->given, options))
        return false;
    if (options->json && strcmp(options->json, "-") != 0 && !save_possible(options->json, err, sizeof err)) {
        fprintf(stderr, "tictoc: %s\n", err);
        return false;
    }
    if (options->record && !save_possible(options->record, err, sizeof err)) {
        fprintf(stderr, "tictoc: %s\n", err);
        return false;
    }
    app->is_given = wanted && !is_listed(options);
    return true;
}

/* Selects what the command line names; a file that no list shows stands first in this one. */
static void find_wanted(struct app *app)
{
    const char *name = app->options->experiment;
    if (!name || app->is_given)
        return;
    while (app->wanted < app->shelves.count && strcmp(app->shelves.shelf[app->wanted].entry->name, name) != 0)
        app->wanted++;
    if (app->wanted < app->shelves.count)
        return;
    app->wanted = 0;
    app->is_given = true;
    shelves_release(&app->shelves);
    shelves_open(&app->shelves, &app->machine, &app->given);
}

static void play(struct app *app, const char *complaint)
{
    machine_read(&app->machine);
    shelves_open(&app->shelves, &app->machine, app->is_given ? &app->given : NULL);
    find_wanted(app);
    find_save_directory(app);
    open_views(app);
    if (complaint[0])
        app_tell(app, "%s", complaint);
    if (app->options->start)
        errand_start(app, &app->given);
    run_loop(app);
}

int ui_main(const struct options *options)
{
    struct app *app = xcalloc(1, sizeof *app);
    char complaint[APP_TEXT_MAX];
    /* Blocks from the heap, whatever their size: a run leaves the heap out of what its forks copy. */
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    app->options = options;
    strbuf_init(&app->json);
    int status = 2;
    if (read_given(app)) {
        settings_open(&app->settings, complaint, sizeof complaint);
        if (open_terminal(app)) {
            play(app, complaint);
            stage_close(&app->stage); /* first of all nothing runs any more */
            close_terminal(app);
            record_end(app);
            status = status_of(app);
            if (app->failure[0])
                fprintf(stderr, "tictoc: %s\n", app->failure);
            tell_troubles(app);
            if (app->json.length && !command_print(app->json.text, app->json.length) && status == 0)
                status = 1;
        } else {
            status = command_run(options);
        }
    }
    release(app);
    free(app);
    return status;
}
