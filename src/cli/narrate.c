#include "cli/narrate.h"

#include "base/array.h"
#include "base/format.h"
#include "base/heap.h"
#include "base/save.h"
#include "base/text.h"
#include "base/xmalloc.h"

#include <errno.h>
#include <stdlib.h>

/* ---- lines -------------------------------------------------------------------------------------------- */

static void add_shown(struct strbuf *out, const char *text, bool ascii)
{
    char *shown = text_printable(text, ascii);
    strbuf_adds(out, shown);
    free(shown);
}

void narrate_line(struct strbuf *out, uint64_t ns, const char *text, bool ascii)
{
    char moment[FORMAT_MAX];
    strbuf_addf(out, "%8s  ", format_moment(moment, sizeof moment, ns));
    add_shown(out, text, ascii);
    strbuf_addc(out, '\n');
}

/* ---- items that wait --------------------------------------------------------------------------------- */

static bool is_earlier(const void *a_item, const void *b_item)
{
    const struct narrator_item *a = a_item, *b = b_item;
    return a->time != b->time ? a->time < b->time : a->number < b->number;
}

void narrator_add(struct narrator *narrator, uint64_t ns, const char *text)
{
    narrator->items = array_grow(narrator->items, narrator->count, sizeof *narrator->items);
    narrator->items[narrator->count++] = (struct narrator_item){ ns, narrator->added++, xstrdup(text) };
    heap_rise(narrator->items, narrator->count, sizeof *narrator->items, is_earlier);
}

static struct narrator_item take_first(struct narrator *narrator)
{
    struct narrator_item *items = narrator->items, first = items[0];
    items[0] = items[--narrator->count];
    heap_sink(items, narrator->count, sizeof *items, is_earlier);
    return first;
}

/* ---- the narrator ------------------------------------------------------------------------------------- */

void narrator_open(struct narrator *narrator, int fd, bool ascii)
{
    *narrator = (struct narrator){ .fd = fd, .ascii = ascii };
}

static void print_text(struct narrator *narrator, const struct strbuf *text)
{
    if (!narrator->error && !save_write(narrator->fd, text->text, text->length))
        narrator->error = errno;
}

void narrator_begin(struct narrator *narrator, const char *heading)
{
    struct strbuf line = STRBUF_INIT;
    add_shown(&line, heading, narrator->ascii);
    strbuf_addc(&line, '\n');
    print_text(narrator, &line);
    strbuf_release(&line);
}

/* Prints everything up to `until`. */
static void print_until(struct narrator *narrator, uint64_t until)
{
    struct strbuf lines = STRBUF_INIT;
    while (narrator->count > 0 && narrator->items[0].time <= until) {
        struct narrator_item item = take_first(narrator);
        /* NOLINTNEXTLINE(clang-analyzer-unix.Malloc): the heap has moved another one up */
        narrate_line(&lines, item.time, item.text, narrator->ascii);
        free(item.text);
    }
    print_text(narrator, &lines);
    strbuf_release(&lines);
}

void narrator_print(struct narrator *narrator, uint64_t now_ns)
{
    if (now_ns >= NARRATE_HOLD_NS)
        print_until(narrator, now_ns - NARRATE_HOLD_NS);
}

void narrator_finish(struct narrator *narrator)
{
    print_until(narrator, UINT64_MAX);
}

void narrator_close(struct narrator *narrator)
{
    narrator_finish(narrator);
    free(narrator->items);
    narrator->items = NULL;
}
