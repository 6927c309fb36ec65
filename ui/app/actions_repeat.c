#include "app/actions.h"

#include "app/finished.h"
#include "base/format.h"
#include "view/panel_plan.h"

#include <stdio.h>

/* Longer than this is asked about. */
#define LONG_S 60

/* What may be in a file. */
#define REPEATS_MOST 1000

/* Why none can be run; NULL: they can. */
static const char *obstacle(const struct app *app, const struct finished *finished)
{
    if (app->live.session.playing)
        return "Not while something runs.";
    if (app->player.open)
        return "This is a replay: repeats are added to what ran on this screen.";
    if (!finished)
        return "There is nothing to repeat yet: Enter at home runs an experiment.";
    if (finished->path)
        return "This is a record: repeats of another day are not comparable with it.";
    if (finished->findings.verdict.pair_count == 0)
        return "A verdict is on two strategies that have come to their end.";
    if (verdict_needs(&finished->findings.verdict) == 0)
        return verdict_is_open(&finished->findings.verdict)
                   ? "Their times are too much alike: a thousand repeats would not decide it."
                   : "The verdict is there: it needs no more repeats.";
    return finished->experiment.repeat >= REPEATS_MOST ? "An experiment has at most 1000 repeats." : NULL;
}

static size_t repeats_of(const struct finished *finished)
{
    size_t room = REPEATS_MOST - (size_t)finished->experiment.repeat;
    size_t needs = verdict_needs(&finished->findings.verdict);
    return needs < room ? needs : room;
}

/* As the medians so far have it, s. */
static double seconds_of(const struct finished *finished)
{
    double seconds = 0;
    for (size_t i = 0; i < finished->results.count; i++)
        seconds += finished->results.results[i].done.median;
    return seconds * (double)repeats_of(finished);
}

/* "4 more repeats take about 12 s, going by those before". */
static void write_length(char *buf, size_t size, const struct finished *finished)
{
    char repeats[FORMAT_MAX], about[48];
    size_t count = repeats_of(finished);
    format_plural(repeats, sizeof repeats, count, "more repeat");
    snprintf(buf, size, "%s %s %s, estimated from those before", repeats, count > 1 ? "take" : "takes",
             panel_plan_about(about, sizeof about, seconds_of(finished) * 1e9));
}

void repeat_begin(struct app *app)
{
    struct finished *finished = app->repeated;
    char length[160];
    struct experiment experiment;
    experiment_copy(&experiment, &finished->experiment);
    experiment.repeat = repeats_of(finished);
    experiment.warmup = 0;
    write_length(length, sizeof length, finished);
    actions_repeat(app, &experiment, finished);
    experiment_release(&experiment);
    app_report(app, "%s.", length);
}

/* Where a comparison is among all, which are finished_count. */
static size_t place_of(const struct app *app, const struct finished *finished)
{
    size_t at = 0;
    while (at < app->finished.count && app->finished.all[at] != finished)
        at++;
    return at;
}

void repeat_ask(struct app *app, const struct request *request)
{
    char length[160];
    const char *why = obstacle(app, request->finished);
    size_t at = place_of(app, request->finished);
    struct finished *finished = at < app->finished.count ? app->finished.all[at] : NULL;
    if (why || !finished) {
        app_report(app, "%s", why ? why : "There is nothing to repeat yet.");
        return;
    }
    app->repeated = finished;
    if (seconds_of(finished) <= LONG_S) {
        repeat_begin(app);
        return;
    }
    write_length(length, sizeof length, finished);
    snprintf(app->question_text, sizeof app->question_text, "%s. Run them?", length);
    app->question = QUESTION_REPEAT;
}

void repeat_end(struct app *app, struct finished *finished)
{
    struct finished *before = app->repeated;
    app->repeated = NULL;
    app->message[0] = '\0'; /* how long they would take */
    results_put_before(&finished->results, &before->results);
    recording_put_before(&finished->recording, &before->recording);
    finished->experiment.repeat = finished->recording.experiment.repeat;
    finished->experiment.warmup = finished->recording.experiment.warmup;
    findings_release(&finished->findings);
    findings_of(&finished->findings, &finished->results, true);
    finished_list_drop(&app->finished, place_of(app, before), 1);
}
