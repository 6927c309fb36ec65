#include "term/background.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* By the beginning of the type's name. */
static const char *const kinds[] = { "xterm", "tmux", "rxvt",    "alacritty", "foot",    "kitty",   "wezterm",
                                     "gnome", "vte",  "konsole", "iterm",     "contour", "ghostty", "st-" };

bool background_may_ask(const char *type)
{
    for (size_t i = 0; type && i < sizeof kinds / sizeof *kinds; i++)
        if (strncmp(type, kinds[i], strlen(kinds[i])) == 0)
            return true;
    return false;
}

/* A share of full brightness, moving on to the next one; below 0: it is none. */
static double take_channel(const char **text)
{
    char *end;
    unsigned long value = strtoul(*text, &end, 16);
    int digits = (int)(end - *text);
    if (digits < 1 || digits > 4)
        return -1;
    *text = *end == '/' ? end + 1 : end;
    return (double)value / (double)((1ul << 4 * digits) - 1);
}

enum theme background_theme(const char *answer)
{
    static const char start[] = "11;rgb:";
    if (strncmp(answer, start, sizeof start - 1) != 0)
        return THEME_AUTO;
    answer += sizeof start - 1;
    double red = take_channel(&answer), green = take_channel(&answer), blue = take_channel(&answer);
    if (red < 0 || green < 0 || blue < 0)
        return THEME_AUTO;
    return 0.299 * red + 0.587 * green + 0.114 * blue > 0.5 ? THEME_LIGHT : THEME_DARK;
}
