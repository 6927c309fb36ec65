#include "view/frame.h"

#include "base/number.h"
#include "draw/draw.h"
#include "draw/text_field.h"
#include "view/layout.h"
#include "view/widget.h"
#include "view/labels.h"

#include <stdio.h>

#define TITLE_MAX 160
/* Columns: of text that is typed, where its keys leave so many;
 * of these keys, where they are shown at all. */
#define ENTRY_GOOD 34
#define KEYS_LEAST 24

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
    char title[TITLE_MAX], note[TITLE_MAX] = "";
    snprintf(title, sizeof title, "%s", frame->view->heading);
    if (frame->view->title)
        frame->view->title(frame->state, frame->model, title, note, sizeof title);
    if (!note[0])
        label_machine(note, sizeof note, frame->model->machine);
    widget_header(row, title, note);
}

static void draw_entry(struct pane row, const struct frame *frame)
{
    int keys = widget_footer_columns(row.canvas, KEYMAP_ENTRY);
    int x = 1 + draw_text(row, 1, 0, ROLE_TEXT, frame->wanted) + 1;
    int room = int_max(row.w - x - keys - 4, ENTRY_GOOD);
    if (row.w - x - room < KEYS_LEAST)
        room = row.w - x - 1;
    entry_draw(pane_sub(row, x, 0, room, 1), frame->entry, false);
    widget_footer(pane_sub(row, x + room + 1, 0, row.w - x - room - 1, 1), KEYMAP_ENTRY, false);
}

static void draw_footer(struct pane row, const struct frame *frame)
{
    bool playing = frame->model->scrub && frame->model->scrub->playing;
    if (frame->question)
        widget_message(row, ROLE_WARN, frame->question, KEYMAP_ASK, false);
    else if (frame->entry)
        draw_entry(row, frame);
    else if (frame->model->message)
        widget_message(row, ROLE_TEXT, frame->model->message, frame_keymap(frame), playing);
    else
        widget_footer(row, frame_keymap(frame), playing);
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

/* ---- actions ------------------------------------------------------------------------------------------- */

/* What the view draws, and which keys count. */
struct sight {
    struct canvas canvas;
    enum keymap keymap;
};

static struct sight look_at(const struct frame *frame, void *state, int w, int h)
{
    struct sight sight;
    if (frame->view->prepare)
        frame->view->prepare(state, frame->model, w, h);
    canvas_init(&sight.canvas, w, h, frame->model->ascii);
    draw_header(pane_sub(pane_of(&sight.canvas), 0, 0, w, 1), frame);
    frame->view->draw(state, frame->model, pane_of(&sight.canvas));
    sight.keymap = view_keymap(frame->view, state);
    return sight;
}

static bool look_alike(const struct sight *a, const struct sight *b)
{
    bool same = a->keymap == b->keymap;
    for (int i = 0; same && i < a->canvas.w * a->canvas.h; i++)
        same = cell_equal(&a->canvas.cells[i], &b->canvas.cells[i]);
    return same;
}

struct request frame_act(const struct frame *frame, void *state, enum action action, int w, int h)
{
    struct sight before = look_at(frame, state, w, h);
    struct request request = frame->view->act(state, frame->model, action);
    if (request.action == ACTION_NONE && !request.message) {
        struct sight after = look_at(frame, state, w, h);
        if (look_alike(&before, &after))
            request.message = action_idle(action);
        canvas_release(&after.canvas);
    }
    canvas_release(&before.canvas);
    return request;
}
