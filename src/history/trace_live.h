/* The state of a trace that follows a board. Private to the parts of a trace; see trace.h for its use. */
#pragma once

#include "history/trace.h"

/* Tasks that were handed out together and have not all ended. */
struct trace_range {
    uint64_t next, end; /* positions in the queue; every task before `next` has ended */
    uint64_t claim;     /* their claim, ns since tic */
    uint32_t life;      /* the life that claimed them; RECORD_LIFE_NONE: none */
    bool started;       /* one of them has started: the claim is final */
};

/* Consecutive tasks, as in a trace_bucket; those that have ended are counted once. */
struct live_bucket {
    uint64_t settled;      /* every task before this one has ended and been counted */
    uint32_t done, failed; /* among them */
    uint32_t slot, votes;  /* the worker of most of them: snapshot_vote() */
};

struct trace_live {
    struct trace *trace;  /* the owner, which must not be moved */
    struct record record; /* the record that the trace indexes; empty until the first trace_index() */
    struct board *board;  /* borrowed */
    uint32_t born;        /* known lives */
    uint32_t *living;     /* known lives that have not ended; owned, like all that follows */
    size_t living_count;

    /* The task map of this moment. */
    struct live_bucket *buckets; /* of the trace's bucket_count */
    uint32_t *tails;             /* scratch, see mark_tails() */
    uint64_t high;               /* no task from here on has been handed out */

    /* The index of tasks. */
    struct trace_range *ranges;
    size_t range_count;
    uint64_t handed;          /* tasks at positions before it are in ranges or have ended */
    uint64_t ended, last_end; /* tasks that have ended; end of the last of them */
};
