/* The verdict: the findings, the weightiest first. */
#include "compare/panel_compare.h"

#include "analysis/finding_kinds.h"
#include "base/xmalloc.h"
#include "draw/draw.h"
#include "draw/styled_text.h"
#include "view/labels.h"

#include <stdio.h>
#include <stdlib.h>

enum { INDENT = 1, BORDERS = 4, BORDER_ROWS = 2 };

/* Where the sentences go; they are only measured, or drawn. */
struct page {
    struct pane inside;
    bool measures;
    int y;
    size_t skip, above, left_out; /* sentences: still to skip, skipped, and left out below */
};

/* Whole sentences only; the first is drawn even where it has no room. */
static void add_sentence(struct page *page, const char *sentence)
{
    struct pane nowhere = { page->inside.canvas, { 0, 0, 0, 0 }, 0, 0, page->inside.w, 0 };
    int rows = styled_draw(nowhere, 0, 0, sentence);
    if (page->skip > 0) {
        page->skip--;
        page->above++;
    } else if (page->measures && page->inside.h == 0)
        page->y += rows;
    else if (page->left_out > 0 || (page->y > 0 && page->y + rows > page->inside.h))
        page->left_out++;
    else
        page->y += styled_draw(page->measures ? nowhere : page->inside, page->y, 0, sentence);
}

static unsigned role_of_mark(const struct results *results, const struct finding_mark *mark)
{
    switch (mark->part) {
    case FINDING_FIGURE:
        return ROLE_FIGURE;
    case FINDING_STRATEGY:
        return role_of_strategy(&results->experiment->strategies[mark->strategy]) | ROLE_STRONG;
    default:
        return ROLE_DIM;
    }
}

/* `keep`: not broken between lines, such as a figure or a name. */
static void add_part(struct strbuf *styled, unsigned role, const char *text, size_t length, bool keep)
{
    char *part = xmemdup0(text, length);
    (keep ? styled_keep : styled_add)(styled, role, part);
    free(part);
}

/* The words of a warning have its colour; its head and its figures have their own. */
static void add_finding(struct page *page, const struct results *results, const struct finding *finding)
{
    static const unsigned tones[] = {
        [FINDING_PLAIN] = ROLE_TEXT, [FINDING_WARNING] = ROLE_WARN, [FINDING_ALARM] = ROLE_FAILED
    };
    const char *text = finding->text.text;
    struct strbuf styled = STRBUF_INIT;
    size_t at = 0;
    for (size_t i = 0; i < finding->mark_count; i++) {
        const struct finding_mark *mark = &finding->marks[i];
        add_part(&styled, tones[finding->tone], text + at, mark->from - at, false);
        add_part(&styled, role_of_mark(results, mark), text + mark->from, mark->length,
                 mark->part != FINDING_DIM || mark->length < 30);
        at = mark->from + mark->length;
    }
    styled_add(&styled, tones[finding->tone], text + at);
    add_sentence(page, styled.text);
    strbuf_release(&styled);
}

static void add_findings(struct page *page, const struct results *results, const struct findings *findings)
{
    for (size_t i = 0; i < findings->count; i++)
        if (finding_is_for(&findings->list[i], FINDING_ON_SCREEN))
            add_finding(page, results, &findings->list[i]);
}

/* Counts the sentences without room, in the lower border. */
static void draw_left_out(struct pane box, size_t above, size_t below)
{
    char text[64];
    int used = above ? snprintf(text, sizeof text, " ↑ %zu above ", above) : 0;
    if (below)
        snprintf(text + used, sizeof text - (size_t)used, " ↓ %zu more ", below);
    if (above || below)
        draw_right(box, box.w - 2, box.h - 1, ROLE_NOTE, text);
}

/* The border shows how many runs the sentences rest on. */
void panel_verdict(struct pane box, bool focused, const struct results *results,
                   const struct findings *findings, size_t first)
{
    const struct verdict *verdict = &findings->verdict;
    char basis[64], note[128];
    finding_basis(results, basis, sizeof basis);
    snprintf(note, sizeof note, "%s", basis);
    if (verdict->missing > 0)
        snprintf(note, sizeof note, "%s; %zu more for a verdict", basis, verdict->missing);
    bool decided = verdict->pair_count > 0 && verdict->missing == 0;
    struct pane inside = draw_box(box, focused, decided ? "Verdict" : "In short", note);
    struct page page = { .inside = pane_sub(inside, INDENT, 0, inside.w - INDENT, inside.h), .skip = first };
    add_findings(&page, results, findings);
    draw_left_out(box, page.above, page.left_out);
}

/* `rows`: the height; 0: as high as needed. */
static struct page measure_page(bool ascii, int w, int rows, const struct results *results,
                                const struct findings *findings, size_t skip)
{
    struct canvas canvas = { .ascii = ascii };
    struct pane inside = { .canvas = &canvas, .w = w - BORDERS - INDENT, .h = rows };
    struct page page = { .inside = inside, .measures = true, .skip = skip };
    add_findings(&page, results, findings);
    page.inside.canvas = NULL;
    return page;
}

int panel_verdict_rows(bool ascii, int w, const struct results *results, const struct findings *findings)
{
    return measure_page(ascii, w, 0, results, findings, 0).y;
}

size_t panel_verdict_last(bool ascii, int w, int h, const struct results *results,
                          const struct findings *findings)
{
    size_t first = 0;
    while (h > BORDER_ROWS && measure_page(ascii, w, h - BORDER_ROWS, results, findings, first).left_out > 0)
        first++;
    return first;
}
