/* Actions: what keys, clicks and views ask for. */
#ifndef TICTOC_ACTIONS_H
#define TICTOC_ACTIONS_H

#include "app/app.h"

/* A key or a click. */
void actions_press(struct app *app, const struct key_press *press);

/* Starts an experiment, which is copied. */
void actions_start(struct app *app, const struct experiment *experiment);

/* A run or the experiment has ended. */
void actions_news(struct app *app, enum session_news news);

#endif
