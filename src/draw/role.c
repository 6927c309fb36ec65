#include "draw/role.h"

#include <ctype.h>

/* Letters for what may be strong, other signs for the rest. */
static const char letters[ROLE_COUNT] = {
    [ROLE_PLAIN] = ' ',        [ROLE_TITLE] = '!',        [ROLE_FIGURE] = '9',
    [ROLE_HEADING] = '#',      [ROLE_TEXT] = 't',         [ROLE_LABEL] = ',',
    [ROLE_NOTE] = '*',         [ROLE_DIM] = ':',          [ROLE_FAINT] = '.',
    [ROLE_BRAND] = '@',        [ROLE_BORDER] = '-',       [ROLE_FOCUS] = '=',
    [ROLE_TRACK] = '_',        [ROLE_REST] = '0',         [ROLE_COST] = '$',
    [ROLE_DARK] = '\'',        [ROLE_KEY] = '^',          [ROLE_SELECT] = '>',
    [ROLE_FIELD] = '~',        [ROLE_RUNNING] = 'r',      [ROLE_READY] = 'q',
    [ROLE_ASLEEP] = 'z',       [ROLE_STOPPED] = 's',      [ROLE_FAILED] = 'x',
    [ROLE_WARN] = 'w',         [ROLE_GOOD] = 'y',         [ROLE_STRATEGY] = 'a',
    [ROLE_STRATEGY + 1] = 'b', [ROLE_STRATEGY + 2] = 'c', [ROLE_STRATEGY + 3] = 'd',
    [ROLE_STRATEGY + 4] = 'e', [ROLE_STRATEGY + 5] = 'f', [ROLE_STRATEGY + 6] = 'g',
    [ROLE_STRATEGY + 7] = 'h', [ROLE_WORKER] = 'i',       [ROLE_WORKER + 1] = 'j',
    [ROLE_WORKER + 2] = 'k',   [ROLE_WORKER + 3] = 'l',   [ROLE_WORKER + 4] = 'm',
    [ROLE_WORKER + 5] = 'n',   [ROLE_WORKER + 6] = 'o',   [ROLE_WORKER + 7] = 'p',
};

char role_letter(unsigned role)
{
    unsigned ink = ROLE_INK_OF(role);
    if (ink >= ROLE_COUNT)
        return '?';
    return role & ROLE_STRONG ? (char)toupper((unsigned char)letters[ink]) : letters[ink];
}
