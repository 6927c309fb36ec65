/* Tells people about the run that goes on: the progress line on stderr, the narration. It looks at the board and never
 * touches the run. */
#ifndef TICTOC_FOLLOW_H
#define TICTOC_FOLLOW_H

#include "cli/narrate.h"
#include "cli/progress.h"
#include "series/series.h"
#include "history/snapshot.h"
#include "history/event_text.h"
#include "history/watch.h"

#include <stdbool.h>

struct follow {
    struct progress *progress; /* NULL: none */
    struct narrator *narrator; /* NULL: none */
    struct snapshot *snapshot; /* owned */
    struct watch *watch;       /* of the current run */
    struct event_feed event_feed;
    struct series_run run;
    size_t number, runs; /* of the run, from 1, and of all */
    const char *label;
    bool toc_told, done_told;
};

/* `progress` and `narrator` are open and borrowed; either may be NULL. */
void follow_open(struct follow *follow, struct progress *progress, struct narrator *narrator);

/* A run has started. Only now is memory taken for looking, so that the run's processes do not have it to copy. */
void follow_begin(struct follow *follow, const struct series *series);

/* Says what is new. Last called when all processes of the run have ended and before series_poll() takes the board. */
void follow_look(struct follow *follow);

/* The run is over. */
void follow_end(struct follow *follow);

void follow_close(struct follow *follow);

/* Milliseconds after which to look again; -1: there is nobody to tell. */
int follow_interval_ms(const struct follow *follow);

#endif
