#include "draw/glyph.h"

#include "base/utf8.h"
#include "base/text.h"

#include <string.h>

/* Joiners and selectors ask a terminal to draw several characters as one: their width is anyone's guess. */
static bool is_passed_over(uint32_t c)
{
    return c == 0x200C || c == 0x200D || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xAD || c == 0x34F;
}

/* Beyond what text_disturbs() refuses: characters of no known width, which would shift the rest of a row. */
static bool is_unknown(uint32_t c)
{
    return (c >= 0xE000 && c <= 0xF8FF) || c >= 0xE1000 || (c & 0xFFFE) == 0xFFFE;
}

uint32_t glyph_next(const char **text)
{
    for (;;) {
        if (**text == '\0')
            return 0;
        uint32_t c = utf8_next(text);
        if (text_disturbs(c) || is_unknown(c))
            return GLYPH_REPLACEMENT;
        if (!is_passed_over(c))
            return c;
    }
}

int glyph_width(uint32_t glyph)
{
    return (int)utf8_columns(glyph);
}

struct likeness {
    uint32_t glyph;
    char ascii[4];
};

/* In order of their code points. */
static const struct likeness likenesses[] = {
    { 0x00A0, " " },   { 0x00B0, "o" },  { 0x00B1, "+-" },  { 0x00B2, "2" },  { 0x00B3, "3" },
    { 0x00B5, "u" },   { 0x00B7, "-" },  { 0x00BD, "1/2" }, { 0x00D7, "x" },  { 0x00F7, "/" },
    { 0x03BC, "u" },   { 0x2010, "-" },  { 0x2011, "-" },   { 0x2012, "-" },  { 0x2013, "-" },
    { 0x2014, "-" },   { 0x2018, "'" },  { 0x2019, "'" },   { 0x201C, "\"" }, { 0x201D, "\"" },
    { 0x2022, "*" },   { 0x2026, ".." }, { 0x202F, " " },   { 0x2190, "<" },  { 0x2191, "^" },
    { 0x2192, ">" },   { 0x2193, "v" },  { 0x2194, "<>" },  { 0x21B5, "<" },  { 0x2212, "-" },
    { 0x221E, "inf" }, { 0x2248, "~" },  { 0x2264, "<=" },  { 0x2265, ">=" }, { 0x2500, "-" },
    { 0x2501, "=" },   { 0x2502, "|" },  { 0x2503, "#" },   { 0x2506, ":" },  { 0x250A, ":" },
    { 0x256D, "+" },   { 0x256E, "+" },  { 0x256F, "+" },   { 0x2570, "+" },  { 0x2575, "'" },
    { 0x2577, "." },   { 0x2581, "_" },  { 0x2582, "_" },   { 0x2583, "-" },  { 0x2584, "-" },
    { 0x2585, "=" },   { 0x2586, "=" },  { 0x2587, "#" },   { 0x2588, "#" },  { 0x2589, "=" },
    { 0x258A, "=" },   { 0x258B, "=" },  { 0x258C, "=" },   { 0x258D, "-" },  { 0x258E, "-" },
    { 0x258F, "-" },   { 0x2591, "." },  { 0x2592, ":" },   { 0x2593, "#" },  { 0x25A0, "#" },
    { 0x25A1, "o" },   { 0x25AA, "#" },  { 0x25B2, "^" },   { 0x25B6, ">" },  { 0x25B8, ">" },
    { 0x25BC, "v" },   { 0x25BE, "v" },  { 0x25C0, "<" },   { 0x25C2, "<" },  { 0x25CB, "o" },
    { 0x25CC, "o" },   { 0x25CF, "*" },  { 0x25D0, "%" },   { 0x2713, "+" },  { 0x2717, "x" },
    { 0x2718, "x" },   { 0x2B1B, "#" },
};

size_t glyph_ascii(char out[4], uint32_t glyph)
{
    if (glyph >= ' ' && glyph <= '~') {
        out[0] = (char)glyph;
        out[1] = '\0';
        return 1;
    }
    size_t low = 0;
    size_t high = sizeof likenesses / sizeof *likenesses;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (likenesses[middle].glyph < glyph)
            low = middle + 1;
        else
            high = middle;
    }
    bool known = low < sizeof likenesses / sizeof *likenesses && likenesses[low].glyph == glyph;
    strcpy(out, known ? likenesses[low].ascii : glyph_width(glyph) == 0 ? "" : "?");
    return strlen(out);
}

int glyph_columns_of(uint32_t glyph, bool ascii)
{
    char likeness[4];
    return ascii ? (int)glyph_ascii(likeness, glyph) : glyph_width(glyph);
}

int glyph_columns(const char *text, bool ascii)
{
    int columns = 0;
    for (uint32_t c = glyph_next(&text); c; c = glyph_next(&text))
        columns += glyph_columns_of(c, ascii);
    return columns;
}
