/* Runs a program in a pseudo terminal of a given size and reads its screen back through libvterm,
 * for tests of the real thing. Between the harness and the program is a tiny shell:
 * it leads the session, gives the program the foreground and notices when it stops,
 * so that Ctrl-Z and a SIGKILL happen as they do at a prompt.
 *
 *     struct pty_options options = { .columns = 80, .rows = 24, .term = "xterm-256color", .argv = argv };
 *     struct pty *pty = pty_open(&options);
 *     assert_true(pty_wait_text(pty, "ready", 5000));
 *     pty_send(pty, "q");
 *     assert_int_equal(pty_wait_exit(pty, 5000), 0);
 *     pty_close(pty);
 *
 * Times are ms. Waiting functions read what the program writes meanwhile;
 * nothing else does, but pty_drain(). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <termios.h>

struct pty;

struct pty_options {
    int columns, rows;
    const char *term;        /* TERM; NULL: not set */
    const char *directory;   /* to run in; NULL: this one */
    const char *const *env;  /* NULL-terminated "NAME=value", or "NAME" to take one out; NULL: none */
    const char *const *argv; /* NULL-terminated; argv[0] is a path */
};

/* Dies when there is no pseudo terminal to be had. Apart from what `env` says, the program gets a small fixed
 * environment: PATH, HOME, LANG=C.UTF-8, and the sanitizers' options as they are. */
struct pty *pty_open(const struct pty_options *options);

/* Kills what is left of the program and frees. */
void pty_close(struct pty *pty);

/* Types. */
void pty_send(struct pty *pty, const char *bytes);
void pty_resize(struct pty *pty, int columns, int rows);

/* The terminal is not as large as it says. */
void pty_claim_size(struct pty *pty, int columns, int rows);

/* From now on the terminal is not read, as behind a line that is down,
 * and is filled until it takes no more; or it is read again. */
void pty_stall(struct pty *pty);
void pty_go_on(struct pty *pty);

/* Reads until nothing has come for `quiet` ms; of a program that never rests, for five seconds. */
void pty_drain(struct pty *pty, int quiet);

/* Until a row of the screen has the text, or none has it. False when time runs out. */
bool pty_wait_text(struct pty *pty, const char *text, int timeout);
bool pty_wait_gone(struct pty *pty, const char *text, int timeout);

/* The program's pid; its exit as a shell reports it (status, or 128 + signal), -1 when time runs out. */
pid_t pty_pid(const struct pty *pty);
int pty_wait_exit(struct pty *pty, int timeout);

/* Until the program has stopped. pty_foreground() is the shell's fg. */
bool pty_wait_stopped(struct pty *pty, int timeout);
void pty_foreground(struct pty *pty);

/* A row without the blanks at its end; the whole screen, a line each row. free(). */
char *pty_row(struct pty *pty, int row);
char *pty_screen(struct pty *pty);

struct pty_cell {
    uint32_t codepoint; /* ' ' when blank, 0 right half of a wide character */
    int width;
    int fg, bg; /* 0 … 255; -1 the terminal's own */
    bool bold, underline, reverse;
};

struct pty_cell pty_cell(struct pty *pty, int column, int row);

/* What the program has written so far: how much, and whether any byte was above 0x7F. */
size_t pty_bytes(const struct pty *pty);
bool pty_has_high_bytes(const struct pty *pty);

/* What the terminal is in. */
bool pty_is_alternate(const struct pty *pty);
bool pty_is_cursor_visible(const struct pty *pty);
bool pty_is_mouse_on(const struct pty *pty);
struct termios pty_modes(const struct pty *pty);
struct termios pty_usual_modes(void); /* of a pseudo terminal that no program has touched */
bool pty_modes_equal(const struct termios *a, const struct termios *b);
