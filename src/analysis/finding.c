#include "analysis/finding.h"

#include "base/format.h"
#include "base/xmalloc.h"

#include <stdarg.h>
#include <string.h>

enum { BOTH = FINDING_ON_PAPER | FINDING_ON_SCREEN };

/* Figures that the table on paper shows itself are sentences on the screen. */
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
    [FINDING_SHARED] = { "shared cores", "", FINDING_ON_SCREEN },
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

void finding_concerns(struct finding *finding, size_t strategy)
{
    finding->strategies =
        xreallocarray(finding->strategies, finding->strategy_count + 1, sizeof *finding->strategies);
    finding->strategies[finding->strategy_count++] = strategy;
}

/* What was written so far is the head: "serial · pool: ". */
static void end_head(struct finding *finding)
{
    strbuf_adds(&finding->text, ": ");
    finding->words = finding->text.length;
}

static void add_mark(struct finding *finding, const char *text, enum finding_part part, size_t strategy)
{
    finding->marks = xreallocarray(finding->marks, finding->mark_count + 1, sizeof *finding->marks);
    finding->marks[finding->mark_count++] =
        (struct finding_mark){ finding->text.length, strlen(text), part, strategy };
    strbuf_adds(&finding->text, text);
}

static void write_name(struct finding *finding, const struct results *results, size_t strategy)
{
    add_mark(finding, results->experiment->strategies[strategy].label, FINDING_STRATEGY, strategy);
}

/* The text of a directive's argument. */
static const char *argument(char directive, va_list *args, char *buf, size_t size)
{
    uint64_t count;
    switch (directive) {
    case 't':
        return format_seconds(buf, size, va_arg(*args, double));
    case 'd':
        return format_duration(buf, size, va_arg(*args, uint64_t));
    case 'x':
        return format_times(buf, size, va_arg(*args, double));
    case 'p':
        return format_percent(buf, size, va_arg(*args, double));
    case 'i':
        return format_count(buf, size, va_arg(*args, uint64_t));
    case 'c':
        count = va_arg(*args, uint64_t);
        return format_plural(buf, size, count, va_arg(*args, const char *));
    default:
        return va_arg(*args, const char *);
    }
}

static void write_text(struct finding *finding, const struct results *results, const char *format,
                       va_list *args)
{
    char text[FORMAT_MAX + 32];
    for (; *format; format++) {
        if (*format != '%') {
            strbuf_addc(&finding->text, *format);
            continue;
        }
        format++;
        if (*format == 'n')
            write_name(finding, results, va_arg(*args, size_t));
        else if (*format == 's' || *format == 'i')
            strbuf_adds(&finding->text, argument(*format, args, text, sizeof text));
        else
            add_mark(finding, argument(*format, args, text, sizeof text),
                     *format == 'D' ? FINDING_DIM : FINDING_FIGURE, 0);
    }
}

static struct finding *append_finding(struct findings *findings, enum finding_kind kind,
                                      enum finding_tone tone)
{
    findings->list = xreallocarray(findings->list, findings->count + 1, sizeof *findings->list);
    struct finding *finding = &findings->list[findings->count++];
    *finding = (struct finding){ .kind = kind, .tone = tone, .text = STRBUF_INIT };
    return finding;
}

struct finding *finding_add(struct findings *findings, enum finding_kind kind, enum finding_tone tone,
                            const char *format, ...)
{
    struct finding *finding = append_finding(findings, kind, tone);
    va_list args;
    va_start(args, format);
    write_text(finding, findings->results, format, &args);
    va_end(args);
    return finding;
}

struct finding *finding_add_about(struct findings *findings, enum finding_kind kind, enum finding_tone tone,
                                  size_t strategy, const char *format, ...)
{
    struct finding *finding = append_finding(findings, kind, tone);
    finding_concerns(finding, strategy);
    write_name(finding, findings->results, strategy);
    end_head(finding);
    va_list args;
    va_start(args, format);
    write_text(finding, findings->results, format, &args);
    va_end(args);
    return finding;
}

/* Names may have commas of their own. */
void finding_begin_with_all(struct findings *findings, struct finding *finding)
{
    bool all = finding->strategy_count > 1 && finding->strategy_count == findings->results->count;
    for (size_t i = 0; !all && i < finding->strategy_count; i++)
        finding_say(findings, "%s%n", i > 0 ? " · " : "", finding->strategies[i]);
    finding_say(findings, "%s", all ? "all" : "");
    end_head(finding);
}

void finding_say(struct findings *findings, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    write_text(&findings->list[findings->count - 1], findings->results, format, &args);
    va_end(args);
}
