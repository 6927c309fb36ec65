/* The coordinator: the child process that carries out a run. It starts workers, reaps them and notes on the board
 * what happens; it does no task itself. strategy_*.c are written with the calls below.
 *
 * It runs in a process of its own so that the process with the screen never waits for a task. It leads a process
 * group with its workers, and goes when its parent goes (control.h says so, and PR_SET_PDEATHSIG). */
#ifndef TICTOC_COORDINATOR_H
#define TICTOC_COORDINATOR_H

#include "board/board.h"
#include "board/transition.h"
#include "engine/limits.h"

#include <signal.h>
#include <sys/types.h>

struct coordinator {
    struct board *board;
    const struct plan *plan;
    struct limits limits;
    struct workload workload; /* view of the board's */
    uint64_t tic;             /* clock_ns() at tic */
    uint64_t cpu_at_tic;      /* ns of processor time it had used before */
    int control_fd;           /* from the parent: control.h */
    int notify[2];            /* idle workers write, we read */
    sigset_t waiting_mask;    /* the signal mask to sleep with */
    pid_t pid;
    bool stopping; /* told to stop, or the parent is gone: workers have been killed */
    bool refused;  /* the last fork, which has been noted */
    /* Private tables outside the heap, so that a worker's fork does not copy them. */
    uint32_t *slot_of_pid; /* slot + 1 by pid; 0: not ours */
    uint32_t pid_end;
    uint32_t *free_slots; /* a stack */
    uint32_t free_count;
    uint32_t *
        killed; /* by slot: enum kill_reason + 1 of a SIGKILL that its worker has not been reaped for; 0: none */
};

/* The coordinator process's whole life; never returns. `control_fd` as above; `parent` the pid that forked it. */
_Noreturn void coordinator_main(struct board *board, const struct strategy_ops *ops, const struct plan *plan,
                                int control_fd, pid_t parent);

/* ---- for strategies ------------------------------------------------------------------------------------ */

/* ns since tic. */
uint64_t coordinator_now(const struct coordinator *coordinator);

/* Tic: to be called just before the first fork. */
void coordinator_tic(struct coordinator *coordinator);

/* Toc. */
void coordinator_toc(struct coordinator *coordinator);

/* Forks a worker that serves (task == TASK_NONE) or does the one task. `slot` must be empty. 0 or the errno of the
 * refusal, which has been noted if none came just before. */
int coordinator_spawn(struct coordinator *coordinator, uint32_t slot, uint64_t task);

/* Zeroed memory outside the heap, which a worker's fork does not copy and no worker has. NULL with errno set. */
void *coordinator_table(size_t bytes);

/* A free slot, or none (SLOTS_MAX); to be given back when nothing was spawned in it. */
uint32_t coordinator_slot(struct coordinator *coordinator);
void coordinator_slot_back(struct coordinator *coordinator, uint32_t slot);

/* One reaped worker. */
struct reaped {
    struct worker_id id;
    int status;
    uint64_t requeued; /* tasks that went back to waiting */
};

/* Reaps one worker that has ended, its tasks put back (not where the plan has nobody watch), its slot empty but not yet
 * free. False: none has. */
bool coordinator_reap(struct coordinator *coordinator, struct reaped *reaped);

/* Sends a signal to a live worker. Never to another process: the worker cannot be reaped meanwhile, so the pid is its
 * own. A death by SIGKILL that follows is told as ours (EVENT_KILLED) and does not count as an attempt of the task it
 * was running. False: that worker has gone. */
bool coordinator_kill(struct coordinator *coordinator, struct worker_id id, int signal,
                      enum kill_reason reason);

/* Sleeps until a worker ended, one is idle, the parent says something, or `timeout_ms` passed (-1: none). The warden has
 * done meanwhile what was due. */
void coordinator_wait(struct coordinator *coordinator, int timeout_ms);

void coordinator_phase(struct coordinator *coordinator, enum board_phase phase);

/* Why the run cannot go on; and what should be told though it does. One sentence each, printf-like. */
void coordinator_trouble(struct coordinator *coordinator, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void coordinator_remark(struct coordinator *coordinator, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
