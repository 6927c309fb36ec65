#include "analysis/finding_kinds.h"

#include "base/format.h"
#include "base/xmalloc.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- pairs -------------------------------------------------------------------------------------------- */

/* Decimals of a ratio and its interval: enough to distinguish it from 1, no more than its width allows. */
static int digits_of(const struct interval *interval)
{
    double least = fmin(fabs(interval->low - 1), interval->high - interval->low);
    if (interval->ratio >= 100)
        return 0;
    return least >= 0.01 ? 2 : 3;
}

static char *write_ratio(char *buf, size_t size, double ratio, int digits)
{
    if (digits == 0)
        return format_count(buf, size, (uint64_t)llround(ratio));
    snprintf(buf, size, "%.*f", digits, ratio);
    return buf;
}

static void say_decided(struct findings *findings, const struct verdict_pair *pair)
{
    const struct interval *interval = &pair->interval;
    char ratio[FORMAT_MAX], low[FORMAT_MAX], high[FORMAT_MAX], aside[3 * FORMAT_MAX];
    int digits = digits_of(interval);
    write_ratio(ratio, sizeof ratio, interval->ratio, digits);
    snprintf(aside, sizeof aside, " (95 %%: %s … %s)", write_ratio(low, sizeof low, interval->low, digits),
             write_ratio(high, sizeof high, interval->high, digits));
    finding_say(findings, "%n is %f as fast as %n%D", pair->fast, strcat(ratio, " ×"), pair->slow, aside);
}

/* A distance is given only where it is less than the times themselves. */
static void say_undecided(struct findings *findings, const struct verdict_pair *pair)
{
    char width[FORMAT_MAX], count[FORMAT_MAX], aside[3 * FORMAT_MAX];
    double apart = fmax(fabs(pair->interval.low - 1), fabs(pair->interval.high - 1));
    format_count(count, sizeof count, pair->more ? pair->more : BOOTSTRAP_MOST);
    if (pair->more)
        snprintf(aside, sizeof aside, ": about %s more repeat%s would", count, pair->more == 1 ? "" : "s");
    else if (apart < 1)
        snprintf(aside, sizeof aside, ": at most %s apart; more than %s repeats would be needed",
                 format_change(width, sizeof width, apart) + 1, count);
    else
        snprintf(aside, sizeof aside, ": more than %s repeats would be needed", count);
    finding_say(findings, "cannot tell %n from %n%D", pair->fast, pair->slow, aside);
}

static void say_too_few(struct findings *findings, const struct verdict_pair *pair)
{
    char aside[80];
    snprintf(aside, sizeof aside, ": %zu more repeat%s before anything is said", pair->more,
             pair->more == 1 ? "" : "s");
    finding_say(findings, "%n against %n%D", pair->fast, pair->slow, aside);
}

void find_pairs(struct findings *findings)
{
    static void (*const say[])(struct findings *, const struct verdict_pair *) = {
        [VERDICT_TOO_FEW] = say_too_few,
        [VERDICT_OPEN] = say_undecided,
        [VERDICT_KNOWN] = say_decided,
    };
    const struct verdict *verdict = &findings->verdict;
    for (size_t i = 0; i < verdict->pair_count; i++) {
        const struct verdict_pair *pair = &verdict->pairs[i];
        struct finding *finding = finding_add(findings, FINDING_PAIR, FINDING_PLAIN, "");
        finding->minor = verdict->missing > 0 || !pair->leading;
        finding_concerns(finding, pair->fast);
        finding_concerns(finding, pair->slow);
        say[pair->answer](findings, pair);
    }
}

void find_missing(struct findings *findings)
{
    if (findings->verdict.missing)
        finding_add(findings, FINDING_MISSING, FINDING_PLAIN, "%i repeats are needed for a verdict: %i more",
                    (uint64_t)BOOTSTRAP_LEAST, (uint64_t)findings->verdict.missing);
}

/* ---- doubts ------------------------------------------------------------------------------------------- */

/* The figure is a share or a time; of several strategies it is the largest. */
static const struct {
    const char *words;
    bool is_time;
} doubts[VERDICT_DOUBTS] = {
    [VERDICT_SHORT] = { "so short a run (%s%s) mostly measures its own start and end", true },
    [VERDICT_SPREAD] = { "the repeats spread over %s%s", false },
    [VERDICT_FIRST] = { "the first repeat took %s%s longer than the others; a warm-up before it avoids that",
                        false },
    [VERDICT_BUSY] = { "other programs had %s%s of the processors", false },
    [VERDICT_STEAL] = { "the host of this virtual machine took %s%s of the processors", false },
    [VERDICT_THROTTLED] = { "a CPU quota (control group) kept its workers from running for %s%s in all",
                            true },
    [VERDICT_HELD] = { "was held for %s%s", true },
    [VERDICT_FAILED] = { "tasks failed", false },
    [VERDICT_THERMAL] = { "the processor slowed down because of heat", false },
    [VERDICT_BATTERY] = { "ran on battery, where processors may be slower", false },
};

/* A doubt without the strategies' names; of one strategy with the number of runs it concerns. */
static char *doubt_words(const struct results *results, const struct verdict_warning *warning, bool several)
{
    struct strbuf text = STRBUF_INIT;
    char figure[FORMAT_MAX];
    enum verdict_doubt doubt = warning->doubt;
    size_t runs = results->results[warning->strategy].run_count;
    if (doubts[doubt].is_time)
        format_seconds(figure, sizeof figure, warning->figure);
    else
        format_percent(figure, sizeof figure, warning->figure);
    strbuf_addf(&text, doubts[doubt].words,
                several || doubt == VERDICT_BUSY || doubt == VERDICT_STEAL ? "up to " : "", figure);
    if (doubt == VERDICT_THROTTLED) {
        uint64_t times = RESULT_SUM(&results->results[warning->strategy], disturbance.quota_times);
        strbuf_addf(&text, ", %" PRIu64 " time%s", times, times == 1 ? "" : "s");
    }
    if (doubt >= VERDICT_BUSY && runs > 1 && !several)
        strbuf_addf(&text, " in %zu of %zu runs", warning->runs, runs);
    if (doubt >= VERDICT_THROTTLED && doubt <= VERDICT_FAILED)
        strbuf_adds(&text, "; such a run takes no part in the verdict");
    return strbuf_detach(&text);
}

char *finding_warning_words(const struct results *results, const struct verdict_warning *warning)
{
    return doubt_words(results, warning, false);
}

/* Such a doubt is said once for all its strategies, with the largest figure. */
static bool is_shared(enum verdict_doubt doubt)
{
    return doubt != VERDICT_HELD && doubt != VERDICT_THERMAL;
}

static bool is_said(const struct verdict *verdict, size_t index)
{
    const struct verdict_warning *warning = &verdict->warnings[index];
    for (size_t i = 0; i < index && is_shared(warning->doubt); i++)
        if (verdict->warnings[i].doubt == warning->doubt)
            return true;
    return false;
}

/* The index-th warning, and all later ones with the same doubt. */
static void find_doubt(struct findings *findings, size_t index)
{
    const struct verdict *verdict = &findings->verdict;
    struct verdict_warning most = verdict->warnings[index];
    struct finding *finding = finding_add(findings, FINDING_DOUBT, FINDING_WARNING, "");
    finding->doubt = most.doubt;
    finding_concerns(finding, most.strategy);
    for (size_t i = index + 1; i < verdict->warning_count && is_shared(most.doubt); i++) {
        const struct verdict_warning *other = &verdict->warnings[i];
        if (other->doubt != most.doubt)
            continue;
        finding_concerns(finding, other->strategy);
        most = other->figure > most.figure ? *other : most;
    }
    finding_begin_with_all(findings, finding);
    char *words = doubt_words(findings->results, &most, finding->strategy_count > 1);
    finding_say(findings, "%s", words);
    free(words);
}

/* Failed tasks are a finding of their own. */
void find_doubts(struct findings *findings)
{
    for (size_t i = 0; i < findings->verdict.warning_count; i++)
        if (findings->verdict.warnings[i].doubt != VERDICT_FAILED && !is_said(&findings->verdict, i))
            find_doubt(findings, i);
}
