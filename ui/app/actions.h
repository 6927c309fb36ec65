/* Actions: what keys, clicks and views ask for. */
#pragma once

#include "app/app.h"

#include <stdbool.h>
#include <stdint.h>

/* A key or a click: actions_press.c. */
void actions_press(struct app *app, const struct key_press *press);

/* Starts an experiment, which is copied. */
void actions_start(struct app *app, const struct experiment *experiment);

/* The same with more repeats of what has ended. */
void actions_repeat(struct app *app, const struct experiment *experiment, struct finished *repeated);

/* To the question that is open. */
void actions_answer(struct app *app, bool yes);

/* Does what a view has left to do. */
void actions_carry_out(struct app *app, const struct request *request);

/* A run or the experiment has ended. */
void actions_news(struct app *app, enum session_news news);

/* ---- the live run: hold, step, signals to a worker: actions_live.c ------------------------------------- */

/* Hold and step; for a live run play means hold. False: the action is another. */
bool live_act(struct app *app, enum action action);

/* Kills a worker, or stops it, or continues it. The first kill or stop of a run is asked about.
 * Without a worker it is reported that none is chosen. */
void live_signal(struct app *app, const struct request *request);
void live_answer(struct app *app, bool yes);

/* ---- a playlist: actions_playlist.c -------------------------------------------------------------------- */

/* Reads every experiment that the command line names, if they are several, or that
 * the file `playlist` among the settings does for a bare --start. False after every mistake was reported. */
bool playlist_read(struct playlist *list, const struct options *options);
void playlist_release(struct playlist *list);

bool playlist_goes_on(const struct app *app);

/* An experiment has ended: names the next one, which begins by n or, with --exit, by itself after a pause. */
void playlist_wait(struct app *app);
void playlist_next(struct app *app);
void playlist_tend(struct app *app);

/* clock_ns() when playlist_tend() has something to do; 0: it waits for a key,
 * or until what is open is closed. */
uint64_t playlist_tend_ns(const struct app *app);

/* ---- what is played back, a run or a race of several: actions_play.c ----------------------------------- */

/* Brings the replay on this screen to its moment, and prepares it for a view at a size. */
void play_look(struct app *app, const struct view_ops *view, void *state, int w, int h);

/* Begins a race, of the file that is played in a replay, or the one on the screen again;
 * it ends when the screen shows something else. */
void play_race(struct app *app, const struct request *request);

/* A click on the bar goes to that moment. False: the click was elsewhere. */
bool play_point(struct app *app, const struct key_press *press);

/* False: the action means nothing to a replay, or there is none on this screen. */
bool play_act(struct app *app, enum action action);

/* ---- + on the comparison, the repeats that a verdict still needs: actions_repeat.c --------------------- */

/* Runs them, says how many and how long that takes, and asks first where it is long; or says why not. */
void repeat_ask(struct app *app, const struct request *request);
void repeat_begin(struct app *app);

/* They have ended: what was there before is put in front of them,
 * and is no comparison of its own any more. */
void repeat_end(struct app *app, struct finished *finished);

/* ---- runs that are written down: --json and --record, the key w: actions_record.c */

/* --json: before the first run of an experiment; its results; after its last run, whether there were any. */
void json_begin(struct app *app);
void json_give(struct app *app, const struct results *results);
void json_end(struct app *app);

/* --record: before the first run of an experiment, and after its last: whether there is a file now. */
void record_begin(struct app *app, const struct experiment *experiment);
bool record_end(struct app *app);

/* The same for runs that were put to others: the file gets all of them. */
void record_again(struct app *app, const struct recording *recording);

/* w: asks for the name of a file; a key while it is typed; the answer where the file exists. */
void record_ask(struct app *app, const struct recording *recording);
void record_press(struct app *app, enum action action, uint32_t key);
void record_answer(struct app *app, bool yes);
