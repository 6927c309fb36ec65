/* Actions on the live run: hold, step, signals to a worker. */
#ifndef TICTOC_ACTIONS_LIVE_H
#define TICTOC_ACTIONS_LIVE_H

#include "app/app.h"

#include <stdbool.h>

/* Hold and step; for a live run play means hold. False: the action is another. */
bool live_act(struct app *app, enum action action);

/* Kills a worker, or stops it, or continues it. The first kill or stop of a run is asked about. NULL: no worker is
 * chosen, which is reported. */
void live_signal(struct app *app, bool kill, const struct worker_facts *worker);
void live_answer(struct app *app, bool yes);

/* The run has ended: a question about its workers is dropped. */
void live_ended(struct app *app);

#endif
