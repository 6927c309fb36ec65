/* The records that are kept: each experiment that has ended,
 * a run at a time while nothing else is to be done; and what the list of them does with one. */
#pragma once

#include "app/app.h"

#include <stdbool.h>

/* Begins to keep what has ended; the steps are record_list_tend()'s. */
void record_list_keep(struct app *app, const struct finished *finished);

/* --record has written a file: the list takes that. */
void record_list_take(struct app *app);

/* There is something left to do, which must wait while a run goes on;
 * a part of it, within a fraction of a second. */
bool record_list_waits(const struct app *app);
void record_list_tend(struct app *app);

/* All of what is being kept, before a run begins or the program ends. */
void record_list_finish(struct app *app);

/* Reads the directory anew. */
void record_list_refresh(struct app *app);

/* Enter, b and d. */
void record_list_open(struct app *app, const struct request *request);
void record_list_beside(struct app *app, const struct request *request);
void record_list_ask_delete(struct app *app, const struct request *request);
void record_list_delete(struct app *app);

/* From the replay of a record back to the list. */
void record_list_return(struct app *app);
