#include "report/report_text.h"

#include "base/format.h"
#include "base/text.h"
#include "analysis/verdict.h"
#include "base/xmalloc.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Numbers listed before the rest is only counted. */
#define FOUND_SHOWN 40

/* Of the tasks that were set aside so many are named, the others counted; the JSON names them all. */
#define FAILED_SHOWN 20

/* One note: "process: sentence", broken into lines. The first is set off from the table by an empty line. */
struct notes {
    struct strbuf *out;
    const struct results *results;
    const struct report_style *style;
    bool begun;
};

static void set_off(struct notes *notes)
{
    if (!notes->begun)
        strbuf_addc(notes->out, '\n');
    notes->begun = true;
}

/* `strategy` NULL: the head is an ordinary word. */
static void add_note(struct notes *notes, const char *head, const struct strategy *strategy,
                     const char *sentence)
{
    set_off(notes);
    char *name = text_printable(head, notes->style->ascii),
         *text = text_printable(sentence, notes->style->ascii);
    report_add(notes->out, name, strategy ? REPORT_STRATEGY : REPORT_DIM,
               strategy ? strategy->ops->name : NULL, notes->style);
    strbuf_adds(notes->out, ": ");
    report_wrapped(notes->out, text, text_columns(name) + 2, 2, notes->style);
    free(name);
    free(text);
}

static void add_strategy_note(struct notes *notes, size_t strategy, const char *sentence)
{
    const struct strategy *of = &notes->results->experiment->strategies[strategy];
    add_note(notes, of->label, of, sentence);
}

static uint64_t to_ns(double seconds)
{
    return seconds > 0 ? (uint64_t)llround(seconds * 1e9) : 0;
}

/* ---- one strategy ------------------------------------------------------------------------------------- */

static void note_unjoined(struct notes *notes, size_t i)
{
    const struct result *result = &notes->results->results[i];
    if (!result->complete || result->plan.join)
        return;
    char toc[FORMAT_MAX], done[FORMAT_MAX], text[160];
    snprintf(text, sizeof text, "toc was said at %s, but the last task ended at %s; nobody waited for it.",
             format_duration(toc, sizeof toc, to_ns(result->elapsed.median)),
             format_duration(done, sizeof done, to_ns(result->done.median)));
    add_strategy_note(notes, i, text);
}

/* Where the figures do not come from all runs that were asked for. */
static void note_missing(struct notes *notes, size_t i)
{
    const struct result *result = &notes->results->results[i];
    uint64_t repeat = notes->results->experiment->repeat;
    if (result->complete == 0 || result->complete >= repeat)
        return;
    char complete[FORMAT_MAX], all[FORMAT_MAX], text[160];
    snprintf(text, sizeof text, "%s of %s repeats complete; the figures come from these.",
             format_count(complete, sizeof complete, result->complete),
             format_count(all, sizeof all, repeat));
    add_strategy_note(notes, i, text);
}

/* Sums over the runs that should be zero, with the words for one and for many. */
static void note_counts(struct notes *notes, size_t i)
{
    const struct result *result = &notes->results->results[i];
    static const struct {
        size_t offset;
        const char *one, *many;
    } sums[] = {
        { offsetof(struct outcome, tasks_failed), "task failed", "tasks failed" },
        { offsetof(struct outcome, tasks_lost), "task was lost", "tasks were lost" },
        { offsetof(struct outcome, retries), "attempt died with its worker and was made again",
          "attempts died with their workers and were made again" },
    };
    for (size_t s = 0; s < sizeof sums / sizeof sums[0]; s++) {
        uint64_t sum = 0;
        for (size_t run = 0; run < result->run_count; run++)
            if (!result->runs[run].interrupted)
                sum += *(const uint64_t *)((const char *)&result->runs[run] + sums[s].offset);
        char count[FORMAT_MAX], text[160];
        if (sum == 0)
            continue;
        snprintf(text, sizeof text, "%s %s.", format_count(count, sizeof count, sum),
                 sum == 1 ? sums[s].one : sums[s].many);
        add_strategy_note(notes, i, text);
    }
}

/* "set aside: nap 2 · 3 s (3 attempts died)", "set aside in a warm-up: …": the names of those of the first run that
 * has any. */
static void note_failed(struct notes *notes, size_t i)
{
    const struct result *result = &notes->results->results[i];
    const struct workload *workload = &notes->results->experiment->workload;
    size_t run = 0;
    while (run < result->run_count && !result->runs[run].failed_count)
        run++;
    if (run == result->run_count)
        return;
    const struct outcome *outcome = &result->runs[run];
    struct strbuf text = STRBUF_INIT;
    char why[VERDICT_SENTENCE_MAX];
    strbuf_addf(&text, "set aside%s: ", outcome->warmup ? " in a warm-up" : "");
    size_t named = outcome->failed_count < FAILED_SHOWN ? outcome->failed_count : FAILED_SHOWN;
    for (size_t n = 0; n < named; n++) {
        char label[FORMAT_MAX + 16];
        unsigned deaths = outcome->failed[n].deaths;
        workload->ops->label(workload, outcome->failed[n].task, label, sizeof label);
        strbuf_addf(&text, "%s%s (%u attempt%s died)", n ? ", " : "", label, deaths, deaths == 1 ? "" : "s");
    }
    if (outcome->tasks_failed > named)
        strbuf_addf(&text, " and %" PRIu64 " more", outcome->tasks_failed - named);
    verdict_failed_sentence(notes->results, i, why, sizeof why);
    strbuf_addf(&text, "%s%s.%s", why[0] ? "; " : "", why,
                outcome->warmup ? "" : " Such a run is compared with nothing.");
    add_strategy_note(notes, i, text.text);
    strbuf_release(&text);
}

/* A run that was held in between took longer for it. */
static void note_held(struct notes *notes, size_t i)
{
    uint64_t held = result_held(&notes->results->results[i]);
    if (held == 0)
        return;
    char span[FORMAT_MAX], text[200];
    snprintf(
        text, sizeof text,
        "was held for %s in between, which counts into its time; such a run takes no part in the verdict.",
        format_duration(span, sizeof span, held));
    add_strategy_note(notes, i, text);
}

/* What the runs themselves say, each sentence once. */
static void note_sentences(struct notes *notes, size_t i, size_t offset)
{
    const struct result *result = &notes->results->results[i];
    for (size_t run = 0; run < result->run_count; run++) {
        const char *sentence = (const char *)&result->runs[run] + offset;
        bool told = sentence[0] == '\0';
        for (size_t before = 0; before < run && !told; before++)
            told = strcmp((const char *)&result->runs[before] + offset, sentence) == 0;
        if (!told)
            add_strategy_note(notes, i, sentence);
    }
}

/* ---- all together ------------------------------------------------------------------------------------- */

static const struct outcome *first_complete(const struct result *result)
{
    for (size_t run = 0; run < result->run_count; run++)
        if (result->runs[run].complete)
            return &result->runs[run];
    return NULL;
}

static void list_found(struct strbuf *text, const struct outcome *run)
{
    if (run->found_count == 0)
        strbuf_adds(text, "nothing");
    for (size_t n = 0; n < run->found_count && n < FOUND_SHOWN; n++)
        strbuf_addf(text, "%s%" PRIu64, n ? ", " : "", run->found[n]);
    if (run->found_count > FOUND_SHOWN) {
        char rest[FORMAT_MAX];
        strbuf_addf(text, " and %s more", format_count(rest, sizeof rest, run->found_count - FOUND_SHOWN));
    }
}

static bool found_alike(const struct outcome *a, const struct outcome *b)
{
    bool alike = a->found_count == b->found_count;
    for (size_t n = 0; alike && n < a->found_count; n++)
        alike = a->found[n] == b->found[n];
    return alike;
}

/* Every complete run should have found the same: told once, and again for a strategy that differs. */
static void note_found(struct notes *notes)
{
    const struct outcome *told = NULL;
    for (size_t i = 0; i < notes->results->experiment->strategy_count; i++) {
        const struct outcome *run = first_complete(&notes->results->results[i]);
        if (!run || (!told && run->found_count == 0))
            continue;
        if (told && found_alike(told, run))
            continue;
        struct strbuf text = STRBUF_INIT;
        if (told)
            strbuf_adds(&text, "differs, it found ");
        list_found(&text, run);
        if (told)
            add_strategy_note(notes, i, text.text);
        else
            add_note(notes, "found", NULL, text.text);
        told = told ? told : run;
        strbuf_release(&text);
    }
}

static void note_interrupt(struct notes *notes)
{
    if (!notes->results->interrupted)
        return;
    char text[160];
    snprintf(text, sizeof text, "by signal %d (%s); what had come to its end is shown.",
             notes->results->signal, strsignal(notes->results->signal));
    add_note(notes, "interrupted", NULL, text);
}

/* Figures of one source in one note: "elsewhere: serial 258.87 s, pool 74.22 s (who measured it)". */
static void note_references(struct notes *notes)
{
    const struct experiment *experiment = notes->results->experiment;
    const struct reference *references = experiment->references;
    struct strbuf text = STRBUF_INIT;
    for (size_t i = 0; i < experiment->reference_count; i++) {
        char time[FORMAT_MAX];
        strbuf_addf(&text, "%s%s %s", text.length ? ", " : "", references[i].label,
                    format_nap(time, sizeof time, references[i].ns));
        bool last = i + 1 == experiment->reference_count;
        if (!last && strcmp(references[i].source, references[i + 1].source) == 0)
            continue;
        strbuf_addf(&text, " (%s)", references[i].source[0] ? references[i].source : "another machine");
        add_note(notes, "elsewhere", NULL, text.text);
        strbuf_clear(&text);
    }
    strbuf_release(&text);
}

/* ---- verdict ------------------------------------------------------------------------------------------ */

/* What stands among the notes of its strategy already. */
static bool is_noted(enum verdict_doubt doubt)
{
    return doubt == VERDICT_HELD || doubt == VERDICT_FAILED;
}

static void note_verdict(struct notes *notes)
{
    struct verdict *verdict = xmalloc(sizeof *verdict);
    char text[VERDICT_SENTENCE_MAX];
    verdict_of(verdict, notes->results);
    for (size_t i = 0; i < verdict->warning_count; i++)
        if (!is_noted(verdict->warnings[i].doubt))
            add_strategy_note(
                notes, verdict->warnings[i].strategy,
                verdict_warning_sentence(notes->results, &verdict->warnings[i], text, sizeof text));
    if (verdict->missing)
        add_note(notes, "verdict", NULL, verdict_missing_sentence(verdict, text, sizeof text));
    for (size_t i = 0; i < verdict->pair_count && !verdict->missing; i++)
        if (verdict->pairs[i].leading)
            add_note(notes, "verdict", NULL,
                     verdict_sentence(notes->results, &verdict->pairs[i], text, sizeof text));
    free(verdict);
}

void report_notes(struct strbuf *out, const struct results *results, const struct report_style *style)
{
    struct notes notes = { .out = out, .results = results, .style = style };
    for (size_t i = 0; i < results->experiment->strategy_count; i++) {
        note_unjoined(&notes, i);
        note_missing(&notes, i);
        note_sentences(&notes, i, offsetof(struct outcome, trouble));
        note_counts(&notes, i);
        note_failed(&notes, i);
        note_held(&notes, i);
        note_sentences(&notes, i, offsetof(struct outcome, note));
    }
    note_interrupt(&notes);
    note_found(&notes);
    note_verdict(&notes);
    note_references(&notes);
}
