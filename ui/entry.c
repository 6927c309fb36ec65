#include "entry.h"

#include "draw.h"
#include "utf8.h"

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

void entry_draw(struct pane row, const char *text)
{
    unsigned role = ROLE_TEXT | ROLE_ON(ROLE_FIELD);
    int columns = canvas_columns(row.canvas, text), room = row.w - 1;
    draw_fill(row, role, ' ');
    draw_text(row, columns > room ? room - columns : 0, 0, role, text);
    canvas_put(row, columns > room ? room : columns, 0, ROLE_BRAND | ROLE_ON(ROLE_FIELD), 0x258F);
}
