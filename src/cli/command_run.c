#include "cli/commands.h"

#include "cli/follow.h"
#include "base/signals.h"
#include "record/record_write.h"
#include "experiment/settings.h"
#include "report/report.h"
#include "series/record_store.h"
#include "base/save.h"
#include "base/text.h"
#include "history/event_text.h"
#include "base/terminal.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* How often an unsupervised pool is looked at: it may wait for ever. */
#define UNWATCHED_MS 200

/* A session without a screen. */
struct headless {
    const struct options *options;
    struct session session;
    struct follow follow;
    struct progress progress;
    struct narrator narrator;
    struct record_writer record; /* --record */
    struct save json;            /* --json FILE; begun before the first run */
    int signals_fd;
    size_t stuck_reported;   /* the number of the run that was said to wait for ever */
    size_t stopped_reported; /* and of the one whose coordinator was said to be stopped */
    bool ascii;
};

static void fill_style(const struct headless *headless, struct report_style *style)
{
    unsigned columns = terminal_columns(STDOUT_FILENO);
    *style = (struct report_style){
        .width = columns < 60 ? 60 : columns,
        .ascii = headless->ascii,
        .colour = terminal_colour(STDOUT_FILENO),
    };
}

static void open_headless(struct headless *headless, const struct experiment *experiment,
                          const struct machine *machine)
{
    const struct options *options = headless->options;
    headless->ascii = command_ascii(options);
    headless->signals_fd = signals_open(NULL);
    /* A narration is progress enough, and the two would be in each other's way. */
    bool narrate = options->narrate, progress = !narrate && !options->quiet;
    if (narrate)
        narrator_open(&headless->narrator,
                      options_json_to_stdout(headless->options) ? STDERR_FILENO : STDOUT_FILENO,
                      headless->ascii);
    if (progress)
        progress_open(&headless->progress, STDERR_FILENO, headless->ascii);
    follow_open(&headless->follow, &headless->session,
                progress && headless->progress.fd >= 0 ? &headless->progress : NULL,
                narrate ? &headless->narrator : NULL);
    session_open(&headless->session, experiment, machine,
                 &(struct session_options){ .traces = follow_interval_ms(&headless->follow) >= 0,
                                            .on_line = narrate ? follow_line : NULL,
                                            .context = &headless->follow,
                                            .narrated = FOLLOW_TASKS_MAX,
                                            .record = options->record ? &headless->record : NULL });
}

static void close_headless(struct headless *headless)
{
    if (headless->options->narrate)
        narrator_close(&headless->narrator);
    else if (!headless->options->quiet)
        progress_close(&headless->progress);
    session_close(&headless->session);
}

/* ---- running ------------------------------------------------------------------------------------------ */

/* Ctrl-Z stops the run with us; fg lets both go on. */
static void sleep_with_job(struct headless *headless)
{
    session_suspend(&headless->session);
    if (headless->follow.progress)
        progress_clear(headless->follow.progress);
    signals_stop_here();
    session_resume(&headless->session);
}

static void take_signals(struct headless *headless)
{
    struct signals came = signals_take();
    if (came.stop && signals_can_stop())
        sleep_with_job(headless);
    if (came.end && !headless->session.series.results.interrupted) {
        headless->session.series.results.interrupted = true;
        headless->session.series.results.signal = came.end;
        session_stop(&headless->session);
    }
}

/* A run that waits for ever is reported even where all else is quiet. */
static void report_stuck(struct headless *headless)
{
    const struct series *series = &headless->session.series;
    char text[200];
    if (headless->stuck_reported == series->next || headless->options->narrate ||
        !event_text_of_stuck(series->runner.board, &series->experiment->workload, text, sizeof text))
        return;
    headless->stuck_reported = series->next;
    if (headless->follow.progress)
        progress_clear(headless->follow.progress);
    const struct series_run run = session_run(&headless->session);
    char *shown = text_printable(text, headless->ascii);
    command_warn("%s: %s; Ctrl-C ends it", series->experiment->strategies[run.strategy].label, shown);
    free(shown);
}

/* While the coordinator is stopped the run has no end,
 * whatever its workers do, and nothing else shows why. */
static void report_stopped(struct headless *headless)
{
    const struct series *series = &headless->session.series;
    if (headless->stopped_reported == series->next || !runner_is_stopped(&series->runner))
        return;
    headless->stopped_reported = series->next;
    if (headless->follow.progress)
        progress_clear(headless->follow.progress);
    const struct series_run run = session_run(&headless->session);
    int pid = series->runner.coordinator;
    command_warn("%s: the coordinator is stopped: kill -CONT %d lets it go on, Ctrl-C ends the run",
                 series->experiment->strategies[run.strategy].label, pid);
}

/* Milliseconds until there is something to look at; -1: until something happens. */
static int look_ms(const struct headless *headless, bool unwatched)
{
    int follow = follow_interval_ms(&headless->follow);
    return unwatched && (follow < 0 || follow > UNWATCHED_MS) ? UNWATCHED_MS : follow;
}

/* Until the run has ended, or something is to be looked at. */
static enum session_news wait_and_tend(struct headless *headless, bool unwatched)
{
    struct session *session = &headless->session;
    struct pollfd fds[] = { { .fd = headless->signals_fd, .events = POLLIN },
                            { .fd = session_fd(session), .events = POLLIN } };
    int tend = session_tend_ms(session), look = look_ms(headless, unwatched);
    int ready = poll(fds, 2, tend >= 0 ? tend : look);
    take_signals(headless);
    follow_look(&headless->follow);
    if (unwatched)
        report_stuck(headless);
    report_stopped(headless);
    return session_tend(session, ready > 0 && fds[1].revents);
}

static void run_all(struct headless *headless)
{
    const struct series *series = &headless->session.series;
    for (bool begins = series->running; headless->session.playing;) {
        if (begins)
            follow_begin(&headless->follow);
        bool unwatched = series->next > 0 &&
                         series->results.results[session_run(&headless->session).strategy].plan.unsupervised;
        begins = wait_and_tend(headless, unwatched) == SESSION_NEXT;
        if (begins || !headless->session.playing)
            follow_end(&headless->follow);
    }
    if (headless->follow.progress)
        progress_clear(headless->follow.progress);
}

/* ---- reporting ---------------------------------------------------------------------------------------- */

static bool print_table(const struct headless *headless)
{
    struct report_style style;
    struct strbuf text = STRBUF_INIT;
    fill_style(headless, &style);
    if (headless->options->narrate)
        strbuf_addc(&text, '\n');
    report_table(&text, &headless->session.series.results, &style);
    bool printed = command_print(text.text, text.length);
    strbuf_release(&text);
    return printed;
}

static bool save_json(struct headless *headless, const struct strbuf *text)
{
    char err[512];
    save_add(&headless->json, text->text, text->length);
    if (save_finish(&headless->json, err, sizeof err))
        return true;
    command_warn("%s", err);
    return false;
}

static bool give_json(struct headless *headless)
{
    struct strbuf text = STRBUF_INIT;
    report_json(&text, &headless->session.series.results);
    bool given = options_json_to_stdout(headless->options) ? command_print(text.text, text.length)
                                                           : save_json(headless, &text);
    strbuf_release(&text);
    return given;
}

/* The screen lists it as well. */
static void list_record(const struct headless *headless)
{
    struct settings settings;
    char err[512];
    settings_open(&settings, err, sizeof err);
    if (settings.keep_records && !record_store_take(headless->options->record, err, sizeof err))
        command_warn("%s", err);
}

/* What was recorded of a series that was interrupted stays as well. */
static bool give_record(struct headless *headless)
{
    char err[512];
    if (record_writer_close(&headless->record, err, sizeof err)) {
        list_record(headless);
        return true;
    }
    command_warn("%s", err);
    return false;
}

static int report(struct headless *headless)
{
    bool printed = true;
    if (headless->options->quiet || options_json_to_stdout(headless->options))
        command_warn_troubles(&headless->session.series.results);
    else
        printed = print_table(headless);
    if (headless->options->json && !give_json(headless))
        printed = false;
    if (headless->options->record && !give_record(headless))
        printed = false;
    if (headless->options->narrate && headless->narrator.error && printed)
        command_warn("cannot write the narration to stdout: %s", strerror(headless->narrator.error));
    int end = signals_take().end;
    if (!printed && end) /* it was not waited for */
        return 128 + end;
    int status = results_status(&headless->session.series.results);
    return status == 0 && (!printed || headless->narrator.error) ? 1 : status;
}

/* Better now than after minutes of work. */
static bool begin_outputs(struct headless *headless, const struct options *options,
                          const struct experiment *experiment, const struct machine *machine)
{
    char err[512];
    bool json = options_json_file(options);
    headless->json.fd = -1;
    if ((!json || save_begin(&headless->json, options->json, err, sizeof err)) &&
        (!options->record || record_writer_open(&headless->record, options->record, experiment, machine,
                                                ORIGIN_MEASURED, err, sizeof err)))
        return true;
    save_abandon(&headless->json);
    command_warn("%s", err);
    return false;
}

int command_run_experiment(const struct options *options, const struct experiment *experiment)
{
    struct machine machine;
    struct headless headless = { .options = options };
    machine_read(&machine);
    if (!command_outputs(options) || !begin_outputs(&headless, options, experiment, &machine))
        return 2;
    open_headless(&headless, experiment, &machine);
    run_all(&headless);
    int status = report(&headless);
    close_headless(&headless);
    return status;
}

int command_run(const struct options *options)
{
    struct experiment experiment;
    if (!command_experiment(&experiment, options))
        return 2;
    int status = command_run_experiment(options, &experiment);
    experiment_release(&experiment);
    return status;
}
