/* Carries out an experiment's runs, one after the other, never two at once.
 * The screen and `tictoc run` drive it in the same way.
 *
 *     series_open(&series, &experiment, &machine);
 *     while (series_start(&series))              // the next run; false: none is left
 *         while (series_poll(&series))           // true while it runs
 *             wait on series_fd(&series) and/or look at series.runner.board
 *     … series.results …
 *     series_close(&series);
 *
 * The order is the warm-ups of every strategy, then the repeats, interleaved (A B C A B C),
 * so that drift of the machine affects all strategies alike. */
#pragma once

#include "experiment/experiment.h"
#include "machine/machine.h"
#include "analysis/results.h"
#include "engine/runner.h"
#include "record/recording.h"

struct series {
    const struct experiment *experiment; /* borrowed */
    struct results results;              /* computed again after every run */
    struct runner runner;                /* of the current run */
    struct disturbance_reading before;   /* taken just before its start */
    size_t runs;                         /* of the experiment, warm-ups included */
    size_t next;                         /* runs started so far */
    bool running;
    bool stopped;            /* no further run will start */
    size_t refused;          /* runs in a row that could not be started */
    struct backoff patience; /* that the first of them has left for the others */
    struct record record;    /* of the run that ended last, until it is taken or the next one starts; owned */
};

/* A run by its index, 0 … runs - 1. */
struct series_run {
    size_t strategy; /* index in the experiment */
    uint64_t repeat; /* from 0 */
    bool warmup;
};

void series_open(struct series *series, const struct experiment *experiment, const struct machine *machine);
void series_close(struct series *series); /* stops what runs */

struct series_run series_run_at(const struct series *series, size_t index);

/* The run that ended last; the caller owns its record. */
struct recorded_run series_take_run(struct series *series);

/* Starts the next run. One that cannot be started is skipped, and its outcome has the trouble.
 * After such a run of each strategy in a row the series is stopped, within a tenth of a second,
 * as only the first is tried again. False when no run is left or the series was stopped. */
bool series_start(struct series *series);

/* True while the current run goes on. When it has ended, its outcome is in the results. */
bool series_poll(struct series *series);

/* Descriptor that becomes readable when the current run has ended; -1 when none runs. */
int series_fd(const struct series *series);

/* Ends the current run with all its processes; the series goes on with the next (skip) or ends (stop).
 * Takes effect at the following polls, within a second. */
void series_skip(struct series *series);
void series_stop(struct series *series);
