#include "draw/text_field.h"

#include "draw/draw.h"
#include "base/path.h"
#include "draw/shorten.h"
#include "base/utf8.h"

#include <string.h>

void entry_add(char *text, size_t size, uint32_t codepoint)
{
    char bytes[4];
    size_t length = strlen(text), more = utf8_put(bytes, codepoint);
    if (length + more >= size)
        return;
    memcpy(text + length, bytes, more);
    text[length + more] = '\0';
}

void entry_erase(char *text)
{
    size_t length = strlen(text);
    while (length && ((unsigned char)text[--length] & 0xC0) == 0x80)
        continue;
    text[length] = '\0';
}

void entry_draw(struct pane row, const char *text, bool fresh)
{
    unsigned role = ROLE_TEXT | ROLE_ON(ROLE_FIELD);
    int columns = canvas_columns(row.canvas, text), room = row.w - 1, x = 0;
    draw_fill(row, role, ' ');
    if (columns > room) {
        x = draw_text(row, 0, 0, ROLE_DIM | ROLE_ON(ROLE_FIELD), PATH_ELLIPSIS);
        text = shorten_to_end(text, room - x, row.canvas->ascii);
    }
    x += draw_text(row, x, 0, fresh ? ROLE_DARK | ROLE_ON(ROLE_SELECT) : role, text);
    canvas_put(row, x, 0, ROLE_BRAND | ROLE_ON(ROLE_FIELD), 0x258F);
}
