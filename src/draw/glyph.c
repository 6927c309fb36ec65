#include "draw/glyph.h"

#include "base/text.h"
#include "base/utf8.h"

uint32_t glyph_next(const char **text)
{
    uint32_t c = utf8_next(text);
    while (c && text_joins(c))
        c = utf8_next(text);
    return c && (text_disturbs(c) || !text_is_known(c)) ? UTF8_REPLACEMENT : c;
}

int glyph_width(uint32_t glyph, bool ascii)
{
    char likeness[4];
    return ascii ? (int)text_ascii(likeness, glyph) : (int)text_width(glyph);
}

int glyph_columns(const char *text, bool ascii)
{
    int columns = 0;
    for (uint32_t c = glyph_next(&text); c; c = glyph_next(&text))
        columns += glyph_width(c, ascii);
    return columns;
}
