#include "base/strbuf.h"

#include "base/xmalloc.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char strbuf_empty[1];

void strbuf_init(struct strbuf *sb)
{
    *sb = (struct strbuf)STRBUF_INIT;
}

void strbuf_release(struct strbuf *sb)
{
    if (sb->room)
        free(sb->text);
    strbuf_init(sb);
}

void strbuf_truncate(struct strbuf *sb, size_t length)
{
    if (length >= sb->length)
        return;
    sb->length = length;
    sb->text[length] = '\0';
}

void strbuf_clear(struct strbuf *sb)
{
    strbuf_truncate(sb, 0);
}

/* Makes room for `more` bytes and the NUL. */
static void grow(struct strbuf *sb, size_t more)
{
    if (sb->room && more < sb->room - sb->length)
        return;
    size_t room = sb->room ? sb->room : 64;
    while (room <= sb->length || room - sb->length <= more)
        room = room > SIZE_MAX / 2 ? SIZE_MAX : room * 2;
    char *text = xrealloc(sb->room ? sb->text : NULL, room);
    if (!sb->room)
        text[0] = '\0';
    sb->text = text;
    sb->room = room;
}

char *strbuf_detach(struct strbuf *sb)
{
    grow(sb, 0);
    char *text = sb->text;
    strbuf_init(sb);
    return text;
}

void strbuf_add(struct strbuf *sb, const char *bytes, size_t length)
{
    if (!length)
        return;
    grow(sb, length);
    memcpy(sb->text + sb->length, bytes, length);
    sb->length += length;
    sb->text[sb->length] = '\0';
}

void strbuf_adds(struct strbuf *sb, const char *text)
{
    strbuf_add(sb, text, strlen(text));
}

void strbuf_addc(struct strbuf *sb, char c)
{
    strbuf_add(sb, &c, 1);
}

void strbuf_fill(struct strbuf *sb, char c, size_t times)
{
    if (!times)
        return;
    grow(sb, times);
    memset(sb->text + sb->length, c, times);
    sb->length += times;
    sb->text[sb->length] = '\0';
}

void strbuf_vaddf(struct strbuf *sb, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    if (length > 0) {
        grow(sb, (size_t)length);
        vsnprintf(sb->text + sb->length, (size_t)length + 1, format, again);
        sb->length += (size_t)length;
    }
    va_end(again);
}

void strbuf_addf(struct strbuf *sb, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    strbuf_vaddf(sb, format, args);
    va_end(args);
}
