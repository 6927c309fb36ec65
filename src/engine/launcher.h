/* A launcher: what a worker is. It starts workers, signals them and learns of their ends;
 * today each is a process (launch_process.c). How tasks are shared out among them is the
 * strategy's business (strategy_*.c), and what a start or an end means on the board is the team's (team.c).
 *
 * A strategy names its launcher (strategy_ops.launch), and the coordinator calls that before tic. Of
 * what is coming: threads share a process, so start() returns before the tid is known, a fatal signal() ends
 * all of them, and ended() returns them one after the other; ranks run on other hosts, so signal() refuses,
 * and ended() reads from `fd` what their clerk reports. Only the coordinator's process calls these. */
#pragma once

#include "board/transition.h"

struct worker;

struct launcher {
    const char *call;   /* what the system refuses where a start fails: "fork" */
    const char *limits; /* where that is limited: "see ulimit -u and …" */

    /* Starts a worker that serves (task == TASK_NONE) or does the one task.
     * 0, and *place is set; or the errno of the refusal, for which EAGAIN and ENOMEM mean: later perhaps. */
    int (*start)(struct launcher *launcher, const struct worker *worker, uint64_t task,
                 struct worker_place *place);

    /* One worker that has ended and does nothing any more: its slot, and all of *exit_info but `uncounted`.
     * Never waits. False: none has ended, or `error` says why that cannot be found out. */
    bool (*ended)(struct launcher *launcher, uint32_t *slot, struct exit_info *exit_info);

    /* Sends a signal to a live worker, which has not been returned by ended() yet.
     * False: it could not be sent. */
    bool (*signal)(struct launcher *launcher, struct life *life, int signal);

    int error; /* errno of the last ended(), since when no worker was started; 0: it could see all of them */
    int fd;    /* readable when ended() has something to read; -1: SIGCHLD ends the coordinator's sleep */
};

/* Each worker is a child process of the coordinator. NULL; else what is not to be had, with errno set. */
const char *launch_process(struct launcher *launcher);
