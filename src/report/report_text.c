#include "report/report_text.h"

#include "base/text.h"
#include "base/xmalloc.h"
#include "work/strategy.h"

#include <stdlib.h>
#include <string.h>

/* The sixteen colours only: they follow the reader's own palette. A strategy has the same one on every screen. */
static const char *colour_of(const char *strategy)
{
    static const char *const sgr[] = { "36", "33", "32", "35", "34" };
    for (size_t i = 0; strategy && strategies[i]; i++)
        if (strcmp(strategies[i]->name, strategy) == 0)
            return sgr[i % (sizeof sgr / sizeof *sgr)];
    return "1";
}

void report_add(struct strbuf *out, const char *text, enum report_role role, const char *strategy,
                const struct report_style *style)
{
    static const char *const sgr[] = { [REPORT_DIM] = "2", [REPORT_BEST] = "1", [REPORT_ALARM] = "31" };
    if (!style->colour || role == REPORT_PLAIN || *text == '\0') {
        strbuf_adds(out, text);
        return;
    }
    strbuf_addf(out, "\033[%sm%s\033[0m", role == REPORT_STRATEGY ? colour_of(strategy) : sgr[role], text);
}

void report_wrapped(struct strbuf *out, const char *text, size_t used, size_t indent,
                    const struct report_style *style)
{
    bool fresh = true; /* nothing of the text in this line yet */
    while (*text == ' ')
        text++;
    while (*text != '\0') {
        size_t length = strcspn(text, " ");
        char *word = xmemdup0(text, length);
        size_t columns = text_columns(word);
        if (!fresh && used + 1 + columns > style->width) {
            strbuf_addc(out, '\n');
            strbuf_fill(out, ' ', indent);
            used = indent;
            fresh = true;
        }
        if (!fresh)
            strbuf_addc(out, ' ');
        used += columns + !fresh;
        strbuf_adds(out, word);
        free(word);
        fresh = false;
        text += length;
        text += strspn(text, " ");
    }
    strbuf_addc(out, '\n');
}
