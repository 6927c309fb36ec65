#include "app/record_list.h"

#include "app/finished.h"
#include "base/clock.h"
#include "base/format.h"
#include "base/strbuf.h"
#include "base/xmalloc.h"
#include "record/record_read.h"
#include "view/labels.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- keeping ------------------------------------------------------------------------------------------ */

void record_list_keep(struct app *app, const struct finished *finished)
{
    char err[APP_TEXT_MAX];
    if (!app->settings.keep_records || results_longest(&finished->results) <= 0)
        return;
    if (!record_keeping_begin(&app->keeping, &finished->recording, time(NULL), err, sizeof err))
        app_report(app, "%s", err);
}

void record_list_take(struct app *app)
{
    char err[APP_TEXT_MAX];
    if (app->settings.keep_records && !record_store_take(app->options->record, err, sizeof err))
        app_report(app, "%s", err);
    record_list_refresh(app);
}

static void step_keeping(struct app *app)
{
    char err[APP_TEXT_MAX];
    enum record_kept kept = record_keeping_step(&app->keeping, err, sizeof err);
    if (kept == RECORD_KEPT_NOT)
        app_report(app, "%s", err);
    else if (kept == RECORD_KEPT && !app->message[0] && !app->over)
        app_report(app, "Kept as a record: ] at home.");
    if (kept != RECORD_KEPT_MORE)
        record_list_refresh(app);
}

void record_list_finish(struct app *app)
{
    while (app->keeping.recording)
        step_keeping(app);
}

/* ---- the list ----------------------------------------------------------------------------------------- */

void record_list_refresh(struct app *app)
{
    record_store_release(&app->records);
    record_store_open(&app->records);
    app->changed = true;
    app_model(app);
}

/* Only those of a list that is on the screen are read. */
static struct stored_record *unread(const struct app *app)
{
    for (size_t i = 0; app->screen == SCREEN_RECORDS && i < app->records.count; i++)
        if (!app->records.records[i].read)
            return &app->records.records[i];
    return NULL;
}

bool record_list_waits(const struct app *app)
{
    return !app->live.session.playing && (app->keeping.recording || unread(app));
}

void record_list_tend(struct app *app)
{
    if (!record_list_waits(app))
        return;
    if (app->keeping.recording) {
        step_keeping(app);
    } else {
        record_store_read(unread(app));
        app->changed = true;
    }
}

/* The list shows which directory it is. */
static void tell_without_directory(struct app *app, const char *path, const char *sentence)
{
    size_t directory = (size_t)(strrchr(path, '/') + 1 - path);
    bool whole = strncmp(path, sentence, directory) == 0;
    app_report(app, "%s", sentence + (whole ? directory : 0));
}

/* False, where it is reported: a run would be disturbed, there is none, or it cannot be read. */
static bool read_whole(struct app *app, const struct stored_record *record, struct recording *recording)
{
    char err[RECORD_ERR_MAX];
    if (app->live.session.playing) {
        app_report(app, "Not while something runs: reading a record would disturb it.");
    } else if (!record) {
        app_report(app, "There is no record yet: run an experiment.");
    } else if (!record_read(recording, record->path, err, sizeof err)) {
        tell_without_directory(app, record->path, err);
        record_list_refresh(app);
    } else if (recording->run_count == 0) {
        recording_release(recording);
        app_report(app, "No run is in this record.");
    } else {
        return true;
    }
    return false;
}

void record_list_open(struct app *app, const struct request *request)
{
    struct recording recording;
    if (!read_whole(app, request->record, &recording))
        return;
    finished_list_add(&app->player.files, finished_of(request->record->path, &recording));
    player_go(&app->player, 0, 0);
    app->is_listed = true;
    app_model(app);
    app_show(app, SCREEN_RUN);
    transport_play(&app->player.transport, clock_ns(), true);
}

void record_list_return(struct app *app)
{
    timeline_source_close(&app->timeline_source);
    race_close(&app->race);
    player_close(&app->player);
    app->is_listed = false;
    app_show(app, SCREEN_RECORDS);
}

/* A comparison that says which day it is of. */
static struct finished *finished_at(const struct stored_record *record, const struct recording *recording)
{
    struct tm at;
    struct finished *finished = finished_of(record->path, recording);
    if (localtime_r(&record->written, &at))
        strftime(finished->clock, sizeof finished->clock, "%d %b", &at);
    return finished;
}

/* ---- beside ------------------------------------------------------------------------------------------- */

/* Owned by the caller: free(). */
static char *work_of(const struct experiment *experiment)
{
    struct strbuf text = STRBUF_INIT;
    struct json_writer json = { .out = &text };
    json_object(&json, NULL, JSON_LINES);
    experiment_write_workload(&json, &experiment->workload);
    json_close(&json);
    return strbuf_detach(&text);
}

static bool is_same_work(const struct experiment *experiment, const char *work)
{
    char *own = work_of(experiment);
    bool same = strcmp(own, work) == 0;
    free(own);
    return same;
}

/* The newest comparison of the same work; NULL: there is none. */
static const struct finished *find_same_work(const struct app *app, const struct experiment *experiment)
{
    char *work = work_of(experiment);
    const struct finished *found = NULL;
    for (size_t i = app->finished.count; i-- > 0 && !found;)
        if (is_same_work(&app->finished.all[i]->experiment, work))
            found = app->finished.all[i];
    free(work);
    return found;
}

/* To three digits: more of them say nothing. */
static uint64_t rounded(double seconds)
{
    double digit = pow(10, floor(log10(seconds)) - 2);
    return (uint64_t)llround(round(seconds / digit) * digit * 1e9);
}

/* Its medians take the place of the figures from elsewhere. */
static void put_beside(struct experiment *experiment, const struct finished *other)
{
    char cores[FORMAT_MAX];
    experiment->reference_count = 0;
    for (size_t i = 0; i < other->results.count && experiment->reference_count < EXPERIMENT_REFERENCES_MAX;
         i++) {
        const struct result *result = &other->results.results[i];
        struct reference *reference = &experiment->references[experiment->reference_count];
        if (!result_is_comparable(result))
            continue;
        memcpy(reference->label, other->experiment.strategies[i].label, sizeof reference->label);
        reference->ns = rounded(result->done.median);
        snprintf(reference->source, sizeof reference->source, "%s %s, %s",
                 other->path ? "a record of" : "run here at", other->clock,
                 format_plural(cores, sizeof cores, other->results.machine.cores, "core"));
        experiment->reference_count++;
    }
}

/* The newest other record of the same work, as a comparison; NULL: there is none. */
static struct finished *read_same_work(struct app *app, const struct stored_record *record,
                                       const struct experiment *experiment)
{
    struct recording recording;
    struct stored_record *found = NULL;
    char *work = work_of(experiment);
    for (size_t i = 0; i < app->records.count && !found; i++) {
        struct stored_record *other = &app->records.records[i];
        if (!other->read)
            record_store_read(other);
        if (other != record && !other->problem && is_same_work(&other->summary.recording.experiment, work))
            found = other;
    }
    free(work);
    return found && read_whole(app, found, &recording) ? finished_at(found, &recording) : NULL;
}

void record_list_beside(struct app *app, const struct request *request)
{
    struct recording recording;
    if (!read_whole(app, request->record, &recording))
        return;
    struct finished *read = read_same_work(app, request->record, &recording.experiment);
    const struct finished *other = read ? read : find_same_work(app, &recording.experiment);
    if (!other) {
        recording_release(&recording);
        app_report(app, "Nothing of the same work is here to be put beside it. Enter plays it.");
        return;
    }
    struct finished *finished = finished_at(request->record, &recording);
    put_beside(&finished->experiment, other);
    if (read)
        app_add_finished(app, read);
    app_add_finished(app, finished);
    app_show(app, SCREEN_COMPARE);
}

/* ---- deleting ----------------------------------------------------------------------------------------- */

void record_list_ask_delete(struct app *app, const struct request *request)
{
    if (!request->record) {
        app_report(app, "There is no record to delete.");
        return;
    }
    snprintf(app->pending_path, sizeof app->pending_path, "%s", request->record->path);
    snprintf(app->question_text, sizeof app->question_text, "Delete %s?", label_file(app->pending_path));
    app->question = QUESTION_DELETE;
}

void record_list_delete(struct app *app)
{
    char err[APP_TEXT_MAX];
    for (size_t i = 0; i < app->records.count; i++)
        if (strcmp(app->records.records[i].path, app->pending_path) == 0) {
            bool deleted = record_store_delete(&app->records, i, err, sizeof err);
            app_report(app, deleted ? "Deleted: %s" : "%s", deleted ? label_file(app->pending_path) : err);
            break;
        }
    app_model(app);
}
