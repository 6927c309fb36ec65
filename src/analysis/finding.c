#include "analysis/finding.h"

#include "base/format.h"
#include "base/xmalloc.h"

#include <stdarg.h>

enum { BOTH = FINDING_ON_PAPER | FINDING_ON_SCREEN };

/* The table shows figures itself that a screen has as sentences. */
static const struct {
    const char *word, *head;
    unsigned places;
} kinds[FINDING_KINDS] = {
    [FINDING_INTERRUPTED] = { "interrupted", "interrupted", FINDING_ON_PAPER },
    [FINDING_TROUBLE] = { "trouble", "", BOTH },
    [FINDING_STOPPED] = { "stopped", "", FINDING_ON_SCREEN },
    [FINDING_LOST] = { "lost", "", BOTH },
    [FINDING_FAILED] = { "failed", "", BOTH },
    [FINDING_FAILED_NAMES] = { "failed tasks", "", FINDING_ON_PAPER },
    [FINDING_INCOMPLETE] = { "incomplete", "", BOTH },
    [FINDING_PAIR] = { "pair", "verdict", BOTH },
    [FINDING_FASTEST] = { "fastest", "", FINDING_ON_SCREEN },
    [FINDING_TOC] = { "early toc", "", BOTH },
    [FINDING_DEATHS] = { "deaths", "", BOTH },
    [FINDING_NAPS] = { "naps", "", FINDING_ON_SCREEN },
    [FINDING_KIN] = { "same kind", "", FINDING_ON_SCREEN },
    [FINDING_SPAN] = { "longest task", "limit", BOTH },
    [FINDING_IMBALANCE] = { "load imbalance", "", FINDING_ON_SCREEN },
    [FINDING_PROCESS] = { "process cost", "", FINDING_ON_SCREEN },
    [FINDING_EFFICIENCY] = { "efficiency", "", BOTH },
    [FINDING_DOUBT] = { "doubt", "", BOTH },
    [FINDING_LIMIT] = { "limit", "", BOTH },
    [FINDING_ORDERS] = { "orders", "", FINDING_ON_SCREEN },
    [FINDING_FOUND] = { "found", "found", FINDING_ON_PAPER },
    [FINDING_MISSING] = { "repeats missing", "verdict", FINDING_ON_PAPER },
    [FINDING_REFERENCE] = { "reference", "elsewhere", FINDING_ON_PAPER },
};

bool finding_is_for(const struct finding *finding, enum finding_place place)
{
    return !finding->minor && (kinds[finding->kind].places & (unsigned)place) != 0;
}

const char *finding_head(enum finding_kind kind)
{
    return kinds[kind].head;
}

const char *finding_word(enum finding_kind kind)
{
    return kinds[kind].word;
}

/* ---- writing ------------------------------------------------------------------------------------------ */

struct finding *finding_add(struct findings *findings, enum finding_kind kind, enum finding_tone tone)
{
    findings->list = xreallocarray(findings->list, findings->count + 1, sizeof *findings->list);
    struct finding *finding = &findings->list[findings->count++];
    *finding = (struct finding){ .kind = kind, .tone = tone, .text = STRBUF_INIT };
    return finding;
}

void finding_concerns(struct finding *finding, size_t strategy)
{
    finding->strategies =
        xreallocarray(finding->strategies, finding->strategy_count + 1, sizeof *finding->strategies);
    finding->strategies[finding->strategy_count++] = strategy;
}

struct finding *finding_add_about(struct findings *findings, enum finding_kind kind, enum finding_tone tone,
                                  const struct results *results, size_t strategy)
{
    struct finding *finding = finding_add(findings, kind, tone);
    finding_concerns(finding, strategy);
    finding_name(finding, results, strategy);
    finding_end_head(finding);
    return finding;
}

void finding_end_head(struct finding *finding)
{
    strbuf_adds(&finding->text, ": ");
    finding->words = finding->text.length;
}

static void mark(struct finding *finding, const char *text, enum finding_part part, size_t strategy)
{
    finding->marks = xreallocarray(finding->marks, finding->mark_count + 1, sizeof *finding->marks);
    size_t from = finding->text.length;
    strbuf_adds(&finding->text, text);
    finding->marks[finding->mark_count++] =
        (struct finding_mark){ from, finding->text.length - from, part, strategy };
}

void finding_say(struct finding *finding, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    strbuf_vaddf(&finding->text, format, args);
    va_end(args);
}

void finding_part(struct finding *finding, enum finding_part part, const char *format, ...)
{
    struct strbuf text = STRBUF_INIT;
    va_list args;
    va_start(args, format);
    strbuf_vaddf(&text, format, args);
    va_end(args);
    mark(finding, text.text, part, 0);
    strbuf_release(&text);
}

void finding_name(struct finding *finding, const struct results *results, size_t strategy)
{
    mark(finding, results->experiment->strategies[strategy].label, FINDING_STRATEGY, strategy);
}

void finding_seconds(struct finding *finding, double seconds)
{
    char text[FORMAT_MAX];
    mark(finding, format_seconds(text, sizeof text, seconds), FINDING_FIGURE, 0);
}

void finding_ns(struct finding *finding, uint64_t ns)
{
    char text[FORMAT_MAX];
    mark(finding, format_duration(text, sizeof text, ns), FINDING_FIGURE, 0);
}

void finding_times(struct finding *finding, double ratio)
{
    char text[FORMAT_MAX];
    mark(finding, format_times(text, sizeof text, ratio), FINDING_FIGURE, 0);
}

void finding_share(struct finding *finding, double share)
{
    char text[FORMAT_MAX];
    mark(finding, format_percent(text, sizeof text, share), FINDING_FIGURE, 0);
}

void finding_plural(struct finding *finding, uint64_t count, const char *word)
{
    char text[FORMAT_MAX + 32];
    mark(finding, format_plural(text, sizeof text, count, word), FINDING_FIGURE, 0);
}
