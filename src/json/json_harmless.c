#include "json/json_harmless.h"

#include "base/text.h"
#include "base/utf8.h"

#include <string.h>

static void add_escaped(struct strbuf *sb, uint32_t c)
{
    if (c > 0xFFFF)
        strbuf_addf(sb, "\\u%04x\\u%04x", (unsigned)(0xD800 + ((c - 0x10000) >> 10)),
                    (unsigned)(0xDC00 + ((c - 0x10000) & 0x3FF)));
    else
        strbuf_addf(sb, "\\u%04x", (unsigned)c);
}

void json_add_harmless(struct strbuf *sb, const char *json)
{
    size_t length = strlen(json);
    for (size_t at = 0, bytes = 0; at < length; at += bytes ? bytes : 1) {
        uint32_t c = 0xFFFD;
        bytes = utf8_read(json + at, length - at, &c);
        if (bytes && (c == '\n' || c == '\t' || !text_disturbs(c)))
            strbuf_add(sb, json + at, bytes);
        else
            add_escaped(sb, bytes ? c : 0xFFFD);
    }
}
