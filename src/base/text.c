#include "base/text.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

static const utf8proc_property_t *property_of(uint32_t codepoint)
{
    return utf8proc_get_property((utf8proc_int32_t)codepoint);
}

/* libutf8proc gives spacing marks no column, and Hangul vowels and finals one each. Terminals draw
 * a spacing mark in a cell of its own, and a Hangul syllable in the two cells of its first letter. */
unsigned text_width(uint32_t codepoint)
{
    if (codepoint >= ' ' && codepoint <= '~')
        return 1;
    const utf8proc_property_t *property = property_of(codepoint);
    if (property->category == UTF8PROC_CATEGORY_MC)
        return 1;
    if (property->boundclass == UTF8PROC_BOUNDCLASS_V || property->boundclass == UTF8PROC_BOUNDCLASS_T)
        return 0;
    return (unsigned)utf8proc_charwidth((utf8proc_int32_t)codepoint);
}

size_t text_columns(const char *text)
{
    size_t columns = 0;
    for (uint32_t c = utf8_next(&text); c; c = utf8_next(&text))
        columns += text_width(c);
    return columns;
}

bool text_joins(uint32_t codepoint)
{
    enum { SOFT_HYPHEN = 0xAD, NON_JOINER = 0x200C, JOINER = 0x200D };
    if (codepoint == SOFT_HYPHEN || codepoint == NON_JOINER || codepoint == JOINER)
        return true;
    const utf8proc_property_t *property = property_of(codepoint);
    return property->category == UTF8PROC_CATEGORY_MN && property->ignorable && codepoint <= 0xFFFF;
}

bool text_disturbs(uint32_t codepoint)
{
    if (codepoint >= ' ' && codepoint <= '~')
        return false;
    if (codepoint == UTF8_REPLACEMENT)
        return true;
    enum { TAGS_PLANE = 14 };
    const utf8proc_property_t *property = property_of(codepoint);
    switch (property->category) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return true;
    case UTF8PROC_CATEGORY_CF:
        /* Signs before Arabic and Syriac numbers belong to this category but are visible. */
        return !text_joins(codepoint) &&
               (property->ignorable || property->bidi_class == UTF8PROC_BIDI_CLASS_ON);
    default:
        return codepoint >> 16 == TAGS_PLANE;
    }
}

bool text_is_known(uint32_t codepoint)
{
    utf8proc_propval_t category = property_of(codepoint)->category;
    return category != UTF8PROC_CATEGORY_CN && category != UTF8PROC_CATEGORY_CO;
}

/* ---- ASCII --------------------------------------------------------------------------------------------- */

struct likeness {
    uint32_t codepoint;
    char ascii[4];
};

/* Sorted by code point; without characters that Unicode decomposes (accents, blanks, raised digits). */
static const struct likeness likenesses[] = {
    { 0x00AB, "<<" }, { 0x00B0, "o" },  { 0x00B1, "+-" },  { 0x00B7, "-" },  { 0x00BB, ">>" },
    { 0x00C6, "AE" }, { 0x00D0, "D" },  { 0x00D7, "x" },   { 0x00D8, "O" },  { 0x00DE, "Th" },
    { 0x00DF, "ss" }, { 0x00E6, "ae" }, { 0x00F0, "d" },   { 0x00F7, "/" },  { 0x00F8, "o" },
    { 0x00FE, "th" }, { 0x0110, "D" },  { 0x0111, "d" },   { 0x0131, "i" },  { 0x0141, "L" },
    { 0x0142, "l" },  { 0x0152, "OE" }, { 0x0153, "oe" },  { 0x03BC, "u" },  { 0x2010, "-" },
    { 0x2012, "-" },  { 0x2013, "-" },  { 0x2014, "-" },   { 0x2018, "'" },  { 0x2019, "'" },
    { 0x201C, "\"" }, { 0x201D, "\"" }, { 0x2022, "*" },   { 0x2026, ".." }, { 0x2044, "/" },
    { 0x2190, "<" },  { 0x2191, "^" },  { 0x2192, ">" },   { 0x2193, "v" },  { 0x2194, "<>" },
    { 0x21B5, "<" },  { 0x2212, "-" },  { 0x221E, "inf" }, { 0x2248, "~" },  { 0x2264, "<=" },
    { 0x2265, ">=" }, { 0x2500, "-" },  { 0x2501, "=" },   { 0x2502, "|" },  { 0x2503, "#" },
    { 0x2506, ":" },  { 0x250A, ":" },  { 0x256D, "+" },   { 0x256E, "+" },  { 0x256F, "+" },
    { 0x2570, "+" },  { 0x2571, "/" },  { 0x2575, "'" },   { 0x2577, "." },  { 0x2581, "_" },
    { 0x2582, "_" },  { 0x2583, "-" },  { 0x2584, "-" },   { 0x2585, "=" },  { 0x2586, "=" },
    { 0x2587, "#" },  { 0x2588, "#" },  { 0x2589, "=" },   { 0x258A, "=" },  { 0x258B, "=" },
    { 0x258C, "=" },  { 0x258D, "-" },  { 0x258E, "-" },   { 0x258F, "-" },  { 0x2591, "." },
    { 0x2592, ":" },  { 0x2593, "#" },  { 0x25A0, "#" },   { 0x25A1, "o" },  { 0x25AA, "#" },
    { 0x25B2, "^" },  { 0x25B6, ">" },  { 0x25B8, ">" },   { 0x25BC, "v" },  { 0x25BE, "v" },
    { 0x25C0, "<" },  { 0x25C2, "<" },  { 0x25CB, "o" },   { 0x25CC, "o" },  { 0x25CF, "*" },
    { 0x25D0, "%" },  { 0x2713, "+" },  { 0x2717, "x" },   { 0x2718, "x" },  { 0x2B1B, "#" },
};

static int compare_likeness(const void *key, const void *member)
{
    uint32_t a = *(const uint32_t *)key, b = ((const struct likeness *)member)->codepoint;
    return (a > b) - (a < b);
}

/* The ASCII of a character that is ASCII or in the table; NULL: neither. */
static const char *find_likeness(uint32_t codepoint, char self[2])
{
    if (codepoint < 0x80) {
        self[0] = (char)codepoint;
        self[1] = '\0';
        return self;
    }
    const struct likeness *found = bsearch(&codepoint, likenesses, sizeof likenesses / sizeof *likenesses,
                                           sizeof *likenesses, compare_likeness);
    return found ? found->ascii : NULL;
}

/* Writes the Unicode decomposition without accents; "?" when it is not ASCII or too long. */
static void decompose(char out[4], uint32_t codepoint)
{
    utf8proc_int32_t parts[8];
    int last_class = 0;
    utf8proc_ssize_t count =
        utf8proc_decompose_char((utf8proc_int32_t)codepoint, parts, sizeof parts / sizeof *parts,
                                UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STRIPMARK, &last_class);
    strcpy(out, count > 0 && count <= (utf8proc_ssize_t)(sizeof parts / sizeof *parts) ? "" : "?");
    for (utf8proc_ssize_t i = 0; i < count && *out != '?'; i++) {
        char self[2];
        const char *ascii = utf8proc_category(parts[i]) == UTF8PROC_CATEGORY_MN
                                ? ""
                                : find_likeness((uint32_t)parts[i], self);
        bool fits = ascii && strlen(out) + strlen(ascii) < 4;
        strcpy(fits ? out + strlen(out) : out, fits ? ascii : "?");
    }
}

size_t text_ascii(char out[4], uint32_t codepoint)
{
    char self[2];
    const char *ascii = find_likeness(codepoint, self);
    if (ascii)
        strcpy(out, ascii);
    else if (text_width(codepoint) == 0)
        *out = '\0';
    else
        decompose(out, codepoint);
    return strlen(out);
}

/* ---- whole texts --------------------------------------------------------------------------------------- */

void text_add_safe(struct strbuf *sb, const char *text, size_t most)
{
    size_t length = strlen(text);
    for (size_t at = 0, shown = 0; at < length; shown++) {
        if (shown == most) {
            strbuf_adds(sb, "…");
            return;
        }
        uint32_t c = 0;
        size_t bytes = utf8_read(text + at, length - at, &c);
        if (!bytes)
            strbuf_addf(sb, "\\x%02x", (unsigned)(unsigned char)text[at]);
        else if (text_disturbs(c))
            strbuf_addf(sb, "\\u%04x", (unsigned)c);
        else
            strbuf_add(sb, text + at, bytes);
        at += bytes ? bytes : 1;
    }
}

char *text_printable(const char *text, bool ascii)
{
    struct strbuf safe = STRBUF_INIT, plain = STRBUF_INIT;
    text_add_safe(&safe, text, SIZE_MAX);
    if (!ascii)
        return strbuf_detach(&safe);
    const char *at = safe.text;
    for (uint32_t c = utf8_next(&at); c; c = utf8_next(&at)) {
        char likeness[4];
        strbuf_add(&plain, likeness, text_ascii(likeness, c));
    }
    strbuf_release(&safe);
    return strbuf_detach(&plain);
}
