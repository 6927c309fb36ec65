/* The coordinator: the child process that carries out a run.
 * It starts the workers of its team, reaps them and notes events on the board;
 * it does no task itself. strategy_*.c are written with the calls below and those of team.h.
 *
 * It is a process of its own so that the process with the screen never waits for a task.
 * It leads a process group with its workers, and ends when its parent ends:
 * by PR_SET_PDEATHSIG, and when the socket of control.h is closed. */
#pragma once

#include "engine/limits.h"
#include "engine/team.h"

#include <signal.h>

struct coordinator {
    struct board *board;
    struct team team;
    struct limits limits;
    uint64_t cpu_at_tic;   /* processor time it had used at tic, ns */
    int notify_fd;         /* readable when idle workers have written a byte */
    sigset_t waiting_mask; /* the signal mask during ppoll() */
};

/* The whole coordinator process; never returns.
 * `control_fd`: the socket to the parent (control.h); `parent`: its pid. */
_Noreturn void coordinator_main(struct board *board, const struct strategy_ops *ops, const struct plan *plan,
                                int control_fd, pid_t parent);

/* ---- for strategies ------------------------------------------------------------------------------------ */

/* Tic: to be called just before the first start. */
void coordinator_tic(struct coordinator *coordinator);

/* Toc. */
void coordinator_toc(struct coordinator *coordinator);

/* Sleeps until a worker has ended or is idle, the parent has sent a message, or `timeout_ms` have passed
 * (-1: no timeout). Then carries out the limits and the chaos that are due. */
void coordinator_wait(struct coordinator *coordinator, int timeout_ms);

void coordinator_phase(struct coordinator *coordinator, enum board_phase phase);

/* Notes why the run cannot go on, and ends it; or a remark on a run that goes on. One sentence, printf-like.
 * The first of each is kept: later ones are its consequences. */
void coordinator_trouble(struct coordinator *coordinator, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void coordinator_remark(struct coordinator *coordinator, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
