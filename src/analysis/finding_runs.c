#include "analysis/finding_kinds.h"

#include "base/format.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

/* So many numbers are listed, the others counted. */
#define FOUND_SHOWN 40

/* So many of the tasks that were set aside are named, the others counted; the JSON names them all. */
#define FAILED_SHOWN 20

void find_interruption(struct findings *findings)
{
    const struct results *results = findings->results;
    if (results->interrupted)
        finding_add(findings, FINDING_INTERRUPTED, FINDING_WARNING,
                    "by signal %i (%s); the runs that had come to their end are shown.",
                    (uint64_t)results->signal, strsignal(results->signal));
}

/* ---- trouble ------------------------------------------------------------------------------------------ */

static bool has_sentence(const struct result *result, size_t runs, size_t offset, const char *sentence)
{
    bool found = false;
    for (size_t run = 0; run < runs; run++)
        found |= strcmp((const char *)&result->runs[run] + offset, sentence) == 0;
    return found;
}

/* The sentences of a strategy's runs in the field at `offset`: each once, for all strategies that have it. */
static void find_sentences(struct findings *findings, size_t strategy, enum finding_kind kind,
                           enum finding_tone tone, size_t offset)
{
    const struct result *results = findings->results->results, *result = &results[strategy];
    for (size_t run = 0; run < result->run_count; run++) {
        const char *sentence = (const char *)&result->runs[run] + offset;
        size_t length = strlen(sentence);
        bool known = length == 0 || has_sentence(result, run, offset, sentence);
        for (size_t i = 0; i < strategy && !known; i++)
            known = has_sentence(&results[i], results[i].run_count, offset, sentence);
        if (known)
            continue;
        struct finding *finding = finding_add(findings, kind, tone, "");
        for (size_t i = strategy; i < findings->results->count; i++)
            if (has_sentence(&results[i], results[i].run_count, offset, sentence))
                finding_concerns(finding, i);
        finding_begin_with_all(findings, finding);
        finding_say(findings, "%s%s", sentence, sentence[length - 1] == '.' ? "" : ".");
    }
}

/* The sum over the runs of the figure at `offset`; `interrupted`: including runs that were interrupted. */
static uint64_t sum_of(const struct result *result, size_t offset, bool interrupted)
{
    uint64_t sum = 0;
    for (size_t run = 0; run < result->run_count; run++)
        if (interrupted || !result->runs[run].interrupted)
            sum += *(const uint64_t *)((const char *)&result->runs[run] + offset);
    return sum;
}

#define SUM(result, member, interrupted) sum_of(result, offsetof(struct outcome, member), interrupted)

/* "set aside: nap 2 · 3 s (3 attempts died)", "set aside in a warm-up: …", of the first run that has any. */
static void find_failed_names(struct findings *findings, size_t strategy)
{
    const struct result *result = &findings->results->results[strategy];
    const struct workload *workload = &findings->results->experiment->workload;
    size_t run = 0;
    while (run < result->run_count && !result->runs[run].failed_count)
        run++;
    if (run == result->run_count)
        return;
    const struct outcome *outcome = &result->runs[run];
    finding_add_about(findings, FINDING_FAILED_NAMES, FINDING_PLAIN, strategy,
                      "set aside%s: ", outcome->warmup ? " in a warm-up" : "");
    uint64_t named = outcome->failed_count < FAILED_SHOWN ? outcome->failed_count : FAILED_SHOWN;
    bool alike = named > 1;
    for (size_t n = 0; n < named; n++)
        alike = alike && outcome->failed[n].deaths == outcome->failed[0].deaths;
    for (size_t n = 0; n < named; n++) {
        char label[FORMAT_MAX + 16], deaths[FORMAT_MAX + 16];
        workload->ops->label(workload, outcome->failed[n].task, label, sizeof label);
        finding_say(findings, "%s%s", n ? ", " : "", label);
        if (!alike)
            finding_say(findings, " (%s died)",
                        format_plural(deaths, sizeof deaths, outcome->failed[n].deaths, "attempt"));
    }
    if (outcome->tasks_failed > named)
        finding_say(findings, " and %i more", outcome->tasks_failed - named);
    if (alike)
        finding_say(findings, " (%c died in each)", (uint64_t)outcome->failed[0].deaths, "attempt");
    finding_say(findings, ".");
}

void finding_say_failed(struct findings *findings, uint64_t failed, uint64_t at_limit, uint64_t attempts,
                        uint64_t limit_ns)
{
    char limit[FORMAT_MAX];
    format_nap(limit, sizeof limit, limit_ns);
    finding_say(findings, "%c set aside: ", failed, "task");
    if (at_limit == 0)
        finding_say(findings, "workers died in %s", failed == 1 ? "it" : "them");
    else if (at_limit == attempts)
        finding_say(findings, "each attempt was ended at the time limit of %s", limit);
    else
        finding_say(findings, "%i of %i attempts were ended at the time limit of %s", at_limit, attempts,
                    limit);
}

static void find_failed(struct findings *findings, size_t strategy, const struct result *result)
{
    uint64_t failed = SUM(result, tasks_failed, true);
    if (failed == 0)
        return;
    finding_add_about(findings, FINDING_FAILED, FINDING_ALARM, strategy, "");
    finding_say_failed(findings, failed, SUM(result, failed_at_limit, true),
                       SUM(result, failed_attempts, true),
                       findings->results->experiment->strategies[strategy].task_timeout_ns);
    finding_say(findings, ".%s", result_failed(result) ? " Such a run is not compared." : "");
    find_failed_names(findings, strategy);
}

/* Figures that come from fewer runs than were asked for, or from none. */
static void find_incomplete(struct findings *findings, size_t strategy, const struct result *result)
{
    uint64_t complete = result->complete, repeat = findings->results->experiment->repeat;
    if (complete == 0 && result->run_count && result->runs[result->run_count - 1].interrupted)
        finding_add_about(findings, FINDING_STOPPED, FINDING_WARNING, strategy, "stopped before its end.");
    if (complete > 0 && complete < repeat)
        finding_add_about(findings, FINDING_INCOMPLETE, FINDING_WARNING, strategy,
                          "%i of %i runs came to their end; the figures come from these.", complete, repeat);
}

void find_trouble(struct findings *findings, size_t strategy, const struct result *result)
{
    bool began = SUM(result, workers_started, false) > 0; /* else its trouble says it all */
    uint64_t lost = began ? SUM(result, tasks_lost, false) : 0;
    find_sentences(findings, strategy, FINDING_TROUBLE, FINDING_ALARM, offsetof(struct outcome, trouble));
    if (lost > 0)
        finding_add_about(findings, FINDING_LOST, FINDING_ALARM, strategy, "%c %s lost.", lost, "task",
                          lost == 1 ? "was" : "were");
    find_failed(findings, strategy, result);
    if (findings->over)
        find_incomplete(findings, strategy, result);
}

void find_limits(struct findings *findings, size_t strategy, const struct result *result)
{
    (void)result;
    find_sentences(findings, strategy, FINDING_LIMIT, FINDING_PLAIN, offsetof(struct outcome, note));
}

/* ---- events ------------------------------------------------------------------------------------------- */

void finding_say_toc(struct findings *findings, double toc, double done)
{
    char at[FORMAT_MAX], end[FORMAT_MAX];
    format_seconds(at, sizeof at, toc);
    format_seconds(end, sizeof end, done);
    if (toc < done && strcmp(at, end) != 0)
        finding_say(findings,
                    "toc came at %f, but the last task ended at %f: the program did not wait for it", at,
                    end);
    else
        finding_say(
            findings,
            "the program did not wait for its tasks; they had ended by toc, at %f, because they were short",
            at);
}

void find_toc(struct findings *findings, size_t strategy, const struct result *result)
{
    if (!result_is_unjoined(result))
        return;
    finding_add_about(findings, FINDING_TOC, FINDING_PLAIN, strategy, "");
    finding_say_toc(findings, result->elapsed.median, result->done.median);
    finding_say(findings, ".");
}

/* " (SIGXCPU: the limit of processor time, ulimit -t)"; "" where no signal explains the deaths. */
static void write_death_signal(char *buf, size_t size, const struct result *result)
{
    char name[FORMAT_MAX];
    int signal = 0;
    for (size_t run = 0; run < result->run_count && !signal; run++)
        signal = result->runs[run].death_signal;
    buf[0] = '\0';
    if (signal)
        snprintf(buf, size, " (%s%s)", format_signal(name, sizeof name, signal),
                 signal == SIGXCPU ? ": the limit of processor time, ulimit -t" : "");
}

void find_deaths(struct findings *findings, size_t strategy, const struct result *result)
{
    char by[80];
    uint64_t again = SUM(result, retries, false);
    bool missing = SUM(result, tasks_failed, true) + SUM(result, tasks_lost, true) > 0;
    write_death_signal(by, sizeof by, result);
    if (again > 0)
        finding_add_about(findings, FINDING_DEATHS, FINDING_PLAIN, strategy, "%c died%s and %s made again%s.",
                          again, "attempt", by, again == 1 ? "was" : "were",
                          missing ? "" : "; no task is missing");
}

/* ---- found -------------------------------------------------------------------------------------------- */

static const struct outcome *first_complete(const struct result *result)
{
    for (size_t run = 0; run < result->run_count; run++)
        if (result->runs[run].complete)
            return &result->runs[run];
    return NULL;
}

static void list_found(struct findings *findings, const struct outcome *run)
{
    char number[24];
    if (run->found_count == 0)
        finding_say(findings, "nothing");
    for (size_t n = 0; n < run->found_count && n < FOUND_SHOWN; n++) {
        snprintf(number, sizeof number, "%" PRIu64, run->found[n]);
        finding_say(findings, "%s%s", n ? ", " : "", number);
    }
    if (run->found_count > FOUND_SHOWN)
        finding_say(findings, " and %i more", (uint64_t)run->found_count - FOUND_SHOWN);
}

static bool found_alike(const struct outcome *a, const struct outcome *b)
{
    return a->found_count == b->found_count &&
           (a->found_count == 0 || memcmp(a->found, b->found, a->found_count * sizeof *a->found) == 0);
}

/* Every complete run should have found the same: listed once, and again for a strategy that differs. */
void find_found(struct findings *findings)
{
    const struct outcome *listed = NULL;
    for (size_t i = 0; i < findings->results->count; i++) {
        const struct outcome *run = first_complete(&findings->results->results[i]);
        if (!run || (listed ? found_alike(listed, run) : run->found_count == 0))
            continue;
        if (listed)
            finding_add_about(findings, FINDING_FOUND, FINDING_ALARM, i, "differs, it found ");
        else
            finding_add(findings, FINDING_FOUND, FINDING_PLAIN, "");
        list_found(findings, run);
        listed = listed ? listed : run;
    }
}

/* ---- elsewhere ---------------------------------------------------------------------------------------- */

/* Figures of one source in one finding: "serial 258.87 s, pool 74.22 s (the source)". */
void find_references(struct findings *findings)
{
    const struct reference *references = findings->results->experiment->references;
    size_t count = findings->results->experiment->reference_count;
    for (size_t i = 0; i < count; i++) {
        char time[FORMAT_MAX];
        bool same = i > 0 && strcmp(references[i].source, references[i - 1].source) == 0;
        if (!same)
            finding_add(findings, FINDING_REFERENCE, FINDING_PLAIN, "");
        finding_say(findings, "%s%s %s", same ? ", " : "", references[i].label,
                    format_nap(time, sizeof time, references[i].ns));
        if (i + 1 == count || strcmp(references[i].source, references[i + 1].source) != 0)
            finding_say(findings, " (%s)",
                        references[i].source[0] ? references[i].source : "another machine");
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
