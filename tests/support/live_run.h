/* A run of the real engine, driven by a test: a series over an experiment given as JSON,
 * its runner, and the trace of its board.
 *
 *     struct live_run *live = live_open("{\"workload\": …}");
 *     live_await(live, done_is, 3);
 *     live_end(live);                        // until it has ended by itself
 *     live->series.results, live->series.record
 *
 * Lives as long as its test; a test that fails leaves no process behind. */
#pragma once

#include "series/series.h"
#include "history/sampling.h"
#include "history/snapshot_at.h"

#include <stdbool.h>

struct live_run {
    struct experiment experiment;
    struct machine machine; /* 2 cores, whatever there are */
    struct series series;
    struct trace trace;
    struct sampling sampling;
    struct snapshot *snapshot; /* as live_look() found it */
    bool sampled;              /* live_look() asks the system as well */
};

/* Starts the first run, and waits for its tic. The one before is closed. */
struct live_run *live_open(const char *json);
void live_close(void);

/* Goes on with the series' next run, once one has ended. */
void live_next(struct live_run *live);

/* Everything a snapshot can show. */
extern const struct snapshot_window live_window;
void live_look(struct live_run *live);

/* Looks until it is so; fails the test after PATIENCE_S. */
typedef bool live_fn(const struct snapshot *snapshot, uint64_t wanted);
void live_await(struct live_run *live, live_fn *is, uint64_t wanted);

bool live_done(const struct snapshot *snapshot, uint64_t least);
bool live_running(const struct snapshot *snapshot, uint64_t exactly);

/* Waits until the run has ended; its outcome is then in the results, its record is the series' record. */
const struct outcome *live_end(struct live_run *live);

/* Events of a kind on the board of the run; the last one of them in `event`. */
uint64_t live_events(struct live_run *live, enum event_kind kind, struct event *event);
