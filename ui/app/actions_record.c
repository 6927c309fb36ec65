#include "app/actions.h"

#include "app/record_list.h"
#include "draw/text_field.h"
#include "edit/form.h"
#include "base/format.h"
#include "base/path.h"
#include "report/report.h"
#include "base/save.h"
#include "view/labels.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* ---- while they happen -------------------------------------------------------------------------------- */

void json_begin(struct app *app)
{
    char err[APP_TEXT_MAX];
    if (!options_json_file(app->options))
        return;
    app->is_saving = save_begin(&app->save, app->options->json, err, sizeof err);
    if (!app->is_saving)
        app_fail(app, err);
}

static void save_json(struct app *app)
{
    char err[APP_TEXT_MAX];
    app->is_saving = false;
    save_add(&app->save, app->json.text, app->json.length);
    if (save_finish(&app->save, err, sizeof err))
        app_report(app, "The results are in %s.", app->options->json);
    else
        app_fail(app, err);
}

void json_give(struct app *app, const struct results *results)
{
    if (!app->options->json)
        return;
    strbuf_clear(&app->json);
    report_json(&app->json, results);
    if (app->is_saving)
        save_json(app);
    if (options_json_file(app->options))
        strbuf_clear(&app->json);
}

void json_end(struct app *app)
{
    if (app->is_saving)
        save_abandon(&app->save);
    app->is_saving = false;
}

void record_begin(struct app *app, const struct experiment *experiment)
{
    char err[APP_TEXT_MAX];
    if (!app->options->record)
        return;
    app->is_recording = record_writer_open(&app->record, app->options->record, experiment, &app->machine,
                                           ORIGIN_MEASURED, err, sizeof err);
    if (!app->is_recording)
        app_fail(app, err);
}

/* What was recorded of an experiment that was stopped stays as well. */
bool record_end(struct app *app)
{
    char err[APP_TEXT_MAX];
    if (!app->is_recording)
        return false;
    app->is_recording = false;
    app->live.session.options.record = NULL;
    if (!record_writer_close(&app->record, err, sizeof err)) {
        app_fail(app, err);
        return false;
    }
    app_report(app, "The runs are in %s.", app->options->record);
    record_list_take(app);
    return true;
}

void record_again(struct app *app, const struct recording *recording)
{
    char err[APP_TEXT_MAX];
    if (!app->options->record)
        return;
    if (recording->dropped)
        app_report(app, "%s has the runs before: older ones were dropped to spare memory.",
                   app->options->record);
    else if (!record_write_all(app->options->record, recording, err, sizeof err))
        app_fail(app, err);
    else
        app_report(app, "The runs are in %s.", app->options->record);
}

/* ---- afterwards --------------------------------------------------------------------------------------- */

/* "perfect-numbers-2026-11-26.rec": in the current directory. */
static void propose(struct app *app, const struct recording *recording)
{
    struct strbuf name = STRBUF_INIT;
    char title[APP_TEXT_MAX / 2], date[16] = "";
    time_t now = time(NULL);
    struct tm at;
    form_slug(&name, label_title(title, sizeof title, &recording->experiment));
    if (localtime_r(&now, &at) && strftime(date, sizeof date, "-%Y-%m-%d", &at))
        strbuf_adds(&name, date);
    snprintf(app->typed, sizeof app->typed, "%s.rec", name.text);
    strbuf_release(&name);
}

void record_ask(struct app *app, const struct recording *recording)
{
    if (app->live.session.playing) {
        app_report(app, "Not while something runs: writing would disturb it.");
        return;
    }
    if (!recording || !recording->run_count) {
        app_report(app, "There is no run to save.");
        return;
    }
    app->pending_recording = recording;
    app->typing = true;
    propose(app, recording);
}

static void write_down(struct app *app)
{
    char err[APP_TEXT_MAX], runs[64], dropped[64];
    const struct recording *recording = app->pending_recording;
    if (!record_write_all(app->typed, recording, err, sizeof err)) {
        app_report(app, "%s", err);
        return;
    }
    format_plural(runs, sizeof runs, recording->run_count, "run");
    if (recording->dropped)
        app_report(app, "%s in %s; %s had been dropped to spare memory (--record keeps all)", runs,
                   app->typed, format_plural(dropped, sizeof dropped, recording->dropped, "older run"));
    else
        app_report(app, "%s saved; to play: tictoc replay %s", runs, app->typed);
}

static void accept(struct app *app)
{
    app->typing = false;
    if (!app->typed[0])
        return;
    if (access(app->typed, F_OK) != 0) {
        write_down(app);
        return;
    }
    path_message(app->question_text, sizeof app->question_text, app->typed, " exists. Overwrite it?");
    app->question = QUESTION_RECORD;
}

void record_answer(struct app *app, bool yes)
{
    if (yes)
        write_down(app);
    else
        app->typing = true; /* under another name, perhaps */
}

void record_press(struct app *app, enum action action, uint32_t key)
{
    if (action == ACTION_ACCEPT)
        accept(app);
    else if (action == ACTION_CANCEL)
        app->typing = false;
    else if (action == ACTION_ERASE)
        entry_erase(app->typed);
    else if (key_is_text(key))
        entry_add(app->typed, sizeof app->typed, key);
}
