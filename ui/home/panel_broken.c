#include "home/panel_broken.h"

#include "base/number.h"
#include "base/utf8.h"
#include "draw/draw.h"

#include <stdio.h>

/* The line from a character on that leaves room behind the mistake. Returns the column of the mistake. */
static int draw_line(struct pane row, const struct catalog_entry *found)
{
    const char *at = found->line;
    int column = (int)found->column - 1, skipped = int_max(column - row.w * 2 / 3, 0);
    char text[512];
    size_t length = 0;
    int dots = skipped > 0 ? draw_text(row, 0, 0, ROLE_DIM, "…") : 0;
    for (int i = 0; i < skipped + dots; i++)
        utf8_next(&at);
    for (uint32_t c; length + 4 < sizeof text && (c = utf8_next(&at)) != 0;)
        length += utf8_put(text + length, c < ' ' ? ' ' : c); /* a tab is one character of the message */
    text[length] = '\0';
    draw_fit(row, dots, 0, row.w - dots, ROLE_TEXT, DRAW_LETTERS, text);
    return column - skipped;
}

void panel_broken(struct pane box, const struct catalog_entry *found)
{
    char title[32] = "Will run";
    int rows = 0;
    if (found->line)
        snprintf(title, sizeof title, "Line %u", found->line_number);
    struct pane inside = draw_box(box, false, title, NULL);
    if (found->line) {
        int mistake = draw_line(inside, found);
        draw_text(inside, mistake, 1, ROLE_FAILED | ROLE_STRONG, "^");
        rows = 3;
    }
    draw_paragraph(pane_sub(inside, 0, rows, inside.w, int_max(inside.h - rows, 0)), ROLE_DIM,
                   "Nothing runs until the file is mended; Enter reads it again.");
}
