#include "analysis/finding_pairs.h"

#include "base/format.h"
#include "base/xmalloc.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- pairs -------------------------------------------------------------------------------------------- */

/* Decimals for a ratio and its interval: as many as tell it from 1, and no more than its width deserves. */
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

static void say_decided(struct finding *finding, const struct results *results,
                        const struct verdict_pair *pair)
{
    const struct interval *interval = &pair->interval;
    char ratio[FORMAT_MAX], low[FORMAT_MAX], high[FORMAT_MAX];
    int digits = digits_of(interval);
    finding_name(finding, results, pair->fast);
    finding_say(finding, " is ");
    finding_part(finding, FINDING_FIGURE, "%s ×", write_ratio(ratio, sizeof ratio, interval->ratio, digits));
    finding_say(finding, " as fast as ");
    finding_name(finding, results, pair->slow);
    finding_part(finding, FINDING_DIM, " (95 %%: %s … %s)",
                 write_ratio(low, sizeof low, interval->low, digits),
                 write_ratio(high, sizeof high, interval->high, digits));
}

/* Farther apart than their own length, two times say nothing by how far. */
static void say_undecided(struct finding *finding, const struct results *results,
                          const struct verdict_pair *pair)
{
    char width[FORMAT_MAX], most[FORMAT_MAX], more[FORMAT_MAX];
    double apart = fmax(fabs(pair->interval.low - 1), fabs(pair->interval.high - 1));
    finding_say(finding, "cannot tell ");
    finding_name(finding, results, pair->fast);
    finding_say(finding, " from ");
    finding_name(finding, results, pair->slow);
    if (pair->more) {
        finding_part(finding, FINDING_DIM, ": about %s more repeat%s would",
                     format_count(more, sizeof more, pair->more), pair->more == 1 ? "" : "s");
        return;
    }
    format_count(most, sizeof most, BOOTSTRAP_MOST);
    if (apart < 1)
        finding_part(finding, FINDING_DIM, ": at most %s apart; more than %s repeats would be needed",
                     format_change(width, sizeof width, apart) + 1, most);
    else
        finding_part(finding, FINDING_DIM, ": more than %s repeats would be needed", most);
}

static void say_too_few(struct finding *finding, const struct results *results,
                        const struct verdict_pair *pair)
{
    finding_name(finding, results, pair->fast);
    finding_say(finding, " against ");
    finding_name(finding, results, pair->slow);
    finding_part(finding, FINDING_DIM, ": %zu more repeat%s before anything is said", pair->more,
                 pair->more == 1 ? "" : "s");
}

void find_pairs(struct findings *findings, const struct results *results)
{
    static void (*const say[])(struct finding *, const struct results *, const struct verdict_pair *) = {
        [VERDICT_TOO_FEW] = say_too_few,
        [VERDICT_OPEN] = say_undecided,
        [VERDICT_TOLD] = say_decided,
    };
    const struct verdict *verdict = &findings->verdict;
    for (size_t i = 0; i < verdict->pair_count; i++) {
        const struct verdict_pair *pair = &verdict->pairs[i];
        struct finding *finding = finding_add(findings, FINDING_PAIR, FINDING_PLAIN);
        finding->minor = verdict->missing > 0 || !pair->leading;
        finding_concerns(finding, pair->fast);
        finding_concerns(finding, pair->slow);
        say[pair->answer](finding, results, pair);
    }
}

void find_missing(struct findings *findings, const struct results *results)
{
    (void)results;
    if (findings->verdict.missing)
        finding_say(finding_add(findings, FINDING_MISSING, FINDING_PLAIN),
                    "%d repeats are needed for a verdict: %zu more", BOOTSTRAP_LEAST,
                    findings->verdict.missing);
}

/* ---- doubts ------------------------------------------------------------------------------------------- */

/* Of one strategy, "in 2 of 5 runs". */
static void say_runs(struct finding *finding, const struct results *results,
                     const struct verdict_warning *warning)
{
    size_t all = results->results[warning->strategy].run_count;
    if (all > 1 && finding->strategy_count < 2)
        finding_say(finding, " in %zu of %zu runs", warning->runs, all);
}

/* What is doubtful, after the names; `most` where several strategies share it, with the largest figure. */
static void say_doubt(struct finding *finding, const struct results *results,
                      const struct verdict_warning *warning)
{
    const char *up_to = finding->strategy_count > 1 ? "up to " : "";
    char share[FORMAT_MAX], span[FORMAT_MAX];
    format_percent(share, sizeof share, warning->figure);
    format_seconds(span, sizeof span, warning->figure);
    switch (warning->doubt) {
    case VERDICT_SHORT:
        finding_say(finding, "so short a run (%s%s) mostly measures its own start and end", up_to, span);
        break;
    case VERDICT_SPREAD:
        finding_say(finding, "the repeats spread over %s%s", up_to, share);
        break;
    case VERDICT_FIRST:
        finding_say(finding,
                    "the first repeat took %s%s longer than the others; a warm-up before it avoids that",
                    up_to, share);
        break;
    case VERDICT_BUSY:
        finding_say(finding, "other programs had up to %s of the processors", share);
        break;
    case VERDICT_STEAL:
        finding_say(finding, "the host of this virtual machine took up to %s of the processors", share);
        break;
    case VERDICT_THROTTLED:
        finding_say(finding, "a CPU quota (control group) kept its workers from running for %s%s in all",
                    up_to, span);
        break;
    case VERDICT_HELD:
        finding_say(finding, "was held for %s", span);
        break;
    case VERDICT_FAILED:
        finding_say(finding, "tasks failed");
        break;
    case VERDICT_THERMAL:
        finding_say(finding, "the processor slowed down because of heat");
        break;
    case VERDICT_BATTERY:
        finding_say(finding, "ran on battery, where processors may be slower");
        break;
    case VERDICT_DOUBTS:
        break;
    }
    if (warning->doubt >= VERDICT_BUSY)
        say_runs(finding, results, warning);
    if (warning->doubt >= VERDICT_THROTTLED && warning->doubt <= VERDICT_FAILED)
        finding_say(finding, "; such a run takes no part in the verdict");
}

/* What several strategies share is said once, with the figure of the one that has most of it. */
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

/* "all: ", "serial · pool: ": names may have commas of their own. */
static void write_doubtful(struct finding *finding, const struct results *results)
{
    bool all = finding->strategy_count > 1 && finding->strategy_count == results->experiment->strategy_count;
    for (size_t i = 0; !all && i < finding->strategy_count; i++) {
        finding_say(finding, "%s", i > 0 ? " · " : "");
        finding_name(finding, results, finding->strategies[i]);
    }
    finding_say(finding, "%s", all ? "all" : "");
    finding_end_head(finding);
}

/* The index-th warning, with all that follow and say the same. */
static void find_doubt(struct findings *findings, const struct results *results, size_t index)
{
    const struct verdict *verdict = &findings->verdict;
    struct verdict_warning most = verdict->warnings[index];
    struct finding *finding = finding_add(findings, FINDING_DOUBT, FINDING_WARNING);
    finding->doubt = most.doubt;
    finding_concerns(finding, most.strategy);
    for (size_t i = index + 1; i < verdict->warning_count && is_shared(most.doubt); i++) {
        const struct verdict_warning *other = &verdict->warnings[i];
        if (other->doubt != most.doubt)
            continue;
        finding_concerns(finding, other->strategy);
        most = other->figure > most.figure ? *other : most;
    }
    write_doubtful(finding, results);
    say_doubt(finding, results, &most);
}

/* Failed tasks are a finding of their own. */
void find_doubts(struct findings *findings, const struct results *results)
{
    for (size_t i = 0; i < findings->verdict.warning_count; i++)
        if (findings->verdict.warnings[i].doubt != VERDICT_FAILED && !is_said(&findings->verdict, i))
            find_doubt(findings, results, i);
}

char *finding_warning_words(const struct results *results, const struct verdict_warning *warning)
{
    struct finding finding = { .text = STRBUF_INIT };
    say_doubt(&finding, results, warning);
    free(finding.marks);
    return strbuf_detach(&finding.text);
}
