#include "base/path_say.h"

#include "base/path_shorten.h"
#include "base/strbuf.h"
#include "base/xmalloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* No path is shortened to fewer bytes. */
#define PATH_LEAST 24

static size_t bytes_between(const char *from, const char *end)
{
    return (size_t)(end - from);
}

static void add_shortened(struct strbuf *sb, const char *path, size_t most)
{
    char *copy = xstrdup(path);
    path_shorten(copy, strlen(copy), most, bytes_between);
    strbuf_adds(sb, copy);
    free(copy);
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
