#include "draw/styled_text.h"

#include "draw/glyph.h"

#include <stdarg.h>

/* Introduces the role of what follows, as the next byte: role + 1, so that it is never NUL. */
#define MARK '\x01'

#define NO_BREAK_SPACE "\u00A0"
#define ELLIPSIS       0x2026u

void styled_add(struct strbuf *styled, unsigned role, const char *text)
{
    strbuf_addc(styled, MARK);
    strbuf_addc(styled, (char)(unsigned char)((role & 0xFFu) + 1));
    for (; *text; text++)
        if (*text != MARK)
            strbuf_addc(styled, *text);
}

void styled_addf(struct strbuf *styled, unsigned role, const char *format, ...)
{
    struct strbuf text = STRBUF_INIT;
    va_list args;
    va_start(args, format);
    strbuf_vaddf(&text, format, args);
    va_end(args);
    styled_add(styled, role, text.text);
    strbuf_release(&text);
}

void styled_keep(struct strbuf *styled, unsigned role, const char *text)
{
    struct strbuf kept = STRBUF_INIT;
    for (; *text; text++) {
        if (*text == ' ')
            strbuf_adds(&kept, NO_BREAK_SPACE);
        else
            strbuf_addc(&kept, *text);
    }
    styled_add(styled, role, kept.text);
    strbuf_release(&kept);
}

/* The next character, 0 at the end; marks before it set *role. */
static uint32_t next_glyph(const char **text, unsigned *role)
{
    while (**text == MARK && (*text)[1]) {
        *role = (unsigned char)(*text)[1] - 1u;
        *text += 2;
    }
    return glyph_next(text);
}

/* Columns up to the end of the word that begins here; `all`: up to the end of the text. */
static int columns_ahead(const struct canvas *canvas, const char *text, bool all)
{
    unsigned role = 0;
    int columns = 0;
    for (uint32_t c = next_glyph(&text, &role); c && (all || c != ' '); c = next_glyph(&text, &role))
        columns += glyph_width(c, canvas->ascii);
    return columns;
}

/* The last row keeps a column for the ellipsis, unless the whole rest fits. */
static bool has_room(struct pane pane, int x, bool last, const char *text)
{
    int room = pane.w - x;
    if (last && columns_ahead(pane.canvas, text, true) > room)
        room -= glyph_width(ELLIPSIS, pane.canvas->ascii);
    return columns_ahead(pane.canvas, text, false) <= room;
}

int styled_draw(struct pane pane, int y, int indent, const char *styled)
{
    unsigned role = ROLE_TEXT;
    int start = 0; /* of the row */
    int x = 0;
    int row = 0;
    bool begins = true; /* a word */
    for (;;) {
        bool last = y + row == pane.h - 1;
        if (begins && x > start && !has_room(pane, x, last, styled)) {
            if (last) {
                canvas_put(pane, x - 1, y + row, role, ELLIPSIS); /* on the blank before the word */
                break;
            }
            x = start = indent;
            row++;
        }
        uint32_t c = next_glyph(&styled, &role);
        if (c == 0)
            break;
        begins = c == ' ';
        if (c != ' ' || x > start)
            x += canvas_put(pane, x, y + row, role, c);
    }
    return row + 1;
}
