/* A session: an experiment that is carried out and watched, by the screen or the command line. It joins
 * the series of runs, the trace of the current one, the feed of what happens in it, and where runs are kept.
 *
 *     session_open(&session, &experiment, &machine, &options)     begins with the first run
 *     loop: poll() on session_fd(), at least every session_tend_ms()
 *           session_look()                                        before each frame or line
 *           session_tend()                                        SESSION_NEXT, SESSION_ENDED
 *     … session.series.results …
 *     session_close() */
#pragma once

#include "history/event_text.h"
#include "history/sampling.h"
#include "history/snapshot_at.h"
#include "record/record_write.h"
#include "record/recording.h"
#include "series/series.h"

#include <stdbool.h>
#include <stdint.h>

struct session_options {
    bool traces;                  /* the current run has a trace, and there is a snapshot to look at */
    on_line_fn *on_line;          /* what happens, as session_look() finds it; NULL: not wanted */
    void *context;                /* of on_line */
    uint64_t narrated;            /* tasks: with more of them their starts and ends are no lines */
    struct record_writer *record; /* every run is written there when it has ended; NULL: none. Borrowed */
    struct recording *recording;  /* and added here; NULL: not kept. Borrowed */
};

struct session {
    struct session_options options;
    bool playing; /* it has not ended */
    struct series series;
    struct snapshot
        *snapshot;      /* of the current run, or of the last one as it ended; owned; NULL without traces */
    bool traced;        /* the current run has a trace */
    struct trace trace; /* of it */
    struct sampling sampling; /* of its workers */
    struct event_feed event_feed;
    struct snapshot_window window; /* of the last look */
};

enum session_news {
    SESSION_NOTHING,
    SESSION_NEXT, /* a run has ended, the next one goes on */
    SESSION_ENDED /* the experiment has */
};

/* The experiment and the machine are borrowed. */
void session_open(struct session *session, const struct experiment *experiment, const struct machine *machine,
                  const struct session_options *options);
void session_close(struct session *session); /* kills what runs */

/* Readable when there is something to tend; -1: nothing runs, or session_tend_ms() alone counts. */
int session_fd(const struct session *session);

/* ms within which session_tend() is to be called again though nothing is ready; -1: any time. */
int session_tend_ms(const struct session *session);

/* Looks after the run; starts the next one as soon as one has ended. `ready`: poll() said so. */
enum session_news session_tend(struct session *session, bool ready);

/* Takes a snapshot and reports what has happened; `sample`: also asks the system what the workers do. */
void session_look(struct session *session, const struct snapshot_window *window, bool sample);

/* What the current run is, or the last one. There has been one. */
struct series_run session_run(const struct session *session);

/* The rest does nothing once the experiment has ended. */

void session_stop(struct session *session); /* ends the experiment, within a second */
void session_skip(struct session *session); /* ends the run */

/* Ends it here and now; the current run leaves no result. */
void session_break_off(struct session *session);

/* Holds the current run, or lets it go on. */
void session_hold(struct session *session, bool hold);
bool session_is_held(const struct session *session);

/* Lets one more task start, and holds the run behind it.
 * False: the last one that was let has not started yet. */
bool session_step(struct session *session);

/* Sends a worker of the current run SIGKILL, SIGSTOP or SIGCONT. False: the run has ended. */
bool session_signal(struct session *session, struct worker_id id, int signal);

/* The program is about to be stopped (Ctrl-Z), and has been continued. */
void session_suspend(struct session *session);
void session_resume(struct session *session);
