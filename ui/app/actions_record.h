/* Runs that are written down: --json and --record while they happen, the key w afterwards. */
#ifndef TICTOC_ACTIONS_RECORD_H
#define TICTOC_ACTIONS_RECORD_H

#include "app/app.h"

#include <stdbool.h>
#include <stdint.h>

/* --json: before the first run of an experiment; its results; after its last run, whether there were any. */
void json_begin(struct app *app);
void json_give(struct app *app, const struct results *results);
void json_end(struct app *app);

/* --record: before the first run of an experiment, and after its last: whether there is a file now. */
void record_begin(struct app *app, const struct experiment *experiment);
bool record_end(struct app *app);

/* w: asks for the name of a file; a key while it is typed; the answer where the file exists. */
void record_ask(struct app *app, const struct recording *recording);
void record_press(struct app *app, enum action action, uint32_t key);
void record_answer(struct app *app, bool yes);

#endif
