/* The stage: where an experiment is carried out while somebody watches. Joins the series of runs, the watch over the
 * current one, the teller of what happens in it and the output they fill.
 *
 *     stage_open(&stage, &experiment, &machine)        begins with the first run
 *     loop: poll() on stage_fd(), at least every stage_tend_ms(); stage_look() before each frame; stage_tend()
 *     stage_take()                                     once it has ended: what came out
 *     stage_close() */
#ifndef TICTOC_STAGE_H
#define TICTOC_STAGE_H

#include "view/model.h"
#include "record/record_write.h"
#include "history/event_text.h"
#include "history/watch.h"

#include <stdbool.h>
#include <stdint.h>

struct stage {
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
    struct teller teller;
    struct snapshot_window window; /* of the last look */
};

enum stage_news {
    STAGE_NOTHING,
    STAGE_NEXT, /* a run has ended, the next one goes on */
    STAGE_ENDED /* the experiment has */
};

/* Closes what was there before. The experiment is copied. */
void stage_open(struct stage *stage, const struct experiment *experiment, const struct machine *machine);
void stage_close(struct stage *stage); /* kills what runs */

/* Readable when there is something to tend; -1: nothing runs, or only stage_tend_ms() tells. */
int stage_fd(const struct stage *stage);

/* Looks after the run; starts the next one as soon as one has ended. `ready`: poll() said so. */
enum stage_news stage_tend(struct stage *stage, bool ready);

/* ms within which stage_tend() is to be called again though nothing is ready; -1: any time. */
int stage_tend_ms(const struct stage *stage);

/* Takes a snapshot and hears what has happened; `sample`: also asks the system what the workers do. */
void stage_look(struct stage *stage, const struct snapshot_window *window, bool sample);

void stage_stop(struct stage *stage); /* ends the experiment, within a second */
void stage_skip(struct stage *stage); /* ends the run */

/* Ends it here and now; the current run leaves no result. */
void stage_break_off(struct stage *stage);

/* Holds the current run, or lets it go on. */
void stage_hold(struct stage *stage, bool hold);
bool stage_is_held(const struct stage *stage);

/* Lets one more task start, and holds the run behind it. False: the last one that was let has not started yet. */
bool stage_step(struct stage *stage);

/* Sends a worker of the current run SIGKILL, SIGSTOP or SIGCONT. False: the run has ended. */
bool stage_signal(struct stage *stage, struct who who, int signal);

/* The program is about to be stopped (Ctrl-Z), and has been continued. */
void stage_suspend(struct stage *stage);
void stage_resume(struct stage *stage);

/* Hands over what came out, once the experiment has ended: the caller frees it with finished_free(), but not before
 * the stage is closed. NULL when nothing came out at all, or it was handed over before. */
struct finished *stage_take(struct stage *stage);
void finished_free(struct finished *finished);

#endif
