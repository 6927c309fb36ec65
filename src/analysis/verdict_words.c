/* The verdict in sentences. */
#include "analysis/verdict.h"

#include "base/format.h"

#include <math.h>
#include <stdio.h>

static const char *label(const struct results *results, size_t strategy)
{
    return results->experiment->strategies[strategy].label;
}

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

int verdict_digits(const struct interval *interval)
{
    double least = fmin(fabs(interval->low - 1), interval->high - interval->low);
    if (interval->ratio >= 100)
        return 0;
    return least >= 0.01 ? 2 : 3;
}

static void write_told(const struct results *results, const struct verdict_pair *pair, char *buf, size_t size)
{
    const struct interval *interval = &pair->interval;
    int digits = verdict_digits(interval);
    snprintf(buf, size, "%s is %.*f × as fast as %s [%.*f, %.*f]", label(results, pair->fast), digits,
             interval->ratio, label(results, pair->slow), digits, interval->low, digits, interval->high);
}

static void write_open(const struct results *results, const struct verdict_pair *pair, char *buf, size_t size)
{
    char count[FORMAT_MAX], width[FORMAT_MAX];
    const char *fast = label(results, pair->fast), *slow = label(results, pair->slow);
    double apart = fmax(fabs(pair->interval.low - 1), fabs(pair->interval.high - 1));
    if (pair->more)
        snprintf(buf, size, "cannot tell %s from %s: about %s more repeat%s would", fast, slow,
                 format_count(count, sizeof count, pair->more), plural(pair->more));
    else
        snprintf(buf, size, "cannot tell %s from %s: at most %s apart, more than %s repeats would be needed",
                 fast, slow, format_change(width, sizeof width, apart) + 1,
                 format_count(count, sizeof count, BOOTSTRAP_MOST));
}

char *verdict_sentence(const struct results *results, const struct verdict_pair *pair, char *buf, size_t size)
{
    switch (pair->answer) {
    case VERDICT_TOLD:
        write_told(results, pair, buf, size);
        break;
    case VERDICT_OPEN:
        write_open(results, pair, buf, size);
        break;
    case VERDICT_TOO_FEW:
        snprintf(buf, size, "%s against %s: %zu more repeat%s before anything is said",
                 label(results, pair->fast), label(results, pair->slow), pair->more, plural(pair->more));
        break;
    }
    return buf;
}

char *verdict_missing_sentence(const struct verdict *verdict, char *buf, size_t size)
{
    snprintf(buf, size, "%d repeats are needed for a verdict: %zu more", BOOTSTRAP_LEAST, verdict->missing);
    return buf;
}

char *verdict_failed_sentence(const struct results *results, size_t strategy, char *buf, size_t size)
{
    const struct result *result = &results->results[strategy];
    uint64_t at_limit = 0, all = 0;
    for (size_t run = 0; run < result->run_count; run++) {
        at_limit += result->runs[run].failed_at_limit;
        all += result->runs[run].failed_attempts;
    }
    return verdict_limit_words(at_limit, all, results->experiment->strategies[strategy].task_timeout_ns, buf,
                               size);
}

char *verdict_limit_words(uint64_t at_limit, uint64_t all, uint64_t limit_ns, char *buf, size_t size)
{
    char limit[FORMAT_MAX], count[FORMAT_MAX], total[FORMAT_MAX];
    format_nap(limit, sizeof limit, limit_ns);
    if (at_limit == 0)
        buf[0] = '\0';
    else if (at_limit == all)
        snprintf(buf, size, "each attempt was ended at the time limit of %s", limit);
    else
        snprintf(buf, size, "%s of %s attempts were ended at the time limit of %s",
                 format_count(count, sizeof count, at_limit), format_count(total, sizeof total, all), limit);
    return buf;
}

/* "in 2 of 5 runs", "". */
static const char *in_runs(const struct results *results, const struct verdict_warning *warning, char *buf,
                           size_t size)
{
    size_t all = results->results[warning->strategy].run_count;
    buf[0] = '\0';
    if (all > 1)
        snprintf(buf, size, " in %zu of %zu runs", warning->runs, all);
    return buf;
}

char *verdict_warning_sentence(const struct results *results, const struct verdict_warning *warning,
                               char *buf, size_t size)
{
    char runs[64], share[FORMAT_MAX], span[FORMAT_MAX];
    double seconds = warning->doubt == VERDICT_SHORT || warning->doubt == VERDICT_HELD ? warning->figure : 0;
    in_runs(results, warning, runs, sizeof runs);
    format_percent(share, sizeof share, warning->figure);
    format_duration(span, sizeof span, (uint64_t)llround(seconds * 1e9));
    switch (warning->doubt) {
    case VERDICT_SHORT:
        snprintf(buf, size, "so short a run (%s) mostly measures its own start and end", span);
        break;
    case VERDICT_SPREAD:
        snprintf(buf, size, "the repeats spread over %s", share);
        break;
    case VERDICT_FIRST:
        snprintf(buf, size,
                 "the first repeat took %s longer than the others; a warm-up (--warmup 1) takes it out",
                 share);
        break;
    case VERDICT_BUSY:
        snprintf(buf, size, "something else kept the machine busy: up to %s of its processor time%s", share,
                 runs);
        break;
    case VERDICT_STEAL:
        snprintf(buf, size, "the host took processor time away from this machine: up to %s%s", share, runs);
        break;
    case VERDICT_HELD:
        snprintf(buf, size, "was held for %s%s; such a run takes no part in the verdict", span, runs);
        break;
    case VERDICT_FAILED:
        snprintf(buf, size, "tasks failed%s; such a run takes no part in the verdict", runs);
        break;
    case VERDICT_THERMAL:
        snprintf(buf, size, "the processor slowed down because of heat%s", runs);
        break;
    case VERDICT_BATTERY:
        snprintf(buf, size, "ran on battery%s, where processors may be slower", runs);
        break;
    case VERDICT_DOUBTS:
        buf[0] = '\0';
        break;
    }
    return buf;
}

const char *verdict_answer_word(enum verdict_answer answer)
{
    static const char *const words[] = {
        [VERDICT_TOO_FEW] = "too few repeats",
        [VERDICT_OPEN] = "open",
        [VERDICT_TOLD] = "told",
    };

    return words[answer];
}

const char *verdict_doubt_word(enum verdict_doubt doubt)
{
    static const char *const words[VERDICT_DOUBTS] = {
        [VERDICT_SHORT] = "short run",   [VERDICT_SPREAD] = "spread",   [VERDICT_FIRST] = "first repeat slow",
        [VERDICT_BUSY] = "machine busy", [VERDICT_STEAL] = "steal",     [VERDICT_HELD] = "held",
        [VERDICT_FAILED] = "failed",     [VERDICT_THERMAL] = "thermal", [VERDICT_BATTERY] = "battery",
    };

    return words[doubt];
}
