/* The stage: where an experiment is carried out while somebody watches. Joins the series of runs, the watch over the
 * current one, the teller of what happens in it and the output they fill.
 *
 *     session_open(&stage, &experiment, &machine)        begins with the first run
 *     loop: poll() on session_fd(), at least every session_tend_ms(); session_look() before each frame; session_tend()
 *     session_take()                                     once it has ended: what came out
 *     session_close() */
#ifndef TICTOC_SESSION_H
#define TICTOC_SESSION_H

#include "view/model.h"
#include "record/record_write.h"
#include "history/event_text.h"
#include "history/watch.h"

#include <stdbool.h>
#include <stdint.h>

struct session {
    bool open;    /* an experiment is or was carried out: what follows is there */
    bool playing; /* it has not ended */
    struct series series;
    struct snapshot *snapshot; /* of the current run, or the last one as it ended; owned */
    struct output output;      /* of that run */

    struct record_writer
        *record; /* every run is written down there as it has ended; NULL: not wanted. Borrowed */

    struct finished *finished; /* owned until it is taken; borrowed afterwards */
    bool taken;
    struct watch *watch; /* of the current run */
    struct event_feed event_feed;
    struct snapshot_window window; /* of the last look */
};

enum session_news {
    SESSION_NOTHING,
    SESSION_NEXT, /* a run has ended, the next one goes on */
    SESSION_ENDED /* the experiment has */
};

/* Closes what was there before. The experiment is copied. */
void session_open(struct session *session, const struct experiment *experiment,
                  const struct machine *machine);
void session_close(struct session *session); /* kills what runs */

/* Readable when there is something to tend; -1: nothing runs, or only session_tend_ms() tells. */
int session_fd(const struct session *session);

/* Looks after the run; starts the next one as soon as one has ended. `ready`: poll() said so. */
enum session_news session_tend(struct session *session, bool ready);

/* ms within which session_tend() is to be called again though nothing is ready; -1: any time. */
int session_tend_ms(const struct session *session);

/* Takes a snapshot and hears what has happened; `sample`: also asks the system what the workers do. */
void session_look(struct session *session, const struct snapshot_window *window, bool sample);

void session_stop(struct session *session); /* ends the experiment, within a second */
void session_skip(struct session *session); /* ends the run */

/* Ends it here and now; the current run leaves no result. */
void session_break_off(struct session *session);

/* Holds the current run, or lets it go on. */
void session_hold(struct session *session, bool hold);
bool session_is_held(const struct session *session);

/* Lets one more task start, and holds the run behind it. False: the last one that was let has not started yet. */
bool session_step(struct session *session);

/* Sends a worker of the current run SIGKILL, SIGSTOP or SIGCONT. False: the run has ended. */
bool session_signal(struct session *session, struct worker_id id, int signal);

/* The program is about to be stopped (Ctrl-Z), and has been continued. */
void session_suspend(struct session *session);
void session_resume(struct session *session);

/* Hands over what came out, once the experiment has ended: the caller frees it with finished_free(), but not before
 * the stage is closed. NULL when nothing came out at all, or it was handed over before. */
struct finished *session_take(struct session *session);
void finished_free(struct finished *finished);

#endif
