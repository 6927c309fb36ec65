/* The trace of a run that goes on, brought up to date from its board as often as it is asked for. What has ended is taken
 * in once and not looked at again; the run is not disturbed and does not know of it.
 *
 *     trace_live_open(&live, board, &workload, &strategy, &plan);
 *     trace_live_poll(&live, now);              live.trace is as the board was at `now` ns since tic
 *     trace_live_close(&live);
 *
 * It keeps a record of its own, as the coordinator would leave one if it were killed at that moment. A poll costs what has
 * ended since the last one, and a step for every task that runs and every worker that lives. The tasks of a chunk are
 * done in their order. Once the run has ended, the trace is that of its record, without TRACE_MAP. */
#ifndef TICTOC_TRACE_LIVE_H
#define TICTOC_TRACE_LIVE_H

#include "history/trace.h"

/* Tasks that were handed out together and have not all ended: those from `next` on are looked at. */
struct trace_range {
    uint64_t next, end; /* positions of the queue */
    uint64_t claim;     /* noted for each of them */
    uint32_t life;      /* that claimed them; RECORD_LIFE_NONE: no claim is noted */
    bool started;       /* one of them, so that the claim is final */
};

struct trace_live {
    struct trace trace;   /* owned, as all that follows but the board */
    struct record record; /* what the trace is made of */
    struct board *board;
    struct trace_range *ranges;
    size_t range_count;
    uint64_t handed;  /* positions before it are in ranges or have ended */
    uint32_t *living; /* lives that have not ended */
    size_t living_count;
    uint64_t ended, last_end; /* tasks that have, and when the last of them did */
};

void trace_live_open(struct trace_live *live, struct board *board, const struct workload *workload,
                     const struct strategy *strategy, const struct plan *plan);
void trace_live_poll(struct trace_live *live, uint64_t now);
void trace_live_close(struct trace_live *live);

#endif
