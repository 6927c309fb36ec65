#include "draw/canvas.h"

#include "draw/glyph.h"
#include "base/number.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "base/xmalloc.h"
#include "base/utf8.h"

#include <stdlib.h>

/* Drawn as a blank: it matters only for breaking lines. */
#define NO_BREAK_SPACE 0xA0u

static const struct cell blank = { .glyph = ' ' };

static size_t cell_count(const struct canvas *canvas)
{
    return (size_t)canvas->w * (size_t)canvas->h;
}

void canvas_init(struct canvas *canvas, int w, int h, bool ascii)
{
    *canvas = (struct canvas){ .ascii = ascii };
    canvas_resize(canvas, w, h);
}

void canvas_release(struct canvas *canvas)
{
    free(canvas->cells);
    *canvas = (struct canvas){ 0 };
}

void canvas_resize(struct canvas *canvas, int w, int h)
{
    bool empty = w < 1 || h < 1;
    size_t before = cell_count(canvas);
    canvas->w = empty ? 0 : w;
    canvas->h = empty ? 0 : h;
    if (cell_count(canvas) != before)
        canvas->cells = xreallocarray(canvas->cells, cell_count(canvas), sizeof *canvas->cells);
    canvas_erase(canvas);
}

void canvas_erase(struct canvas *canvas)
{
    for (size_t i = 0; i < cell_count(canvas); i++)
        canvas->cells[i] = blank;
    canvas->spot_count = 0;
}

int canvas_columns(const struct canvas *canvas, const char *text)
{
    return glyph_columns(text, canvas->ascii);
}

static struct rect intersect(struct rect a, struct rect b)
{
    int x = int_max(a.x, b.x);
    int y = int_max(a.y, b.y);
    return (struct rect){ x, y, int_max(0, int_min(a.x + a.w, b.x + b.w) - x),
                          int_max(0, int_min(a.y + a.h, b.y + b.h) - y) };
}

struct pane pane_of(struct canvas *canvas)
{
    struct rect all = { 0, 0, canvas->w, canvas->h };
    return (struct pane){ canvas, all, 0, 0, canvas->w, canvas->h };
}

struct pane pane_sub(struct pane pane, int x, int y, int w, int h)
{
    struct rect rect = { pane.x + x, pane.y + y, int_max(0, w), int_max(0, h) };
    return (struct pane){ pane.canvas, intersect(pane.clip, rect), rect.x, rect.y, rect.w, rect.h };
}

void canvas_add_spot(struct pane pane, int meaning)
{
    struct canvas *canvas = pane.canvas;
    if (!pane_is_empty(pane) && canvas->spot_count < CANVAS_SPOTS_MAX)
        canvas->spots[canvas->spot_count++] = (struct spot){ pane.clip, meaning };
}

int canvas_meaning(const struct canvas *canvas, int x, int y)
{
    for (int i = 0; i < canvas->spot_count; i++)
        if (rect_has(canvas->spots[i].at, x, y))
            return canvas->spots[i].meaning;
    return 0;
}

bool canvas_shows(const struct canvas *canvas, int meaning)
{
    for (int i = 0; i < canvas->spot_count; i++)
        if (canvas->spots[i].meaning == meaning)
            return true;
    return false;
}

static struct cell *cell_at(const struct canvas *canvas, int x, int y)
{
    if (x < 0 || y < 0 || x >= canvas->w || y >= canvas->h)
        return NULL;
    return canvas->cells + (size_t)y * (size_t)canvas->w + (size_t)x;
}

const struct cell *canvas_cell(const struct canvas *canvas, int x, int y)
{
    return cell_at(canvas, x, y);
}

/* When one half of a wide character is overwritten, the other becomes blank. */
static void split_wide(struct canvas *canvas, int x, int y)
{
    struct cell *cell = cell_at(canvas, x, y);
    struct cell *left = cell_at(canvas, x - 1, y);
    struct cell *right = cell_at(canvas, x + 1, y);
    if (cell->glyph == 0 && left)
        *left = (struct cell){ .glyph = ' ', .role = left->role };
    else if (right && right->glyph == 0)
        *right = (struct cell){ .glyph = ' ', .role = right->role };
}

static void set_cell(struct canvas *canvas, int x, int y, unsigned role, uint32_t glyph)
{
    split_wide(canvas, x, y);
    *cell_at(canvas, x, y) = (struct cell){ .glyph = glyph, .role = role };
}

static void put_wide(struct pane pane, int x, int y, unsigned role, uint32_t glyph)
{
    bool left = rect_has(pane.clip, x, y);
    bool right = rect_has(pane.clip, x + 1, y);
    bool whole = left && right;
    if (left)
        set_cell(pane.canvas, x, y, role, whole ? glyph : ' ');
    if (right)
        set_cell(pane.canvas, x + 1, y, role, ' ');
    if (whole)
        cell_at(pane.canvas, x + 1, y)->glyph = 0;
}

static void put_mark(struct pane pane, int x, int y, uint32_t mark)
{
    struct cell *cell = rect_has(pane.clip, x - 1, y) ? cell_at(pane.canvas, x - 1, y) : NULL;
    if (cell && cell->glyph == 0 && rect_has(pane.clip, x - 2, y))
        cell = cell_at(pane.canvas, x - 2, y);
    if (cell && cell->glyph != 0 && !cell->mark)
        cell->mark = mark;
}

static int put_ascii(struct pane pane, int x, int y, unsigned role, uint32_t glyph)
{
    char likeness[4];
    int columns = (int)text_ascii(likeness, glyph);
    for (int i = 0; i < columns; i++)
        if (rect_has(pane.clip, x + i, y))
            set_cell(pane.canvas, x + i, y, role, (unsigned char)likeness[i]);
    return columns;
}

int canvas_put(struct pane pane, int x, int y, unsigned role, uint32_t glyph)
{
    x += pane.x;
    y += pane.y;
    if (glyph == NO_BREAK_SPACE)
        glyph = ' ';
    if (pane.canvas->ascii)
        return put_ascii(pane, x, y, role, glyph);
    int width = glyph_width(glyph, false);
    if (width == 0)
        put_mark(pane, x, y, glyph);
    else if (width == 2)
        put_wide(pane, x, y, role, glyph);
    else if (rect_has(pane.clip, x, y))
        set_cell(pane.canvas, x, y, role, glyph);
    return width;
}

void canvas_tint(struct pane pane, unsigned role)
{
    struct rect clip = pane.clip;
    for (int y = clip.y; y < clip.y + clip.h; y++) {
        for (int x = clip.x; x < clip.x + clip.w; x++) {
            struct cell *cell = cell_at(pane.canvas, x, y);
            unsigned ink = ROLE_INK_OF(role) ? role & 0xFFu : cell->role & 0xFFu;
            cell->role = ink | ROLE_ON(ROLE_GROUND_OF(role));
        }
    }
}

bool cell_equal(const struct cell *a, const struct cell *b)
{
    return a->glyph == b->glyph && a->mark == b->mark && a->role == b->role;
}

static void end_line(struct strbuf *out, size_t start)
{
    size_t length = out->length;
    while (length > start && out->text[length - 1] == ' ')
        length--;
    strbuf_truncate(out, length);
    strbuf_addc(out, '\n');
}

static void add_cell(struct strbuf *out, const struct cell *cell)
{
    if (cell->glyph)
        utf8_add(out, cell->glyph);
    if (cell->mark)
        utf8_add(out, cell->mark);
}

static void change_colour(struct strbuf *out, const char *from, const char *to)
{
    if (from && from != to)
        strbuf_adds(out, "\033[0m");
    if (to && from != to)
        strbuf_addf(out, "\033[%sm", to);
}

void canvas_print(struct strbuf *out, const struct canvas *canvas, const char *(*colour_of)(unsigned role))
{
    for (int y = 0; y < canvas->h; y++) {
        size_t start = out->length;
        const char *colour = NULL;
        for (int x = 0; x < canvas->w; x++) {
            const struct cell *cell = canvas_cell(canvas, x, y);
            const char *next = colour_of ? colour_of(cell->role) : NULL;
            change_colour(out, colour, next);
            add_cell(out, cell);
            colour = next;
        }
        change_colour(out, colour, NULL);
        end_line(out, start);
    }
}
