#include "view/widget.h"

#include "draw/draw.h"
#include "view/layout.h"
#include "draw/shorten.h"

#include <stdio.h>

void widget_header(struct pane row, const char *title, const char *note)
{
    int x = 1;
    x += draw_text(row, x, 0, ROLE_BRAND, "tictoc") + 1;
    x += draw_text(row, x, 0, ROLE_DIM, "▸") + 1;
    int room = row.w - 1 - x;
    draw_fit(row, x, 0, room, ROLE_TITLE, DRAW_WORDS, title);
    int taken = canvas_columns(row.canvas, title) + canvas_columns(row.canvas, note) + 2;
    if (taken <= room)
        draw_right(row, row.w - 1, 0, ROLE_DIM, note);
}

static void draw_caps(struct pane row, enum keymap keymap)
{
    struct action_cap caps[ACTION_CAPS_MAX];
    size_t count = action_footer(keymap, row.w, row.canvas->ascii, caps);
    int x = 0;
    for (size_t i = 0; i < count; i++)
        x += draw_key(row, x, 0, caps[i].key, caps[i].label) + ACTION_CAP_GAP;
}

/* A column of air at both sides, as above. */
void widget_footer(struct pane row, enum keymap keymap)
{
    draw_caps(pane_sub(row, 1, 0, row.w - 2, 1), keymap);
}

int widget_footer_columns(const struct canvas *canvas, enum keymap keymap)
{
    struct action_cap caps[ACTION_CAPS_MAX];
    size_t count = action_footer(keymap, ACTION_COLUMNS_WIDE, canvas->ascii, caps);
    int columns = -ACTION_CAP_GAP;
    for (size_t i = 0; i < count; i++)
        columns += draw_key_columns(canvas, caps[i].key, caps[i].label) + ACTION_CAP_GAP;
    return columns;
}

/* Columns between a message and the keys behind it. */
#define MESSAGE_GAP 2

void widget_message(struct pane row, unsigned role, const char *message, enum keymap keymap)
{
    char text[512];
    int room = row.w - 2;
    int answers = keymap == KEYMAP_ASK ? widget_footer_columns(row.canvas, keymap) + MESSAGE_GAP : 0;
    snprintf(text, sizeof text, "%s", message);
    shorten_words(text, room - answers, row.canvas->ascii);
    int columns = canvas_columns(row.canvas, text);
    int taken = columns < room ? columns : room;
    draw_fit(row, 1, 0, taken, role, DRAW_WORDS, text);
    draw_caps(pane_sub(row, taken + 1 + MESSAGE_GAP, 0, room - taken - MESSAGE_GAP, 1), keymap);
}

void widget_too_small(struct pane screen)
{
    char text[64];
    snprintf(text, sizeof text, "need %d×%d, have %d×%d", LAYOUT_COLUMNS_MIN, LAYOUT_ROWS_MIN, screen.w,
             screen.h);
    int columns = canvas_columns(screen.canvas, text);
    int x = columns < screen.w ? (screen.w - columns) / 2 : 0;
    draw_text(screen, x, screen.h / 2, ROLE_TEXT, text);
}

void widget_scrollbar(struct pane box, int first, int count, int rows)
{
    int track = box.h - 2;
    if (count <= rows || track < 2 || rows < 1)
        return;
    int thumb = (int)((long long)track * rows / count);
    thumb = thumb > 0 ? thumb : 1;
    int top = (int)((long long)(track - thumb) * first / (count - rows));
    draw_fill(pane_sub(box, box.w - 1, 1 + top, 1, thumb), ROLE_LABEL, 0x2503);
}
