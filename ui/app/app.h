/* The program with a screen: everything that changes, in one place.
 * The actions (actions.h) change it, the loop (loop.h) waits, reads keys and draws. */
#pragma once

#include "app/experiment_list.h"
#include "app/player.h"
#include "app/live.h"
#include "app/timeline_source.h"
#include "base/save.h"
#include "cli/options.h"
#include "experiment/settings.h"
#include "race/race.h"
#include "term/guard.h"
#include "term/term.h"
#include "view/frame.h"

#include <stdbool.h>
#include <stdint.h>

#define APP_TEXT_MAX 400

#define TIMELINE_NEWEST SIZE_MAX

/* What the loop asks about before it does it. */
enum question {
    QUESTION_NONE,
    QUESTION_LEAVE,
    QUESTION_START,
    QUESTION_STOP,
    QUESTION_SKIP,
    QUESTION_OVERWRITE,
    QUESTION_RECORD,
    QUESTION_DELETE,
    QUESTION_REPEAT,
    QUESTION_SIGNAL
};

/* A worker of a run, and what is to be sent to it. */
struct target {
    struct worker_id id;
    int signal;
    size_t run; /* number of the run in its series, from 1 */
};

/* Experiments that run one after the other; without any the command line names one at most. */
struct playlist {
    struct experiment *experiments; /* owned */
    size_t count;
    size_t next;     /* the one that begins next */
    uint64_t due_ns; /* clock_ns() when it does so by itself; 0: it waits for a key */
    uint64_t left_s; /* the seconds until then that the message names */
};

struct app {
    const struct options *options;
    struct settings settings;
    struct machine machine;
    struct experiment_list experiments;
    struct live live;
    struct player player;          /* open: this is a replay, and nothing is carried out */
    bool is_listed;                /* it was opened from the list of records, and leads back there */
    struct record_store records;   /* those that are kept */
    struct record_keeping keeping; /* of what has ended last */
    struct race race;              /* the one on the screen; finished NULL: none is */
    struct transport race_transport;
    enum screen behind_race; /* where it leads back to */
    struct finished_list finished;
    struct finished *repeated; /* of them, that whose missing repeats run or are asked about; NULL: none */
    struct playlist playlist;
    size_t ended;    /* experiments */
    int status;      /* the worst of theirs: results_status() */
    bool went_wrong; /* in one of all there have been, other than by being stopped */
    struct timeline_source timeline_source;
    size_t timeline_run; /* its number in the recording; TIMELINE_NEWEST: the live one, or the last */
    struct model model;  /* what the views see of all this; app_model() brings it up to date */
    struct strbuf json;  /* --json -: printed once the screen is closed */
    struct save save;    /* --json FILE: of the experiment that runs */
    bool is_saving;
    struct record_writer record; /* --record: the same */
    bool is_recording;
    char failure[APP_TEXT_MAX]; /* what could not be written; printed again after the screen */
    struct experiment given;    /* what the command line asks for */
    bool is_read;
    bool is_given;   /* and no list shows it as it is */
    size_t wanted;   /* the entry that is selected at first, or was saved last */
    size_t readings; /* of the experiments */

    struct term *term;
    struct guard guard;
    uint64_t guard_ns;   /* clock_ns() when it was tried last to start it */
    bool guard_reported; /* that it was refused */
    struct canvas canvas;
    int signals_fd;

    void *states[SCREEN_COUNT];
    enum screen screen;
    enum screen list; /* where a run leads back to: of those at home the last, or the editor that began it */
    enum screen behind_help; /* where help leads back to … */
    enum keymap asked;       /* … and the keys that counted there */
    enum question question;
    struct experiment pending; /* what is asked about; owned while there is a question */
    struct target target;      /* QUESTION_SIGNAL */
    size_t allowed_run;        /* in which no more is asked before a signal is sent; 0: none */
    char pending_path[APP_TEXT_MAX];
    bool pending_leaves; /* the editor is left once that is written */
    char question_text[APP_TEXT_MAX];
    bool typing;                               /* the name of a file, for pending_recording */
    char typed[APP_TEXT_MAX - 80];             /* the reason why it cannot be written has room behind it */
    const struct experiment *edited;           /* that the editor takes up as it comes up; NULL: none */
    const struct recording *pending_recording; /* in one of the finished */
    char message[APP_TEXT_MAX];                /* shown until a key is pressed */
    char save_directory[APP_TEXT_MAX];

    bool changed;      /* a frame has to be drawn */
    uint64_t drawn_ns; /* clock_ns() when the last one was begun */
    uint64_t read_ns;  /* of the last look at a run that is not on the screen */
    bool mouse;
    bool over;  /* leave the loop */
    int signal; /* because of this one; 0: none */
};

/* Begins with a screen; frees all that is owned. */
struct app *app_new(const struct options *options);
void app_begin(struct app *app, enum screen screen);
void app_free(struct app *app);

/* What is played back on the screen that is shown; NULL: nothing. */
struct transport *app_transport(struct app *app);

void app_model(struct app *app);
void app_show(struct app *app, enum screen screen);

/* Takes over what has ended, as the newest of the comparisons. */
void app_add_finished(struct app *app, struct finished *finished);

/* Brings model.timeline up to date; before each frame, and when a run has ended. */
void app_index_timeline(struct app *app);

void app_edit(struct app *app, const struct experiment *experiment);
/* What is on the screen. */
struct frame app_frame(const struct app *app);

void app_report(struct app *app, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same for what could not be written: printed on stderr once more after the screen has closed. */
void app_fail(struct app *app, const char *what);
