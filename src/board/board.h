/* The board: the memory that the processes of a run share, and the one source of truth about the run.
 *
 * It is one MAP_SHARED region, made by the runner before it forks the coordinator: struct board,
 * then the parts at the offsets in it. It holds no pointers, and no lock that a dying process could keep.
 * Every field that changes is a C11 atomic with one writer, named beside it. The exceptions are the words
 * that are won by compare-and-swap (task words, tickets, the gate): see transition.h and gate.h.
 * Times are ns since tic on CLOCK_MONOTONIC.
 *
 * Writers
 *   runner        everything, before the fork of the coordinator; then only the gate and events about it
 *   coordinator   tic, toc, done, stuck, lives, slot->life and slot->state at birth,
 *                 high and open of queues, trouble and note; on a death the words of the dead worker's tasks,
 *                 slot->lost_ns and, for the dead worker, slot->turn
 *   worker        its slot, and the tasks it has claimed
 * Each writer has its own cache lines: parts are aligned to 128 bytes, as two lines are fetched at a time. */
#pragma once

#include "work/strategy.h"
#include "work/workload.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BOARD_LINE 128

#define TASK_NONE  UINT64_MAX
#define SLOTS_MAX  ((uint32_t)1 << 20)
#define EVENTS_MAX 1024 /* kept in the ring; a power of two */

/* A worker's name, unique in the run: pids are used again, lives are not. */
struct worker_id {
    uint32_t slot;
    uint32_t life;
};

/* ---- tasks -------------------------------------------------------------------------------------------- */

enum task_state { TASK_WAITING, TASK_CLAIMED, TASK_RUNNING, TASK_DONE, TASK_FAILED };

/* A worker has begun the task: it runs or has ended. */
static inline bool task_has_begun(enum task_state state)
{
    return state == TASK_RUNNING || state == TASK_DONE || state == TASK_FAILED;
}

/* The task is done or set aside. */
static inline bool task_has_ended(enum task_state state)
{
    return state == TASK_DONE || state == TASK_FAILED;
}

/* A task's word: state 4 bits, attempts that died in it 8, slot 20, life 32.
 * A waiting task has slot and life 0. */
struct task {
    _Atomic uint64_t word;
    _Atomic uint64_t started; /* owner, once it is running */
    _Atomic uint64_t ended;   /* owner, before it is done */
    _Atomic uint64_t result;  /* owner, before it is done */
};

static inline uint64_t task_word(enum task_state state, unsigned died, uint32_t slot, uint32_t life)
{
    return (uint64_t)state | (uint64_t)died << 4 | (uint64_t)slot << 12 | (uint64_t)life << 32;
}

static inline enum task_state task_word_state(uint64_t word)
{
    return (enum task_state)(word & 0xf);
}

static inline unsigned task_word_died(uint64_t word)
{
    return (unsigned)(word >> 4 & 0xff);
}

static inline uint32_t task_word_slot(uint64_t word)
{
    return (uint32_t)(word >> 12 & 0xfffff);
}

static inline uint32_t task_word_life(uint64_t word)
{
    return (uint32_t)(word >> 32);
}

static inline bool task_word_is_of(uint64_t word, struct worker_id id)
{
    return task_word_slot(word) == id.slot && task_word_life(word) == id.life;
}

/* ---- workers ------------------------------------------------------------------------------------------ */

enum slot_state {
    SLOT_EMPTY,    /* no worker */
    SLOT_STARTING, /* started, has not written its state yet */
    SLOT_CLAIMING, /* between ticket and claim: a death now may leave tasks below the ticket waiting */
    SLOT_RUNNING,  /* `task` is its task */
    SLOT_HELD,     /* at the closed gate */
    SLOT_IDLE,     /* found nothing to claim; waits in case a death puts tasks back */
    SLOT_LEAVING,  /* on its way out */
};

struct slot_sums {
    _Atomic uint64_t tasks_done;
    _Atomic uint64_t busy_ns;
    _Atomic uint64_t weight_bits; /* a double: sum of the weights of its done tasks */
};

/* A place for one live worker. */
struct slot {
    _Alignas(BOARD_LINE) _Atomic uint32_t state; /* enum slot_state */
    _Atomic uint32_t life;                   /* coordinator: the life of the worker in it, before the fork */
    _Atomic uint64_t task;                   /* TASK_NONE between tasks */
    _Atomic uint64_t progress;               /* written by workload->run() */
    _Atomic uint64_t chunk_first, chunk_end; /* positions of the last chunk; only where chunk > 1 */
    _Atomic uint64_t chunk_at;               /* position of its current task in the chunk */
    /* Sums over all workers that were in this slot: sums[turn] are valid. The other sums are prepared before
     * a task is committed, so that after a death it is known whether the last task is included. */
    _Atomic uint32_t turn;
    struct slot_sums sums[2];
    _Atomic uint64_t lost_ns; /* coordinator: ns spent here in attempts that died with their workers */
};

/* One worker from before its start to after its end; never overwritten. */
struct life {
    _Atomic uint64_t spawned;      /* just before its start */
    _Atomic uint64_t exited;       /* when it was reaped; 0: alive */
    _Atomic uint64_t cpu_ns;       /* user + system, from wait4 */
    _Atomic uint64_t died_started; /* start of the attempt that died with it */
    _Atomic uint32_t died_task;    /* the task of that attempt; UINT32_MAX: none */
    _Atomic uint32_t slot;
    _Atomic uint32_t host;       /* 0: this machine */
    _Atomic int32_t pid;         /* there */
    _Atomic int32_t tid;         /* of its thread; of a process the pid */
    _Atomic int32_t status;      /* as wait4 gives it */
    _Atomic uint32_t max_rss_kb; /* peak memory, from wait4 */
};

/* ---- queues ------------------------------------------------------------------------------------------- */

/* Positions of order[], handed out one after the other. There is one queue for all slots, or one for each. */
struct queue {
    _Alignas(BOARD_LINE) _Atomic uint64_t ticket; /* the next position; grows past `end` when it is drained */
    /* On a cache line of their own: the ticket's moves from worker to worker. */
    _Alignas(BOARD_LINE) uint64_t first; /* its positions, [first, end): constant */
    uint64_t end;
    _Atomic uint64_t high; /* coordinator: the highest ticket before one was moved down */
    _Atomic uint32_t
        open; /* coordinator: 1 for good when its slot stays empty: every worker may draw from it */
};

/* ---- events ------------------------------------------------------------------------------------------- */

enum event_kind {
    EVENT_RESULT,   /* a task has a result other than 0: task, value = result */
    EVENT_DEATH,    /* a worker died: slot, life, value = wait status; task: it was running, or TASK_NONE */
    EVENT_REPLACED, /* a new worker in its place: slot, life, value = workers live; 0: the first worker there,
                       started late because fork was refused before */
    EVENT_SHRUNK,   /* it could not be replaced: slot, value = workers left */
    EVENT_REFUSED,  /* a start was refused, the first in a row: value = errno */
    EVENT_FAILED,   /* a task was set aside after too many deaths: task, value = deaths */
    EVENT_KILLED,   /* tictoc killed a worker: slot, life, value = enum kill_reason; task as for a death */
    EVENT_STOPPED,  /* a worker was stopped from the screen: slot, life … */
    EVENT_CONTINUED, /* … and continued */
    EVENT_STUCK,     /* this task will never be done, and the run waits for it: task;
                    value is not 0: the worker in `slot` had it and died */
    EVENT_HELD,      /* the gate was closed … */
    EVENT_OPENED,    /* … and opened again */
};

/* Why tictoc killed a worker. */
enum kill_reason { KILL_FROM_SCREEN, KILL_BY_CHAOS, KILL_BY_TIME_LIMIT };

/* For the Output panel and --narrate; nothing else depends on events.
 * They are kept in a ring that overwrites the oldest and never blocks. */
struct event {
    uint64_t time; /* ns since tic */
    uint64_t task;
    uint64_t value;
    uint32_t slot;
    uint32_t life;
    enum event_kind kind;
    /* EVENT_DEATH, _KILLED: number of the next attempt at the task, and how many there may be;
     * 0: there is no next one, or this death does not count. */
    uint8_t attempt, attempts;
};

struct event_cell {
    _Alignas(64) _Atomic uint64_t turn; /* 0 while written, else the event's number + 1 */
    _Atomic uint64_t words[5];          /* the event, packed */
};

/* ---- the region --------------------------------------------------------------------------------------- */

enum board_phase {
    BOARD_READY,    /* made, tic not yet */
    BOARD_RUNNING,  /* since tic */
    BOARD_UNJOINED, /* toc has been taken, tasks still run */
    BOARD_ENDING,   /* every task has ended: workers leave */
    BOARD_ENDED,    /* toc has been taken, every worker reaped */
    BOARD_BROKEN,   /* the run could not go on; the reason is in `trouble` */
};

/* No task starts any more: workers leave, or have left. */
static inline bool phase_is_ending(enum board_phase phase)
{
    return phase == BOARD_ENDING || phase == BOARD_ENDED || phase == BOARD_BROKEN;
}

/* No worker is left, and the coordinator writes no more. */
static inline bool phase_is_over(enum board_phase phase)
{
    return phase == BOARD_ENDED || phase == BOARD_BROKEN;
}

struct board {
    /* runner, before the fork; constant after */
    uint64_t bytes;
    uint64_t tasks;
    uint64_t lives_max;
    uint64_t chunk;
    uint32_t slot_count;
    uint32_t attempts;    /* deaths in a task after which it is set aside */
    uint32_t queue_count; /* 1, or slot_count */
    uint32_t queue_slots; /* slots that draw from the same queue: slot_count, or 1 */
    unsigned task_shift;  /* log2 of the distance of two tasks: 6 where plan->neighbours, else 5 */
    bool ordered;         /* order[] is there; false: position = task */
    unsigned workload;    /* index in workloads[] */
    size_t settings_at, order_at, scratch_at, slots_at, lives_at, tasks_at;
    size_t scratch_bytes; /* of a slot */

    /* coordinator */
    _Alignas(BOARD_LINE) _Atomic uint32_t phase; /* enum board_phase */
    _Atomic uint64_t tic;                        /* clock_ns() at tic */
    _Atomic uint64_t toc, done;                  /* since tic; 0: not yet */
    _Atomic uint64_t coordinator_cpu_ns;         /* used by itself since tic; written at the end */
    _Atomic uint64_t lives;                      /* begun so far */
    _Atomic uint32_t live, peak_live;
    _Atomic uint32_t slots_used;    /* slots [0, slots_used) have been used */
    _Atomic uint64_t forks_refused; /* starts; tries in a row count once, as in EVENT_REFUSED */
    _Atomic uint64_t failed;        /* tasks set aside */
    _Atomic uint64_t settled;       /* every task at a position before this one has ended … */
    _Atomic uint64_t settled_end;   /* … by this time */
    _Atomic uint64_t stuck;         /* 1 + the task an unsupervised pool waits for in vain; 0: none */
    char trouble[256], note[256];   /* read only once phase_is_over() */

    /* the gate, see transition.h */
    _Alignas(BOARD_LINE) _Atomic uint64_t gate;
    _Atomic uint32_t gate_turn; /* futex: changes with the gate */
    _Atomic uint32_t wake;      /* futex of idle workers: changes when tasks came back or the run is ending */

    _Alignas(BOARD_LINE) _Atomic uint64_t event_count; /* written ever */
    struct event_cell events[EVENTS_MAX];

    struct queue queues[]; /* queue_count */
};

/* Bytes of the board of such a run. */
uint64_t board_bytes(const struct workload *workload, const struct plan *plan);

/* Makes a board. `order`: the tasks in the order in which they are handed out; NULL: by number.
 * NULL on error, with a sentence in `err` that has the memory needed. */
struct board *board_open(const struct workload *workload, const struct plan *plan, const uint32_t *order,
                         char *err, size_t size);
void board_close(struct board *board);

/* Keeps the board out of processes forked from now on, each of which would hold its memory. */
void board_keep(struct board *board);

/* Faults slots and tasks in before tic, so that no worker spends time on the zeroing of pages. */
void board_fault_in(struct board *board);

/* The workload with its settings on the board. Nothing to release. */
struct workload board_workload(const struct board *board);

static inline struct task *board_task(struct board *board, uint64_t task)
{
    return (struct task *)((char *)board + board->tasks_at + (task << board->task_shift));
}

static inline struct slot *board_slot(struct board *board, uint32_t slot)
{
    return (struct slot *)((char *)board + board->slots_at) + slot;
}

/* The scratch memory of the worker in a slot. It holds what the worker before it has written. */
static inline void *board_scratch(struct board *board, uint32_t slot)
{
    return (char *)board + board->scratch_at + slot * board->scratch_bytes;
}

/* The queue that the worker in a slot draws from. */
static inline struct queue *board_queue(struct board *board, uint32_t slot)
{
    return &board->queues[slot < board->queue_count ? slot : 0];
}

static inline struct slot_sums *slot_sums(struct slot *slot)
{
    return &slot->sums[atomic_load_explicit(&slot->turn, memory_order_acquire) & 1];
}

/* Whether an ended worker died: by a signal, with an exit status, or in the middle of a task. */
static inline bool life_died(struct life *life)
{
    return atomic_load_explicit(&life->status, memory_order_acquire) != 0 ||
           atomic_load_explicit(&life->died_task, memory_order_acquire) != UINT32_MAX;
}

static inline struct life *board_life(struct board *board, uint64_t life)
{
    return (struct life *)((char *)board + board->lives_at) + life;
}

/* The task at a position of the order. */
static inline uint64_t board_order(const struct board *board, uint64_t position)
{
    if (!board->ordered)
        return position;
    return ((const uint32_t *)((const char *)board + board->order_at))[position];
}

/* ns since tic; 0 before it. */
uint64_t board_now(struct board *board);

/* No position from here on has ever been handed out. */
uint64_t board_handed_out(struct board *board);

/* Notes an event. Any process of the run may call it. */
void board_note(struct board *board, const struct event *event);

/* Copies event `number`, from 0. False when it is overwritten or being written. */
bool board_event(struct board *board, uint64_t number, struct event *event);
