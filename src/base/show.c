#include "base/show.h"

#include "base/format.h"
#include "base/text.h"
#include "base/xmalloc.h"

char *show_text(const char *text, bool ascii)
{
    struct strbuf safe = STRBUF_INIT;
    text_add_safe(&safe, text, SIZE_MAX);
    if (!ascii)
        return strbuf_detach(&safe);
    size_t room = 3 * safe.length + 1; /* no character grows beyond three bytes */
    char *plain = format_ascii(xmalloc(room), room, safe.text);
    strbuf_release(&safe);
    return plain;
}
