#include "app/actions.h"

#include "app/actions_live.h"
#include "app/actions_play.h"
#include "app/actions_record.h"
#include "base/path.h"
#include "base/save.h"
#include "base/xmalloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Experiments whose comparisons are kept. */
#define FINISHED_MAX 32

static const struct view_ops *current(const struct app *app)
{
    return app_view(app->screen);
}

static const char *name_of(const struct experiment *experiment)
{
    return experiment->title[0] ? experiment->title : "The experiment";
}

/* ---- questions ---------------------------------------------------------------------------------------- */

/* Takes a copy of what the question is about. */
static void ask(struct app *app, enum question question, const struct experiment *about)
{
    app->question = question;
    if (about)
        experiment_copy(&app->pending, about);
}

static void settle(struct app *app)
{
    experiment_release(&app->pending);
    app->pending = (struct experiment){ .source = NULL };
    app->question = QUESTION_NONE;
}

/* ---- running ------------------------------------------------------------------------------------------ */

void actions_start(struct app *app, const struct experiment *experiment)
{
    json_begin(app);
    record_begin(app, experiment);
    timeline_source_close(&app->timeline_source);
    app->timeline_run = TIMELINE_NEWEST;
    session_open(&app->session, experiment, &app->machine);
    app->allowed_run = 0;
    app->session.record = app->is_recording ? &app->record : NULL;
    app_model(app);
    app_show(app, SCREEN_RUN);
}

static void request_start(struct app *app, const struct experiment *experiment)
{
    if (!app->session.playing) {
        actions_start(app, experiment);
        return;
    }
    snprintf(app->question_text, sizeof app->question_text, "%s is running. Stop it and run this?",
             name_of(app->model.series->experiment));
    ask(app, QUESTION_START, experiment);
}

static void request_leave(struct app *app)
{
    if (!app->session.playing) {
        app->over = true;
        return;
    }
    snprintf(app->question_text, sizeof app->question_text, "%s is running. Stop it and leave?",
             name_of(app->model.series->experiment));
    ask(app, QUESTION_LEAVE, NULL);
}

static void request_stop(struct app *app, bool skip)
{
    if (!app->session.playing)
        app_tell(app, "Nothing is running.");
    else if (skip)
        session_skip(&app->session);
    else
        session_stop(&app->session);
}

/* ---- what came out ------------------------------------------------------------------------------------ */

/* A screen that is open all day must not fill the memory: the oldest comparisons go, never the newest. */
static void forget_oldest(struct app *app)
{
    uint64_t bytes = 0;
    size_t kept = app->finished_count;
    for (size_t i = app->finished_count; i-- > 0;) {
        bytes += recording_bytes(&app->finished[i]->recording);
        if (app->finished_count - i <= FINISHED_MAX &&
            (bytes <= RECORDING_BYTES_MAX || kept == app->finished_count))
            kept = i;
        else
            break;
    }
    for (size_t i = 0; i < kept; i++)
        finished_free(app->finished[i]);
    app->finished_count -= kept;
    memmove(app->finished, app->finished + kept, app->finished_count * sizeof(*app->finished)); /* NOLINT */
}

static void keep(struct app *app, struct finished *finished)
{
    char err[APP_TEXT_MAX];
    app->finished =
        xreallocarray(app->finished, app->finished_count + 1, sizeof(*app->finished)); /* NOLINT */
    app->finished[app->finished_count++] = finished;
    app->went_wrong = app->went_wrong || results_went_wrong(&finished->results);
    forget_oldest(app);
    /* Times that include a pause, or not all tasks, are no guide for the next time. */
    if (!results_held(&finished->results) && !results_failed(&finished->results) &&
        !experiment_list_keep(&app->experiments, &finished->results, err, sizeof err))
        app_tell(app, "%s", err);
    json_give(app, &finished->results);
}

/* The comparison comes up by itself on the run screen, unless the experiment was stopped. */
static void experiment_ended(struct app *app)
{
    struct finished *finished = session_take(&app->session);
    bool stopped = app->session.series.stopped;
    if (finished)
        keep(app, finished);
    json_end(app);
    record_end(app);
    app_model(app);
    if (app->question == QUESTION_LEAVE || app->question == QUESTION_START)
        settle(app);
    if (app->options->exit)
        app->over = true;
    else if (app->screen == SCREEN_RUN && !stopped)
        app_show(app, SCREEN_COMPARE);
    else if (!app->message[0])
        app_tell(app, "%s %s.", name_of(app->model.series->experiment), stopped ? "was stopped" : "is done");
}

void actions_news(struct app *app, enum session_news news)
{
    if (news == SESSION_NOTHING)
        return;
    live_ended(app);
    app->changed = true;
    app_model(app);
    if (news == SESSION_ENDED)
        experiment_ended(app);
}

/* ---- saving ------------------------------------------------------------------------------------------- */

static void save(struct app *app, const struct experiment *experiment, const char *path)
{
    char err[APP_TEXT_MAX];
    char *text = experiment_write(experiment);
    if (save_file(path, text, strlen(text), err, sizeof err)) {
        experiment_list_release(&app->experiments);
        experiment_list_open(&app->experiments, &app->machine, app->is_given ? &app->given : NULL);
        app_model(app);
        app_tell(app, "Saved as %s", path);
    } else {
        app_tell(app, "%s", err);
    }
    free(text);
}

static void request_save(struct app *app, const struct experiment *experiment, const char *path)
{
    if (access(path, F_OK) != 0) {
        save(app, experiment, path);
        return;
    }
    snprintf(app->pending_path, sizeof app->pending_path, "%s", path);
    path_message(app->question_text, sizeof app->question_text, path, " exists. Overwrite it?");
    ask(app, QUESTION_OVERWRITE, experiment);
}

static void answer(struct app *app, bool yes)
{
    enum question question = app->question;
    struct experiment about = app->pending;
    app->pending = (struct experiment){ .source = NULL };
    app->question = QUESTION_NONE;
    if (question == QUESTION_SIGNAL)
        live_answer(app, yes);
    if (yes && question == QUESTION_LEAVE)
        app->over = true;
    if (yes && question == QUESTION_START) {
        session_break_off(&app->session);
        actions_news(app, SESSION_ENDED);
        actions_start(app, &about);
    }
    if (question == QUESTION_RECORD)
        record_answer(app, yes);
    if (yes && question == QUESTION_OVERWRITE)
        save(app, &about, app->pending_path);
    experiment_release(&about);
}

/* ---- everywhere --------------------------------------------------------------------------------------- */

/* Looks that are chosen by hand are remembered. */
static void remember(struct app *app, const char *what)
{
    char err[APP_TEXT_MAX - 100]; /* it comes behind what was done */
    if (settings_save(&app->settings, err, sizeof err))
        app_tell(app, "%s", what);
    else
        app_tell(app, "%s; not kept: %s", what, err);
}

static void next_theme(struct app *app)
{
    char what[64];
    enum theme theme = (term_theme(app->term) + 1) % THEME_COUNT;
    term_set_theme(app->term, theme);
    app->settings.theme = theme;
    snprintf(what, sizeof what, "Theme: %s", theme_name(theme));
    remember(app, what);
}

static void toggle_mouse(struct app *app)
{
    app->mouse = !app->mouse;
    app->settings.mouse = app->mouse;
    term_mouse(app->term, app->mouse);
    remember(app, app->mouse ? "Mouse on: click selects, the wheel scrolls"
                             : "Mouse off: the terminal selects text");
}

static void go_back(struct app *app)
{
    enum screen first = app->player.open ? SCREEN_RUN : SCREEN_HOME;
    if (app->screen == first)
        request_leave(app);
    else
        app_show(app, app->screen == SCREEN_HELP   ? app->behind_help
                      : app->screen == SCREEN_RACE ? app->behind_race
                                                   : first);
}

/* Another run on the timeline; beyond the last one is the one that goes on. */
static void step_timeline(struct app *app, bool newer)
{
    const struct timeline_model *timeline_model = app->model.timeline_model;
    if (!timeline_model)
        return;
    size_t run = newer ? timeline_model->run + 1 : timeline_model->run - (timeline_model->run > 0);
    app->timeline_run = run < app->model.recording->run_count ? run : TIMELINE_NEWEST;
}

static void do_everywhere(struct app *app, enum action action)
{
    if (play_act(app, action) || live_act(app, action))
        return;
    switch (action) {
    case ACTION_THEME:
        next_theme(app);
        break;
    case ACTION_MOUSE:
        toggle_mouse(app);
        break;
    case ACTION_HELP:
        app_show(app, SCREEN_HELP);
        break;
    case ACTION_BACK:
        go_back(app);
        break;
    case ACTION_SHOW_RUN:
        app_show(app, SCREEN_RUN);
        break;
    case ACTION_OLDER:
    case ACTION_NEWER:
        step_timeline(app, action == ACTION_NEWER);
        break;
    case ACTION_SHOW_TIMELINE:
        app_show(app, SCREEN_TIMELINE);
        break;
    case ACTION_SHOW_COMPARE:
        app_show(app, SCREEN_COMPARE);
        break;
    case ACTION_STOP:
    case ACTION_NEXT:
        request_stop(app, action == ACTION_NEXT);
        break;
    default:
        break;
    }
}

static void carry_out(struct app *app, const struct request_for *request, enum action action)
{
    switch (request->request) {
    case REQUEST_NONE:
        break;
    case REQUEST_UNUSED:
        do_everywhere(app, action);
        break;
    case REQUEST_SHOW:
        if (request->screen == SCREEN_EDIT)
            app_edit(app, request->experiment);
        else
            app_show(app, request->screen);
        break;
    case REQUEST_START:
        request_start(app, request->experiment);
        break;
    case REQUEST_STOP:
    case REQUEST_NEXT:
        request_stop(app, request->request == REQUEST_NEXT);
        break;
    case REQUEST_SAVE:
        request_save(app, request->experiment, request->text);
        break;
    case REQUEST_RACE:
        play_race(app, request->finished);
        break;
    case REQUEST_RECORD:
        record_ask(app, request->recording);
        break;
    case REQUEST_KILL:
    case REQUEST_HALT:
        live_signal(app, request->request == REQUEST_KILL, request->worker);
        break;
    case REQUEST_LEAVE:
        request_leave(app);
        break;
    }
}

/* ---- keys --------------------------------------------------------------------------------------------- */

/* While text is typed, keys that move still do. */
static enum action action_of(const struct app *app, enum screen keys, uint32_t key)
{
    enum action action = action_for(keys, key);
    if (action == ACTION_NONE && keys == SCREEN_ENTRY && key >= K_UP)
        action = action_for(app->screen, key);
    return keys == SCREEN_ENTRY && action >= ACTION_START && action < ACTION_ACCEPT ? ACTION_NONE : action;
}

static struct request_for point(struct app *app, const struct key_press *press)
{
    const struct view_ops *view = current(app);
    if (play_point(app, press) || !view->point)
        return (struct request_for){ .request = REQUEST_NONE };
    return view->point(app->states[app->screen], &app->model, press, app->canvas.w, app->canvas.h);
}

void actions_press(struct app *app, const struct key_press *press)
{
    const struct view_ops *view = current(app);
    void *state = app->states[app->screen];
    struct request_for request = { .request = REQUEST_NONE };
    struct frame frame = app_frame(app);
    enum screen keys = frame_keys(&frame);
    enum action action = action_of(app, keys, press->key);
    app->message[0] = '\0';
    app->changed = true;
    bool pointed = press->key == K_CLICK || press->key == K_WHEEL_UP || press->key == K_WHEEL_DOWN;
    if (app->question && (action == ACTION_YES || action == ACTION_NO))
        answer(app, action == ACTION_YES);
    else if (app->question)
        return;
    else if (app->typing)
        record_press(app, action, press->key);
    else if (pointed)
        request = point(app, press);
    else if (action != ACTION_NONE)
        request = view->act(state, &app->model, action);
    else if (keys == SCREEN_ENTRY && view->type && key_is_text(press->key))
        view->type(state, &app->model, press->key);
    carry_out(app, &request, action);
}
