/* The program under test, $TICTOC or build/tictoc: started, watched from outside and waited for. Each
 * one leads a session of its own, so /proc shows which processes are of its runs, whatever parent they have
 * by now. Programs belong to the test: what still runs at its end is killed, and nothing need be released. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include <cjson/cJSON.h>

struct process {
    pid_t pid, parent, group;
    char state; /* as /proc/PID/stat has it */
};

struct program {
    pid_t pid;
    char *command; /* for diagnostics */
    int status;    /* exit status; -1 while it runs or when a signal ended it */
    int signal;    /* that ended it; else 0 */
    double began;
    double seconds;  /* from start to end */
    char *out, *err; /* all it has written so far, with a NUL behind it; see program_read() */

    struct process *processes; /* see program_look() */
    size_t process_count;
    pid_t coordinator; /* of the current run, 0: none was seen yet */

    int out_fd, err_fd, terminal_fd;
    bool ended;
    cJSON *json;
    struct program *next;
};

enum program_out { OUT_KEPT, OUT_CLOSED, OUT_FULL, OUT_UNREAD };

/* How to start it; zeroes are the usual. */
struct how {
    const char *binary;     /* another copy of it */
    const char *const *env; /* NULL-terminated "NAME=value", or "NAME" to take one out */
    enum program_out out;   /* stdout: kept in `out`; closed; a full device; a pipe without a reader */
    bool terminal;          /* stderr is a terminal with 100 columns */
    int input;              /* a descriptor for stdin; 0: /dev/null */
    void (*before)(const void *context); /* called in the child before the program is executed */
    const void *context;
};

/* Where the program under test is. */
const char *program_path(void);

/* Starts `tictoc LINE`. The line is cut into words at blanks; text in 'single quotes' is one word.
 * Its environment is PATH, HOME (the test's directory), LANG=C.UTF-8 and the sanitizers' options. */
struct program *tictoc_start(const struct how *how, const char *line, ...)
    __attribute__((format(printf, 2, 3)));

/* Starts it and waits for its end. */
struct program *tictoc(const char *line, ...) __attribute__((format(printf, 1, 2)));
struct program *tictoc_how(const struct how *how, const char *line, ...)
    __attribute__((format(printf, 2, 3)));

/* The record of `tictoc run LINE` as a file of that name:
 * made by the first test that asks, written down again for the others. */
void tictoc_recorded(const char *line, const char *name);

/* Waits for its end, fills status, signal, seconds, out and err. The
 * test fails when that takes longer than PATIENCE_S and when, ended by itself, it leaves a process behind. */
void program_wait(struct program *program);

/* Fails the test unless it ended with status 0 and nothing on stderr. Returns it. */
struct program *well(struct program *program);

/* True when it has ended; then as after program_wait().
 * Fails the test when it has run for PATIENCE_S, so a loop that waits for it ends. */
bool program_ended(struct program *program);

/* Fetches what it has written so far. */
void program_read(struct program *program);

/* When something happened: the number at the beginning of the narration's line that has `text` in it. */
double reported_at(const char *narration, const char *text);

void program_signal(const struct program *program, int signal);

/* ---- its processes ------------------------------------------------------------------------------------- */

/* Lists every process of its session, itself and zombies included. */
void program_look(struct program *program);

bool process_lives(const struct process *process);

/* How often a process has gone to sleep, or been stopped: more than before, once it has noticed something. */
long process_rests(pid_t pid);

bool program_is_worker(const struct program *program, const struct process *process);

/* Whether it is the only process of its session that lives: looks first. */
bool program_is_alone(struct program *program);

/* How many workers live: looks first. */
int program_workers(struct program *program);

/* The number'th of them as program_look() found them, by pid; 0: there is none. */
pid_t program_worker(const struct program *program, int number);

/* Each waits until it is so and fails the test after PATIENCE_S: a worker or more lives; a worker that
 * is not `pid` lives (returns it); out or err has the text. */
void program_await_workers(struct program *program, int count);
pid_t program_await_other(struct program *program, pid_t pid);
/* So many workers live, and each of them sleeps: it is in its nap. */
void program_await_naps(struct program *program, int count);
void program_await_text(struct program *program, const char *text);

/* Waits until no process of the session lives; fails the test after PATIENCE_S. */
void program_expect_nothing_left(struct program *program);

/* Gives signals their default actions, which a job in the background does not begin with;
 * what is started inherits it. */
void use_usual_signals(void);

/* ---- for the harness ----------------------------------------------------------------------------------- */

/* The end of a test: shows what the programs have said when it `failed`; kills and releases them. */
void programs_end(bool failed);
