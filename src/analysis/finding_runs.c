#include "analysis/finding_runs.h"

#include "base/format.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Numbers listed before the rest is only counted. */
#define FOUND_SHOWN 40

/* Of the tasks that were set aside so many are named, the others counted; the JSON names them all. */
#define FAILED_SHOWN 20

void find_interruption(struct findings *findings, const struct results *results)
{
    if (!results->interrupted)
        return;
    struct finding *finding = finding_add(findings, FINDING_INTERRUPTED, FINDING_WARNING);
    finding_say(finding, "by signal %d (%s); the runs that had come to their end are shown.", results->signal,
                strsignal(results->signal));
}

/* ---- trouble ------------------------------------------------------------------------------------------ */

/* What the runs themselves say, in the field at `offset`, each sentence once. */
static void find_sentences(struct findings *findings, const struct results *results, size_t strategy,
                           enum finding_kind kind, enum finding_tone tone, size_t offset)
{
    const struct result *result = &results->results[strategy];
    for (size_t run = 0; run < result->run_count; run++) {
        const char *sentence = (const char *)&result->runs[run] + offset;
        size_t length = strlen(sentence);
        bool known = length == 0;
        for (size_t before = 0; before < run && !known; before++)
            known = strcmp((const char *)&result->runs[before] + offset, sentence) == 0;
        if (!known)
            finding_say(finding_add_about(findings, kind, tone, results, strategy), "%s%s", sentence,
                        sentence[length - 1] == '.' ? "" : ".");
    }
}

/* How the attempts ended at those tasks of a strategy that were set aside. */
static void say_why_failed(struct finding *finding, const struct results *results, size_t strategy)
{
    const struct result *result = &results->results[strategy];
    uint64_t at_limit = 0, all = 0, failed = 0;
    for (size_t run = 0; run < result->run_count; run++) {
        at_limit += result->runs[run].failed_at_limit;
        all += result->runs[run].failed_attempts;
        failed += result->runs[run].tasks_failed;
    }
    char words[160];
    finding_limit_words(at_limit, all, results->experiment->strategies[strategy].task_timeout_ns, words,
                        sizeof words);
    if (words[0])
        finding_say(finding, "%s", words);
    else
        finding_say(finding, "workers died in %s", failed == 1 ? "it" : "them");
}

/* "set aside: nap 2 · 3 s (3 attempts died)", "set aside in a warm-up: …": those of the first run that has any. */
static void find_failed_names(struct findings *findings, const struct results *results, size_t strategy)
{
    const struct result *result = &results->results[strategy];
    const struct workload *workload = &results->experiment->workload;
    size_t run = 0;
    while (run < result->run_count && !result->runs[run].failed_count)
        run++;
    if (run == result->run_count)
        return;
    const struct outcome *outcome = &result->runs[run];
    struct finding *finding =
        finding_add_about(findings, FINDING_FAILED_NAMES, FINDING_PLAIN, results, strategy);
    finding_say(finding, "set aside%s: ", outcome->warmup ? " in a warm-up" : "");
    size_t named = outcome->failed_count < FAILED_SHOWN ? outcome->failed_count : FAILED_SHOWN;
    for (size_t n = 0; n < named; n++) {
        char label[FORMAT_MAX + 16];
        unsigned deaths = outcome->failed[n].deaths;
        workload->ops->label(workload, outcome->failed[n].task, label, sizeof label);
        finding_say(finding, "%s%s (%u attempt%s died)", n ? ", " : "", label, deaths,
                    deaths == 1 ? "" : "s");
    }
    if (outcome->tasks_failed > named)
        finding_say(finding, " and %" PRIu64 " more", outcome->tasks_failed - named);
    finding_say(finding, ".");
}

static void find_failed(struct findings *findings, const struct results *results, size_t strategy)
{
    const struct result *result = &results->results[strategy];
    uint64_t failed = 0;
    for (size_t run = 0; run < result->run_count; run++)
        failed += result->runs[run].tasks_failed;
    if (failed == 0)
        return;
    struct finding *finding = finding_add_about(findings, FINDING_FAILED, FINDING_ALARM, results, strategy);
    finding_plural(finding, failed, "task");
    finding_say(finding, " set aside: ");
    say_why_failed(finding, results, strategy);
    finding_say(finding, ".%s", result_failed(result) ? " Such a run is compared with nothing." : "");
    find_failed_names(findings, results, strategy);
}

static void find_lost(struct findings *findings, const struct results *results, size_t strategy)
{
    const struct result *result = &results->results[strategy];
    uint64_t lost = 0;
    for (size_t run = 0; run < result->run_count; run++)
        lost += result->runs[run].interrupted ? 0 : result->runs[run].tasks_lost;
    if (lost == 0)
        return;
    struct finding *finding = finding_add_about(findings, FINDING_LOST, FINDING_ALARM, results, strategy);
    finding_plural(finding, lost, "task");
    finding_say(finding, " %s lost.", lost == 1 ? "was" : "were");
}

/* Figures that do not come from all runs that were asked for; a strategy without any. */
static void find_incomplete(struct findings *findings, const struct results *results, size_t strategy)
{
    const struct result *result = &results->results[strategy];
    uint64_t repeat = results->experiment->repeat;
    char complete[FORMAT_MAX], all[FORMAT_MAX];
    if (result->complete == 0 && result->run_count && result->runs[result->run_count - 1].interrupted)
        finding_say(finding_add_about(findings, FINDING_STOPPED, FINDING_WARNING, results, strategy),
                    "stopped before its end.");
    if (result->complete > 0 && result->complete < repeat)
        finding_say(finding_add_about(findings, FINDING_INCOMPLETE, FINDING_WARNING, results, strategy),
                    "%s of %s runs came to their end; the figures come from these.",
                    format_count(complete, sizeof complete, result->complete),
                    format_count(all, sizeof all, repeat));
}

void find_trouble(struct findings *findings, const struct results *results, bool over)
{
    for (size_t i = 0; i < results->experiment->strategy_count; i++) {
        find_sentences(findings, results, i, FINDING_TROUBLE, FINDING_ALARM,
                       offsetof(struct outcome, trouble));
        find_lost(findings, results, i);
        find_failed(findings, results, i);
        if (over)
            find_incomplete(findings, results, i);
    }
}

void find_limits(struct findings *findings, const struct results *results)
{
    for (size_t i = 0; i < results->experiment->strategy_count; i++)
        find_sentences(findings, results, i, FINDING_LIMIT, FINDING_PLAIN, offsetof(struct outcome, note));
}

/* ---- events ------------------------------------------------------------------------------------------- */

void find_toc(struct findings *findings, const struct results *results)
{
    for (size_t i = 0; i < results->experiment->strategy_count; i++) {
        const struct result *result = &results->results[i];
        if (!result_is_unjoined(result))
            continue;
        struct finding *finding = finding_add_about(findings, FINDING_TOC, FINDING_PLAIN, results, i);
        finding_say(finding, "toc came at ");
        finding_seconds(finding, result->elapsed.median);
        finding_say(finding, ", but the last task ended at ");
        finding_seconds(finding, result->done.median);
        finding_say(finding, ": the program did not wait for it.");
    }
}

void find_deaths(struct findings *findings, const struct results *results)
{
    for (size_t i = 0; i < results->experiment->strategy_count; i++) {
        const struct result *result = &results->results[i];
        uint64_t again = 0, missing = 0;
        for (size_t run = 0; run < result->run_count; run++) {
            bool counts = !result->runs[run].interrupted;
            again += counts ? result->runs[run].retries : 0;
            missing += result->runs[run].tasks_failed + result->runs[run].tasks_lost;
        }
        if (again == 0)
            continue;
        struct finding *finding = finding_add_about(findings, FINDING_DEATHS, FINDING_PLAIN, results, i);
        finding_plural(finding, again, "attempt");
        finding_say(finding, " died and %s made again%s.", again == 1 ? "was" : "were",
                    missing == 0 ? "; no task is missing" : "");
    }
}

/* ---- found -------------------------------------------------------------------------------------------- */

static const struct outcome *first_complete(const struct result *result)
{
    for (size_t run = 0; run < result->run_count; run++)
        if (result->runs[run].complete)
            return &result->runs[run];
    return NULL;
}

static void list_found(struct finding *finding, const struct outcome *run)
{
    if (run->found_count == 0)
        finding_say(finding, "nothing");
    for (size_t n = 0; n < run->found_count && n < FOUND_SHOWN; n++)
        finding_say(finding, "%s%" PRIu64, n ? ", " : "", run->found[n]);
    if (run->found_count > FOUND_SHOWN) {
        char rest[FORMAT_MAX];
        finding_say(finding, " and %s more", format_count(rest, sizeof rest, run->found_count - FOUND_SHOWN));
    }
}

static bool found_alike(const struct outcome *a, const struct outcome *b)
{
    return a->found_count == b->found_count &&
           (a->found_count == 0 || memcmp(a->found, b->found, a->found_count * sizeof *a->found) == 0);
}

/* Every complete run should have found the same: listed once, and again for a strategy that differs. */
void find_found(struct findings *findings, const struct results *results)
{
    const struct outcome *listed = NULL;
    for (size_t i = 0; i < results->experiment->strategy_count; i++) {
        const struct outcome *run = first_complete(&results->results[i]);
        if (!run || (listed ? found_alike(listed, run) : run->found_count == 0))
            continue;
        struct finding *finding;
        if (listed) {
            finding = finding_add_about(findings, FINDING_FOUND, FINDING_ALARM, results, i);
            finding_say(finding, "differs, it found ");
        } else {
            finding = finding_add(findings, FINDING_FOUND, FINDING_PLAIN);
            listed = run;
        }
        list_found(finding, run);
    }
}

/* ---- elsewhere ---------------------------------------------------------------------------------------- */

/* Figures of one source in one finding: "serial 258.87 s, pool 74.22 s (the source)". */
void find_references(struct findings *findings, const struct results *results)
{
    const struct reference *references = results->experiment->references;
    size_t count = results->experiment->reference_count;
    struct finding *finding = NULL;
    for (size_t i = 0; i < count; i++) {
        char time[FORMAT_MAX];
        bool same = i > 0 && strcmp(references[i].source, references[i - 1].source) == 0;
        if (!same)
            finding = finding_add(findings, FINDING_REFERENCE, FINDING_PLAIN);
        finding_say(finding, "%s%s %s", same ? ", " : "", references[i].label,
                    format_nap(time, sizeof time, references[i].ns));
        if (i + 1 == count || strcmp(references[i].source, references[i + 1].source) != 0)
            finding_say(finding, " (%s)", references[i].source[0] ? references[i].source : "another machine");
    }
}

/* ---- beside figures ----------------------------------------------------------------------------------- */

char *finding_reason(const struct results *results, size_t strategy, char *buf, size_t size)
{
    const struct result *result = &results->results[strategy];
    const struct outcome *last = result->run_count ? &result->runs[result->run_count - 1] : NULL;
    char done[FORMAT_MAX], all[FORMAT_MAX];
    if (!last)
        snprintf(buf, size, "not run");
    else
        snprintf(buf, size, "%s, %s of %s tasks done", last->interrupted ? "stopped" : "failed",
                 format_count(done, sizeof done, last->tasks_done),
                 format_count(all, sizeof all, results->experiment->workload.tasks));
    return buf;
}

char *finding_limit_words(uint64_t at_limit, uint64_t all, uint64_t limit_ns, char *buf, size_t size)
{
    char limit[FORMAT_MAX], count[FORMAT_MAX], total[FORMAT_MAX];
    format_nap(limit, sizeof limit, limit_ns);
    if (at_limit == 0)
        snprintf(buf, size, "%s", "");
    else if (at_limit == all)
        snprintf(buf, size, "each attempt was ended at the time limit of %s", limit);
    else
        snprintf(buf, size, "%s of %s attempts were ended at the time limit of %s",
                 format_count(count, sizeof count, at_limit), format_count(total, sizeof total, all), limit);
    return buf;
}

char *finding_basis(const struct results *results, char *buf, size_t size)
{
    size_t least = SIZE_MAX, most = 0;
    for (size_t i = 0; i < results->experiment->strategy_count; i++) {
        size_t complete = results->results[i].complete;
        least = complete && complete < least ? complete : least;
        most = complete > most ? complete : most;
    }
    if (most == 0)
        snprintf(buf, size, "%s", "");
    else if (most == 1)
        snprintf(buf, size, "one run of each");
    else if (least == most)
        snprintf(buf, size, "medians of %zu runs", most);
    else
        snprintf(buf, size, "medians of %zu … %zu runs", least, most);
    return buf;
}
