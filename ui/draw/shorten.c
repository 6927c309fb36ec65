#include "draw/shorten.h"

#include "draw/glyph.h"
#include "base/path.h"

#include <string.h>

const char *shorten_to_end(const char *text, int columns, bool ascii)
{
    while (*text && glyph_columns(text, ascii) > columns)
        glyph_next(&text);
    return text;
}

struct word {
    char *at;
    size_t length;
    int columns;
};

static int columns_between(const char *from, const char *end, bool ascii)
{
    int columns = 0;
    while (from < end)
        columns += glyph_width(glyph_next(&from), ascii);
    return columns;
}

static struct word widest_word(char *text, bool ascii)
{
    struct word widest = { .at = text };
    for (char *at = text; *at; at += *at == ' ') {
        struct word word = { .at = at, .length = strcspn(at, " ") };
        at += word.length;
        word.columns = columns_between(word.at, at, ascii);
        if (word.columns > widest.columns)
            widest = word;
    }
    return widest;
}

static size_t columns_of_text(const char *from, const char *end)
{
    return (size_t)columns_between(from, end, false);
}

static size_t columns_of_ascii(const char *from, const char *end)
{
    return (size_t)columns_between(from, end, true);
}

void shorten_words(char *text, int columns, bool ascii)
{
    for (int excess; (excess = glyph_columns(text, ascii) - columns) > 0;) {
        struct word widest = widest_word(text, ascii);
        if (widest.columns <= SHORTEN_LEAST)
            return;
        int kept = widest.columns - excess;
        path_shorten(widest.at, widest.length, (size_t)(kept > SHORTEN_LEAST ? kept : SHORTEN_LEAST),
                     ascii ? columns_of_ascii : columns_of_text);
    }
}
