#include "cli/commands.h"

#include "experiment/catalog.h"
#include "base/text.h"

#include <stdlib.h>

enum { NAME, TITLE, PLACE, PARTS };

/* The text of each column for an entry. */
static const char *part(const struct catalog_entry *entry, size_t which)
{
    if (which == NAME)
        return entry->name;
    if (which == TITLE)
        return entry->title;
    return entry->path ? entry->path : "built in";
}

static void add_cell(struct strbuf *out, const char *text, size_t width, bool ascii)
{
    char *shown = text_printable(text, ascii);
    size_t taken = text_columns(shown);
    strbuf_adds(out, shown);
    strbuf_fill(out, ' ', taken < width ? width - taken : 0);
    free(shown);
}

static void add_entry(struct strbuf *out, const struct catalog_entry *entry, const size_t width[PARTS],
                      bool ascii)
{
    for (size_t i = 0; i < PARTS; i++) {
        add_cell(out, part(entry, i), i + 1 < PARTS ? width[i] + 2 : 0, ascii);
    }
    strbuf_addc(out, '\n');
    if (!entry->problem)
        return;
    strbuf_adds(out, "  ");
    add_cell(out, entry->problem, 0, ascii);
    strbuf_addc(out, '\n');
}

int command_list(const struct options *options)
{
    bool ascii = command_ascii(options);
    struct catalog catalog;
    catalog_open(&catalog);
    size_t width[PARTS] = { 0 };
    for (size_t i = 0; i < catalog.count; i++)
        for (size_t p = 0; p < PARTS; p++) {
            char *shown = text_printable(part(&catalog.entries[i], p), ascii);
            size_t taken = text_columns(shown);
            width[p] = taken > width[p] ? taken : width[p];
            free(shown);
        }
    struct strbuf out = STRBUF_INIT;
    for (size_t i = 0; i < catalog.count; i++)
        add_entry(&out, &catalog.entries[i], width, ascii);
    bool printed = command_print(out.text, out.length);
    strbuf_release(&out);
    catalog_release(&catalog);
    return printed ? 0 : 1;
}
