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

/* What a click on a cap does is what its key does. */
static void draw_caps(struct pane row, enum keymap keymap, bool playing)
{
    struct action_cap caps[ACTION_CAPS_MAX];
    size_t count = action_footer(keymap, row.w, row.canvas->ascii, row.canvas, caps);
    int x = 0;
    for (size_t i = 0; i < count; i++) {
        bool pauses = playing && caps[i].action == ACTION_PLAY;
        int columns = draw_key(row, x, 0, caps[i].key, pauses ? "pause" : caps[i].label);
        canvas_add_spot(pane_sub(row, x, 0, columns, 1), (int)caps[i].action);
        x += columns + ACTION_CAP_GAP;
    }
}

/* A column of air at both sides, as above. */
void widget_footer(struct pane row, enum keymap keymap, bool playing)
{
    draw_caps(pane_sub(row, 1, 0, row.w - 2, 1), keymap, playing);
}

int widget_footer_columns(const struct canvas *canvas, enum keymap keymap)
{
    struct action_cap caps[ACTION_CAPS_MAX];
    size_t count = action_footer(keymap, ACTION_COLUMNS_WIDE - 1, canvas->ascii, NULL, caps);
    int columns = -ACTION_CAP_GAP;
    for (size_t i = 0; i < count; i++)
        columns += draw_key_columns(canvas, caps[i].key, caps[i].label) + ACTION_CAP_GAP;
    return columns;
}

/* ---- keys in a border ---------------------------------------------------------------------------------- */

/* Line that is left of the border beside a key. */
#define BORDER_LEFT 2

/* Whether a cell of the lower border is nothing but line. */
static bool is_line(struct pane box, int x)
{
    const struct cell *cell = canvas_cell(box.canvas, box.x + x, box.y + box.h - 1);
    return cell && cell->glyph == (box.canvas->ascii ? '-' : 0x2500u);
}

/* The last stretch of the lower border that is nothing but line: where it begins and ends, corners apart. */
static void find_line(struct pane box, int *from, int *to)
{
    *to = box.w - BORDER_LEFT;
    while (*to > BORDER_LEFT && !is_line(box, *to - 1))
        (*to)--;
    *from = *to;
    while (*from > BORDER_LEFT && is_line(box, *from - 1))
        (*from)--;
}

void widget_note(struct pane box, const char *text)
{
    int columns = canvas_columns(box.canvas, text), x = BORDER_LEFT;
    while (x < box.w - BORDER_LEFT && is_line(box, x))
        x++;
    if (box.h > 2 && columns <= x - BORDER_LEFT)
        draw_text(box, BORDER_LEFT, box.h - 1, ROLE_DIM, text);
}

/* " K kill": the columns of it. */
static int border_key_columns(const struct canvas *canvas, const struct action_cap *cap)
{
    return canvas_columns(canvas, cap->key) + canvas_columns(canvas, cap->label) + 3;
}

void widget_keys(struct pane box, enum keymap keymap, enum key_panel panel)
{
    struct action_cap caps[ACTION_CAPS_MAX];
    size_t count = action_panel(keymap, panel, box.canvas->ascii, caps);
    int from, to, columns = 1;
    if (box.h < 3 || box.w < 2 * BORDER_LEFT)
        return;
    find_line(box, &from, &to);
    for (size_t i = 0; i < count; i++)
        columns += border_key_columns(box.canvas, &caps[i]);
    for (; count > 0 && columns + BORDER_LEFT > to - from; count--)
        columns -= border_key_columns(box.canvas, &caps[count - 1]);
    struct pane row = pane_sub(box, to - columns, box.h - 1, columns, 1);
    for (size_t i = 0, x = 0; i < count; i++) {
        int w = border_key_columns(box.canvas, &caps[i]);
        struct pane key = pane_sub(row, (int)x, 0, w + 1, 1);
        draw_fill(key, ROLE_NOTE, ' ');
        int after = 1 + draw_text(key, 1, 0, ROLE_FOCUS | ROLE_STRONG, caps[i].key);
        draw_text(key, after + 1, 0, ROLE_NOTE, caps[i].label);
        canvas_add_spot(pane_sub(key, 1, 0, w - 1, 1), (int)caps[i].action);
        x += (size_t)w;
    }
}

/* ---- messages ------------------------------------------------------------------------------------------ */

/* Columns between a message and the keys behind it. */
#define MESSAGE_GAP 2

void widget_message(struct pane row, unsigned role, const char *message, enum keymap keymap, bool playing)
{
    char text[512];
    int room = row.w - 2;
    int answers = keymap == KEYMAP_ASK ? widget_footer_columns(row.canvas, keymap) + MESSAGE_GAP : 0;
    snprintf(text, sizeof text, "%s", message);
    shorten_words(text, room - answers, row.canvas->ascii);
    int columns = canvas_columns(row.canvas, text);
    int taken = columns < room ? columns : room;
    draw_fit(row, 1, 0, taken, role, DRAW_WORDS, text);
    draw_caps(pane_sub(row, taken + 1 + MESSAGE_GAP, 0, room - taken - MESSAGE_GAP, 1), keymap, playing);
}

void widget_nothing(struct pane body, const char *text)
{
    draw_paragraph(pane_sub(body, 2, body.h / 3, body.w - 4, body.h), ROLE_TEXT, text);
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
    if (count <= rows || rows < 1)
        return;
    if (track < 2) {
        char text[64];
        snprintf(text, sizeof text, " %d of %d shown ", rows, count);
        draw_right(box, box.w - 2, box.h - 1, ROLE_NOTE, text);
        return;
    }
    int thumb = (int)((long long)track * rows / count);
    thumb = thumb > 0 ? thumb : 1;
    int top = (int)((long long)(track - thumb) * first / (count - rows));
    draw_fill(pane_sub(box, box.w - 1, 1 + top, 1, thumb), ROLE_LABEL, 0x2503);
}
