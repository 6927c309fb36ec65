#include "term/key.h"

#include "base/utf8.h"

#include <stdio.h>

static const char *const names[] = {
    [0] = "↑", /* K_UP, the first of them */
    [K_DOWN - K_UP] = "↓",
    [K_LEFT - K_UP] = "←",
    [K_RIGHT - K_UP] = "→",
    [K_PAGE_UP - K_UP] = "PgUp",
    [K_PAGE_DOWN - K_UP] = "PgDn",
    [K_HOME - K_UP] = "Home",
    [K_END - K_UP] = "End",
    [K_TAB - K_UP] = "Tab",
    [K_BACK_TAB - K_UP] = "Shift-Tab",
    [K_ENTER - K_UP] = "Enter",
    [K_ESCAPE - K_UP] = "Esc",
    [K_BACKSPACE - K_UP] = "Backspace",
    [K_INSERT - K_UP] = "Ins",
    [K_DELETE - K_UP] = "Del",
    [K_F1 - K_UP] = "F1",
    [K_CLICK - K_UP] = "click",
    [K_WHEEL_UP - K_UP] = "wheel up",
    [K_WHEEL_DOWN - K_UP] = "wheel down",
    [K_OTHER - K_UP] = "?",
};

/* A key that is no character. */
static bool is_named(uint32_t key)
{
    return key - K_UP < sizeof names / sizeof *names;
}

/* Arrows: their likenesses in ASCII are other keys. */
static const char *ascii_name(uint32_t key)
{
    static const char *const words[] = { "Up", "Down", "Left", "Right" };
    return key - K_UP < sizeof words / sizeof *words ? words[key - K_UP] : NULL;
}

char *key_label(char *buf, size_t size, uint32_t key, bool ascii)
{
    char typed[5] = "";
    if (ascii && ascii_name(key))
        snprintf(buf, size, "%s", ascii_name(key));
    else if (is_named(key))
        snprintf(buf, size, "%s", names[key - K_UP]);
    else if (key == ' ')
        snprintf(buf, size, "space");
    else if (key < ' ')
        snprintf(buf, size, "^%c", (char)(key + '@'));
    else
        snprintf(buf, size, "%.*s", (int)utf8_put(typed, key), typed);
    return buf;
}

bool key_is_text(uint32_t key)
{
    return key >= ' ' && key != 0x7F && !is_named(key);
}
