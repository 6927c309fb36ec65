/* A launcher starts workers, signals them and reports their ends; here each is a process (launch_process.c).
 * How tasks are shared out among workers is in strategy_*.c,
 * and what a start or an end changes on the board is in team.c.
 *
 * A strategy names its launcher (strategy_ops.launch), and the coordinator calls that before tic.
 * The interface allows for other kinds of workers. Threads share a process: start() returns before
 * the tid is known, a fatal signal() ends all of them, and ended() returns them one after the other.
 * Ranks run on other hosts: signal() refuses, and ended() reads reports of ends from `fd`.
 * Only the coordinator's process calls these functions. */
#pragma once

#include "board/transition.h"

struct worker;

struct launcher {
    const char *call;   /* the call that is refused where a start fails: "fork" */
    const char *limits; /* where its limits are: "see ulimit -u and …" */

    /* Starts a worker that serves (task == TASK_NONE) or does the one task.
     * 0 with *place set; or the errno of the refusal. After EAGAIN and ENOMEM a later try may succeed. */
    int (*start)(struct launcher *launcher, const struct worker *worker, uint64_t task,
                 struct worker_place *place);

    /* One worker that has ended: its slot, and all of *exit_info but `uncounted`.
     * Never waits. False: none has ended, or `error` is why that is unknown. */
    bool (*ended)(struct launcher *launcher, uint32_t *slot, struct exit_info *exit_info);

    /* Sends a signal to a worker that ended() has not returned yet. False: it could not be sent. */
    bool (*signal)(struct launcher *launcher, struct life *life, int signal);

    int error; /* errno of the last ended(); 0: it had none, or a worker was started since */
    int fd;    /* readable when ended() has a worker to return; -1: SIGCHLD ends the coordinator's sleep */
};

/* Each worker is a child process of the coordinator.
 * NULL, or the name of what was refused, with errno set. */
const char *launch_process(struct launcher *launcher);
