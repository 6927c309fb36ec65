#include "support/canvas_text.h"

#include "base/strbuf.h"

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

char *canvas_text(const struct canvas *canvas)
{
    struct strbuf out = STRBUF_INIT;
    canvas_print(&out, canvas, NULL);
    return strbuf_detach(&out);
}

static char ink_letter(const struct cell *cell)
{
    return cell->glyph == ' ' && !cell->mark ? ' ' : role_letter(cell->role & 0xFFu);
}

static char ground_letter(const struct cell *cell)
{
    return role_letter(ROLE_GROUND_OF(cell->role));
}

static void add_letters(struct strbuf *out, const struct canvas *canvas, char (*letter)(const struct cell *))
{
    for (int y = 0; y < canvas->h; y++) {
        size_t start = out->length;
        for (int x = 0; x < canvas->w; x++)
            strbuf_addc(out, letter(canvas_cell(canvas, x, y)));
        while (out->length > start && out->text[out->length - 1] == ' ')
            strbuf_truncate(out, out->length - 1);
        strbuf_addc(out, '\n');
    }
}

char *canvas_roles(const struct canvas *canvas)
{
    struct strbuf out = STRBUF_INIT;
    add_letters(&out, canvas, ink_letter);
    strbuf_adds(&out, "--\n");
    add_letters(&out, canvas, ground_letter);
    return strbuf_detach(&out);
}
