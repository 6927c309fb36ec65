/* The trace of a run: an index of what every worker did when. Any moment and any stretch of time is found
 * by binary search, so that a frame costs the same for ten tasks as for a million.
 * It is made from a record at once, or follows a board bit by bit; snapshot_at.h gives the facts of a moment.
 *
 *     trace_open(&trace, &record, &workload, &strategy, &plan, TRACE_MAP | TRACE_QUEUE);
 *     trace_cells(&trace, slot, (uint64_t[]){ from, to }, 1, now, &cell);
 *     trace_close(&trace);
 *
 *     trace_follow(&trace, board, &workload, &strategy, &plan);
 *     trace_poll(&trace);                             before each snapshot_at() of this moment
 *     trace_index(&trace, now);                       before asking for anything but this moment
 *     trace_close(&trace);                            before the board is closed
 *
 * The facts themselves stay in the record.
 * Nothing after a moment `now` is taken as known. Times are ns since tic.
 *
 * What a record does not keep:
 *   - Claims. A record has the worker of a task and its times, but not when the task was claimed.
 *     With chunks of more than one, neighbours between two multiples of the chunk that the same worker
 *     started one after the other count as a chunk; all of it is claimed from the start of the first on.
 *     As long as no worker dies these are the chunks that were handed out.
 *     A worker that is started for its claim has it from its birth.
 *   - Holds. A record has how long its run was held, but not when. */
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

/* A span: one attempt at a task. The spans of a slot are in order of time and do not overlap. */
enum span_end {
    SPAN_DONE,
    SPAN_OPEN,    /* not known to have ended */
    SPAN_DIED,    /* its worker died in it; the task was done by another, or waits */
    SPAN_FAILED,  /* the same, and the task was set aside */
    SPAN_STOPPED, /* its worker was killed in it as the run was stopped */
};

/* A run that is stopped kills its workers together: within this time before the last of them ends, ns. */
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

/* Sums over the first spans of a slot. */
struct trace_sum {
    uint64_t ns;
    double weight; /* of the tasks that are done */
    uint32_t done;
};

/* Spans between two stored sums. */
#define TRACE_BLOCK 32

/* The start of a span, and the total length of those before it; ns. */
struct trace_place {
    uint64_t started, before;
};

/* How lives spent their time; ns. */
struct trace_times {
    uint64_t alive; /* from fork to reaping */
    uint64_t start; /* until the first span */
    uint64_t lost;  /* in attempts that died */
    uint64_t end;   /* after the last span */
};

/* A life of a slot. */
struct trace_life {
    struct trace_times before; /* sums over the earlier lives of the slot */
    uint32_t number;           /* among all lives of the run */
    uint32_t first;            /* its first span, or the first of later lives */
    uint32_t deaths_before, deaths_at_work_before;
};

struct trace_slot {
    uint32_t *spans;        /* a task: its number; an attempt that died: number of tasks + life */
    struct trace_sum *sums; /* of the first TRACE_BLOCK spans, of twice as many … */
    struct trace_life *lives;
    struct trace_place *places; /* of the spans; TRACE_QUEUE, else NULL */
    uint32_t span_count, sum_count, place_count, life_count;
    uint32_t span_fresh, life_fresh; /* from here on the sums are out of date */
    uint32_t born;                   /* of a live run: number of lives in it so far */
    uint64_t dead; /* 1 + the life that the system reports dead before it is reaped; 0: none */
};

/* An attempt in which its worker died. */
struct trace_death {
    uint64_t started, ended;
    uint32_t task;
};

/* Tasks of a live run that are claimed and have not ended. */
struct trace_open {
    uint64_t claim; /* ns since tic */
    uint64_t tasks; /* of this claim and all earlier ones */
};

/* Consecutive tasks. Times are TRACE_NEVER where it never happened. */
struct trace_bucket {
    uint64_t claim_first;          /* claim of the task with the lowest number */
    uint64_t claim_min, claim_max; /* first and last claim */
    uint64_t start_min;            /* first start */
    uint64_t end_max;              /* last end */
    uint32_t done, failed;         /* tasks, in the end */
    uint32_t slot, votes;          /* the worker of most of them: snapshot_vote() */
};

/* What is indexed, and its memory in bytes a task. */
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

    /* NULL where tasks are handed out as numbered. */
    uint32_t *order;     /* the task at each position */
    uint32_t *positions; /* of each task */
    uint64_t
        *claim_at; /* of each task, in a record whose chunks hold more than one; as trace_claim() has it */

    struct trace_slot *slots;
    uint32_t slot_count;
    uint64_t toc;       /* TRACE_NEVER: not yet */
    uint64_t all_ended; /* end of the last task; TRACE_NEVER: not all have ended */
    uint64_t end;       /* the last known moment */
    uint64_t
        stopped_from; /* workers that died from here on were stopped with the run; TRACE_NEVER: it was not */
    uint64_t deaths;  /* workers that died */
    uint64_t deaths_at_work; /* of them, of a live run: in a task */
    bool drained;            /* no task waits: a worker without one is idle */

    double weight_total; /* of all tasks */

    /* TRACE_MAP */
    double schedule_ns; /* estimate_schedule() */
    uint32_t *peaks;    /* by life: the most that lived at once up to its birth */
    struct trace_bucket *buckets;
    uint64_t bucket_count, bucket_tasks;

    /* TRACE_QUEUE */
    struct time_index starts, ends;    /* of spans */
    struct time_index claims, returns; /* of tasks that left the queue and that came back, without `open` */
    struct trace_open *open;           /* in order of claims */
    size_t open_count;
    struct trace_death *died; /* by task, then by time */
    size_t died_count;
    uint32_t last_slot,
        last;      /* the task that ended last: its slot and span; TRACE_NONE: not all have ended */
    uint64_t idle; /* sum of the other slots' idle time until then, ns */
};

/* Indexes a record, which record_take() made or record_read() accepted. */
void trace_open(struct trace *trace, const struct record *record, const struct workload *workload,
                const struct strategy *strategy, const struct plan *plan, unsigned parts);
void trace_close(struct trace *trace);

/* Follows a board, at any time of its run. The trace must not be moved until it is closed.
 * A poll costs a step for each worker that lives or was born since the last one. */
void trace_follow(struct trace *trace, struct board *board, const struct workload *workload,
                  const struct strategy *strategy, const struct plan *plan);
void trace_poll(struct trace *trace);

/* Makes TRACE_QUEUE. Of a board, the index is that of the record that the coordinator would leave if it were
 * killed at `now`. It costs a step for each task that has ended since the last call or runs.
 * Once the run has ended, the index is that of its record. */
void trace_index(struct trace *trace, uint64_t now);

/* Notes that the system reports a worker dead before it is reaped. False: the worker has exited normally. */
bool trace_call_dead(struct trace *trace, struct worker_id id);

/* ---- stretches of time --------------------------------------------------------------------------------- */

/* What a slot does. */
enum trace_phase {
    PHASE_NONE,    /* there is no worker, or it is not known yet */
    PHASE_START,   /* a worker, before its first task */
    PHASE_TASK,    /* in a task */
    PHASE_LOST,    /* in an attempt that died */
    PHASE_BETWEEN, /* between two tasks: claiming, or held at the gate */
    PHASE_IDLE,    /* without a task while others still work */
    PHASE_LEAVING, /* after the last task of the run; of a worker with a single claim, after its task */
    PHASES,
};

/* A stretch of time of a slot: [from, to). The parts sum exactly to its length. */
struct trace_cell {
    uint64_t ns[PHASES];
    uint32_t first, touched; /* the first span that reaches into it; how many do */
    uint32_t begun;          /* spans that begin in it */
    bool death;              /* a worker died in it */
};

/* `count` cells between the moments moments[0] … moments[count], which are in order. */
void trace_cells(const struct trace *trace, uint32_t slot, const uint64_t moments[], int count, uint64_t now,
                 struct trace_cell cells[]);

/* The phase with the largest part. */
enum trace_phase trace_cell_main(const struct trace_cell *cell);

/* Tasks that waited in the queue at a moment; time that all slots together were in attempts. TRACE_QUEUE. */
uint64_t trace_waiting(const struct trace *trace, uint64_t at);
uint64_t trace_running_ns(const struct trace *trace, uint64_t from, uint64_t to);

/* Time for which a slot was idle until the last task of the run ended, ns. */
uint64_t trace_idle_ns(const struct trace *trace, uint32_t slot);

/* ---- looking things up --------------------------------------------------------------------------------- */

/* A span of a slot, its start (both also by the entry in `spans`), and its life. */
struct trace_span trace_span(const struct trace *trace, const struct trace_slot *slot, uint32_t index);
struct trace_span trace_span_of(const struct trace *trace, uint32_t number);
uint64_t trace_start_of(const struct trace *trace, uint32_t number);
uint64_t trace_start(const struct trace *trace, const struct trace_slot *slot, uint32_t index);
uint32_t trace_life_of(const struct trace *trace, const struct trace_slot *slot, uint32_t index);

/* The sums over the spans before `index`, and their length alone. */
struct trace_sum trace_sum(const struct trace *trace, const struct trace_slot *slot, uint32_t index);
uint64_t trace_ns_before(const struct trace *trace, const struct trace_slot *slot, uint32_t index);

/* Spans of a slot that begin before `at`; lives of the slot and of all slots that begin at `at` or before. */
uint32_t trace_spans_before(const struct trace *trace, const struct trace_slot *slot, uint64_t at);
uint32_t trace_lives_until(const struct trace *trace, const struct trace_slot *slot, uint64_t at);
uint64_t trace_births_until(const struct trace *trace, uint64_t at);

/* How many attempts at the task of a span died before it. TRACE_QUEUE. */
uint32_t trace_died_before(const struct trace *trace, const struct trace_span *span);

/* The next moment after `now` and the last one before it with a birth, a reaping, the start or end of a task
 * or of an attempt that died, toc, or an event. Without one: trace->end and 0. */
uint64_t trace_next(const struct trace *trace, uint64_t now);
uint64_t trace_previous(const struct trace *trace, uint64_t now);

/* The position of a task in the order of handing out. */
static inline uint64_t trace_position(const struct trace *trace, uint64_t task)
{
    return trace->positions ? trace->positions[task] : task;
}

/* When a task was claimed, given the claim of the task before it; TRACE_NEVER: it was not.
 * `place`: task % chunk, which a walk from task to task has without dividing. */
uint64_t trace_claim(const struct trace *trace, uint64_t task, uint64_t place, uint64_t claim_before);

/* The start of the attempt that died with a life; TRACE_NEVER: none did, or its task is kept as failed. */
uint64_t trace_doom(const struct record *record, uint32_t life);

/* The share of a life's time in tasks without a core; 0 where tasks do not compute and where it is not known:
 * the processor time of a life is known once it has ended. */
double trace_no_core(const struct trace *trace, uint32_t life);

/* ---- private to its parts ------------------------------------------------------------------------------ */

/* Takes over the order in which tasks are handed out; NULL: as numbered. */
void trace_set_order(struct trace *trace, uint32_t *order, uint64_t count);

/* A slot, made if it does not exist yet. */
struct trace_slot *trace_slot(struct trace *trace, uint32_t number);

/* Adds a life of the record and a span of it, both fresh; extends the trace to a known moment. */
void trace_add_life(struct trace *trace, uint32_t number);
void trace_add_span(struct trace *trace, uint32_t life, uint32_t span, uint64_t started);
void trace_reach(struct trace *trace, uint64_t moment);

/* Sorts the fresh spans of a slot and brings its sums up to date. */
void trace_settle(struct trace *trace, struct trace_slot *slot);

/* Adds how a life of a slot spent its time until a moment. */
void trace_add_times(const struct trace *trace, const struct trace_slot *slot, uint32_t index, uint64_t at,
                     struct trace_times *times);

/* All of TRACE_QUEUE, from the record. */
void trace_index_queue(struct trace *trace);

/* Notes that an attempt died (its task left the queue and came back); that a task was claimed. */
void trace_note_death(struct trace *trace, const struct trace_death *death);
void trace_note_claim(struct trace *trace, uint32_t task, uint64_t claim);

/* The time of the last claim; 0: there was none. */
uint64_t trace_last_claim(const struct trace *trace);

/* Completes TRACE_QUEUE after the calls above. */
void trace_finish(struct trace *trace);

/* trace_index() and trace_close() of a trace that follows a board. */
void trace_live_index(struct trace *trace, uint64_t now);
void trace_live_close(struct trace_live *live);
