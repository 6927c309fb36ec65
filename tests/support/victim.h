/* The program with its screen as tests that mistreat it need it: started in a pseudo terminal of its own,
 * watched from outside, and found to have left everything as it was. */
#pragma once

#include "support/pty.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <termios.h>

#define VICTIM_PIDS_MAX 256

struct victim {
    struct pty *pty;
    char mark[48]; /* part of the command line of each of its processes */
};

/* Starts `tictoc LINE` at 80 × 24, words cut at blanks, the test's directory as its home;
 * `env` as in pty_options. */
void victim_open(struct victim *victim, const char *const *env, const char *line, ...)
    __attribute__((format(printf, 3, 4)));

/* The same without the mark, for a command that takes no title: then its processes cannot be found. */
void victim_open_as_is(struct victim *victim, const char *const *env, const char *line, ...)
    __attribute__((format(printf, 3, 4)));

/* Kills what is left. */
void victim_close(struct victim *victim);

/* Fails the test when the text does not come within PATIENCE_S. */
void victim_await(struct victim *victim, const char *text);

/* Waits for its end and returns its status as a shell has it; fails the test after PATIENCE_S. */
int victim_end(struct victim *victim);

/* Waits until no process is left and the terminal is as it was found:
 * NULL. After PATIENCE_S a word for what is not, and the test fails when a process is left. */
const char *victim_not_given_back(struct victim *victim);

/* Whether its modes are not those a shell expects: at once. */
bool victim_not_given_back_modes(const struct victim *victim);

/* Waits until the terminal is as it was found and no process is left; fails the test after PATIENCE_S. */
void victim_expect_nothing_left(struct victim *victim);

/* Its processes but zombies, whatever their parent is. Returns how many, at most VICTIM_PIDS_MAX. */
int victim_processes(const struct victim *victim, pid_t pids[VICTIM_PIDS_MAX]);

/* The coordinator of the run that goes on and its workers,
 * by /proc/PID/task/PID/children; 0: there is none now. */
pid_t victim_coordinator(pid_t front);
int process_children(pid_t pid, pid_t pids[VICTIM_PIDS_MAX]);

/* How many of its children have ended and were not reaped. */
int victim_zombies(pid_t front);
