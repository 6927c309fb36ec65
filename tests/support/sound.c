#include "support/sound.h"

#include "view/layout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { MARGIN = 3, COLUMNS_MOST = 210, ROWS_MOST = 62 };

static void assert_blank(const struct canvas *canvas, const struct frame *frame, struct rect inside)
{
    for (int y = 0; y < canvas->h; y++)
        for (int x = 0; x < canvas->w; x++) {
            uint32_t glyph = canvas_cell(canvas, x, y)->glyph;
            if (!rect_has(inside, x, y) && glyph != ' ')
                fail_msg("%s %dx%d draws U+%04X at column %d, row %d", frame->view->name,
                         canvas->w - 2 * MARGIN, canvas->h - 2 * MARGIN, glyph, x - MARGIN, y - MARGIN);
        }
}

/* The view alone, on a canvas with a margin that the pane does not clip. */
static void check_view(const struct frame *frame, int w, int h, bool ascii)
{
    struct canvas canvas;
    canvas_init(&canvas, w + 2 * MARGIN, h + 2 * MARGIN, ascii);
    canvas_erase(&canvas);
    struct pane screen = { &canvas, { 0, 0, canvas.w, canvas.h }, MARGIN, MARGIN, w, h };
    frame->view->draw(frame->state, frame->model, screen);
    assert_blank(&canvas, frame, (struct rect){ MARGIN, MARGIN + 1, w, h - 2 });
    canvas_release(&canvas);
}

static bool is_blank_row(const struct canvas *canvas, int y)
{
    for (int x = 0; x < canvas->w; x++)
        if (canvas_cell(canvas, x, y)->glyph != ' ')
            return false;
    return true;
}

static void check_frame(const struct frame *frame, int w, int h, bool ascii)
{
    struct canvas canvas;
    canvas_init(&canvas, w, h, ascii);
    frame_draw(&canvas, frame);
    bool small = w < LAYOUT_COLUMNS_MIN || h < LAYOUT_ROWS_MIN;
    for (int y = 0; small && y < h; y++)
        assert_true(y == h / 2 || is_blank_row(&canvas, y));
    if (!small && (canvas_cell(&canvas, 1, 0)->glyph != 't' || is_blank_row(&canvas, h - 1)))
        fail_msg("%s %dx%d: no header or no footer", frame->view->name, w, h);
    for (int i = 0; ascii && i < w * h; i++)
        if (canvas.cells[i].glyph > 0x7E || canvas.cells[i].mark)
            fail_msg("%s %dx%d: U+%04X", frame->view->name, w, h, canvas.cells[i].glyph);
    canvas_release(&canvas);
}

static void check_size(const struct frame *frame, int w, int h, bool ascii)
{
    if (w >= LAYOUT_COLUMNS_MIN && h >= LAYOUT_ROWS_MIN)
        check_view(frame, w, h, ascii);
    check_frame(frame, w, h, ascii);
}

void sound_at_every_size(const struct view_ops *view, void *state, const struct model *model,
                         void (*fit)(int w, int h, bool ascii))
{
    const struct frame frame = { .view = view, .state = state, .model = model };
    for (int w = 1; w <= COLUMNS_MOST; w += w < LAYOUT_COLUMNS_MIN ? 13 : w < 90 ? 5 : 23)
        for (int h = 1; h <= ROWS_MOST; h += h < LAYOUT_ROWS_MIN ? 3 : h < 26 ? 2 : 11) {
            bool ascii = w % 2;
            if (fit)
                fit(w, h, ascii);
            else
                view->prepare(state, model, w, h);
            check_size(&frame, w, h, ascii);
        }
}
