#include "analysis/finding_kinds.h"

#include "base/format.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* A smaller ratio is not called faster. */
#define NEAR 1.02

/* The sum of the naps is a finding from so many times the elapsed time on. */
#define NAPS_WORTH 1.5

static bool computes(const struct results *results)
{
    return results->experiment->workload.ops->computes;
}

static double median(const struct results *results, size_t strategy)
{
    return results->results[strategy].done.median;
}

/* ---- the fastest -------------------------------------------------------------------------------------- */

static bool naps_are_worth_it(const struct results *results, const struct best *best)
{
    return best->count > 0 && (double)results->naps / 1e9 >= median(results, best->first) * NAPS_WORTH;
}

/* With one strategy alone, the findings on naps and on an early toc already give its time. */
static bool is_said_otherwise(const struct results *results, const struct best *best)
{
    return best->count == 1 &&
           (result_is_unjoined(&results->results[best->first]) || naps_are_worth_it(results, best));
}

/* Where tasks compute and this share of the processors was taken from a run,
 * the times do not show which strategy is faster. */
#define CLOUDED 0.25

static double share_taken(const struct results *results, bool *throttled)
{
    double most = 0;
    for (size_t i = 0; computes(results) && i < results->count; i++)
        for (size_t run = 0; run < results->results[i].run_count; run++) {
            const struct disturbance *disturbance = &results->results[i].runs[run].disturbance;
            double all = (double)disturbance->capacity;
            double taken = all > 0 ? (double)(disturbance->others + disturbance->steal) / all : 0;
            most = results->results[i].runs[run].complete && taken > most ? taken : most;
            *throttled |= disturbance_is_throttled(disturbance);
        }
    return most;
}

static void say_gain(struct findings *findings, const struct best *best, bool tie)
{
    const struct results *results = findings->results;
    const struct result *baseline = results_baseline(results), *first = &results->results[best->first];
    if (best->count < 2 || !baseline || !result_is_comparable(baseline))
        return;
    if (baseline == first) {
        finding_say(findings, "%s", tie ? "" : ", and more workers gained nothing");
        return;
    }
    finding_say(findings, ", %x as fast as %n", first->speedup, (size_t)(baseline - results->results));
    uint64_t cores = results->machine.cores;
    if (computes(results) && cores > 1)
        finding_say(findings, "; %i cores allow %i\u00A0×", cores, cores);
}

/* How many of the runs asked for are still to come. */
static void say_so_far(struct findings *findings)
{
    const struct results *results = findings->results;
    uint64_t all = results->count * results->experiment->repeat, runs = 0;
    for (size_t i = 0; i < results->count; i++)
        runs += results->results[i].complete;
    finding_say(findings, "; %i of %i runs to come", all > runs ? all - runs : 0, all);
}

/* "chunk 1 was fastest: 4.77 s", "serial and process were fastest, as good as equal:
 * …", "serial took 9.48 s". */
static void say_fastest(struct findings *findings, const struct best *best)
{
    const struct results *results = findings->results;
    bool tie = best->count > 1 && median(results, best->second) < median(results, best->first) * NEAR;
    finding_add(findings, FINDING_FASTEST, FINDING_PLAIN, "%s%n",
                findings->over ? "" : "so far: ", best->first);
    if (tie)
        finding_say(findings,
                    best->count == 2 ? " and %n took as good as the same time: "
                                     : " and %n were fastest, as good as equal: ",
                    best->second);
    else
        finding_say(findings, best->count > 1 ? " was fastest: " : " took ");
    finding_say(findings, "%t", median(results, best->first));
    if (findings->over)
        say_gain(findings, best, tie);
    else
        say_so_far(findings);
    finding_say(findings, ".");
}

void find_fastest(struct findings *findings)
{
    struct best best = results_best(findings->results);
    bool throttled = false;
    double taken = share_taken(findings->results, &throttled);
    if (best.count == 0 || is_said_otherwise(findings->results, &best))
        return;
    if (best.count < 2 || (taken < CLOUDED && !throttled))
        say_fastest(findings, &best);
    else if (throttled)
        finding_add(findings, FINDING_FASTEST, FINDING_WARNING,
                    "which strategy is fastest could not be seen here: a CPU quota held the workers back.");
    else
        finding_add(findings, FINDING_FASTEST, FINDING_WARNING,
                    "which strategy is fastest could not be seen here: other programs had up to %p of the "
                    "processors.",
                    taken);
}

/* Slower than the first by more than their repeats scatter; single runs have no scatter. */
static bool is_slower_kin(const struct results *results, size_t first, size_t other)
{
    const struct result *fast = &results->results[first], *slow = &results->results[other];
    const struct strategy *of = results->experiment->strategies;
    bool apart = fast->complete < 2 || slow->complete < 2 || fast->done.max < slow->done.min;
    return first != other && of[first].ops == of[other].ops && result_is_comparable(slow) &&
           slow->done.median >= fast->done.median * NEAR && apart;
}

void find_kin(struct findings *findings)
{
    const struct results *results = findings->results;
    struct best best = results_best(results);
    size_t other = 0;
    while (best.count > 1 && other < results->count && !is_slower_kin(results, best.first, other))
        other++;
    if (best.count > 1 && other < results->count)
        finding_add(findings, FINDING_KIN, FINDING_PLAIN, "%n was %x as fast as %n.", best.first,
                    median(results, other) / median(results, best.first), other);
}

void find_naps(struct findings *findings)
{
    const struct results *results = findings->results;
    struct best best = results_best(results);
    if (naps_are_worth_it(results, &best))
        finding_add(findings, FINDING_NAPS, FINDING_PLAIN,
                    "%c, %d of sleep in all, fit into %t: a worker that sleeps needs no core.",
                    results->experiment->workload.tasks, "nap", results->naps, median(results, best.first));
}

/* ---- limits of any schedule --------------------------------------------------------------------------- */

/* The lengths of computing tasks are those of one run; another run on the same cores may have been faster. */
static bool is_refuted(const struct results *results, const struct bounds *bounds)
{
    bool refuted = false;
    for (size_t i = 0; computes(results) && i < results->count; i++)
        refuted |= results->results[i].complete && results->results[i].done.min * 1e9 < (double)bounds->lower;
    return refuted;
}

/* The bounds on the most places, of a run that did all tasks; on fewer places than `below`. */
static const struct bounds *widest_bounds(const struct results *results, uint64_t below)
{
    const struct bounds *widest = NULL;
    for (size_t i = 0; i < results->count; i++) {
        const struct outcome *run = result_middle_run(&results->results[i]);
        if (run && !run->tasks_failed && run->bounds.lower && run->bounds.places < below &&
            !is_refuted(results, &run->bounds) && (!widest || run->bounds.places > widest->places))
            widest = &run->bounds;
    }
    return widest;
}

/* The longest task is more than an even share of the work. */
void find_span(struct findings *findings)
{
    const struct bounds *bounds = widest_bounds(findings->results, UINT64_MAX);
    if (bounds && bounds->places > 1 && bounds->tasks > 2 && bounds->span == bounds->lower &&
        bounds->shortest * 2 <= bounds->span)
        finding_add(findings, FINDING_SPAN, FINDING_PLAIN,
                    "the longest %s takes %d, and no number of workers is faster than that; it should start "
                    "first.",
                    computes(findings->results) ? "task" : "nap", bounds->span);
}

/* A smaller ratio of the worst order to the best is not worth a sentence. */
#define ORDERS_APART 1.1

/* Times closer than this read the same. */
#define ORDERS_EQUAL 1.001

/* Every computed order takes as long as the bound: the order does not matter. */
static bool orders_coincide(const struct bounds *bounds)
{
    double most = (double)bounds->lower * ORDERS_EQUAL;
    return bounds->fifo && (double)bounds->fifo < most && (double)bounds->lpt < most;
}

void find_orders(struct findings *findings)
{
    const struct results *results = findings->results;
    const struct bounds *bounds = widest_bounds(results, results->experiment->workload.tasks);
    if (!bounds || bounds->places < 2 || orders_coincide(bounds) ||
        (double)bounds->greedy < (double)bounds->lower * ORDERS_APART)
        return;
    finding_add(findings, FINDING_ORDERS, FINDING_PLAIN, "With %c the best possible is %d", bounds->places,
                computes(results) ? "core" : "worker", bounds->lower);
    if (bounds->fifo)
        finding_say(findings, "; in order it is %d, longest first %d", bounds->fifo, bounds->lpt);
    finding_say(findings, "; at most %d if no worker idles (Graham).", bounds->greedy);
}

/* The bound with the workers of the strategy that had most. */
static double bound_of_naps(const struct results *results, char *buf, size_t size)
{
    const struct bounds *bounds = widest_bounds(results, UINT64_MAX);
    char work[FORMAT_MAX], bound[FORMAT_MAX];
    if (results->longest_nap == 0)
        return NAN;
    if (bounds && bounds->lower > results->longest_nap && bounds->places > 1) {
        snprintf(buf, size, "naps ÷ workers: %s ÷ %llu = %s", format_nap(work, sizeof work, bounds->work),
                 (unsigned long long)bounds->places, format_duration(bound, sizeof bound, bounds->lower));
        return (double)bounds->lower / 1e9;
    }
    snprintf(buf, size, "the longest nap: %s", format_nap(bound, sizeof bound, results->longest_nap));
    return (double)results->longest_nap / 1e9;
}

double finding_bound(const struct results *results, char *buf, size_t size)
{
    const struct result *baseline = results_baseline(results);
    char work[FORMAT_MAX], bound[FORMAT_MAX];
    snprintf(buf, size, "%s", "");
    if (!computes(results))
        return bound_of_naps(results, buf, size);
    if (!baseline || !result_is_comparable(baseline) || results->machine.cores < 2)
        return NAN;
    double ideal = baseline->done.median / results->machine.cores;
    if (results->results[results_best(results).first].done.min < ideal)
        return NAN;
    snprintf(buf, size, "work ÷ cores: %s ÷ %u = %s",
             format_seconds(work, sizeof work, baseline->done.median), results->machine.cores,
             format_seconds(bound, sizeof bound, ideal));
    return ideal;
}

/* ---- where the time went ------------------------------------------------------------------------------ */

/* A worker alone for less than this share of the run is not worth a sentence. */
#define ALONE_SHARE 0.03

void find_imbalance(struct findings *findings, size_t strategy, const struct result *result)
{
    const struct outcome *run = result_middle_run(result);
    if (run && outcome_counts(run) && !result->plan.traits.one_each && run->account.workers > 1 &&
        (double)run->account.alone >= ALONE_SHARE * (double)run->done_ns)
        finding_add_about(findings, FINDING_IMBALANCE, FINDING_PLAIN, strategy,
                          "the last %s ran alone for %d, while the other worker%s had nothing left to take.",
                          result->plan.chunk > 1 ? "chunk" : "task", run->account.alone,
                          run->account.workers > 2 ? "s" : "");
}

/* A smaller share without a core is ordinary scheduling of the system. */
#define WITHOUT_CORE 0.1

void finding_say_shared(struct findings *findings, uint64_t workers, uint64_t cores, const char *has,
                        double share)
{
    finding_say(findings, "%c on %c are not %i times busy: each %s a core %p of the time", workers, "worker",
                cores, "core", workers, has, share);
}

void find_shared_cores(struct findings *findings, size_t strategy, const struct result *result)
{
    const struct outcome *run = result_middle_run(result);
    if (!run || !run->account.computes || result->plan.traits.one_each ||
        run->account.workers <= run->account.places)
        return;
    const uint64_t *ns = run->account.ns;
    double inside = (double)(ns[ACCOUNT_CPU] + ns[ACCOUNT_READY]);
    if (!(inside > 0) || (double)ns[ACCOUNT_READY] < WITHOUT_CORE * inside)
        return;
    finding_add_about(findings, FINDING_SHARED, FINDING_PLAIN, strategy, "");
    finding_say_shared(findings, run->account.workers, run->account.places, "had",
                       (double)ns[ACCOUNT_CPU] / inside);
    finding_say(findings, " in tasks.");
}

/* Where a task elsewhere takes so many times as long as here, a process costs little beside it. */
#define SLOWER_ELSEWHERE 5

/* The baseline's time for each task elsewhere, s; 0: not known. */
static double task_elsewhere(const struct results *results, const char **source)
{
    const struct result *baseline = results_baseline(results);
    const struct experiment *experiment = results->experiment;
    for (size_t i = 0; baseline && i < experiment->reference_count; i++) {
        const struct reference *reference = &experiment->references[i];
        const char *kind = experiment->strategies[baseline - results->results].ops->name;
        *source = reference->source[0] ? reference->source : "another machine";
        if (strncmp(reference->label, kind, strlen(kind)) == 0)
            return (double)reference->ns / 1e9 / (double)experiment->workload.tasks;
    }
    return 0;
}

/* Where a task takes so many times what a process costs, the cost is no finding. */
#define TASK_DWARFS 50

void find_processes(struct findings *findings, size_t strategy, const struct result *result)
{
    const struct results *results = findings->results;
    double task = results_task_seconds(results), cost = result_overhead(result);
    if (!result->plan.traits.one_each || !result_is_comparable(result) || !(cost > 0) ||
        task > cost * TASK_DWARFS)
        return;
    const char *source = "";
    double elsewhere = task > 0 ? task_elsewhere(results, &source) : 0;
    finding_add_about(findings, FINDING_PROCESS, FINDING_PLAIN, strategy, "%t to start and end each of %c",
                      cost, results->experiment->workload.tasks, "process");
    if (task > 0)
        finding_say(findings, "; a task takes %t", task);
    finding_say(findings, ".");
    if (elsewhere >= SLOWER_ELSEWHERE * task && cost > task / SLOWER_ELSEWHERE && elsewhere > 0)
        finding_say(findings, " Elsewhere (%s) a task took %t: beside that a process costs little.", source,
                    elsewhere);
}

/* An efficiency above this is more than rounding. */
#define FULL 1.02

void find_efficiency(struct findings *findings, size_t strategy, const struct result *result)
{
    const struct results *results = findings->results;
    if (result->efficiency > FULL)
        finding_add_about(findings, FINDING_EFFICIENCY, FINDING_WARNING, strategy,
                          "an efficiency of %p is more than its workers can gain: the times of %n and of "
                          "this are too uneven to be compared.",
                          result->efficiency, (size_t)(results_baseline(results) - results->results));
}
