/* Keys as the program knows them: the code point of what was typed, or one of
 * these for a key that types nothing. Control characters that people know by a name are in the list too. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum key {
    K_NONE = 0,
    K_UP = 0x110000, /* above every code point */
    K_DOWN,
    K_LEFT,
    K_RIGHT,
    K_PAGE_UP,
    K_PAGE_DOWN,
    K_HOME,
    K_END,
    K_TAB,
    K_BACK_TAB,
    K_ENTER,
    K_ESCAPE,
    K_BACKSPACE,
    K_INSERT,
    K_DELETE,
    K_F1,
    K_CLICK,      /* at x and y */
    K_WHEEL_UP,   /* the same */
    K_WHEEL_DOWN, /* the same */
    K_OTHER       /* a key without a use */
};

/* One key press. */
struct key_press {
    uint32_t key; /* code point or enum key; K_NONE: nothing was pressed */
    int x, y;     /* cell of a click or a turn of the wheel; else 0 */
    bool pasted;  /* text that was pasted: for an open field, and nothing else */
};

/* Whether it is a character of text. */
bool key_is_text(uint32_t key);

/* As it is written on its cap: "q", "Enter", "space", "PgUp", "↑" (in ASCII "Up"), "^A".
 * Writes at most `size` bytes, returns buf. */
char *key_label(char *buf, size_t size, uint32_t key, bool ascii);
