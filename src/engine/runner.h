/* Starts a run and looks after it: makes the board, forks the coordinator, notices its end.
 * The caller's process neither runs tasks nor waits for one.
 *
 *     runner_start()   forks; the board can be looked at from now on
 *     runner_poll()    true while the run goes on; poll() on pidfd says when it is worth asking
 *     record_take()    compacts the board into a record (record.h)
 *     runner_close()   gives everything back; kills what still runs */
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
    pid_t coordinator;    /* pid and process group; 0: none runs */
    int pidfd;            /* readable once the coordinator has ended; -1 where the kernel has none */
    int control_fd;       /* our end of its pipe */
    uint64_t stop_ns;     /* clock_ns() of runner_stop(); 0: it has not been stopped */
    unsigned held;        /* what holds it now: bits of enum hold; 0: nothing */
    uint64_t held_from;   /* clock_ns() when that began */
    uint64_t held_before; /* ns it was held before that */
    bool killed;          /* the coordinator was ended by a signal: the run is broken off */
    int status;           /* of the coordinator, as from waitpid */
};

/* False, with a sentence in `err`, when the run cannot have its memory or its first process,
 * although that was tried again as long as there was patience:
 * a tenth of a second where it is zeroes. When it is used up, it is tried once. */
bool runner_start(struct runner *runner, const struct workload *workload, const struct strategy *strategy,
                  const struct plan *plan, struct backoff *patience, char *err, size_t size);

/* True while the run goes on. A run that does not end within half a second of runner_stop() is killed. */
bool runner_poll(struct runner *runner);

/* Ends every process of the run. Returns at once; runner_poll() returns false when they are gone. */
void runner_stop(struct runner *runner);

/* Asks the coordinator to send a worker SIGKILL, SIGSTOP or SIGCONT.
 * It alone knows whose pid that is by now, so the signal reaches this worker or no process.
 * A kill costs its task no attempt. False: there is no coordinator. */
bool runner_signal(struct runner *runner, struct worker_id id, int signal);

/* Whether the coordinator is stopped by SIGSTOP, from wherever it came. */
bool runner_is_stopped(const struct runner *runner);

/* Stops or continues the run with the job it belongs to (Ctrl-Z, fg): SIGSTOP, SIGCONT to its group. */
void runner_suspend(struct runner *runner);
void runner_resume(struct runner *runner);

/* Holds the run: the tasks under way go on, no other one starts; or lets it go on. */
void runner_hold(struct runner *runner, bool hold);

/* Lets one more task start, and holds the run behind it where it is not held yet.
 * False: the last one that was let has not started yet, for instance because every worker is in a task. */
bool runner_step(struct runner *runner);

/* How long the run has been held so far, by the gate or with its job:
 * the time in which at least one of them did, ns. Every report of a run's held time comes from here. */
uint64_t runner_held_ns(const struct runner *runner);

void runner_close(struct runner *runner);
