/* The loop: waits for keys, signals and the run, lets the actions act on them,
 * and draws at most settings.fps frames a second. */
#pragma once

#include "app/app.h"

#include <stdbool.h>
#include <stddef.h>

/* Reads the settings and opens the terminal. False,
 * with a sentence in `err` and no byte written, where there is none. */
bool loop_open(struct app *app, char *err, size_t size);
void loop_close(struct app *app);

/* Until app->over. */
void loop_run(struct app *app);
