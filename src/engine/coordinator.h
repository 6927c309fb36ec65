/* The coordinator: the child process that carries out a run.
 * It starts the workers of its team, reaps them and notes on the board what happens;
 * it does no task itself. strategy_*.c are written with the calls below and those of team.h.
 *
 * It runs in a process of its own so that the process with the screen never waits for a task.
 * It leads a process group with its workers, and ends when its parent ends (the socket of control.h says so,
 * and PR_SET_PDEATHSIG). */
#pragma once

#include "engine/limits.h"
#include "engine/team.h"

#include <signal.h>

struct coordinator {
    struct board *board;
    struct team team;
    struct limits limits;
    uint64_t cpu_at_tic;   /* ns of processor time it had used before */
    int notify_fd;         /* idle workers have written a byte */
    sigset_t waiting_mask; /* the signal mask to sleep with */
};

/* The coordinator process's whole life; never returns.
 * `control_fd` is the parent's (control.h), `parent` its pid. */
_Noreturn void coordinator_main(struct board *board, const struct strategy_ops *ops, const struct plan *plan,
                                int control_fd, pid_t parent);

/* ---- for strategies ------------------------------------------------------------------------------------ */

/* Tic: to be called just before the first start. */
void coordinator_tic(struct coordinator *coordinator);

/* Toc. */
void coordinator_toc(struct coordinator *coordinator);

/* Sleeps until a worker ended, one is idle, the parent has sent something, or `timeout_ms` passed (-1:
 * no timeout). What was due of limits and chaos has been done then. */
void coordinator_wait(struct coordinator *coordinator, int timeout_ms);

void coordinator_phase(struct coordinator *coordinator, enum board_phase phase);

/* Why the run cannot go on; and what should be reported though it does.
 * One sentence each, printf-like. The first sentence is kept: later ones are its consequences. */
void coordinator_trouble(struct coordinator *coordinator, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void coordinator_remark(struct coordinator *coordinator, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
