#include "shorten.h"

#include "glyph.h"

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
        columns += glyph_columns_of(glyph_next(&from), ascii);
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

/* The name of a file, at the end, says more than where it is. */
static void take_middle(const struct word *word, int columns, bool ascii)
{
    int left = columns - glyph_columns(SHORTEN_SIGN, ascii);
    const char *from = word->at, *next = from, *to, *end = word->at + word->length;
    while (columns_between(word->at, next, ascii) <= left / 4) {
        from = next;
        glyph_next(&next);
    }
    left -= columns_between(word->at, from, ascii);
    const size_t sign = sizeof SHORTEN_SIGN - 1;
    for (to = from; columns_between(to, end, ascii) > left || (size_t)(to - from) < sign;)
        glyph_next(&to);
    char *hole = word->at + (from - word->at);
    memcpy(hole, SHORTEN_SIGN, sign);
    memmove(hole + sign, to, strlen(to) + 1);
}

void shorten_words(char *text, int columns, bool ascii)
{
    for (int excess; (excess = glyph_columns(text, ascii) - columns) > 0;) {
        struct word widest = widest_word(text, ascii);
        if (widest.columns <= SHORTEN_LEAST)
            return;
        int kept = widest.columns - excess;
        take_middle(&widest, kept > SHORTEN_LEAST ? kept : SHORTEN_LEAST, ascii);
    }
}
