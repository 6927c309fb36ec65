#include "base/text.h"

#include <string.h>

size_t text_next(const char *text, size_t length, uint32_t *codepoint)
{
    if (!length)
        return 0;
    unsigned char first = (unsigned char)text[0];
    if (first < 0x80) {
        *codepoint = first;
        return 1;
    }
    if (first < 0xC2 || first > 0xF4)
        return 0;
    size_t bytes = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (length < bytes)
        return 0;
    uint32_t c = first & (0x7Fu >> bytes);
    for (size_t i = 1; i < bytes; i++) {
        unsigned char more = (unsigned char)text[i];
        if ((more & 0xC0) != 0x80)
            return 0;
        c = c << 6 | (more & 0x3Fu);
    }
    bool overlong = (bytes == 3 && c < 0x800) || (bytes == 4 && c < 0x10000);
    if (overlong || (c >= 0xD800 && c <= 0xDFFF) || c > 0x10FFFF)
        return 0;
    *codepoint = c;
    return bytes;
}

void text_add(struct strbuf *sb, uint32_t codepoint)
{
    static const unsigned char leads[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
    size_t bytes = codepoint < 0x80 ? 1 : codepoint < 0x800 ? 2 : codepoint < 0x10000 ? 3 : 4;
    char out[4];
    for (size_t i = bytes; --i > 0; codepoint >>= 6)
        out[i] = (char)(0x80 | (codepoint & 0x3F));
    out[0] = (char)(leads[bytes] | codepoint);
    strbuf_add(sb, out, bytes);
}

bool text_disturbs(uint32_t codepoint)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = {
        { 0x0000, 0x001F }, { 0x007F, 0x009F }, { 0x061C, 0x061C }, { 0x200B, 0x200B }, { 0x200E, 0x200F },
        { 0x2028, 0x202E }, { 0x2060, 0x206F }, { 0xFEFF, 0xFEFF }, { 0xFFF9, 0xFFFD }, { 0xE0000, 0xE0FFF },
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (codepoint >= ranges[i].first && codepoint <= ranges[i].last)
            return true;
    return false;
}

void text_add_safe(struct strbuf *sb, const char *text, size_t most)
{
    size_t length = strlen(text);
    for (size_t at = 0, shown = 0; at < length; shown++) {
        if (shown == most) {
            strbuf_adds(sb, "…");
            return;
        }
        uint32_t c = 0;
        size_t bytes = text_next(text + at, length - at, &c);
        if (!bytes)
            strbuf_addf(sb, "\\x%02x", (unsigned)(unsigned char)text[at]);
        else if (text_disturbs(c))
            strbuf_addf(sb, "\\u%04x", (unsigned)c);
        else
            strbuf_add(sb, text + at, bytes);
        at += bytes ? bytes : 1;
    }
}
