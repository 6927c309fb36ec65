/* The timeline of a run: what every slot did when, as an index from which any stretch of time can be summed up by binary
 * search, so that a picture of it costs the same whether the run had ten tasks or a million. The same index is made of
 * a record, at once, and of a live run, bit by bit (timeline_live.h).
 *
 *     timeline_of_record(&timeline, &record, &plan);
 *     timeline_cell(&timeline, slot, from, to, now, &cell);
 *     timeline_release(&timeline);
 *
 * A moment `now` bounds what is known: what comes after it has not happened yet. Times are ns since tic. */
#ifndef TICTOC_TIMELINE_H
#define TICTOC_TIMELINE_H

#include "history/time_index.h"
#include "record/record.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TIMELINE_NEVER UINT64_MAX
#define TIMELINE_NONE  UINT32_MAX

/* A span: one attempt at a task. Spans of a slot do not overlap and lie in the order of time. */
enum timeline_end {
    SPAN_DONE,
    SPAN_OPEN,   /* not known to have ended */
    SPAN_DIED,   /* its worker died in it; the task was done by another, or waits */
    SPAN_FAILED, /* the same, and the task was set aside */
};

struct timeline_span {
    uint64_t started, ended; /* TIMELINE_NEVER: not yet */
    uint64_t before;         /* ns in all spans of the slot before this one */
    uint32_t task;
    enum timeline_end end;
};

/* A worker of a slot. Sums are of all lives of the slot before this one, in ns. */
struct timeline_life {
    uint64_t spawned, exited; /* TIMELINE_NEVER: it lives */
    uint64_t alive_before, start_before, lost_before,
        end_before;  /* from fork to reaping; of that until its first span,
                                                                     in attempts that died, after its last span */
    uint32_t number; /* among all lives of the run */
    uint32_t first;  /* its first span, or of those after it */
    bool died;       /* and did not just leave */
};

struct timeline_slot {
    struct timeline_span *spans;
    struct timeline_life *lives;
    uint32_t span_count, span_room, life_count, life_room;
};

/* An attempt that took its worker down. */
struct timeline_death {
    uint64_t started, ended;
    uint32_t task;
};

/* Tasks that left the queue together and have not all ended. */
struct timeline_held {
    uint64_t at;
    uint64_t count; /* from timeline_finish() on: those before it included */
};

struct timeline {
    struct timeline_slot *slots; /* owned, as all that follows */
    uint32_t slot_count, slot_room;
    uint64_t tasks, chunk;
    uint64_t toc;       /* TIMELINE_NEVER: not said */
    uint64_t all_ended; /* TIMELINE_NEVER: not all have */
    uint64_t end;       /* the last moment of which anything is told */
    bool drained;       /* nothing waits any more: who has nothing to do is idle, not on his way to a task */
    bool unsupervised;  /* the task of an attempt that died does not come back to the queue */
    bool pool;          /* its workers are idle while they wait for the end; processes leave */
    uint32_t last_slot, last; /* the task that ended last: its slot and span; TIMELINE_NONE: none has ended */
    uint64_t idle;            /* ns for which the other slots were idle until then, in all */
    uint64_t deaths;          /* workers that ended otherwise than well */
    struct time_index starts, ends;    /* of spans that have ended */
    struct time_index open;            /* when those began that have not */
    struct time_index claims, returns; /* one for each task that left the queue, that came back to it */
    struct timeline_death *died;       /* by task, then by time */
    size_t died_count, died_room;
    struct timeline_held *held; /* tasks that left it besides */
    size_t held_count, held_room;
};

void timeline_of_record(struct timeline *timeline, const struct record *record, const struct plan *plan);
void timeline_release(struct timeline *timeline);

/* ---- what a stretch of time comes to ---------------------------------------------------------------------------- */

/* What a slot can be doing. */
enum timeline_phase {
    PHASE_NONE,    /* nobody there, or not known yet */
    PHASE_START,   /* a worker, before its first task */
    PHASE_TASK,    /* in a task */
    PHASE_LOST,    /* in an attempt that died */
    PHASE_BETWEEN, /* between two tasks: claiming, or held at the gate */
    PHASE_IDLE,    /* nothing left to do while others still work */
    PHASE_LEAVING, /* after the last task of all; a process, after its own */
    PHASES,
};

/* Some time of a slot: [from, to). The parts sum to its length exactly. */
struct timeline_cell {
    uint64_t ns[PHASES];
    uint32_t first, touched; /* its spans: the first one that reaches into it, and how many do */
    uint32_t begun;          /* how many of them begin in it */
    bool death;              /* a worker died in it */
};

void timeline_cell(const struct timeline *timeline, uint32_t slot, uint64_t from, uint64_t to, uint64_t now,
                   struct timeline_cell *cell);

/* The phase with the largest part. */
enum timeline_phase timeline_cell_main(const struct timeline_cell *cell);

/* Tasks that were waiting in the queue at a moment; time all slots together spent in attempts. */
uint64_t timeline_waiting(const struct timeline *timeline, uint64_t at);
uint64_t timeline_running_ns(const struct timeline *timeline, uint64_t from, uint64_t to);
uint64_t timeline_running(const struct timeline *timeline, uint64_t at);

/* ---- looking things up ------------------------------------------------------------------------------------------- */

/* Spans of a slot that begin before `at`, lives that begin at or before it. */
uint32_t timeline_spans_before(const struct timeline_slot *slot, uint64_t at);
uint32_t timeline_lives_until(const struct timeline_slot *slot, uint64_t at);

/* How many attempts at its task had died before a span. */
uint32_t timeline_died_before(const struct timeline *timeline, const struct timeline_span *span);

/* Time a slot was idle for, until the last task of all ended. */
uint64_t timeline_idle_ns(const struct timeline *timeline, uint32_t slot);

/* ---- making one ---------------------------------------------------------------------------------------------------- */

/* Room for a slot; adds a life, which begins after all others of it, and a span, which mostly does. Sums are brought up
 * to date by timeline_settle(), from the given span and life on. */
struct timeline_slot *timeline_slot(struct timeline *timeline, uint32_t number);
struct timeline_life *timeline_add_life(struct timeline_slot *slot, const struct timeline_life *life);
uint32_t timeline_add_span(struct timeline_slot *slot, const struct timeline_span *span);
void timeline_settle(struct timeline_slot *slot, uint32_t span, uint32_t life);

/* Tells of an attempt that died: its task left the queue when it began and came back. Tells when a task that has ended
 * was claimed: an attempt that died since has not taken it from the queue again. */
void timeline_note_death(struct timeline *timeline, const struct timeline_death *death);
void timeline_note_claim(struct timeline *timeline, uint32_t task, uint64_t claim);

/* Adds tasks that were claimed; all of them are taken away again by setting held_count to 0. */
void timeline_hold(struct timeline *timeline, const struct timeline_held *held);

/* After that, when all slots are: what is known of the whole. */
void timeline_finish(struct timeline *timeline);

#endif
