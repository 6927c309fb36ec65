#include "app/session.h"

#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* How often a run that was told to end, or that cannot be waited for by poll(), is looked after. */
#define TEND_MS 20

/* With more tasks nobody reads when each of them starts and ends. */
#define TOLD_TASKS_MAX 2000

/* ---- what is told ------------------------------------------------------------------------------------- */

static void clear_output(struct output *output)
{
    output->first = output->count = 0;
    output->dropped = 0;
}

static struct output_line *line_at(struct output *output, size_t index)
{
    return &output->lines[(output->first + index) % OUTPUT_LINES];
}

/* What the teller heard of late goes where it belongs; lines without a time stay behind what they were told after. */
static void on_line(void *context, const struct log_line *log_line)
{
    struct output *output = context;
    if (output->count == OUTPUT_LINES) {
        output->first = (output->first + 1) % OUTPUT_LINES;
        output->count--;
        output->dropped++;
    }
    size_t at = output->count++;
    for (; at > 0 && log_line->time && line_at(output, at - 1)->time > log_line->time; at--)
        *line_at(output, at) = *line_at(output, at - 1);
    struct output_line *line = line_at(output, at);
    line->time = log_line->time;
    memcpy(line->text, log_line->text, sizeof line->text);
}

_Static_assert(sizeof(((struct output_line *)NULL)->text) == sizeof(((struct log_line *)NULL)->text),
               "a happening fits in a line");

/* ---- one run ------------------------------------------------------------------------------------------ */

static void begin_run(struct session *session)
{
    struct series *series = &session->series;
    size_t strategy = series_run_at(series, series->next - 1).strategy;
    clear_output(&session->output);
    session->watch = watch_open(series->runner.board, &series->experiment->workload,
                                &series->experiment->strategies[strategy], &series->plans[strategy]);
    event_feed_open(&session->event_feed, series->runner.board, TOLD_TASKS_MAX);
}

static void end_run(struct session *session)
{
    if (!session->watch)
        return;
    event_feed_close(&session->event_feed);
    watch_close(session->watch);
    session->watch = NULL;
}

void session_look(struct session *session, const struct snapshot_window *window, bool sample)
{
    if (!session->watch)
        return;
    session->window = *window;
    watch_look(session->watch, window, session->snapshot);
    session->snapshot->held_ns = runner_held_ns(&session->series.runner);
    session->snapshot->coordinator_stopped = runner_is_stopped(&session->series.runner);
    if (sample)
        watch_sample(session->watch, session->snapshot);
    event_feed_look(&session->event_feed, on_line, &session->output);
}

/* ---- the experiment ----------------------------------------------------------------------------------- */

void finished_free(struct finished *finished)
{
    findings_release(&finished->findings);
    results_release(&finished->results);
    recording_release(&finished->recording);
    experiment_release(&finished->experiment);
    free(finished);
}

void session_close(struct session *session)
{
    if (!session->open)
        return;
    end_run(session);
    /* What was handed over stays; the series only looked at it since. */
    if (session->taken)
        session->series.results = (struct results){ .experiment = NULL };
    series_close(&session->series);
    if (!session->taken)
        finished_free(session->finished);
    free(session->snapshot);
    *session = (struct session){ .open = false };
}

static bool start_next(struct session *session)
{
    if (!series_start(&session->series))
        return false;
    begin_run(session);
    return true;
}

void session_open(struct session *session, const struct experiment *experiment, const struct machine *machine)
{
    session_close(session);
    session->finished = xcalloc(1, sizeof *session->finished);
    experiment_copy(&session->finished->experiment, experiment);
    recording_begin(&session->finished->recording, experiment, machine);
    series_open(&session->series, &session->finished->experiment, machine);
    session->series.keep_records = true;
    session->open = session->playing = true;
    bool started = start_next(session);
    /* After the fork, so that the run's processes do not have it to copy. */
    session->snapshot = xcalloc(1, sizeof *session->snapshot);
    if (started)
        session_look(session, &(struct snapshot_window){ .workers = 0 }, false);
}

int session_fd(const struct session *session)
{
    return session->playing ? series_fd(&session->series) : -1;
}

int session_tend_ms(const struct session *session)
{
    if (!session->playing)
        return -1;
    bool idle = !session->series.running;
    bool ending = session->series.runner.stop_ns != 0;
    return idle ? 0 : ending || series_fd(&session->series) < 0 ? TEND_MS : -1;
}

/* Between the runs, when nothing is measured. The last run is never the one that goes to spare memory. */
static void keep_run(struct session *session)
{
    struct recording *recording = &session->finished->recording;
    struct recorded_run run = series_take_last_run(&session->series);
    recording_add(recording, &run);
    if (session->record)
        record_writer_add(session->record, &recording->runs[recording->run_count - 1]);
}

enum session_news session_tend(struct session *session, bool ready)
{
    if (!session->playing || (!ready && session_tend_ms(session) < 0))
        return SESSION_NOTHING;
    bool ran = session->watch != NULL; /* else the first run could not even begin */
    /* The last look comes after all has happened and before the series takes the board. */
    struct snapshot_window window = session->window;
    session_look(session, &window, false);
    if (series_poll(&session->series))
        return SESSION_NOTHING;
    end_run(session);
    if (ran)
        keep_run(session);
    if (start_next(session))
        return SESSION_NEXT;
    session->playing = false;
    return SESSION_ENDED;
}

void session_stop(struct session *session)
{
    if (session->playing)
        series_stop(&session->series);
}

void session_skip(struct session *session)
{
    if (session->playing)
        series_skip(&session->series);
}

void session_break_off(struct session *session)
{
    if (!session->playing)
        return;
    end_run(session);
    runner_close(&session->series.runner);
    session->series.running = session->playing = false;
    session->series.stopped = true;
}

void session_hold(struct session *session, bool hold)
{
    if (session->playing)
        runner_hold(&session->series.runner, hold);
}

bool session_is_held(const struct session *session)
{
    return session->playing && session->series.runner.held & HOLD_GATE;
}

bool session_step(struct session *session)
{
    return session->playing && runner_step(&session->series.runner);
}

bool session_signal(struct session *session, struct worker_id id, int signal)
{
    return session->playing && runner_signal(&session->series.runner, id, signal);
}

void session_suspend(struct session *session)
{
    if (session->playing)
        runner_suspend(&session->series.runner);
}

void session_resume(struct session *session)
{
    if (session->playing)
        runner_resume(&session->series.runner);
}

/* ---- what came out ------------------------------------------------------------------------------------ */

static bool anything_came_out(const struct session *session)
{
    for (size_t i = 0; i < session->finished->experiment.strategy_count; i++)
        if (session->series.results.results[i].run_count)
            return true;
    return false;
}

struct finished *session_take(struct session *session)
{
    if (!session->open || session->playing || session->taken || !anything_came_out(session))
        return NULL;
    time_t now = time(NULL);
    struct tm at;
    struct finished *finished = session->finished;
    finished->results = session->series.results;
    findings_of(&finished->findings, &finished->results, true);
    if (localtime_r(&now, &at))
        strftime(finished->clock, sizeof finished->clock, "%H:%M", &at);
    session->taken = true;
    return finished;
}
