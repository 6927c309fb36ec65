#include "series/session.h"

#include "base/xmalloc.h"

#include <stdlib.h>

/* The time between two polls of a run that is to end, or that has no descriptor to wait for. */
#define TEND_MS 20

/* ---- one run ------------------------------------------------------------------------------------------ */

struct series_run session_run(const struct session *session)
{
    return series_run_at(&session->series, session->series.next - 1);
}

static void begin_run(struct session *session)
{
    struct series *series = &session->series;
    size_t strategy = session_run(session).strategy;
    session->traced = session->options.traces;
    session->sampling = (struct sampling){ .sampled_at = 0 };
    if (session->traced)
        trace_follow(&session->trace, series->runner.board, &series->experiment->workload,
                     &series->experiment->strategies[strategy], &series->results.results[strategy].plan);
    if (session->options.on_line)
        event_feed_open(&session->event_feed, series->runner.board, session->options.narrated);
}

static void end_run(struct session *session)
{
    if (session->options.on_line)
        event_feed_close(&session->event_feed);
    if (session->traced)
        trace_close(&session->trace);
    session->traced = false;
}

void session_look(struct session *session, const struct snapshot_window *window, bool sample)
{
    if (!session->traced)
        return;
    session->window = *window;
    trace_poll(&session->trace);
    snapshot_at(&session->trace, board_now(session->series.runner.board), window, session->snapshot);
    session->snapshot->held_ns = runner_held_ns(&session->series.runner);
    session->snapshot->coordinator_stopped = runner_is_stopped(&session->series.runner);
    sampling_look(&session->sampling, &session->trace, session->snapshot, sample);
    if (session->options.on_line)
        event_feed_look(&session->event_feed, session->options.on_line, session->options.context);
}

/* ---- the experiment ----------------------------------------------------------------------------------- */

static bool start_next(struct session *session)
{
    if (!series_start(&session->series))
        return false;
    begin_run(session);
    return true;
}

void session_open(struct session *session, const struct experiment *experiment, const struct machine *machine,
                  const struct session_options *options)
{
    *session = (struct session){ .options = *options, .playing = true };
    series_open(&session->series, experiment, machine);
    bool started = start_next(session);
    /* After the fork, so that the run's processes do not copy it. */
    if (options->traces)
        session->snapshot = xcalloc(1, sizeof *session->snapshot);
    if (started)
        session_look(session, &(struct snapshot_window){ .workers = 0 }, false);
}

void session_close(struct session *session)
{
    if (session->series.running)
        end_run(session);
    series_close(&session->series);
    free(session->snapshot);
    *session = (struct session){ .playing = false };
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

/* Between two runs, when no time is measured. recording_add() never drops the run that it adds. */
static void keep_run(struct session *session)
{
    if (!session->options.record && !session->options.recording)
        return;
    struct recorded_run run = series_take_run(&session->series);
    if (session->options.record)
        record_writer_add(session->options.record, &run);
    if (session->options.recording)
        recording_add(session->options.recording, &run);
    else
        record_release(&run.record);
}

enum session_news session_tend(struct session *session, bool ready)
{
    if (!session->playing || (!ready && session_tend_ms(session) < 0))
        return SESSION_NOTHING;
    bool ran = session->series.running; /* else the first run could not even begin */
    /* The last look comes after the last event and before the series takes the board. */
    struct snapshot_window window = session->window;
    session_look(session, &window, false);
    if (series_poll(&session->series))
        return SESSION_NOTHING;
    if (ran) {
        end_run(session);
        keep_run(session);
    }
    if (start_next(session))
        return SESSION_NEXT;
    session->playing = false;
    return SESSION_ENDED;
}

void session_stop(struct session *session)
{
    series_stop(&session->series);
}

void session_skip(struct session *session)
{
    series_skip(&session->series);
}

void session_break_off(struct session *session)
{
    if (!session->playing)
        return;
    if (session->series.running)
        end_run(session);
    runner_close(&session->series.runner);
    session->series.running = session->playing = false;
    session->series.stopped = true;
}

void session_hold(struct session *session, bool hold)
{
    runner_hold(&session->series.runner, hold);
}

bool session_is_held(const struct session *session)
{
    return session->series.runner.held & HOLD_GATE;
}

bool session_step(struct session *session)
{
    return runner_step(&session->series.runner);
}

bool session_signal(struct session *session, struct worker_id id, int signal)
{
    return runner_signal(&session->series.runner, id, signal);
}

void session_suspend(struct session *session)
{
    runner_suspend(&session->series.runner);
}

void session_resume(struct session *session)
{
    runner_resume(&session->series.runner);
}
