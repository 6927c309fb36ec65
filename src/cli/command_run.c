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

struct front {
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

static void fill_style(const struct front *front, struct report_style *style)
{
    unsigned columns = terminal_columns(STDOUT_FILENO);
    *style = (struct report_style){
        .width = columns < 60 ? 60 : columns,
        .ascii = front->ascii,
        .colour = terminal_colour(STDOUT_FILENO),
    };
}

static void open_front(struct front *front, const struct experiment *experiment,
                       const struct machine *machine)
{
    const struct options *options = front->options;
    front->ascii = command_ascii(options);
    front->signals_fd = signals_open(NULL);
    /* A narration is progress enough, and the two would be in each other's way. */
    bool narrate = options->narrate, progress = !narrate && !options->quiet;
    if (narrate)
        narrator_open(&front->narrator,
                      options_json_to_stdout(front->options) ? STDERR_FILENO : STDOUT_FILENO, front->ascii);
    if (progress)
        progress_open(&front->progress, STDERR_FILENO, front->ascii);
    follow_open(&front->follow, &front->session,
                progress && front->progress.fd >= 0 ? &front->progress : NULL,
                narrate ? &front->narrator : NULL);
    session_open(&front->session, experiment, machine,
                 &(struct session_options){ .traces = follow_interval_ms(&front->follow) >= 0,
                                            .on_line = narrate ? follow_line : NULL,
                                            .context = &front->follow,
                                            .narrated = FOLLOW_TASKS_MAX,
                                            .record = options->record ? &front->record : NULL });
}

static void close_front(struct front *front)
{
    if (front->options->narrate)
        narrator_close(&front->narrator);
    else if (!front->options->quiet)
        progress_close(&front->progress);
    session_close(&front->session);
}

/* ---- running ------------------------------------------------------------------------------------------ */

/* Ctrl-Z stops the run with us; fg lets both go on. */
static void sleep_with_job(struct front *front)
{
    session_suspend(&front->session);
    if (front->follow.progress)
        progress_clear(front->follow.progress);
    signals_stop_here();
    session_resume(&front->session);
}

static void take_signals(struct front *front)
{
    struct signals came = signals_take();
    if (came.stop && signals_can_stop())
        sleep_with_job(front);
    if (came.end && !front->session.series.results.interrupted) {
        front->session.series.results.interrupted = true;
        front->session.series.results.signal = came.end;
        session_stop(&front->session);
    }
}

/* A run that waits for ever is reported even where all else is quiet. */
static void report_stuck(struct front *front)
{
    const struct series *series = &front->session.series;
    char text[200];
    if (front->stuck_reported == series->next || front->options->narrate ||
        !event_text_of_stuck(series->runner.board, &series->experiment->workload, text, sizeof text))
        return;
    front->stuck_reported = series->next;
    if (front->follow.progress)
        progress_clear(front->follow.progress);
    const struct series_run run = session_run(&front->session);
    char *shown = text_printable(text, front->ascii);
    command_warn("%s: %s; Ctrl-C ends it", series->experiment->strategies[run.strategy].label, shown);
    free(shown);
}

/* While the coordinator is stopped the run has no end,
 * whatever its workers do, and nothing else shows why. */
static void report_stopped(struct front *front)
{
    const struct series *series = &front->session.series;
    if (front->stopped_reported == series->next || !runner_is_stopped(&series->runner))
        return;
    front->stopped_reported = series->next;
    if (front->follow.progress)
        progress_clear(front->follow.progress);
    const struct series_run run = session_run(&front->session);
    int pid = series->runner.coordinator;
    command_warn("%s: the coordinator is stopped: kill -CONT %d lets it go on, Ctrl-C ends the run",
                 series->experiment->strategies[run.strategy].label, pid);
}

/* Milliseconds until there is something to look at; -1: until something happens. */
static int look_ms(const struct front *front, bool unwatched)
{
    int follow = follow_interval_ms(&front->follow);
    return unwatched && (follow < 0 || follow > UNWATCHED_MS) ? UNWATCHED_MS : follow;
}

/* Until the run has ended, or something is to be looked at. */
static enum session_news wait_and_tend(struct front *front, bool unwatched)
{
    struct session *session = &front->session;
    struct pollfd fds[] = { { .fd = front->signals_fd, .events = POLLIN },
                            { .fd = session_fd(session), .events = POLLIN } };
    int tend = session_tend_ms(session), look = look_ms(front, unwatched);
    int ready = poll(fds, 2, tend >= 0 ? tend : look);
    take_signals(front);
    follow_look(&front->follow);
    if (unwatched)
        report_stuck(front);
    report_stopped(front);
    return session_tend(session, ready > 0 && fds[1].revents);
}

static void run_all(struct front *front)
{
    const struct series *series = &front->session.series;
    for (bool begins = series->running; front->session.playing;) {
        if (begins)
            follow_begin(&front->follow);
        bool unwatched = series->next > 0 &&
                         series->results.results[session_run(&front->session).strategy].plan.unsupervised;
        begins = wait_and_tend(front, unwatched) == SESSION_NEXT;
        if (begins || !front->session.playing)
            follow_end(&front->follow);
    }
    if (front->follow.progress)
        progress_clear(front->follow.progress);
}

/* ---- reporting ---------------------------------------------------------------------------------------- */

static bool print_table(const struct front *front)
{
    struct report_style style;
    struct strbuf text = STRBUF_INIT;
    fill_style(front, &style);
    if (front->options->narrate)
        strbuf_addc(&text, '\n');
    report_table(&text, &front->session.series.results, &style);
    bool printed = command_print(text.text, text.length);
    strbuf_release(&text);
    return printed;
}

static bool save_json(struct front *front, const struct strbuf *text)
{
    char err[512];
    save_add(&front->json, text->text, text->length);
    if (save_finish(&front->json, err, sizeof err))
        return true;
    command_warn("%s", err);
    return false;
}

static bool give_json(struct front *front)
{
    struct strbuf text = STRBUF_INIT;
    report_json(&text, &front->session.series.results);
    bool given = options_json_to_stdout(front->options) ? command_print(text.text, text.length)
                                                        : save_json(front, &text);
    strbuf_release(&text);
    return given;
}

/* The screen lists it as well. */
static void list_record(const struct front *front)
{
    struct settings settings;
    char err[512];
    settings_open(&settings, err, sizeof err);
    if (settings.keep_records && !record_store_take(front->options->record, err, sizeof err))
        command_warn("%s", err);
}

/* What was recorded of a series that was interrupted stays as well. */
static bool give_record(struct front *front)
{
    char err[512];
    if (record_writer_close(&front->record, err, sizeof err)) {
        list_record(front);
        return true;
    }
    command_warn("%s", err);
    return false;
}

static int report(struct front *front)
{
    bool printed = true;
    if (front->options->quiet || options_json_to_stdout(front->options))
        command_warn_troubles(&front->session.series.results);
    else
        printed = print_table(front);
    if (front->options->json && !give_json(front))
        printed = false;
    if (front->options->record && !give_record(front))
        printed = false;
    if (front->options->narrate && front->narrator.error && printed)
        command_warn("cannot write the narration to stdout: %s", strerror(front->narrator.error));
    int end = signals_take().end;
    if (!printed && end) /* it was not waited for */
        return 128 + end;
    int status = results_status(&front->session.series.results);
    return status == 0 && (!printed || front->narrator.error) ? 1 : status;
}

/* Better now than after minutes of work. */
static bool begin_outputs(struct front *front, const struct options *options,
                          const struct experiment *experiment, const struct machine *machine)
{
    char err[512];
    bool json = options_json_file(options);
    front->json.fd = -1;
    if ((!json || save_begin(&front->json, options->json, err, sizeof err)) &&
        (!options->record || record_writer_open(&front->record, options->record, experiment, machine,
                                                ORIGIN_MEASURED, err, sizeof err)))
        return true;
    save_abandon(&front->json);
    command_warn("%s", err);
    return false;
}

int command_run_experiment(const struct options *options, const struct experiment *experiment)
{
    struct machine machine;
    struct front front = { .options = options };
    machine_read(&machine);
    if (!command_outputs(options) || !begin_outputs(&front, options, experiment, &machine))
        return 2;
    open_front(&front, experiment, &machine);
    run_all(&front);
    int status = report(&front);
    close_front(&front);
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
