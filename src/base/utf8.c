#include "base/utf8.h"

#include <utf8proc.h>

size_t utf8_read(const char *text, size_t length, uint32_t *codepoint)
{
    if (length && (unsigned char)*text < 0x80) {
        *codepoint = (unsigned char)*text;
        return 1;
    }
    utf8proc_int32_t c = -1;
    utf8proc_ssize_t bytes = utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)length, &c);
    if (bytes <= 0 || c < 0)
        return 0;
    *codepoint = (uint32_t)c;
    return (size_t)bytes;
}

uint32_t utf8_next(const char **text)
{
    uint32_t c = UTF8_REPLACEMENT;
    if (!**text)
        return 0;
    size_t length = 1;
    while (length < 4 && (*text)[length])
        length++;
    size_t bytes = utf8_read(*text, length, &c);
    *text += bytes ? bytes : 1;
    return c;
}

size_t utf8_put(char out[4], uint32_t codepoint)
{
    return (size_t)utf8proc_encode_char((utf8proc_int32_t)codepoint, (utf8proc_uint8_t *)out);
}

void utf8_add(struct strbuf *sb, uint32_t codepoint)
{
    char bytes[4];
    strbuf_add(sb, bytes, utf8_put(bytes, codepoint));
}
