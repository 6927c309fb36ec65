/* Starts a run and looks after it: makes the board, forks the coordinator, hears of its end. The caller's process
 * neither runs tasks nor waits for one.
 *
 *     runner_start()   forks; the board can be looked at from now on
 *     runner_fd()      poll this for reading; or just
 *     runner_poll()    true while the run goes on
 *     record_take()    compacts the board into a record (record.h)
 *     runner_close()   gives everything back; kills what still runs */
#ifndef TICTOC_RUNNER_H
#define TICTOC_RUNNER_H

#include "board.h"

#include <sys/types.h>

struct runner {
    struct board *board;   /* owned until runner_close() or record_take() */
    pid_t coordinator;     /* its process group bears the same number; 0: none runs */
    int pidfd;             /* readable once the coordinator has ended; -1 where the kernel has none */
    int control_fd;        /* our end of its pipe */
    uint64_t stop_ns;      /* clock_ns() when it was told to stop; 0: not */
    uint64_t suspended_ns; /* clock_ns() when it was suspended; 0: it is not */
    uint64_t held_ns;      /* how long it was suspended, all in all */
    bool killed;           /* it was ended by a signal: the run is broken off */
    int status;            /* of the coordinator, as waitpid gave it */
};

/* False, with a sentence in `err`, when the run cannot have its memory or its first process. */
bool runner_start(struct runner *runner, const struct workload *workload, const struct strategy *strategy,
                  const struct plan *plan, char *err, size_t size);

/* True while the run goes on. A run that was told to stop and does not within half a second is killed. */
bool runner_poll(struct runner *runner);

int runner_fd(const struct runner *runner);

/* Ends every process of the run. Returns at once; runner_poll() tells when they are gone. */
void runner_stop(struct runner *runner);

/* Asks the coordinator to send a worker SIGKILL, SIGSTOP or SIGCONT. It alone knows whose pid that is by now, so the
 * signal reaches this worker or nobody. A kill costs its task no attempt. False: there is nobody to ask. */
bool runner_signal(struct runner *runner, struct who who, int signal);

/* Stops or continues the run with the job it belongs to (Ctrl-Z, fg): SIGSTOP, SIGCONT to its group. */
void runner_suspend(struct runner *runner);
void runner_resume(struct runner *runner);

void runner_close(struct runner *runner);

#endif
