/* How a snapshot is filled in: one pass over the slots for the workers and their tasks,
 * one over the buckets for the counts of tasks. For the parts of snapshot_at() alone. */
#pragma once

#include "base/number.h"
#include "history/snapshot.h"
#include "history/trace.h"

/* An attempt that runs at the moment, and is going to die. */
struct doomed {
    uint32_t task, slot;
    bool gone; /* its worker has been reaped, and keeps the task: the pool is unsupervised */
};

struct look {
    const struct trace *trace;
    const struct snapshot_window *window;
    struct snapshot *snapshot;
    struct doomed *doomed; /* owned */
    size_t doomed_count;

    /* How far the pass over the buckets has come. */
    uint32_t next; /* wanted of the head of the queue */
    size_t met;    /* of the doomed */
    struct map_cell *cell;
    struct map_cell one; /* where no cells are wanted */
    uint32_t votes;      /* of the cell */
};

/* First and end of a bucket's tasks. */
static inline uint64_t look_bucket_first(const struct look *look, uint64_t number)
{
    return number * look->trace->bucket_tasks;
}

static inline uint64_t look_bucket_end(const struct look *look, uint64_t number)
{
    return least_of(look_bucket_first(look, number + 1), look->snapshot->tasks);
}

/* Adds the figures of a slot to those of all, and its row. NULL: it has none, or it is outside the window. */
struct worker_facts *look_add_row(struct look *look, const struct worker_facts *row);

/* The slots of a record, at a moment. */
void look_at_slots(struct look *look);

/* The run on a board, now: all but the cells. The buckets of one cell. */
void look_at_board(struct look *look);
void look_count_live(struct look *look, uint64_t first, uint64_t end);
