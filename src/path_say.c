#include "path_say.h"

#include "strbuf.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define ELLIPSIS "…"

/* No path is shortened to fewer bytes. */
#define PATH_LEAST 24

/* Not between the bytes of one character. */
static bool is_boundary(const char *at)
{
    return ((unsigned char)*at & 0xC0) != 0x80;
}

/* Its beginning and, as the name of the file says more than where it is, twice as much of its end. */
static void add_shortened(struct strbuf *sb, const char *path, size_t most)
{
    size_t room = most - strlen(ELLIPSIS), head = room / 3;
    const char *tail = path + strlen(path) - (room - head);
    while (head && !is_boundary(path + head))
        head--;
    while (!is_boundary(tail))
        tail++;
    strbuf_add(sb, path, head);
    strbuf_adds(sb, ELLIPSIS);
    strbuf_adds(sb, tail);
}

void path_say(char *buf, size_t size, const char *path, const char *format, ...)
{
    struct strbuf said = STRBUF_INIT, whole = STRBUF_INIT;
    va_list args;
    va_start(args, format);
    strbuf_vaddf(&said, format, args);
    va_end(args);
    size_t room = said.length + 1 + PATH_LEAST < size ? size - 1 - said.length : PATH_LEAST;
    if (strlen(path) > room)
        add_shortened(&whole, path, room);
    else
        strbuf_adds(&whole, path);
    strbuf_adds(&whole, said.text);
    snprintf(buf, size, "%s", whole.text);
    strbuf_release(&whole);
    strbuf_release(&said);
}
