/* The trace of a run: what every worker did when, as an index from which any moment and any stretch of
 * time is found by binary search, so that a frame costs the same whether the run had ten tasks or a million.
 * It is made of a record at once, or follows a board bit by bit; snapshot_at.h gives the facts of a moment.
 *
 *     trace_open(&trace, &record, &workload, &strategy, &plan, TRACE_MAP | TRACE_QUEUE);
 *     trace_cells(&trace, slot, (uint64_t[]){ from, to }, 1, now, &cell);
 *     trace_close(&trace);
 *
 *     trace_follow(&trace, board, &workload, &strategy, &plan);
 *     trace_poll(&trace);                             before each snapshot_at() of this moment
 *     trace_index(&trace, now);                       where more is asked than what is now
 *     trace_close(&trace);                            before the board is closed
 *
 * The facts themselves stay in the record.
 * A moment `now` bounds what is known: what comes after it has not happened yet. Times are ns since tic.
 *
 * What a record does not keep:
 *   - Claims. A record knows the worker of a task and its times, not since when the task was claimed.
 *     With chunks of more than one, a chunk is a sequence of neighbours between two multiples of the chunk
 *     that the same worker started one after the other; all of it is claimed from the start of the first on.
 *     As long as no worker dies these are the chunks that were handed out.
 *     A worker that is started for its claim has it from its birth.
 *   - Holds. A record keeps how long its run was held, not when. */
#pragma once

#include "history/time_index.h"
#include "record/record.h"
#include "work/strategy.h"
#include "work/workload.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TRACE_NEVER UINT64_MAX
#define TRACE_NONE  UINT32_MAX

/* A span: one attempt at a task. Spans of a slot do not overlap and lie in the order of time. */
enum span_end {
    SPAN_DONE,
    SPAN_OPEN,    /* not known to have ended */
    SPAN_DIED,    /* its worker died in it; the task was done by another, or waits */
    SPAN_FAILED,  /* the same, and the task was set aside */
    SPAN_STOPPED, /* its worker was killed in it as the run was stopped */
};

/* A run that is stopped kills its workers all at once:
 * those that ended so shortly before the last of them. */
#define TRACE_STOPPED_NS UINT64_C(100000000)

static inline uint64_t trace_stopped_before(uint64_t last_exit)
{
    return last_exit > TRACE_STOPPED_NS ? last_exit - TRACE_STOPPED_NS : 0;
}

struct trace_span {
    uint64_t started, ended; /* TRACE_NEVER: not yet */
    uint32_t task;
    enum span_end end;
};

/* What the spans of a slot before one come to. */
struct trace_sum {
    uint64_t ns;
    double weight; /* of the tasks that are done */
    uint32_t done;
};

/* Spans between two sums that are kept. */
#define TRACE_BLOCK 32

/* Where a span begins, and how long those before it are in all; ns. */
struct trace_place {
    uint64_t started, before;
};

/* What lives spent their time on; ns. */
struct trace_times {
    uint64_t alive; /* from fork to reaping */
    uint64_t start; /* of that until the first span */
    uint64_t lost;  /* in attempts that died */
    uint64_t end;   /* after the last span */
};

/* A worker of a slot; `before`: the lives of the slot before it. */
struct trace_life {
    struct trace_times before;
    uint32_t number; /* among all lives of the run */
    uint32_t first;  /* its first span, or of those after it */
    uint32_t deaths_before, deaths_at_work_before;
};

struct trace_slot {
    uint32_t *spans;        /* tasks by their number; attempts that died: number of tasks + life */
    struct trace_sum *sums; /* of the first TRACE_BLOCK spans, of twice as many … */
    struct trace_life *lives;
    struct trace_place *places; /* of the spans; TRACE_QUEUE, else NULL */
    uint32_t span_count, sum_count, place_count, life_count;
    uint32_t span_fresh, life_fresh; /* from here on sums are to be brought up to date */
    uint32_t born;                   /* of a live run: lives there have been in it */
    uint64_t dead; /* 1 + the life that the system has called dead and no one has reaped; 0: none */
};

/* An attempt that took its worker down. */
struct trace_death {
    uint64_t started, ended;
    uint32_t task;
};

/* Tasks of a live run that are claimed and have not ended:
 * those of this claim, and of all that came before it. */
struct trace_open {
    uint64_t claim; /* ns since tic */
    uint64_t tasks;
};

/* Consecutive tasks. Times are TRACE_NEVER where it never came to that. */
struct trace_bucket {
    uint64_t claim_first;          /* when the first of them was claimed */
    uint64_t claim_min, claim_max; /* when any of them, and when all of them were claimed */
    uint64_t start_min;            /* when any of them had started */
    uint64_t end_max;              /* when all of them had ended */
    uint32_t done, failed;         /* in the end */
    uint32_t slot, votes;          /* the worker of most of them: snapshot_vote() */
};

/* What is indexed besides the slots; in bytes a task. */
enum trace_parts {
    TRACE_SLOTS = 0, /* slots alone: 5 */
    TRACE_MAP = 1,   /* the counts of snapshot_at(), and its cells: 1 MB at most */
    TRACE_QUEUE = 2, /* trace_waiting(), trace_running_ns(), idle time, quick cells: 43 */
};

struct trace_live; /* trace_live.h */

struct trace {
    /* Borrowed; outlive the trace. */
    const struct record *record; /* of a live run its own, which grows */
    const struct workload *workload;
    const struct strategy *strategy;
    const struct plan *plan;
    unsigned parts; /* enum trace_parts */

    struct trace_live *live; /* the board that it follows; NULL: none; owned, as all that follows */

    /* Where tasks are not handed out as they are numbered; else NULL. */
    uint32_t *order;     /* the task at each position */
    uint32_t *positions; /* of each task */
    uint64_t
        *claim_at; /* of each task, in a record whose chunks hold more than one; as trace_claim() has it */

    struct trace_slot *slots;
    uint32_t slot_count;
    uint64_t toc;       /* TRACE_NEVER: not said */
    uint64_t all_ended; /* when the last task ended; TRACE_NEVER: not all have */
    uint64_t end;       /* the last moment at which anything is known to happen */
    uint64_t
        stopped_from; /* workers that died from here on were stopped with the run; TRACE_NEVER: it was not */
    uint64_t deaths;  /* workers that ended otherwise than well … */
    uint64_t deaths_at_work; /* … of a live run: those that took a task down with them */
    bool drained; /* nothing waits any more: a worker without a task is idle, not on its way to one */

    double weight_total; /* of all tasks */

    /* TRACE_MAP */
    double schedule_ns; /* estimate_schedule() */
    uint32_t *peaks;    /* beside the record's lives: the most that lived at once, up to its birth */
    struct trace_bucket *buckets;
    uint64_t bucket_count, bucket_tasks;

    /* TRACE_QUEUE */
    struct time_index starts, ends;    /* of spans */
    struct time_index claims, returns; /* one for each task that left the queue, that came back to it … */
    struct trace_open *open;           /* … but for these; in order */
    size_t open_count;
    struct trace_death *died; /* by task, then by time */
    size_t died_count;
    uint32_t last_slot,
        last;      /* the task that ended last: its slot and span; TRACE_NONE: not all have ended */
    uint64_t idle; /* ns for which the other slots were idle until then, in all */
};

/* The record is one that record_take() made or record_read() accepted. */
void trace_open(struct trace *trace, const struct record *record, const struct workload *workload,
                const struct strategy *strategy, const struct plan *plan, unsigned parts);
void trace_close(struct trace *trace);

/* Follows a board, from wherever the run is. The trace is not moved until it is closed.
 * A poll costs a step for each worker that lives or has been born. */
void trace_follow(struct trace *trace, struct board *board, const struct workload *workload,
                  const struct strategy *strategy, const struct plan *plan);
void trace_poll(struct trace *trace);

/* Makes TRACE_QUEUE. Of a board it is as it was at `now`: a record of its own,
 * as the coordinator would leave one if it were killed at that moment. That costs what has ended since the
 * last time, and a step for every task that runs. Once the run has ended, the index is that of its record. */
void trace_index(struct trace *trace, uint64_t now);

/* The system says that a worker is dead, which the board does not say yet.
 * False: the worker has ended well since. */
bool trace_call_dead(struct trace *trace, struct worker_id id);

/* ---- what a stretch of time comes to ------------------------------------------------------------------- */

/* What a slot can be doing. */
enum trace_phase {
    PHASE_NONE,    /* no worker, or not known yet */
    PHASE_START,   /* a worker, before its first task */
    PHASE_TASK,    /* in a task */
    PHASE_LOST,    /* in an attempt that died */
    PHASE_BETWEEN, /* between two tasks: claiming, or held at the gate */
    PHASE_IDLE,    /* nothing left to do while others still work */
    PHASE_LEAVING, /* after the last task of all; a worker with one claim alone, after that */
    PHASES,
};

/* Some time of a slot: [from, to). The parts sum to its length exactly. */
struct trace_cell {
    uint64_t ns[PHASES];
    uint32_t first, touched; /* its spans: the first one that reaches into it, and how many do */
    uint32_t begun;          /* how many of them begin in it */
    bool death;              /* a worker died in it */
};

/* `count` of them, one after the other: from moments[0] to moments[count], which are in order. */
void trace_cells(const struct trace *trace, uint32_t slot, const uint64_t moments[], int count, uint64_t now,
                 struct trace_cell cells[]);

/* The phase with the largest part. */
enum trace_phase trace_cell_main(const struct trace_cell *cell);

/* Tasks that were waiting in the queue at a moment; time that all slots together spent in attempts.
 * TRACE_QUEUE. */
uint64_t trace_waiting(const struct trace *trace, uint64_t at);
uint64_t trace_running_ns(const struct trace *trace, uint64_t from, uint64_t to);

/* Time a slot was idle for, until the last task of all ended. */
uint64_t trace_idle_ns(const struct trace *trace, uint32_t slot);

/* ---- looking things up --------------------------------------------------------------------------------- */

/* A span of a slot, when it begins (also by its entry in `spans`), and the life that it belongs to. */
struct trace_span trace_span(const struct trace *trace, const struct trace_slot *slot, uint32_t index);
struct trace_span trace_span_of(const struct trace *trace, uint32_t number);

uint64_t trace_start_of(const struct trace *trace, uint32_t number);
uint64_t trace_start(const struct trace *trace, const struct trace_slot *slot, uint32_t index);
uint32_t trace_life_of(const struct trace *trace, const struct trace_slot *slot, uint32_t index);

/* What the spans before `index` come to, and their length alone. */
struct trace_sum trace_sum(const struct trace *trace, const struct trace_slot *slot, uint32_t index);
uint64_t trace_ns_before(const struct trace *trace, const struct trace_slot *slot, uint32_t index);

/* Spans of a slot that begin before `at`; lives of it, and of all slots, that begin at or before it. */
uint32_t trace_spans_before(const struct trace *trace, const struct trace_slot *slot, uint64_t at);
uint32_t trace_lives_until(const struct trace *trace, const struct trace_slot *slot, uint64_t at);
uint64_t trace_births_until(const struct trace *trace, uint64_t at);

/* How many attempts at its task had died before a span. TRACE_QUEUE. */
uint32_t trace_died_before(const struct trace *trace, const struct trace_span *span);

/* The next moment after `now`, and the last one before it, at which anything happens: a birth, a reaping, a
 * task's start or end, an attempt that is going to die, toc, an event. The end and 0 where there is none. */
uint64_t trace_next(const struct trace *trace, uint64_t now);
uint64_t trace_previous(const struct trace *trace, uint64_t now);

/* The place of a task among those that are handed out. */
static inline uint64_t trace_position(const struct trace *trace, uint64_t task)
{
    return trace->positions ? trace->positions[task] : task;
}

/* When a task was claimed, given when the one before it was; TRACE_NEVER: it was not. `place`:
 * the task's place in its chunk, task % chunk, which a walk from one to the next has without dividing. */
uint64_t trace_claim(const struct trace *trace, uint64_t task, uint64_t place, uint64_t claim_before);

/* When the attempt began that died with a life; TRACE_NEVER:
 * none did, or its task is kept as one that failed. */
uint64_t trace_doom(const struct record *record, uint32_t life);

/* Of the time that a life was in tasks, the share for which it had no core, on the whole: 0 where
 * that is not known, and where tasks do not compute. Processor time is known of lives that have ended. */
double trace_no_core(const struct trace *trace, uint32_t life);

/* ---- for its parts ------------------------------------------------------------------------------------- */

/* Takes over the order in which the tasks are handed out; NULL: as they are numbered. */
void trace_set_order(struct trace *trace, uint32_t *order, uint64_t count);

/* A slot, which is made if there is none yet. */
struct trace_slot *trace_slot(struct trace *trace, uint32_t number);

/* Adds a life of the record, and a span of it, both fresh;
 * and to what is known a moment at which something happens. */
void trace_add_life(struct trace *trace, uint32_t number);
void trace_add_span(struct trace *trace, uint32_t life, uint32_t span, uint64_t started);
void trace_reach(struct trace *trace, uint64_t moment);

/* Puts the fresh spans of a slot in order, and brings its sums up to date. */
void trace_settle(struct trace *trace, struct trace_slot *slot);

/* Adds what a life of a slot spent its time on until a moment. */
void trace_add_times(const struct trace *trace, const struct trace_slot *slot, uint32_t index, uint64_t at,
                     struct trace_times *times);

/* All of TRACE_QUEUE, from the record. */
void trace_index_queue(struct trace *trace);

/* Notes that an attempt died: its task left the queue when it began and came back.
 * That a task was claimed. */
void trace_note_death(struct trace *trace, const struct trace_death *death);
void trace_note_claim(struct trace *trace, uint32_t task, uint64_t claim);

/* When the last claim was; 0: there was none. */
uint64_t trace_last_claim(const struct trace *trace);

/* After that: what is known of the whole. */
void trace_finish(struct trace *trace);

/* Of a trace that follows a board: trace_index(), and what trace_close() has to release. */
void trace_live_index(struct trace *trace, uint64_t now);
void trace_live_close(struct trace_live *live);
