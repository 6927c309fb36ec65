/* The guard: a tiny child that gives the terminal back when the screen's process dies without being able to,
 * even by SIGKILL. It sleeps until that happens, holds nothing but the terminal and one end of a pipe,
 * and lives in a session of its own, so that neither Ctrl-C nor a closing terminal takes it away first.
 *
 *     term_open()  -> guard_start() ...
 *                  guard_tend() at each turn of the loop ... term_close() -> guard_dismiss()
 *
 * Start it early:
 * it is a copy of the process at that moment, and what the process writes to later it keeps as it was. */
#pragma once

#include "term/rescue.h"

#include <stdbool.h>
#include <sys/types.h>

struct guard {
    int fd;    /* our end; -1: no guard */
    pid_t pid; /* a child like any other: SIGCHLD comes when it leaves */
};

/* Forks the guard. False, with errno, where that is refused: the program can go on without. */
bool guard_start(struct guard *guard, const struct rescue *rescue);

/* A guard that was stopped is to go on, one that was killed is collected.
 * Cheap where nothing has happened: a system call. False: there is none, and another may be started. */
bool guard_tend(struct guard *guard);

/* Ends the guard, once the terminal has been given back in the ordinary way.
 * It has left when this returns, at once. Nothing happens where there is none. */
void guard_dismiss(struct guard *guard);
