/* Starts a run and supervises it: makes the board, forks the coordinator, notices its end.
 * The caller's process neither runs tasks nor waits for one.
 *
 *     runner_start()   forks; the board can be read from now on
 *     runner_poll()    true while the run goes on; pidfd is readable when it has ended
 *     record_take()    compacts the board into a record (record.h)
 *     runner_close()   releases everything; kills the processes that still run */
#pragma once

#include "engine/backoff.h"
#include "board/board.h"

#include <sys/types.h>

enum hold {
    HOLD_GATE = 1, /* no task starts */
    HOLD_JOB = 2,  /* its processes are stopped */
};

struct runner {
    struct board *board;  /* owned until runner_close() or record_take() */
    pid_t coordinator;    /* pid and process group; 0: none */
    int pidfd;            /* readable once the coordinator has ended; -1 where the kernel has none */
    int control_fd;       /* the session's end of the sockets (control.h) */
    uint64_t stop_ns;     /* clock_ns() of runner_stop(); 0: not stopped */
    unsigned held;        /* reasons for which it is held: bits of enum hold */
    uint64_t held_from;   /* clock_ns() since which it is held */
    uint64_t held_before; /* earlier time held, ns */
    int status;           /* of the coordinator that has ended, as from waitpid; 0: none has */
};

/* False, with a sentence in `err`, when the run cannot have its memory or its first process.
 * Refused calls are tried again while there is patience:
 * a tenth of a second where it is zeroes. Once that is used up, each is tried once. */
bool runner_start(struct runner *runner, const struct workload *workload, const struct strategy *strategy,
                  const struct plan *plan, struct backoff *patience, char *err, size_t size);

/* True while the run goes on. Kills a run that has not ended half a second after runner_stop(). */
bool runner_poll(struct runner *runner);

/* Ends every process of the run. Returns at once; runner_poll() returns false when they have ended. */
void runner_stop(struct runner *runner);

/* Asks the coordinator to send a worker SIGKILL, SIGSTOP or SIGCONT.
 * Only the coordinator reaps, so the signal reaches this worker or no process.
 * A kill is no attempt of the task. False: there is no coordinator. */
bool runner_signal(struct runner *runner, struct worker_id id, int signal);

/* Whether the coordinator is stopped by SIGSTOP, whatever process sent it. */
bool runner_is_stopped(const struct runner *runner);

/* Stops or continues the run with the job it is part of (Ctrl-Z, fg): SIGSTOP or SIGCONT to its group. */
void runner_suspend(struct runner *runner);
void runner_resume(struct runner *runner);

/* Holds the run, so that running tasks go on and no other starts; or lets it go on. */
void runner_hold(struct runner *runner, bool hold);

/* Lets one more task start, and holds the run then, where it is not held yet.
 * False: the last permit is not used yet, for instance because every worker is in a task. */
bool runner_step(struct runner *runner);

/* How long the run has been held so far, ns, by the gate, with its job or both.
 * Every report of a run's held time comes from here. */
uint64_t runner_held_ns(const struct runner *runner);

void runner_close(struct runner *runner);
