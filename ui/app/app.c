#include "app/app.h"

#include "app/finished.h"
#include "base/clock.h"
#include "base/xmalloc.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* Experiments whose comparisons are kept. */
#define FINISHED_MAX 32

/* ---- the model ---------------------------------------------------------------------------------------- */

/* The timeline needs an index over its run, which is made when the screen comes up. That of a live run is its
 * session's, and grows before each frame. */
void app_index_timeline(struct app *app)
{
    const struct live *live = &app->live;
    struct session *session = &app->live.session;
    const struct player *player = &app->player;
    const struct recording *recording = player->open ? player->playback.recording
                                        : live->open ? &live->finished->recording
                                                     : NULL;
    bool goes_on =
        !player->open && session->playing && session->traced && app->timeline_run == TIMELINE_NEWEST;
    size_t run = player->open ? player->run : app->timeline_run;
    if (app->screen != SCREEN_TIMELINE || !recording || (!goes_on && recording->run_count == 0))
        timeline_source_close(&app->timeline_source);
    else if (goes_on)
        timeline_source_live(&app->timeline_source, session, recording);
    else
        timeline_source_record(&app->timeline_source, recording,
                               run < recording->run_count ? run : recording->run_count - 1,
                               player->open ? &app->player.playback.trace : NULL);
    app->timeline_source.timeline.samples = goes_on ? session->snapshot : NULL;
    if (app->timeline_source.open && player->open)
        app->timeline_source.timeline.now = player->playback.scrub.now;
    app->model.timeline = app->timeline_source.open ? &app->timeline_source.timeline : NULL;
}

/* What is played back is shown as if it went on. */
static void model_of_replay(struct app *app)
{
    app->model = app->player.playback.model;
    app->model.finished = (const struct finished *const *)app->player.files.all;
    app->model.finished_count = app->player.files.count;
}

static void model_of_session(struct app *app)
{
    const struct live *live = &app->live;
    const struct session *session = &live->session;
    app->model = (struct model){
        .machine = &app->machine,
        .calibration = app->experiments.measured ? &app->experiments.calibration : NULL,
        .experiments = app->experiments.entry,
        .entry_count = app->experiments.count,
        .entry_wanted = app->wanted,
        .last_results = &app->experiments.last_results,
        .records = app->records.records,
        .record_count = app->records.count,
        .keeps_records = app->settings.keep_records,
        .readings = app->readings,
        .experiment = live->open ? session->series.experiment : NULL,
        .results = live->open ? &session->series.results : NULL,
        .runs = session->series.runs,
        .run_number = session->series.next,
        .snapshot = session->snapshot,
        .output = live->open ? &live->output : NULL,
        .activity = live->open ? &live->activity : NULL,
        .recording = live->open ? &live->finished->recording : NULL,
        .running = session->playing,
        .stopping = session->playing && session->series.runner.stop_ns != 0,
        .finished = (const struct finished *const *)app->finished.all,
        .finished_count = app->finished.count,
        .edit = app->edited,
        .save_directory = app->save_directory,
    };
    if (app->model.run_number)
        app->model.run = series_run_at(&session->series, app->model.run_number - 1);
}

void app_model(struct app *app)
{
    if (app->player.open)
        model_of_replay(app);
    else
        model_of_session(app);
    if (app->screen == SCREEN_RACE && app->race.finished) {
        app->model.race = &app->race;
        app->model.scrub = &app->race.scrub;
    }
    app->model.timeline = app->timeline_source.open ? &app->timeline_source.timeline : NULL;
    app->model.message = app->message[0] ? app->message : NULL;
    app->model.asked = app->asked;
    app->model.ascii = app->canvas.ascii;
}

struct transport *app_transport(struct app *app)
{
    if (app->screen == SCREEN_RACE)
        return app->race.finished ? &app->race_transport : NULL;
    bool shown = app->screen == SCREEN_RUN || app->screen == SCREEN_TIMELINE;
    return app->player.open && shown ? &app->player.transport : NULL;
}

void app_report(struct app *app, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(app->message, sizeof app->message, format, args);
    va_end(args);
    app->changed = true;
}

void app_fail(struct app *app, const char *what)
{
    app_report(app, "%s", what);
    snprintf(app->failure, sizeof app->failure, "%s", what);
}

/* A screen that is open all day must not fill the memory:
 * the oldest comparisons go, never the newest, nor that of the run on the screen. */
static void forget_oldest(struct app *app)
{
    uint64_t bytes = 0;
    size_t kept = app->finished.count;
    for (size_t i = app->finished.count; i-- > 0;) {
        bytes += recording_bytes(&app->finished.all[i]->recording);
        bool fits = app->finished.count - i <= FINISHED_MAX && bytes <= RECORDING_BYTES_MAX;
        if (fits || kept == app->finished.count || app->finished.all[i] == app->live.finished)
            kept = i;
        else
            break;
    }
    finished_list_drop(&app->finished, 0, kept);
}

void app_add_finished(struct app *app, struct finished *finished)
{
    finished_list_add(&app->finished, finished);
    forget_oldest(app);
}

/* In the editor the terminal selects text. */
static void set_mouse(const struct app *app)
{
    if (app->mouse)
        term_mouse(app->term, app->screen != SCREEN_EDIT);
}

void app_show(struct app *app, enum screen screen)
{
    const struct view_ops *view = views[screen];
    if (screen == SCREEN_HELP && app->screen != SCREEN_HELP) {
        app->asked = view_keymap(views[app->screen], app->states[app->screen]);
        app->behind_help = app->screen;
    }
    if (app_transport(app))
        transport_rest(app_transport(app), clock_ns());
    if (app->screen == SCREEN_RACE && screen != SCREEN_RACE && screen != SCREEN_HELP)
        race_close(&app->race);
    app->screen = screen;
    if (screen == SCREEN_HOME || screen == SCREEN_RECORDS)
        app->list = screen;
    set_mouse(app);
    if (app_transport(app))
        transport_resume(app_transport(app), clock_ns());
    app->changed = true;
    app_model(app);
    app_index_timeline(app);
    if (view->enter)
        view->enter(app->states[screen], &app->model);
}

void app_edit(struct app *app, const struct experiment *experiment)
{
    app->edited = experiment;
    app_show(app, SCREEN_EDIT);
    app->edited = app->model.edit = NULL;
}

struct frame app_frame(const struct app *app)
{
    return (struct frame){
        .view = views[app->screen],
        .state = app->states[app->screen],
        .model = &app->model,
        .question = app->question ? app->question_text : NULL,
        .entry = app->typing ? app->typed : NULL,
        .wanted = "Save the runs as",
    };
}

/* ---- beginning and end -------------------------------------------------------------------------------- */

struct app *app_new(const struct options *options)
{
    struct app *app = xcalloc(1, sizeof *app);
    app->options = options;
    strbuf_init(&app->json);
    return app;
}

void app_begin(struct app *app, enum screen screen)
{
    for (enum screen each = 0; each < SCREEN_COUNT; each++)
        app->states[each] = xcalloc(1, views[each]->state_size);
    app_model(app);
    app_show(app, screen);
}

void app_free(struct app *app)
{
    for (enum screen screen = 0; screen < SCREEN_COUNT; screen++) {
        if (views[screen]->release && app->states[screen])
            views[screen]->release(app->states[screen]);
        free(app->states[screen]);
    }
    timeline_source_close(&app->timeline_source);
    race_close(&app->race);
    player_close(&app->player);
    live_close(&app->live);
    record_store_release(&app->records);
    finished_list_release(&app->finished);
    experiment_release(&app->pending);
    experiment_release(&app->given);
    experiment_list_release(&app->experiments);
    strbuf_release(&app->json);
    free(app);
}
