#include "term/paint.h"

#include "draw/glyph.h"

#define NCURSES_WIDECHAR 1
#include <curses.h>

#include <stdlib.h>
#include <wchar.h>

static int count_colours(void)
{
    const char *no_color = getenv("NO_COLOR");
    if (!has_colors() || (no_color && *no_color))
        return 0;
    start_color();
    use_default_colors();
    return COLORS;
}

void paint_open(struct paint *paint, bool ascii)
{
    paint->ascii = ascii;
    paint->colours = count_colours();
    paint->direct = tigetflag("RGB") > 0;
}

static int colour_of(const struct paint *paint, int colour)
{
    return paint->direct && colour >= 8 ? (int)theme_rgb(colour) : colour;
}

/* The pair of two colours, made when it is first needed; the terminal's own pair when there are no more. */
static int pair_of(struct paint *paint, int fg, int bg)
{
    if (paint->colours == 0 || (fg < 0 && bg < 0))
        return 0;
    for (int i = 0; i < paint->pair_count; i++)
        if (paint->pairs[i].fg == fg && paint->pairs[i].bg == bg)
            return i + 1;
    if (paint->pair_count >= PAINT_PAIRS_MAX || paint->pair_count + 1 >= COLOR_PAIRS)
        return 0;
    if (init_extended_pair(paint->pair_count + 1, colour_of(paint, fg), colour_of(paint, bg)) == ERR)
        return 0;
    paint->pairs[paint->pair_count].fg = fg;
    paint->pairs[paint->pair_count].bg = bg;
    return ++paint->pair_count;
}

static attr_t attributes_of(unsigned look)
{
    attr_t attributes = A_NORMAL;
    attributes |= look & LOOK_BOLD ? A_BOLD : A_NORMAL;
    attributes |= look & LOOK_DIM ? A_DIM : A_NORMAL;
    attributes |= look & LOOK_UNDERLINE ? A_UNDERLINE : A_NORMAL;
    attributes |= look & LOOK_REVERSE ? A_REVERSE : A_NORMAL;
    return attributes;
}

static void show_glyph(int x, int y, const wchar_t *glyph, attr_t attributes, int pair)
{
    cchar_t c;
    setcchar(&c, glyph, attributes, 0, &pair); /* the pointer: a pair beyond what a short holds */
    mvadd_wch(y, x, &c);
}

/* Curses trusts the C library's width of a character. Where that is another than ours, the row would shift: a
 * question mark in every column of the cell instead. */
void paint_cell(struct paint *paint, int x, int y, const struct cell *cell, struct look look)
{
    attr_t attributes = attributes_of(look.attributes);
    int pair = pair_of(paint, look.fg, look.bg);
    int width = glyph_width(cell->glyph, false);
    wchar_t glyph[3] = { (wchar_t)cell->glyph, (wchar_t)cell->mark, 0 };
    bool foreign = (paint->ascii && cell->glyph > 0x7E) || wcwidth(glyph[0]) != width;

    if (glyph[1] && wcwidth(glyph[1]) != 0)
        glyph[1] = 0;
    if (!foreign)
        show_glyph(x, y, glyph, attributes, pair);
    for (int i = 0; foreign && i < width; i++)
        show_glyph(x + i, y, L"?", attributes, pair);
}
