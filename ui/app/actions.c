#include "app/actions.h"

#include "app/record_list.h"
#include "base/clock.h"
#include "base/format.h"
#include "base/path.h"
#include "base/save.h"
#include "base/xdg.h"
#include "base/xmalloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

void actions_repeat(struct app *app, const struct experiment *experiment, struct finished *repeated)
{
    record_list_finish(app);
    json_begin(app);
    if (!repeated) /* else what is written has those before as well */
        record_begin(app, experiment);
    app->repeated = repeated;
    timeline_source_close(&app->timeline_source);
    app->timeline_run = TIMELINE_NEWEST;
    live_open(&app->live, experiment, &app->machine, app->is_recording ? &app->record : NULL);
    app->allowed_run = 0;
    app_model(app);
    app_show(app, SCREEN_RUN);
}

void actions_start(struct app *app, const struct experiment *experiment)
{
    actions_repeat(app, experiment, NULL);
}

static void start(struct app *app, const struct request *request)
{
    const struct experiment *experiment = request->experiment;
    if (!experiment) {
        app_report(app, "%s", action_idle(request->action));
        return;
    }
    if (app->screen == SCREEN_EDIT)
        app->list = SCREEN_EDIT;
    if (!app->live.session.playing) {
        actions_start(app, experiment);
        return;
    }
    snprintf(app->question_text, sizeof app->question_text, "%s is running. Stop it and run this?",
             name_of(app->model.experiment));
    ask(app, QUESTION_START, experiment);
}

static void leave(struct app *app)
{
    if (!app->live.session.playing) {
        app->over = true;
        return;
    }
    snprintf(app->question_text, sizeof app->question_text, "%s is running. Stop it and leave?",
             name_of(app->model.experiment));
    ask(app, QUESTION_LEAVE, NULL);
}

static void stop_now(struct app *app, bool all)
{
    if (app->live.session.playing && all)
        session_stop(&app->live.session);
    else if (app->live.session.playing)
        session_skip(&app->live.session);
}

/* From this age on a run is not thrown away by one key. */
#define AGE_ASKED (30 * NS_PER_S)

static void ask_to_stop(struct app *app, bool all)
{
    char age[FORMAT_MAX];
    snprintf(app->question_text, sizeof app->question_text, "%s after %s? Its time will not count.",
             all ? "Stop the experiment" : "Skip this run",
             format_duration(age, sizeof age, app->model.snapshot->now));
    ask(app, all ? QUESTION_STOP : QUESTION_SKIP, NULL);
}

static void stop(struct app *app, const struct request *request)
{
    bool all = request->action != ACTION_NEXT;
    const struct snapshot *snapshot = app->model.snapshot;
    if (!app->live.session.playing && !all)
        playlist_next(app);
    else if (!app->live.session.playing)
        app_report(app, "Nothing is running.");
    else if (snapshot && snapshot->live && snapshot->now >= AGE_ASKED)
        ask_to_stop(app, all);
    else
        stop_now(app, all);
}

/* ---- what came out ------------------------------------------------------------------------------------ */

static void keep_finished(struct app *app, struct finished *finished)
{
    char err[APP_TEXT_MAX];
    if (app->repeated)
        repeat_end(app, finished);
    app_add_finished(app, finished);
    app->went_wrong = app->went_wrong || results_went_wrong(&finished->results);
    /* Times that include a pause, or not all tasks, are no guide for the next time. */
    if (results_are_comparable(&finished->results) &&
        !experiment_list_keep(&app->experiments, &finished->results, err, sizeof err))
        app_report(app, "%s", err);
    json_give(app, &finished->results);
}

/* The comparison comes up by itself on the run screen, unless the experiment was stopped. */
static void experiment_ended(struct app *app)
{
    struct finished *finished = live_take(&app->live);
    int status = finished ? results_status(&finished->results) : 1;
    app->status = status > app->status ? status : app->status;
    app->ended++;
    bool repeats = app->repeated && finished;
    bool stopped = app->live.session.series.stopped;
    if (finished)
        keep_finished(app, finished);
    json_end(app);
    app->repeated = NULL;
    if (repeats)
        record_again(app, &finished->recording);
    if (!record_end(app) && finished)
        record_list_keep(app, finished);
    app_model(app);
    if (app->question == QUESTION_LEAVE || app->question == QUESTION_START || app->question == QUESTION_STOP)
        settle(app);
    bool goes_on = playlist_goes_on(app) && !(stopped && app->options->exit);
    bool rests = goes_on || (app->playlist.count > 1 && app->options->exit && !stopped);
    if (app->options->exit && !rests)
        app->over = true;
    else if (app->screen == SCREEN_RUN && !stopped)
        app_show(app, SCREEN_COMPARE);
    if (rests)
        playlist_wait(app);
    else if (app->screen != SCREEN_COMPARE && !app->message[0])
        app_report(app, "%s %s.", name_of(app->model.experiment), stopped ? "was stopped" : "is done");
}

void actions_news(struct app *app, enum session_news news)
{
    if (news == SESSION_NOTHING)
        return;
    if (app->question == QUESTION_SIGNAL || app->question == QUESTION_SKIP) /* its run has gone */
        app->question = QUESTION_NONE;
    app->changed = true;
    app_model(app);
    app_index_timeline(app); /* the trace of that run has gone with its board */
    if (news == SESSION_ENDED)
        experiment_ended(app);
}

/* ---- saving ------------------------------------------------------------------------------------------- */

/* On a fresh account the directory that was proposed is not there yet.
 * One that was typed may be a slip: it is not made. */
static bool make_proposed(const struct app *app, const char *path, char *err, size_t size)
{
    const char *proposed = app->save_directory;
    if (!proposed[0] || strncmp(path, proposed, strlen(proposed)) != 0)
        return true;
    return xdg_make_directories(proposed, err, size);
}

/* Home's list is read anew, and that file is selected. False: it is not in the list, and another one is. */
static bool list_again(struct app *app, const char *path)
{
    bool listed = false;
    experiment_list_release(&app->experiments);
    experiment_list_open(&app->experiments, &app->machine, app->is_given ? &app->given : NULL);
    for (size_t i = 0; i < app->experiments.count; i++) {
        const char *found = app->experiments.entry[i].entry->path;
        if (found && strcmp(found, path) == 0) {
            app->wanted = i;
            app->readings++;
            listed = true;
        }
    }
    return listed;
}

static void write_experiment(struct app *app, const struct experiment *experiment, const char *path)
{
    char err[APP_TEXT_MAX];
    char *text = experiment_write(experiment);
    if (make_proposed(app, path, err, sizeof err) && save_file(path, text, strlen(text), err, sizeof err)) {
        struct experiment saved;
        experiment_copy(&saved, experiment);
        free(saved.source);
        saved.source = xstrdup(path);
        list_again(app, path);
        app_edit(app, &saved);
        experiment_release(&saved);
        if (app->pending_leaves)
            app_show(app, SCREEN_HOME);
        app_report(app, "Saved as %s", app->pending_path);
    } else {
        app_report(app, "%s", err);
    }
    free(text);
}

static void save(struct app *app, const struct request *request)
{
    if (!request->path) {
        record_ask(app, request->recording);
        return;
    }
    snprintf(app->pending_path, sizeof app->pending_path, "%s", request->path);
    app->pending_leaves = request->leaves;
    if (access(request->path, F_OK) != 0) {
        write_experiment(app, request->experiment, app->pending_path);
    } else if (catalog_is_shipped(&app->experiments.catalog, request->path)) {
        app_report(app, "%s came with tictoc and stays as it is; choose another name.", request->path);
    } else {
        path_message(app->question_text, sizeof app->question_text, request->path, " exists. Overwrite it?");
        ask(app, QUESTION_OVERWRITE, request->experiment);
    }
}

static void read_again(struct app *app, const struct request *request)
{
    char path[sizeof app->pending_path];
    snprintf(path, sizeof path, "%s", request->path);
    bool listed = list_again(app, path);
    const struct experiment_entry *entry = &app->experiments.entry[app->wanted];
    app_report(app, "%s",
               !listed                 ? "The file has gone."
               : entry->entry->problem ? "It still cannot be read."
                                       : "Now it can be run.");
}

void actions_answer(struct app *app, bool yes)
{
    enum question question = app->question;
    struct experiment about = app->pending;
    app->pending = (struct experiment){ .source = NULL };
    app->question = QUESTION_NONE;
    if (question == QUESTION_SIGNAL)
        live_answer(app, yes);
    if (yes && (question == QUESTION_STOP || question == QUESTION_SKIP))
        stop_now(app, question == QUESTION_STOP);
    if (yes && question == QUESTION_LEAVE)
        app->over = true;
    if (yes && question == QUESTION_START) {
        session_break_off(&app->live.session);
        actions_news(app, SESSION_ENDED);
        actions_start(app, &about);
    }
    if (yes && question == QUESTION_REPEAT)
        repeat_begin(app);
    if (yes && question == QUESTION_DELETE)
        record_list_delete(app);
    if (question == QUESTION_RECORD)
        record_answer(app, yes);
    if (yes && question == QUESTION_OVERWRITE)
        write_experiment(app, &about, app->pending_path);
    experiment_release(&about);
}

/* ---- everywhere --------------------------------------------------------------------------------------- */

/* Looks that are chosen by hand are remembered. */
static void remember(struct app *app, const char *what)
{
    char err[APP_TEXT_MAX - 100]; /* it comes behind what was done */
    if (settings_save(&app->settings, err, sizeof err))
        app_report(app, "%s", what);
    else
        app_report(app, "%s; not kept: %s", what, err);
}

static void next_theme(struct app *app, const struct request *request)
{
    (void)request;
    char what[64];
    enum theme theme = (term_theme(app->term) + 1) % THEME_COUNT;
    term_set_theme(app->term, theme);
    app->settings.theme = theme;
    snprintf(what, sizeof what, "Theme: %s", theme_name(theme));
    remember(app, what);
}

static void toggle_mouse(struct app *app, const struct request *request)
{
    (void)request;
    app->mouse = !app->mouse;
    app->settings.mouse = app->mouse;
    term_mouse(app->term, app->mouse);
    remember(app, app->mouse ? "Mouse on: click selects, the wheel scrolls"
                             : "Mouse off: the terminal selects text");
}

static enum screen screen_behind(const struct app *app)
{
    if (app->screen == SCREEN_HELP)
        return app->behind_help;
    if (app->screen == SCREEN_RACE)
        return app->behind_race;
    if (app->player.open)
        return SCREEN_RUN;
    return app->screen == SCREEN_RECORDS || app->screen == SCREEN_EDIT ? SCREEN_HOME : app->list;
}

static void go_back(struct app *app, const struct request *request)
{
    (void)request;
    enum screen first = app->player.open ? SCREEN_RUN : SCREEN_HOME;
    if (app->screen != first)
        app_show(app, screen_behind(app));
    else if (app->is_listed)
        record_list_return(app);
    else
        leave(app);
}

/* Esc where it means nothing else: it never leaves the program. */
static void escape(struct app *app, const struct request *request)
{
    if (app->is_listed)
        go_back(app, request);
    else
        app_report(app, app->player.open ? "q leaves the replay." : "q leaves tictoc.");
}

/* The lists at home, in their order; [ and ] go round. */
static void change_list(struct app *app, const struct request *request)
{
    static const enum screen lists[] = { SCREEN_HOME, SCREEN_RECORDS };
    size_t count = sizeof lists / sizeof *lists, at = 0;
    while (at + 1 < count && lists[at] != app->screen)
        at++;
    record_list_refresh(app);
    app_show(app, lists[(at + (request->action == ACTION_LIST_AFTER ? 1 : count - 1)) % count]);
}

/* Another run on the timeline; beyond the last one is the one that goes on. */
static void step_timeline(struct app *app, const struct request *request)
{
    bool newer = request->action == ACTION_NEWER;
    const struct timeline_model *timeline = app->model.timeline;
    if (!timeline) {
        app_report(app, "Nothing has run yet.");
        return;
    }
    size_t run = newer ? timeline->run + 1 : timeline->run - (timeline->run > 0);
    if (run == timeline->run || run >= timeline->runs)
        app_report(app, newer ? "This is the last run there is." : "This is the first run there is.");
    app->timeline_run = run < app->model.recording->run_count ? run : TIMELINE_NEWEST;
}

static void show(struct app *app, const struct request *request)
{
    static const enum screen screens[ACTION_COUNT] = {
        [ACTION_SHOW_RUN] = SCREEN_RUN,
        [ACTION_SHOW_COMPARE] = SCREEN_COMPARE,
        [ACTION_SHOW_TIMELINE] = SCREEN_TIMELINE,
        [ACTION_HELP] = SCREEN_HELP,
    };
    if (app->screen == screens[request->action])
        app_report(app, "%s", action_idle(request->action));
    else if (request->action != ACTION_HELP && !app->model.snapshot && app->finished.count == 0)
        app_report(app, "Nothing has run yet.");
    else
        app_show(app, screens[request->action]);
}

static void edit(struct app *app, const struct request *request)
{
    if (request->experiment)
        app_edit(app, request->experiment);
    else
        app_report(app, "%s", action_idle(request->action));
}

static void (*const everywhere[ACTION_COUNT])(struct app *, const struct request *) = {
    [ACTION_START] = start,
    [ACTION_EDIT] = edit,
    [ACTION_READ_AGAIN] = read_again,
    [ACTION_SAVE] = save,
    [ACTION_THEME] = next_theme,
    [ACTION_MOUSE] = toggle_mouse,
    [ACTION_HELP] = show,
    [ACTION_BACK] = go_back,
    [ACTION_SHOW_RUN] = show,
    [ACTION_SHOW_COMPARE] = show,
    [ACTION_SHOW_TIMELINE] = show,
    [ACTION_OLDER] = step_timeline,
    [ACTION_NEWER] = step_timeline,
    [ACTION_STOP] = stop,
    [ACTION_NEXT] = stop,
    [ACTION_RACE] = play_race,
    [ACTION_CANCEL] = escape,
    [ACTION_LIST_BEFORE] = change_list,
    [ACTION_LIST_AFTER] = change_list,
    [ACTION_REPEAT] = repeat_ask,
    [ACTION_OPEN] = record_list_open,
    [ACTION_BESIDE] = record_list_beside,
    [ACTION_DELETE] = record_list_ask_delete,
    [ACTION_KILL] = live_signal,
    [ACTION_HALT] = live_signal,
};

void actions_carry_out(struct app *app, const struct request *request)
{
    if (request->message)
        app_report(app, "%s", request->message);
    if (play_act(app, request->action) || live_act(app, request->action))
        return;
    if (everywhere[request->action])
        everywhere[request->action](app, request);
    else if (request->action != ACTION_NONE)
        app_report(app, "%s", action_idle(request->action));
}
