/* The program with a screen: everything that changes, in one place. app.c is the loop, errand.c carries out what people
 * and views want, stage.c runs experiments. */
#ifndef TICTOC_APP_H
#define TICTOC_APP_H

#include "view/frame.h"
#include "term/guard.h"
#include "app/player.h"
#include "race/race.h"
#include "base/save.h"
#include "experiment/settings.h"
#include "app/experiment_list.h"
#include "app/timeline_source.h"
#include "app/session.h"
#include "term/term.h"

#include <stdbool.h>
#include <stdint.h>

#define APP_TEXT_MAX 400

#define TIMELINE_MODEL_NEWEST SIZE_MAX

/* What the loop asks about before it does it. */
enum question {
    QUESTION_NONE,
    QUESTION_LEAVE,
    QUESTION_START,
    QUESTION_OVERWRITE,
    QUESTION_RECORD,
    QUESTION_SIGNAL
};

/* A worker of a run, and what is to be sent to it. */
struct target {
    struct worker_id id;
    int signal;
    size_t run; /* number of the run in its series, from 1 */
};

struct app {
    const struct options *options;
    struct settings settings;
    struct machine machine;
    struct experiment_list experiments;
    struct session session;
    struct player player; /* open: this is a replay, and nothing is carried out */
    struct race race;     /* the one on the screen; finished NULL: none is */
    struct transport race_transport;
    struct scrub race_scrub;
    enum screen behind_race;    /* where it leads back to */
    struct finished **finished; /* the oldest first; owned */
    size_t finished_count;
    bool went_wrong; /* in one of all there have been, other than by being stopped */
    struct timeline_source timeline_source;
    size_t
        timeline_model_run; /* of the recording; TIMELINE_MODEL_NEWEST: the one that goes on, or the last */
    struct model model;     /* what the views see of all this; app_model() brings it up to date */
    struct strbuf json;     /* --json -: printed once the screen is closed */
    struct save save;       /* --json FILE: of the experiment that runs */
    bool is_saving;
    struct record_writer record; /* --record: the same */
    bool is_recording;
    char failure[APP_TEXT_MAX]; /* what could not be written, for whoever comes back to the prompt */
    struct experiment given;    /* what the command line asks for */
    bool is_read;
    bool is_given; /* and no list shows it as it is */
    size_t wanted; /* the shelf that is selected at first */

    struct term *term;
    struct guard guard;
    uint64_t guard_ns; /* clock_ns() when it was tried last to start it */
    bool guard_told;   /* that it was refused */
    struct canvas canvas;
    int signals_fd;

    void *states[SCREEN_COUNT];
    enum screen screen;
    enum screen behind_help; /* where help leads back to */
    enum question question;
    struct experiment pending; /* what is asked about; owned while there is a question */
    struct target target;      /* QUESTION_SIGNAL */
    size_t allowed_run;        /* in which no more is asked before a signal is sent; 0: none */
    char pending_path[APP_TEXT_MAX];
    char question_text[APP_TEXT_MAX];
    bool typing;                               /* the name of a file, for pending_recording */
    char typed[APP_TEXT_MAX - 80];             /* the reason why it cannot be written has room behind it */
    const struct recording *pending_recording; /* in one of the finished */
    char message[APP_TEXT_MAX];                /* shown until a key is pressed */
    char save_directory[APP_TEXT_MAX];

    bool changed;      /* a frame has to be drawn */
    uint64_t drawn_ns; /* clock_ns() when the last one was begun */
    uint64_t heard_ns; /* and of the last look at a run that nobody watches */
    bool mouse;
    bool over;  /* leave the loop */
    int signal; /* because of this one; 0: none */
};

/* The view of a screen; NULL: none. */
const struct view_ops *app_view(enum screen screen);

/* Opens the terminal: false, with a sentence in `err` and nothing written, where there is none. Gives it back. */
bool app_open(struct app *app, char *err, size_t size);
void app_close(struct app *app);

/* The views, this one first; then the loop, until it is over; at last all that is owned. */
void app_begin(struct app *app, enum screen screen);
void app_loop(struct app *app);
void app_release(struct app *app);

/* What is played back on the screen that is shown; NULL: nothing. */
struct transport *app_transport(struct app *app);

void app_model(struct app *app);
void app_show(struct app *app, enum screen screen);
void app_edit(struct app *app, const struct experiment *experiment);
/* What is on the screen. */
struct frame app_frame(const struct app *app);

void app_tell(struct app *app, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same for what could not be written; it is told again on stderr when the screen has gone. */
void app_fail(struct app *app, const char *what);

/* ---- live.c ------------------------------------------------------------------------------------------- */

/* Hold, step; to play is to hold, too. False: the action is another. */
bool live_act(struct app *app, enum action action);

/* Kills a worker, or stops it or lets it go on; asks before it does so for the first time in a run. NULL: none is
 * chosen, which is told. */
void live_signal(struct app *app, bool kill, const struct worker_facts *worker);
void live_answer(struct app *app, bool yes);

/* The run has ended: nobody is left that the question is about. */
void live_ended(struct app *app);

/* ---- errand.c ----------------------------------------------------------------------------------------- */

/* A key or a click. */
void actions_press(struct app *app, const struct key_press *press);

/* Starts an experiment, which is copied. */
void actions_start(struct app *app, const struct experiment *experiment);

/* A run or the experiment has ended. */
void actions_news(struct app *app, enum session_news news);

/* ---- actions_play.c ------------------------------------------------------------------------------------ */

/* Brings what is played back on this screen to the moment it is, prepared for a view at a size. */
void play_look(struct app *app, const struct view_ops *view, void *state, int w, int h);

/* Begins a race; it ends when the screen shows something else. */
void play_race(struct app *app, const struct finished *finished);
void play_race_end(struct app *app);

/* A click on the bar goes to that moment; false: it was none. */
bool play_point(struct app *app, const struct key_press *press);

/* What an action does to what is played back on this screen; false: nothing, or nothing is. */
bool play_act(struct app *app, enum action action);

/* ---- actions_record.c ---------------------------------------------------------------------------------- */

/* --json: before the first run of an experiment; its results; and after its last run, whether there were any. */
void json_begin(struct app *app);
void json_give(struct app *app, const struct results *results);
void json_end(struct app *app);

/* --record: before the first run of an experiment, and after its last. */
void record_begin(struct app *app, const struct experiment *experiment);
void record_end(struct app *app);

/* w: asks for the name of a file; a key while it is typed; the answer when there is such a file already. */
void record_ask(struct app *app, const struct recording *recording);
void record_press(struct app *app, enum action action, uint32_t key);
void record_answer(struct app *app, bool yes);

#endif
