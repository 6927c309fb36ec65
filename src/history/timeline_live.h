/* The timeline of a run that goes on, brought up to date from its board as often as it is looked at. What has ended is
 * taken in once and not looked at again; the run is not disturbed and does not know of it.
 *
 *     timeline_live_open(&live, board, plan);
 *     timeline_live_look(&live, now);              live.timeline is as it is at `now` ns since tic
 *     timeline_live_close(&live);
 *
 * A look costs what has ended since the last one, and a step for every task that runs and every worker that lives. The
 * tasks of a chunk are done in their order; where a death has broken that order, a task that has ended is seen no
 * later than when those before it have. Once the run has ended, the index is that of its record. */
#ifndef TICTOC_TIMELINE_LIVE_H
#define TICTOC_TIMELINE_LIVE_H

#include "history/timeline.h"

/* Tasks that were handed out together and have not all ended: those from `next` on are looked at. */
struct timeline_open {
    uint64_t next, end; /* positions of the queue */
    uint64_t claim;     /* when the last one that ended was claimed, … */
    uint64_t started;   /* … when it began, … */
    uint32_t life;      /* … and who did it */
};

/* What of a slot has changed since its sums were right. */
struct timeline_change {
    uint32_t span, life; /* the first one */
    bool changed;
};

struct timeline_live {
    struct timeline timeline; /* owned */
    struct board *board;      /* borrowed */
    bool process;
    bool gone; /* somebody is before the end: what was claimed together may be had by several by now */
    struct timeline_open *open;
    size_t open_count, open_room;
    uint64_t handed; /* positions before it are open or have ended */
    uint32_t *lives; /* that have not ended: their numbers */
    size_t live_count, live_room;
    uint64_t lives_seen;
    struct timeline_change *changes; /* beside the slots */
    uint32_t change_room;
    uint32_t *changed; /* slots that have */
    size_t changed_count, changed_room;
    uint32_t *running; /* slots whose last span goes on */
    size_t running_count, running_room;
    uint64_t ended, last_end; /* tasks that have, and when the last of them did */
};

void timeline_live_open(struct timeline_live *live, struct board *board, const struct plan *plan);
void timeline_live_look(struct timeline_live *live, uint64_t now);
void timeline_live_close(struct timeline_live *live);

#endif
