#include "view/frame.h"

#include "draw/draw.h"
#include "draw/text_field.h"
#include "view/layout.h"
#include "view/widget.h"
#include "view/labels.h"

#define TITLE_MAX   160
#define ENTRY_LEAST 16

enum keymap frame_keymap(const struct frame *frame)
{
    if (frame->question)
        return KEYMAP_ASK;
    if (frame->entry)
        return KEYMAP_ENTRY;
    return view_keymap(frame->view, frame->state);
}

/* The machine is at the right of every header where the view has no note of its own. */
static void draw_header(struct pane row, const struct frame *frame)
{
    char title[TITLE_MAX] = "", note[TITLE_MAX] = "";
    if (frame->view->title)
        frame->view->title(frame->state, frame->model, title, note, sizeof title);
    if (!note[0])
        label_machine(note, sizeof note, frame->model->machine);
    widget_header(row, title, note);
}

/* The keys keep their place beside it, the text gets the rest. */
static void draw_entry(struct pane row, const struct frame *frame)
{
    int keys = widget_footer_columns(row.canvas, KEYMAP_ENTRY);
    int x = 1 + draw_text(row, 1, 0, ROLE_TEXT, frame->wanted) + 1;
    int room = row.w - x - keys - 4;
    if (room < ENTRY_LEAST)
        room = row.w - x - 1;
    entry_draw(pane_sub(row, x, 0, room, 1), frame->entry, false);
    widget_footer(pane_sub(row, x + room + 1, 0, row.w - x - room - 1, 1), KEYMAP_ENTRY);
}

static void draw_footer(struct pane row, const struct frame *frame)
{
    if (frame->question)
        widget_message(row, ROLE_WARN, frame->question, KEYMAP_ASK);
    else if (frame->entry)
        draw_entry(row, frame);
    else if (frame->model->message)
        widget_message(row, ROLE_TEXT, frame->model->message, frame_keymap(frame));
    else
        widget_footer(row, frame_keymap(frame));
}

void frame_draw(struct canvas *canvas, const struct frame *frame)
{
    struct pane screen = pane_of(canvas);
    canvas_erase(canvas);
    if (screen.w < LAYOUT_COLUMNS_MIN || screen.h < LAYOUT_ROWS_MIN) {
        widget_too_small(screen);
        return;
    }
    draw_header(pane_sub(screen, 0, 0, screen.w, 1), frame);
    frame->view->draw(frame->state, frame->model, screen);
    draw_footer(pane_sub(screen, 0, screen.h - 1, screen.w, 1), frame);
}
