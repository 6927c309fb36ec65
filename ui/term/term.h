/* The terminal: the only part of the program that knows curses. It shows canvases and reads keys.
 *
 * Order of a program with a screen:
 *     install handlers for INT, TERM, HUP, WINCH, TSTP, CONT    before term_open(),
 *                                                               or curses installs its own
 *     term_open(); guard_start(&guard, term_rescue(term))
 *     loop: poll() on stdin and a self-pipe; term_key() until K_NONE;
 *           term_resize() after SIGWINCH; draw, term_blit()
 *     Ctrl-Z: term_suspend(); raise(SIGSTOP); term_resume()
 *     term_close(); guard_dismiss(&guard)
 *     crash handler: rescue_now(term_rescue(term)), then the default action
 *
 * One terminal at a time: stdin and stdout. */
#pragma once

#include "draw/canvas.h"
#include "term/key.h"
#include "term/rescue.h"
#include "draw/theme.h"

#include <stdbool.h>
#include <stddef.h>

struct term;

struct term_options {
    enum theme theme;
    bool ascii; /* asked for; also used where the locale is not UTF-8 and on the linux console */
    /* Called with what gives the terminal back before anything about it is changed, for
     * a crash while it is opened; with NULL once there is nothing to give back any more. NULL: not called. */
    void (*on_rescue)(const struct rescue *rescue);
};

/* Opens the screen. NULL, with a sentence in `err`, where there is no terminal,
 * or none that can place its cursor: nothing has been written then, and the caller can print instead.
 * Sets the locale's LC_CTYPE from the environment and takes LINES and COLUMNS out of it, which would hide
 * the real size; puts NCURSES_GPM_TERMS in, so that curses does not load gpm's library. Honours NO_COLOR. */
struct term *term_open(const struct term_options *options, char *err, size_t size);

/* Gives the terminal back and frees. NULL is fine. */
void term_close(struct term *term);

/* What rescue_now() and the guard need; valid until term_close(). */
const struct rescue *term_rescue(const struct term *term);

/* What is shown: its size, and whether canvases have to be ASCII.
 * How many colours are used (0 with NO_COLOR). */
const struct canvas *term_shown(const struct term *term);
int term_colours(const struct term *term);

/* Changes the looks; the next term_blit() shows it.
 * THEME_AUTO follows $COLORFGBG, else what the terminal answers to term_ask_background(); until it does,
 * and where neither is known, it is THEME_DARK. A theme with colours that was chosen paints its own ground,
 * so that it looks as it does in the pictures, on every terminal. */
void term_set_theme(struct term *term, enum theme theme);
enum theme term_theme(const struct term *term);

/* Asks the terminal for the colour of its background (OSC 11),
 * where $COLORFGBG is not set and the terminal is of a kind that understands the question. Returns at once:
 * the answer comes as input, and term_key() takes it in as K_OTHER; a frame drawn afterwards follows it. */
void term_ask_background(struct term *term);

/* Shows a canvas, of which only the cells that differ are written: a frame without a change writes nothing.
 * Its top left corner is shown where the canvas and the terminal differ in size. */
void term_blit(struct term *term, const struct canvas *canvas);

/* Takes the terminal's new size. */
void term_resize(struct term *term);

/* The next key that has arrived; .key is K_NONE when there is none.
 * Never waits. What is no key (Alt with a letter, reports, unknown sequences) comes as K_OTHER. */
struct key_press term_key(struct term *term);

/* ms until term_key() is to be called again though nothing has arrived: by then
 * an Esc is the key and not the start of a sequence. $ESCDELAY, else 25 ms, over ssh longer. -1: no need. */
int term_key_ms(const struct term *term);

/* Clicks and the wheel as keys. Off at first, because it keeps people from selecting text. */
void term_mouse(struct term *term, bool on);

/* Writes the whole screen anew, whatever another program has left on it. */
void term_redraw(struct term *term);

/* Leaves the screen for another program, and comes back to it with everything redrawn. */
void term_suspend(struct term *term);
void term_resume(struct term *term);
