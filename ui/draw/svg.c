#include "draw/svg.h"

#include "base/utf8.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A cell in units of the picture: eighths and halves of it are whole numbers. */
enum { CELL_W = 8, CELL_H = 16, BASELINE = 12, FONT_SIZE = 13, MARGIN = 8 };

struct paint {
    uint32_t fg, bg;
    bool grounded; /* bg is not the picture's own */
    unsigned attributes;
};

struct picture {
    struct strbuf *out;
    const struct canvas *canvas;
    enum theme theme;
    uint32_t fg, bg; /* of the terminal that is drawn */
};

static struct paint paint_of(const struct picture *picture, unsigned role)
{
    struct look look = theme_look(picture->theme, 256, role);
    struct paint paint = {
        .fg = look.fg < 0 ? picture->fg : theme_rgb(look.fg),
        .bg = look.bg < 0 ? picture->bg : theme_rgb(look.bg),
        .grounded = look.bg >= 0,
        .attributes = look.attributes,
    };
    if (look.attributes & LOOK_REVERSE) {
        uint32_t ink = paint.fg;
        paint.fg = paint.bg;
        paint.bg = ink;
        paint.grounded = true;
    }
    return paint;
}

static bool same_paint(struct paint a, struct paint b)
{
    return a.fg == b.fg && a.bg == b.bg && a.grounded == b.grounded && a.attributes == b.attributes;
}

/* ---- shapes ------------------------------------------------------------------------------------------- */

static void add_rect(struct strbuf *out, int x, int y, int w, int h, uint32_t colour)
{
    strbuf_addf(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#%06x\"/>\n", x, y, w, h,
                (unsigned)colour);
}

/* Blocks that grow from the left (U+2589 … U+258F) and from the bottom (U+2581 … U+2588), in eighths. */
static bool block_rect(uint32_t glyph, struct rect *rect)
{
    if (glyph >= 0x2589 && glyph <= 0x258F) {
        *rect = (struct rect){ 0, 0, (0x2590 - (int)glyph) * CELL_W / 8, CELL_H };
        return true;
    }
    if (glyph >= 0x2581 && glyph <= 0x2588) {
        int h = ((int)glyph - 0x2580) * CELL_H / 8;
        *rect = (struct rect){ 0, CELL_H - h, CELL_W, h };
        return true;
    }
    return false;
}

/* Lines, relative to the upper left corner of the cell. */
struct line_shape {
    uint32_t glyph;
    const char *path;
    const char *stroke; /* width and dashes */
};

#define HORIZONTAL 0x2500u
#define SQUARE     0x25A0u /* of the task map: a row of them is one dashed line */

static const struct line_shape lines[] = {
    { HORIZONTAL, "M0 8H8", "1" },
    { 0x2502, "M4 0V16", "1" },
    { 0x2503, "M4 0V16", "3" },
    { 0x2506, "M4 0V16", "1\" stroke-dasharray=\"3 2.33" },
    { 0x250A, "M4 0V16", "1\" stroke-dasharray=\"2 2" },
    { 0x256D, "M4 16V12Q4 8 8 8", "1" },
    { 0x256E, "M0 8Q4 8 4 12V16", "1" },
    { 0x256F, "M4 0V4Q4 8 0 8", "1" },
    { 0x2570, "M4 0V4Q4 8 8 8", "1" },
    { 0x2575, "M4 0V8", "1" },
    { 0x2577, "M4 8V16", "1" },
};

static const struct line_shape *line_of(uint32_t glyph)
{
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (lines[i].glyph == glyph)
            return &lines[i];
    return NULL;
}

/* ░ ▒ ▓: a quarter, a half, three quarters of the ink. */
static int shade_of(uint32_t glyph)
{
    return glyph >= 0x2591 && glyph <= 0x2593 ? (int)(glyph - 0x2590) * 25 : 0;
}

static bool is_shape(uint32_t glyph)
{
    struct rect block;
    return block_rect(glyph, &block) || shade_of(glyph) || line_of(glyph) || glyph == SQUARE;
}

/* Whether it fills its cell from left to right, so that a row of them is one shape. */
static bool is_seamless(uint32_t glyph)
{
    struct rect block;
    return (block_rect(glyph, &block) && block.w == CELL_W) || shade_of(glyph) || glyph == HORIZONTAL ||
           glyph == SQUARE;
}

static const struct cell *cell_at(const struct picture *picture, int column, int row)
{
    return canvas_cell(picture->canvas, column, row);
}

/* The column after the shape that begins at this one. */
static int shape_end(const struct picture *picture, int column, int row)
{
    const struct cell *first = cell_at(picture, column, row);
    int end = column + 1;
    while (is_seamless(first->glyph) && end < picture->canvas->w &&
           cell_equal(cell_at(picture, end, row), first))
        end++;
    return end;
}

static void add_shape(const struct picture *picture, int column, int end, int row)
{
    const struct cell *cell = cell_at(picture, column, row);
    struct paint paint = paint_of(picture, cell->role);
    int x = MARGIN + column * CELL_W, y = MARGIN + row * CELL_H, w = (end - column) * CELL_W;
    const struct line_shape *line = line_of(cell->glyph);
    struct rect block;
    if (block_rect(cell->glyph, &block))
        add_rect(picture->out, x, y + block.y, block.w < CELL_W ? block.w : w, block.h, paint.fg);
    else if (cell->glyph == HORIZONTAL)
        add_rect(picture->out, x, y + CELL_H / 2, w, 1, paint.fg);
    else if (cell->glyph == SQUARE)
        strbuf_addf(picture->out,
                    "<path d=\"M%d %dh%d\" stroke=\"#%06x\" stroke-width=\"7\" stroke-dasharray=\"6 2\"/>\n",
                    x + 1, y + CELL_H / 2 + 1, w - 2, (unsigned)paint.fg);
    else if (line)
        strbuf_addf(picture->out,
                    "<path transform=\"translate(%d %d)\" d=\"%s\" stroke=\"#%06x\" stroke-width=\"%s\" "
                    "fill=\"none\"/>\n",
                    x, y, line->path, (unsigned)paint.fg, line->stroke);
    else
        strbuf_addf(picture->out,
                    "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#%06x\" opacity=\"0.%d\"/>\n",
                    x, y, w, CELL_H, (unsigned)paint.fg, shade_of(cell->glyph));
}

/* ---- words -------------------------------------------------------------------------------------------- */

static void add_glyph(struct strbuf *out, uint32_t glyph)
{
    char bytes[4];
    if (glyph == '<')
        strbuf_adds(out, "&lt;");
    else if (glyph == '>')
        strbuf_adds(out, "&gt;");
    else if (glyph == '&')
        strbuf_adds(out, "&amp;");
    else if (glyph == '"')
        strbuf_adds(out, "&quot;");
    else
        strbuf_add(out, bytes, utf8_put(bytes, glyph));
}

/* Nothing is to be written: a blank that no line is drawn under. */
static bool is_blank(const struct picture *picture, const struct cell *cell)
{
    return cell->glyph == ' ' && !(paint_of(picture, cell->role).attributes & LOOK_UNDERLINE);
}

/* The word that begins at `column`, written alike, up to a shape or a blank.
 * Returns the column after it, `column` where there is nothing to write. */
static int word_end(const struct picture *picture, int column, int row)
{
    struct paint paint = paint_of(picture, cell_at(picture, column, row)->role);
    int end = column;
    for (; end < picture->canvas->w; end++) {
        const struct cell *cell = cell_at(picture, end, row);
        if (is_blank(picture, cell) || is_shape(cell->glyph) ||
            !same_paint(paint, paint_of(picture, cell->role)))
            break;
    }
    return end;
}

/* Each word has its column, and textLength keeps its letters in theirs where the reader's font has
 * other widths. librsvg knows neither textLength nor a list of columns: there a word is right as a whole. */
static void add_words(const struct picture *picture, int column, int end, int row)
{
    struct paint paint = paint_of(picture, cell_at(picture, column, row)->role);
    strbuf_addf(picture->out, "<text x=\"%d\" y=\"%d\" textLength=\"%d\" fill=\"#%06x\"",
                MARGIN + column * CELL_W, MARGIN + row * CELL_H + BASELINE, (end - column) * CELL_W,
                (unsigned)paint.fg);
    strbuf_adds(picture->out, paint.attributes & LOOK_BOLD ? " font-weight=\"bold\"" : "");
    strbuf_adds(picture->out, paint.attributes & LOOK_DIM ? " opacity=\"0.6\"" : "");
    strbuf_adds(picture->out, paint.attributes & LOOK_UNDERLINE ? " text-decoration=\"underline\"" : "");
    strbuf_addc(picture->out, '>');
    for (int at = column; at < end; at++) {
        const struct cell *cell = cell_at(picture, at, row);
        if (cell->glyph)
            add_glyph(picture->out, cell->glyph);
        if (cell->mark)
            add_glyph(picture->out, cell->mark);
    }
    strbuf_adds(picture->out, "</text>\n");
}

/* ---- the picture -------------------------------------------------------------------------------------- */

static void add_grounds(const struct picture *picture, int row)
{
    for (int column = 0, end; column < picture->canvas->w; column = end) {
        struct paint paint = paint_of(picture, cell_at(picture, column, row)->role);
        for (end = column + 1; end < picture->canvas->w; end++) {
            struct paint next = paint_of(picture, cell_at(picture, end, row)->role);
            if (next.grounded != paint.grounded || next.bg != paint.bg)
                break;
        }
        if (paint.grounded)
            add_rect(picture->out, MARGIN + column * CELL_W, MARGIN + row * CELL_H, (end - column) * CELL_W,
                     CELL_H, paint.bg);
    }
}

static void add_row(const struct picture *picture, int row)
{
    add_grounds(picture, row);
    for (int column = 0; column < picture->canvas->w;) {
        bool shape = is_shape(cell_at(picture, column, row)->glyph);
        int end = shape ? shape_end(picture, column, row) : word_end(picture, column, row);
        if (shape)
            add_shape(picture, column, end, row);
        else if (end > column)
            add_words(picture, column, end, row);
        column = end > column ? end : column + 1;
    }
}

void svg_add_canvas(struct strbuf *out, const struct canvas *canvas, enum theme theme, const char *title)
{
    bool light = theme == THEME_LIGHT;
    struct picture picture = {
        .out = out,
        .canvas = canvas,
        .theme = theme == THEME_AUTO ? THEME_DARK : theme,
        .fg = light ? 0x303030 : 0xC6C6C6,
        .bg = light ? 0xFFFFFF : 0x121212,
    };
    int w = canvas->w * CELL_W + 2 * MARGIN, h = canvas->h * CELL_H + 2 * MARGIN;
    strbuf_addf(out,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
                "role=\"img\" xml:space=\"preserve\" font-family=\"DejaVu Sans Mono, Menlo, Consolas, "
                "monospace\" font-size=\"%d\">\n",
                w, h, w, h, FONT_SIZE);
    strbuf_adds(out, "<title>");
    for (const char *at = title ? title : "tictoc"; *at;)
        add_glyph(out, utf8_next(&at));
    strbuf_adds(out, "</title>\n");
    strbuf_addf(out, "<rect width=\"%d\" height=\"%d\" rx=\"6\" fill=\"#%06x\"/>\n", w, h,
                (unsigned)picture.bg);
    for (int row = 0; row < canvas->h; row++)
        add_row(&picture, row);
    strbuf_adds(out, "</svg>\n");
}
