#include "analysis/verdict.h"

#include "base/xmalloc.h"

#include <math.h>
#include <stdlib.h>

#define SHORT_S      0.005
#define SPREAD_SHARE 0.05

static bool counts(const struct outcome *run)
{
    return outcome_counts(run) && run->done_ns > 0;
}

/* The times of the runs that count, s; to be freed. One more is allocated: times + 1 is valid with no run. */
static double *times_of(const struct result *result, size_t *count)
{
    double *times = xreallocarray(NULL, result->run_count + 1, sizeof *times);
    *count = 0;
    for (size_t i = 0; i < result->run_count; i++)
        if (counts(&result->runs[i]))
            times[(*count)++] = (double)result->runs[i].done_ns / 1e9;
    return times;
}

static double median_of(const struct result *result)
{
    size_t count;
    double *times = times_of(result, &count), median = stats_of(times, count).median;
    free(times);
    return median;
}

/* ---- pairs --------------------------------------------------------------------------------------------- */

/* A strategy that has times, for ranking. */
struct place {
    size_t strategy;
    double median; /* of the runs that count, s */
};

static int by_median(const void *a, const void *b)
{
    const struct place *left = a, *right = b;
    if (left->median != right->median)
        return left->median < right->median ? -1 : 1;
    return (left->strategy > right->strategy) - (left->strategy < right->strategy);
}

/* The next repeat from *at on; NULL: there is none. */
static const struct outcome *next_repeat(const struct result *result, size_t *at)
{
    while (*at < result->run_count && result->runs[*at].warmup)
        (*at)++;
    return *at < result->run_count ? &result->runs[(*at)++] : NULL;
}

/* The times of two strategies, s, in the repeats in which both count. `a`, `b`: room for all runs of a. */
static size_t paired_times(const struct result *of_a, const struct result *of_b, double *a, double *b)
{
    const struct outcome *run_a, *run_b;
    size_t at_a = 0, at_b = 0, count = 0;
    while ((run_a = next_repeat(of_a, &at_a)) && (run_b = next_repeat(of_b, &at_b))) {
        if (!counts(run_a) || !counts(run_b))
            continue;
        a[count] = (double)run_a->done_ns / 1e9;
        b[count++] = (double)run_b->done_ns / 1e9;
    }
    return count;
}

static void decide_pair(struct verdict_pair *pair, const double *slow, const double *fast)
{
    pair->interval = bootstrap_ratio(slow, fast, pair->repeats);
    pair->answer = pair->interval.low > 1 || pair->interval.high < 1 ? VERDICT_KNOWN : VERDICT_OPEN;
    if (pair->answer == VERDICT_KNOWN)
        return;
    size_t wanted = bootstrap_repeats(pair->interval.scatter, pair->interval.ratio);
    if (wanted > BOOTSTRAP_MOST)
        pair->more = 0;
    else
        pair->more = wanted > pair->repeats ? wanted - pair->repeats : 1;
}

/* Medians over the common repeats may be in the other order than those over all. */
static void order_pair(struct verdict_pair *pair)
{
    struct interval was = pair->interval;
    size_t fast = pair->fast;
    if (!(was.ratio < 1))
        return;
    pair->fast = pair->slow;
    pair->slow = fast;
    pair->interval = (struct interval){ 1 / was.ratio, 1 / was.high, 1 / was.low, was.scatter };
}

static void compare_pair(struct verdict_pair *pair, const struct results *results)
{
    const struct result *fast = &results->results[pair->fast], *slow = &results->results[pair->slow];
    double *times = xreallocarray(NULL, 2 * slow->run_count + 2, sizeof *times);
    double *other = times + slow->run_count + 1;
    pair->repeats = paired_times(slow, fast, times, other);
    if (pair->repeats < BOOTSTRAP_LEAST) {
        pair->more = BOOTSTRAP_LEAST - pair->repeats;
        pair->interval = (struct interval){ median_of(slow) / median_of(fast), NAN, NAN, NAN };
    } else {
        decide_pair(pair, times, other);
    }
    order_pair(pair);
    free(times);
}

static void compare_pairs(struct verdict *verdict, const struct results *results)
{
    struct place *places = xcalloc(results->count, sizeof *places);
    size_t count = 0;
    const struct result *baseline = results_baseline(results);
    for (size_t i = 0; i < results->experiment->strategy_count; i++) {
        double median = median_of(&results->results[i]);
        if (median > 0)
            places[count++] = (struct place){ i, median };
    }
    if (count > 1)
        qsort(places, count, sizeof *places, by_median);
    verdict->missing = count > 1 ? BOOTSTRAP_LEAST : 0;
    verdict->pairs = xcalloc(count * count / 2 + 1, sizeof *verdict->pairs);
    for (size_t fast = 0; fast < count; fast++)
        for (size_t slow = fast + 1; slow < count; slow++) {
            struct verdict_pair *pair = &verdict->pairs[verdict->pair_count++];
            size_t other = places[slow].strategy;
            *pair = (struct verdict_pair){ .fast = places[fast].strategy, .slow = other };
            pair->leading = slow == fast + 1 || (fast == 0 && &results->results[other] == baseline);
            compare_pair(pair, results);
            size_t missing = pair->answer == VERDICT_TOO_FEW ? pair->more : 0;
            verdict->missing = missing < verdict->missing ? missing : verdict->missing;
        }
    free(places);
}

/* ---- warnings ------------------------------------------------------------------------------------------ */

static void add_warning(struct verdict *verdict, enum verdict_doubt doubt, size_t strategy, size_t runs,
                        double figure)
{
    verdict->warnings =
        xreallocarray(verdict->warnings, verdict->warning_count + 1, sizeof *verdict->warnings);
    verdict->warnings[verdict->warning_count++] =
        (struct verdict_warning){ .doubt = doubt, .strategy = strategy, .runs = runs, .figure = figure };
}

static void doubt_times(struct verdict *verdict, const struct results *results, size_t strategy)
{
    size_t count;
    double *times = times_of(&results->results[strategy], &count);
    struct stats all = stats_of(times, count), others = stats_of(times + 1, count ? count - 1 : 0);
    if (count && all.median < SHORT_S)
        add_warning(verdict, VERDICT_SHORT, strategy, 1, all.median);
    if (count > 1 && all.max - all.min > SPREAD_SHARE * all.median)
        add_warning(verdict, VERDICT_SPREAD, strategy, 1, (all.max - all.min) / all.median);
    if (count > 2 && times[0] > others.max && times[0] > (1 + SPREAD_SHARE) * others.median)
        add_warning(verdict, VERDICT_FIRST, strategy, 1, times[0] / others.median - 1);
    free(times);
}

static double share_of(uint64_t ns, uint64_t capacity)
{
    return capacity ? (double)ns / (double)capacity : 0;
}

/* Naps need no core: a disturbance matters to them once their sum is so much longer than asked for. */
#define LATE_SHARE 0.02

/* Whether processor time taken by others matters to a run. */
static bool is_touched(const struct outcome *run)
{
    double asked = (double)run->account.asked, slept = (double)run->account.ns[ACCOUNT_TASKS];
    return asked <= 0 || slept > asked * (1 + LATE_SHARE);
}

/* The figure of a doubt about a single run; 0: no such doubt. */
static double doubt_of_run(const struct outcome *run, enum verdict_doubt doubt)
{
    const struct disturbance *disturbance = &run->disturbance;
    switch (doubt) {
    case VERDICT_BUSY:
        return disturbance_is_busy(disturbance) && is_touched(run)
                   ? share_of(disturbance->others, disturbance->capacity)
                   : 0;
    case VERDICT_STEAL:
        return disturbance_is_stolen(disturbance) && is_touched(run)
                   ? share_of(disturbance->steal, disturbance->capacity)
                   : 0;
    case VERDICT_THROTTLED:
        return disturbance_is_throttled(disturbance) ? (double)disturbance->quota / 1e9 : 0;
    case VERDICT_HELD:
        return (double)run->held_ns / 1e9;
    case VERDICT_FAILED:
        return (double)run->tasks_failed;
    case VERDICT_THERMAL:
        return (double)disturbance->throttles;
    case VERDICT_BATTERY:
        return disturbance->battery;
    default:
        return 0;
    }
}

static void doubt_runs(struct verdict *verdict, const struct results *results, size_t strategy)
{
    const struct result *result = &results->results[strategy];
    for (int doubt = VERDICT_BUSY; doubt < VERDICT_DOUBTS; doubt++) {
        bool adds_up = doubt == VERDICT_HELD || doubt == VERDICT_THROTTLED || doubt == VERDICT_FAILED ||
                       doubt == VERDICT_THERMAL;
        double figure = 0;
        size_t runs = 0;

        for (size_t i = 0; i < result->run_count; i++) {
            double one = doubt_of_run(&result->runs[i], (enum verdict_doubt)doubt);
            if (!result->runs[i].complete || one <= 0)
                continue;
            runs++;
            figure = adds_up ? figure + one : fmax(figure, one);
        }
        if (runs)
            add_warning(verdict, (enum verdict_doubt)doubt, strategy, runs, figure);
    }
}

void verdict_of(struct verdict *verdict, const struct results *results)
{
    *verdict = (struct verdict){ .pairs = NULL };
    compare_pairs(verdict, results);
    for (size_t i = 0; i < results->experiment->strategy_count; i++) {
        doubt_times(verdict, results, i);
        doubt_runs(verdict, results, i);
    }
}

bool verdict_is_open(const struct verdict *verdict)
{
    for (size_t i = 0; i < verdict->pair_count; i++)
        if (verdict->pairs[i].leading && verdict->pairs[i].answer == VERDICT_OPEN)
            return true;
    return false;
}

size_t verdict_needs(const struct verdict *verdict)
{
    size_t needs = verdict->missing;
    for (size_t i = 0; i < verdict->pair_count && !verdict->missing; i++)
        if (verdict->pairs[i].leading && verdict->pairs[i].more > needs)
            needs = verdict->pairs[i].more;
    return needs;
}

void verdict_release(struct verdict *verdict)
{
    free(verdict->pairs);
    free(verdict->warnings);
    *verdict = (struct verdict){ .pairs = NULL };
}

const char *verdict_answer_word(enum verdict_answer answer)
{
    static const char *const words[] = {
        [VERDICT_TOO_FEW] = "too few repeats",
        [VERDICT_OPEN] = "open",
        [VERDICT_KNOWN] = "told",
    };
    return words[answer];
}

const char *verdict_doubt_word(enum verdict_doubt doubt)
{
    static const char *const words[VERDICT_DOUBTS] = {
        [VERDICT_SHORT] = "short run",   [VERDICT_SPREAD] = "spread", [VERDICT_FIRST] = "first repeat slow",
        [VERDICT_BUSY] = "machine busy", [VERDICT_STEAL] = "steal",   [VERDICT_THROTTLED] = "throttled",
        [VERDICT_HELD] = "held",         [VERDICT_FAILED] = "failed", [VERDICT_THERMAL] = "thermal",
        [VERDICT_BATTERY] = "battery",
    };
    return words[doubt];
}
