/* The terminal as the system knows it, without curses: whether there is one, its modes, and what it answers when it is
 * asked. Standard input and output are meant. */
#ifndef TICTOC_TTY_H
#define TICTOC_TTY_H

#include <stdbool.h>
#include <stddef.h>
#include <termios.h>
#include <time.h>

/* Whether the locale, which is set to the environment's, writes UTF-8. */
bool tty_is_utf8(void);

/* Whether there is a terminal of a known TERM, and its modes; else a sentence in `err`. */
bool tty_find(struct termios *modes, char *err, size_t size);

/* The terminal behind standard output by a descriptor of our own, to which a write fails rather than blocks, without
 * anybody who shares standard output noticing. Where there is none to be had: standard output as it is. */
int tty_reopen(void);
void tty_close_again(int fd);

/* Ctrl-S would hold the screen, and the program with it, until somebody guesses Ctrl-Q. */
void tty_keep_output_flowing(void);

/* A question to which the answer comes as if it were typed. */
struct tty_question {
    struct timespec asked_at; /* CLOCK_MONOTONIC; 0: not asked, or answered */
};

void tty_ask(struct tty_question *question, const char *text);
void tty_answered(struct tty_question *question);

/* Whether a part of the answer comes, for which it waits a moment; false at once when none is due any more. */
bool tty_answer_comes(const struct tty_question *question);

/* An answer that comes when nobody listens any more would be typed into the shell: drops it. */
void tty_drop_late_answer(const struct tty_question *question);

#endif
