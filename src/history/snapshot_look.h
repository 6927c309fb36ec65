/* Filling in a snapshot: one pass over the slots for the workers and their tasks,
 * one over the buckets for the counts of tasks. Private to snapshot_at() and its parts. */
#pragma once

#include "base/number.h"
#include "history/snapshot.h"
#include "history/trace.h"

/* An attempt that runs at this moment and is going to die. */
struct doomed {
    uint32_t task, slot;
    bool gone; /* its worker is reaped and keeps the task: the pool is unsupervised */
};

struct look {
    const struct trace *trace;
    const struct snapshot_window *window;
    struct snapshot *snapshot;
    struct doomed *doomed; /* owned */
    size_t doomed_count;

    /* State of the pass over the buckets. */
    uint32_t next; /* tasks wanted from the head of the queue */
    size_t met;    /* how many of the doomed have been passed */
    struct map_cell *cell;
    struct map_cell one; /* used where no cells are wanted */
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

/* Adds the figures of a slot to the totals, and its row. NULL: it has no row inside the window. */
struct worker_facts *look_add_row(struct look *look, const struct worker_facts *row);

void look_at_slots(struct look *look);

/* The run on a board now, all but the cells; the buckets of one cell. */
void look_at_board(struct look *look);
void look_count_live(struct look *look, uint64_t first, uint64_t end);
