/* From the bytes that terminals send to keys. Pure: no terminal, no clock. Both forms of the arrows,
 * Home and End are known, and what PuTTY, rxvt, the linux console, tmux and screen send, whatever the
 * terminal's description says; keys of the numeric keypad are what is on their caps. Reports and sequences
 * that are not known are read away as a whole and come as K_OTHER: none acts as Esc and then as its letters.
 *
 *     keyboard_feed(); then keyboard_next() until K_NONE
 *     when nothing has come for keyboard_patience() ms: keyboard_give_up(), then keyboard_next() again */
#pragma once

#include "term/key.h"

#include <stdbool.h>
#include <stddef.h>

#define KEYBOARD_ROOM    512 /* bytes that may wait; more is left in the terminal */
#define KEYBOARD_LEARNED 16
#define KEYBOARD_ANSWER  64

struct keyboard {
    char bytes[KEYBOARD_ROOM]; /* not decoded yet */
    size_t length;
    bool complete; /* nothing follows what is there */
    bool pasting;  /* between the marks of a bracketed paste */
    bool mouse;    /* the caller's: reports of the mouse are keys; else they are read away */
    char string;   /* of which kind the string is that is being read away, the letter after Esc; 0: none */
    struct {
        char bytes[16];
        enum key key;
    } learned[KEYBOARD_LEARNED]; /* from the terminal's description */
    size_t learned_count;
    char answer[KEYBOARD_ANSWER]; /* the last operating system command (OSC), without its ends */
    size_t answer_length;
    bool answered;   /* `answer` is complete; the caller clears it */
    bool identified; /* the terminal has said what it is (DA); the caller clears it */
};

/* A sequence that begins with Esc and means this key; NULL is passed over. */
void keyboard_learn(struct keyboard *keyboard, const char *sequence, enum key key);

/* Takes bytes in; returns how many there was room for. */
size_t keyboard_feed(struct keyboard *keyboard, const char *bytes, size_t length);

/* The next key; K_NONE: none is complete. */
struct key_press keyboard_next(struct keyboard *keyboard);

/* How long the rest of a sequence may be on its way, ms: `escape_ms` for an Esc that may begin one;
 * strings and pasted text take longer. -1: nothing is waited for. */
int keyboard_patience(const struct keyboard *keyboard, int escape_ms);

/* Nothing more comes: what is there is an Esc alone, or nothing. */
void keyboard_give_up(struct keyboard *keyboard);
