#include "draw/labels_text.h"

#include "base/utf8.h"

#include <ctype.h>
#include <string.h>

#define NO_BREAK_SPACE 0xA0u

/* A space between a digit and three digits that end there. */
static int is_group_gap(const char *text, const char *at)
{
    int digits = 0;
    while (digits < 4 && isdigit((unsigned char)at[1 + digits]))
        digits++;
    return *at == ' ' && at > text && isdigit((unsigned char)at[-1]) && digits == 3;
}

char *labels_whole(char *buf, size_t size, const char *text)
{
    size_t used = 0;
    for (const char *at = text; *at;) {
        char bytes[4];
        int gap = is_group_gap(text, at);
        size_t length = utf8_put(bytes, gap ? NO_BREAK_SPACE : utf8_next(&at));
        at += gap;
        if (used + length + 1 > size)
            break;
        memcpy(buf + used, bytes, length);
        used += length;
    }
    buf[used] = '\0';
    return buf;
}
