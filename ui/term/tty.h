/* The terminal as the system knows it, without curses:
 * whether there is one, its modes, what it can show. Standard input and output are meant. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

/* Whether it can show UTF-8: the locale, which is set to the environment's,
 * writes it, and the font has more than ASCII, which that of the linux console has not. */
bool tty_shows_utf8(void);

/* How long, in ms, the rest of a sequence that begins with Esc may be on its way. */
int tty_escape_ms(void);

/* Whether there is a terminal of a known TERM, and its modes; else a sentence in `err`. */
bool tty_find(struct termios *modes, char *err, size_t size);

/* The terminal behind standard output by a descriptor of our own,
 * to which a write fails rather than blocks, without a change for other processes that share standard output.
 * Where there is none to be had: standard output as it is. */
int tty_reopen(void);
void tty_close_again(int fd);

/* How large the terminal is. One that calls itself larger than any screen is drawn on in this part of it:
 * what is drawn takes memory and time by its area, which may be 65535 × 65535. False: it does not say. */
#define TTY_COLUMNS_MAX 1000
#define TTY_ROWS_MAX    500
bool tty_size(int fd, int *columns, int *rows);

/* Curses takes the same size for itself when it starts, whatever the environment says. */
void tty_fix_size(int fd);

/* Ctrl-S would hold the screen, and the program with it, until Ctrl-Q is typed. */
void tty_keep_output_flowing(void);
