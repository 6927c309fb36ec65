/* The program with its screen, from the command line to the exit status. */
#include "app/actions.h"
#include "app/finished.h"
#include "app/record_list.h"
#include "app/loop.h"
#include "app/ui.h"

#include "base/clock.h"
#include "cli/commands.h"
#include "base/save.h"
#include "base/xdg.h"
#include "base/xmalloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- tictoc [EXPERIMENT] ------------------------------------------------------------------------------ */

/* Where an edited experiment is saved by default: the user's own directory, where the catalog finds it. */
static void find_save_directory(struct app *app)
{
    char *own = xdg_path(XDG_CONFIG, "");
    snprintf(app->save_directory, sizeof app->save_directory, "%s", own ? own : "");
    free(own);
}

/* Whether the list shows it anyway, as it is. */
static bool is_listed(const struct options *options)
{
    const char *name = options->experiment;
    return !options->from_nothing && !options->override_count &&
           (!name || (!strchr(name, '/') && !strstr(name, ".json")));
}

/* An experiment that was stopped by hand does not count,
 * except with --exit, where a script may rely on its tasks. */
static int status_of(const struct app *app)
{
    if (app->signal)
        return 128 + app->signal;
    if (app->failure[0])
        return 1;
    if (!app->options->exit)
        return app->went_wrong;
    return app->ended && !playlist_goes_on(app) ? app->status : 1;
}

/* With --exit the screen closes before its messages can be read. */
static void print_troubles(const struct app *app)
{
    for (size_t i = 0; app->options->exit && i < app->finished.count; i++)
        if (!app->finished.all[i]->path)
            command_warn_troubles(&app->finished.all[i]->results);
}

/* Reads what the command line asks for, before the screen opens: mistakes are printed on stderr. */
static bool read_given(struct app *app)
{
    const struct options *options = app->options;
    char err[APP_TEXT_MAX];
    app->is_read = options->experiment || !is_listed(options) || options->start;
    if (!playlist_read(&app->playlist, options))
        return false;
    if (app->playlist.count)
        experiment_copy(&app->given, &app->playlist.experiments[app->playlist.next++]);
    else if (app->is_read && !command_experiment(&app->given, options))
        return false;
    if (!command_outputs(options))
        return false;
    if ((options_json_file(options) && !save_possible(options->json, err, sizeof err)) ||
        (options->record && !save_possible(options->record, err, sizeof err))) {
        command_warn("%s", err);
        return false;
    }
    app->is_given = app->is_read && !is_listed(options);
    return true;
}

/* Selects what the command line names; a file that no list shows becomes the first of this one. */
static void find_wanted(struct app *app)
{
    const char *name = app->options->experiment;
    if (!name || app->is_given)
        return;
    while (app->wanted < app->experiments.count &&
           strcmp(app->experiments.entry[app->wanted].entry->name, name) != 0)
        app->wanted++;
    if (app->wanted < app->experiments.count)
        return;
    app->wanted = 0;
    app->is_given = true;
    experiment_list_release(&app->experiments);
    experiment_list_open(&app->experiments, &app->machine, &app->given);
}

static void play(struct app *app)
{
    machine_read(&app->machine);
    experiment_list_open(&app->experiments, &app->machine, app->is_given ? &app->given : NULL);
    find_wanted(app);
    find_save_directory(app);
    app_begin(app, SCREEN_HOME);
    if (app->options->start)
        actions_start(app, &app->given);
    loop_run(app);
}

/* At a terminal nothing is run that was not asked for. */
static int go_without_screen(const struct app *app, const char *reason)
{
    if (!app->is_read && isatty(STDOUT_FILENO)) {
        command_warn("no screen, because %s; `tictoc run` prints the comparison instead", reason);
        return 2;
    }
    command_warn("no screen, because %s: the comparison is printed instead", reason);
    int status = app->is_read ? command_run_experiment(app->options, &app->given) : command_run(app->options);
    for (size_t i = 1; i < app->playlist.count && status < 128; i++) {
        int next = command_run_experiment(app->options, &app->playlist.experiments[i]);
        status = next > status ? next : status;
    }
    return status;
}

/* Behind the screen, which need not wait for it. */
static void end_keeping(struct app *app)
{
    app->message[0] = '\0';
    record_list_finish(app);
    if (app->message[0] && !app->signal)
        command_warn("%s", app->message);
}

int ui_main(const struct options *options)
{
    struct app *app = app_new(options);
    char err[APP_TEXT_MAX];
    int status = 2;
    if (read_given(app)) {
        if (loop_open(app, err, sizeof err)) {
            play(app);
            live_close(&app->live); /* first of all nothing runs any more */
            loop_close(app);
            json_end(app);
            record_end(app);
            end_keeping(app);
            status = status_of(app);
            if (app->failure[0])
                command_warn("%s", app->failure);
            print_troubles(app);
            if (app->json.length && !command_print(app->json.text, app->json.length) && status == 0)
                status = 1;
        } else {
            status = go_without_screen(app, err);
        }
    }
    playlist_release(&app->playlist);
    app_free(app);
    return status;
}

/* ---- tictoc replay FILE… ------------------------------------------------------------------------------ */

/* All of them before the screen opens: mistakes are printed on stderr. */
static bool read_files(struct app *app)
{
    for (size_t i = 0; i < app->options->operand_count; i++) {
        struct finished *finished = finished_read(app->options->operands[i], i ? 0 : app->options->run);
        if (!finished)
            return false;
        finished_list_add(&app->player.files, finished);
    }
    return true;
}

/* At the moment that --at names; else the run begins. */
static void begin_replay(struct app *app)
{
    const struct options *options = app->options;
    struct player *player = &app->player;
    player_go(player, 0, options->run ? (size_t)options->run - 1 : 0);
    if (options->at_ns == OPTIONS_AT_END)
        transport_play(&player->transport, clock_ns(), true);
    else
        transport_move(&player->transport, clock_ns(), options->at_ns);
    app_begin(app, SCREEN_RUN);
}

static int play_files(struct app *app)
{
    char err[APP_TEXT_MAX];
    if (!loop_open(app, err, sizeof err)) {
        command_warn("replay needs a screen, and there is none, because %s: --dump prints one moment", err);
        return 2;
    }
    begin_replay(app);
    loop_run(app);
    loop_close(app);
    return app->signal ? 128 + app->signal : 0;
}

int ui_replay(const struct options *options)
{
    if (options->dump)
        return picture_dump(options);
    if (options->columns || options->screen) {
        command_warn("--size and --screen say what is printed: they need --dump");
        return 2;
    }
    struct app *app = app_new(options);
    int status = read_files(app) ? play_files(app) : 2;
    app_free(app);
    return status;
}
