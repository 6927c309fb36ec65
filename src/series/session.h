/* A session: an experiment that is carried out and watched, by the screen or the command line.
 * It joins the series of runs, the trace and the event feed of the current run, and the recording of runs.
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
    bool traces;                  /* the current run has a trace, and there is a snapshot of it */
    on_line_fn *on_line;          /* called by session_look() for each event; NULL: no event feed */
    void *context;                /* of on_line */
    uint64_t narrated;            /* tasks: with more of them their starts and ends are no events */
    struct record_writer *record; /* receives every run that has ended; NULL: none. Borrowed */
    struct recording *recording;  /* the same; NULL: none. Borrowed */
};

struct session {
    struct session_options options;
    bool playing; /* the experiment has not ended */
    struct series series;
    struct snapshot *snapshot; /* of the current run, or of the last one at its end; owned; NULL: no traces */
    bool traced;               /* the current run has a trace */
    struct trace trace;        /* of it */
    struct sampling sampling;  /* of its workers */
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

/* Readable when session_tend() has work; -1: no run, or session_tend_ms() alone says when. */
int session_fd(const struct session *session);

/* The longest time to the next session_tend() where no descriptor is ready, ms; -1: no bound. */
int session_tend_ms(const struct session *session);

/* Polls the run; starts the next one as soon as one has ended. `ready`: session_fd() is readable. */
enum session_news session_tend(struct session *session, bool ready);

/* Takes a snapshot and reports new events; `sample`: also reads the workers' states from the system. */
void session_look(struct session *session, const struct snapshot_window *window, bool sample);

/* The current run, or the last one. There has been one. */
struct series_run session_run(const struct session *session);

/* The functions below do nothing once the experiment has ended. */

void session_stop(struct session *session); /* ends the experiment, within a second */
void session_skip(struct session *session); /* ends the run */

/* Ends the experiment at once; the current run leaves no result. */
void session_break_off(struct session *session);

/* Holds the current run, or lets it go on. */
void session_hold(struct session *session, bool hold);
bool session_is_held(const struct session *session);

/* Lets one more task start, and holds the run then. False: the last permit is not used yet. */
bool session_step(struct session *session);

/* Sends SIGKILL, SIGSTOP or SIGCONT to a worker of the current run. False: the run has ended. */
bool session_signal(struct session *session, struct worker_id id, int signal);

/* The program is about to be stopped (Ctrl-Z), and has been continued. */
void session_suspend(struct session *session);
void session_resume(struct session *session);
