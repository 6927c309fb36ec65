/* The verdict: what the samples support; below five repeats what the medians alone say, told as that. */
#include "compare/panel_compare.h"

#include "compare/compare_facts.h"
#include "compare/compare_words.h"
#include "draw/draw.h"
#include "base/format.h"
#include "draw/styled_text.h"

#include <math.h>
#include <stdio.h>

enum { INDENT = 1, BORDERS = 4, BORDER_ROWS = 2 };

/* Sentences on their way into the box, or into nowhere when they are only measured. */
struct page {
    struct pane inside;
    const struct results *results;
    const struct verdict *verdict;
    bool measures;
    int y;
    size_t skip, above, left_out; /* sentences still to be passed over, that were, and below */
};

/* Whole sentences only; but never an empty panel for want of a row. */
static void put(struct page *page, struct strbuf *sentence)
{
    struct pane nowhere = { page->inside.canvas, { 0, 0, 0, 0 }, 0, 0, page->inside.w, 0 };
    int rows = sentence->length ? styled_draw(nowhere, 0, sentence->text) : 0;
    if (rows > 0 && page->skip > 0) {
        page->skip--;
        page->above++;
    } else if (page->measures && page->inside.h == 0)
        page->y += rows;
    else if (page->left_out > 0 || (page->y > 0 && page->y + rows > page->inside.h))
        page->left_out += rows > 0;
    else if (rows > 0)
        page->y += styled_draw(page->measures ? nowhere : page->inside, page->y, sentence->text);
    strbuf_release(sentence);
}

static void put_sentence(struct page *page, compare_sentence *tell)
{
    struct strbuf text = STRBUF_INIT;
    tell(&text, page->results);
    put(page, &text);
}

/* ---- pairs ----------------------------------------------------------------------------------------------------- */

static const char *write_ratio(char *buf, size_t size, double ratio, int digits)
{
    if (digits == 0)
        format_count(buf, size, (uint64_t)llround(ratio));
    else
        snprintf(buf, size, "%.*f", digits, ratio);
    return buf;
}

static void tell_told(struct strbuf *out, const struct results *results, const struct verdict_pair *pair)
{
    const struct interval *interval = &pair->interval;
    char ratio[FORMAT_MAX], low[FORMAT_MAX], high[FORMAT_MAX], text[3 * FORMAT_MAX];
    int digits = verdict_digits(interval);
    compare_add_name(out, results, pair->fast);
    styled_add(out, ROLE_TEXT, " is ");
    snprintf(text, sizeof text, "%s ×", write_ratio(ratio, sizeof ratio, interval->ratio, digits));
    styled_keep(out, ROLE_FIGURE, text);
    styled_add(out, ROLE_TEXT, " as fast as ");
    compare_add_name(out, results, pair->slow);
    snprintf(text, sizeof text, "95 %%: %s … %s", write_ratio(low, sizeof low, interval->low, digits),
             write_ratio(high, sizeof high, interval->high, digits));
    styled_add(out, ROLE_DIM, "   ");
    styled_keep(out, ROLE_DIM, text);
}

static void tell_open(struct strbuf *out, const struct results *results, const struct verdict_pair *pair)
{
    char more[FORMAT_MAX];
    styled_add(out, ROLE_TEXT, "cannot tell ");
    compare_add_name(out, results, pair->fast);
    styled_add(out, ROLE_TEXT, " from ");
    compare_add_name(out, results, pair->slow);
    if (pair->more)
        styled_addf(out, ROLE_DIM, ": about %s more repeat%s would",
                    format_count(more, sizeof more, pair->more), pair->more == 1 ? "" : "s");
    else
        styled_addf(out, ROLE_DIM, ": more than %d repeats would be needed", BOOTSTRAP_MOST);
}

static void tell_too_few(struct strbuf *out, const struct results *results, const struct verdict_pair *pair)
{
    compare_add_name(out, results, pair->fast);
    styled_add(out, ROLE_TEXT, " against ");
    compare_add_name(out, results, pair->slow);
    styled_addf(out, ROLE_DIM, ": %zu more repeat%s before anything is said", pair->more,
                pair->more == 1 ? "" : "s");
}

static void put_pairs(struct page *page)
{
    static void (*const tell[])(struct strbuf *, const struct results *, const struct verdict_pair *) = {
        [VERDICT_TOO_FEW] = tell_too_few,
        [VERDICT_OPEN] = tell_open,
        [VERDICT_TOLD] = tell_told,
    };
    for (size_t i = 0; i < page->verdict->pair_count; i++) {
        const struct verdict_pair *pair = &page->verdict->pairs[i];
        struct strbuf text = STRBUF_INIT;
        if (!pair->leading)
            continue;
        tell[pair->answer](&text, page->results, pair);
        put(page, &text);
    }
}

/* ---- warnings --------------------------------------------------------------------------------------------------- */

/* What several strategies may share is told once, with the figure of the one that has most of it. */
static bool is_shared(enum verdict_doubt doubt)
{
    return doubt != VERDICT_HELD && doubt != VERDICT_THERMAL;
}

static void add_doubtful(struct strbuf *out, const struct page *page, const size_t which[], size_t count)
{
    if (count > 1 && count == page->results->experiment->strategy_count) {
        styled_add(out, ROLE_TEXT | ROLE_STRONG, "all");
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            styled_add(out, ROLE_TEXT, " · "); /* names may have commas of their own */
        compare_add_name(out, page->results, which[i]);
    }
}

/* The index-th warning, with all that follow and say the same. */
static void put_warning(struct page *page, size_t index)
{
    const struct verdict *verdict = page->verdict;
    struct verdict_warning most = verdict->warnings[index];
    size_t which[EXPERIMENT_STRATEGIES_MAX] = { most.strategy }, count = 1;
    char words[VERDICT_SENTENCE_MAX];
    struct strbuf text = STRBUF_INIT;
    for (size_t i = index + 1; i < verdict->warning_count && is_shared(most.doubt); i++) {
        const struct verdict_warning *other = &verdict->warnings[i];
        if (other->doubt != most.doubt)
            continue;
        which[count++] = other->strategy;
        most = other->figure > most.figure ? *other : most;
    }
    add_doubtful(&text, page, which, count);
    styled_addf(&text, ROLE_WARN, ": %s",
                verdict_warning_sentence(page->results, &most, words, sizeof words));
    if (count > 1 && (most.doubt == VERDICT_SPREAD || most.doubt == VERDICT_FIRST))
        styled_add(&text, ROLE_WARN, " at most");
    put(page, &text);
}

static bool was_told(const struct verdict *verdict, size_t index)
{
    for (size_t i = 0; i < index && is_shared(verdict->warnings[index].doubt); i++)
        if (verdict->warnings[i].doubt == verdict->warnings[index].doubt)
            return true;
    return false;
}

/* Failed tasks are told as what went wrong. */
static void put_warnings(struct page *page)
{
    for (size_t i = 0; page->verdict && i < page->verdict->warning_count; i++)
        if (page->verdict->warnings[i].doubt != VERDICT_FAILED && !was_told(page->verdict, i))
            put_warning(page, i);
}

/* ---- the whole -------------------------------------------------------------------------------------------------- */

static bool is_decided(const struct verdict *verdict)
{
    return verdict && verdict->pair_count > 0 && verdict->missing == 0;
}

/* The shortest median is one that the warnings call too short: whoever has it has not won by it. */
static bool is_best_too_short(const struct page *page)
{
    struct compare_best best = compare_best(page->results);
    for (size_t i = 0; page->verdict && best.count > 1 && i < page->verdict->warning_count; i++) {
        const struct verdict_warning *warning = &page->verdict->warnings[i];
        if (warning->doubt == VERDICT_SHORT && warning->strategy == best.first)
            return true;
    }
    return false;
}

static void put_all(struct page *page)
{
    bool names_winner = !is_decided(page->verdict) && !is_best_too_short(page);
    put_sentence(page, compare_tell_trouble);
    if (is_decided(page->verdict))
        put_pairs(page);
    if (names_winner)
        put_sentence(page, compare_tell_fastest);
    put_sentence(page, compare_tell_toc);
    put_sentence(page, compare_tell_deaths);
    put_sentence(page, compare_tell_naps);
    if (names_winner)
        put_sentence(page, compare_tell_kin);
    put_sentence(page, compare_tell_processes);
    put_warnings(page);
    put_sentence(page, compare_tell_limit);
    put_sentence(page, compare_tell_orders);
}

/* What the sentences rest on. */
static void write_note(const struct results *results, const struct verdict *verdict, char *buf, size_t size)
{
    char basis[64];
    compare_basis(results, basis, sizeof basis);
    if (verdict && verdict->missing > 0)
        snprintf(buf, size, "%s; %zu more for a verdict", basis, verdict->missing);
    else
        snprintf(buf, size, "%s", basis);
}

/* What has no room is counted in the lower border. */
static void draw_left_out(struct pane box, size_t above, size_t below)
{
    char text[64];
    int used = above ? snprintf(text, sizeof text, " ↑ %zu above ", above) : 0;
    if (below)
        snprintf(text + used, sizeof text - (size_t)used, " ↓ %zu more ", below);
    if (above || below)
        draw_right(box, box.w - 2, box.h - 1, ROLE_NOTE, text);
}

void panel_verdict(struct pane box, bool focused, const struct results *results,
                   const struct verdict *verdict, size_t first)
{
    char note[128];
    write_note(results, verdict, note, sizeof note);
    struct pane inside = draw_box(box, focused, is_decided(verdict) ? "Verdict" : "In short", note);
    inside = pane_sub(inside, INDENT, 0, inside.w - INDENT, inside.h);
    struct page page = { .inside = inside, .results = results, .verdict = verdict, .skip = first };
    put_all(&page);
    draw_left_out(box, page.above, page.left_out);
}

/* A page that is only measured, `rows` high; 0: as high as it has to be. */
static struct page measured(bool ascii, int w, int rows, const struct results *results,
                            const struct verdict *verdict, size_t skip)
{
    struct canvas canvas = { .ascii = ascii };
    struct pane inside = { .canvas = &canvas, .w = w - BORDERS - INDENT, .h = rows };
    struct page page = {
        .inside = inside, .results = results, .verdict = verdict, .measures = true, .skip = skip
    };
    put_all(&page);
    page.inside.canvas = NULL;
    return page;
}

int panel_verdict_rows(bool ascii, int w, const struct results *results, const struct verdict *verdict)
{
    return measured(ascii, w, 0, results, verdict, 0).y;
}

size_t panel_verdict_last(bool ascii, int w, int h, const struct results *results,
                          const struct verdict *verdict)
{
    size_t first = 0;
    while (h > BORDER_ROWS && measured(ascii, w, h - BORDER_ROWS, results, verdict, first).left_out > 0)
        first++;
    return first;
}
