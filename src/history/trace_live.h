/* What a trace keeps of the board that it follows.
 * For the parts of a trace alone: trace.h says how it is used. */
#pragma once

#include "history/trace.h"

/* Tasks that were handed out together and have not all ended: those from `next` on are looked at. */
struct trace_range {
    uint64_t next, end; /* positions of the queue */
    uint64_t claim;     /* when they were claimed, ns since tic */
    uint32_t life;      /* that claimed them; RECORD_LIFE_NONE: none has */
    bool started;       /* one of them has, so that the claim is final */
};

/* Consecutive tasks, as a trace_bucket, of which those that have ended are counted once. */
struct live_bucket {
    uint64_t settled;      /* every task before this one has ended and been counted */
    uint32_t done, failed; /* among them */
    uint32_t slot, votes;  /* the worker of most of them: snapshot_vote() */
};

struct trace_live {
    struct trace *trace;  /* that it belongs to, and which is not moved */
    struct record record; /* what the trace is made of; empty until it is indexed */
    struct board *board;  /* borrowed */
    uint32_t born;        /* lives that are known of */
    uint32_t *living;     /* of them those that have not ended; owned, as all that follows */
    size_t living_count;

    /* The task map of this moment. */
    struct live_bucket *buckets; /* of the trace's bucket_count */
    uint32_t *tails;             /* scratch, see mark_tails() */
    uint64_t high;               /* no task from here on has ever been handed out */

    /* The index of tasks. */
    struct trace_range *ranges;
    size_t range_count;
    uint64_t handed;          /* positions before it are in ranges or have ended */
    uint64_t ended, last_end; /* tasks that have, and when the last of them did */
};
