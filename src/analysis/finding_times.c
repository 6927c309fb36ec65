#include "analysis/finding_times.h"

#include "base/format.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Nearer than this is not called faster. */
#define NEAR 1.02

/* How many times the elapsed time the naps have to come to before that is a finding. */
#define NAPS_WORTH 1.5

static bool computes(const struct results *results)
{
    return results->experiment->workload.ops->computes;
}

/* ---- the fastest -------------------------------------------------------------------------------------- */

static bool naps_are_worth_it(const struct results *results, const struct best *best)
{
    double all = (double)results->naps / 1e9;
    return best->count > 0 && all >= results->results[best->first].done.median * NAPS_WORTH;
}

/* One strategy alone: the naps and the early toc are findings with its time. */
static bool is_said_otherwise(const struct results *results, const struct best *best)
{
    const struct result *only = &results->results[best->first];
    return best->count == 1 && (result_is_unjoined(only) || naps_are_worth_it(results, best));
}

/* Processor time that the runs did not get, as a share of the processors: where tasks compute and so much is missing,
 * their times do not say which strategy is faster. */
#define CLOUDED 0.25

static double share_taken(const struct results *results, bool *throttled)
{
    double most = 0;
    for (size_t i = 0; computes(results) && i < results->experiment->strategy_count; i++)
        for (size_t run = 0; run < results->results[i].run_count; run++) {
            const struct disturbance *disturbance = &results->results[i].runs[run].disturbance;
            double all = (double)disturbance->capacity;
            double taken = all > 0 ? (double)(disturbance->others + disturbance->steal) / all : 0;
            most = results->results[i].runs[run].complete && taken > most ? taken : most;
            *throttled |= disturbance_is_throttled(disturbance);
        }
    return most;
}

static void say_gain(struct finding *finding, const struct results *results, const struct best *best,
                     bool tie)
{
    const struct result *baseline = results_baseline(results), *first = &results->results[best->first];
    if (best->count < 2 || !baseline || !result_is_comparable(baseline))
        return;
    if (baseline != first) {
        finding_say(finding, ", ");
        finding_times(finding, first->speedup);
        finding_say(finding, " as fast as ");
        finding_name(finding, results, (size_t)(baseline - results->results));
        if (computes(results) && results->machine.cores > 1)
            finding_say(finding, "; %u cores allow %u\u00A0×", results->machine.cores,
                        results->machine.cores);
    } else if (!tie) {
        finding_say(finding, ", and more workers gained nothing");
    }
}

/* Runs of those asked for that are still to come. */
static void say_so_far(struct finding *finding, const struct results *results)
{
    size_t all = results->experiment->strategy_count * (size_t)results->experiment->repeat, runs = 0;
    for (size_t i = 0; i < results->experiment->strategy_count; i++)
        runs += results->results[i].complete;
    finding_say(finding, "; %zu of %zu runs to come", all > runs ? all - runs : 0, all);
}

/* "chunk 1 was fastest: 4.77 s", "serial and process were fastest, as good as equal: …", "serial took 9.48 s". */
static void say_fastest(struct finding *finding, const struct results *results, const struct best *best,
                        bool over)
{
    const struct result *first = &results->results[best->first];
    bool tie = best->count > 1 && results->results[best->second].done.median < first->done.median * NEAR;
    finding_say(finding, "%s", over ? "" : "so far: ");
    finding_name(finding, results, best->first);
    if (tie) {
        finding_say(finding, " and ");
        finding_name(finding, results, best->second);
        finding_say(finding, " were fastest, as good as equal: ");
    } else {
        finding_say(finding, best->count > 1 ? " was fastest: " : " took ");
    }
    finding_seconds(finding, first->done.median);
    if (over)
        say_gain(finding, results, best, tie);
    else
        say_so_far(finding, results);
    finding_say(finding, ".");
}

void find_fastest(struct findings *findings, const struct results *results, bool over)
{
    struct best best = results_best(results);
    bool throttled = false;
    double taken = share_taken(results, &throttled);
    if (best.count == 0 || is_said_otherwise(results, &best))
        return;
    struct finding *finding = finding_add(findings, FINDING_FASTEST, FINDING_PLAIN);
    if (best.count < 2 || (taken < CLOUDED && !throttled)) {
        say_fastest(finding, results, &best, over);
        return;
    }
    finding->tone = FINDING_WARNING;
    finding_say(finding, "which strategy is fastest could not be seen here: ");
    if (throttled) {
        finding_say(finding, "a CPU quota held the workers back.");
        return;
    }
    finding_say(finding, "other programs had up to ");
    finding_share(finding, taken);
    finding_say(finding, " of the processors.");
}

/* Their repeats do not meet. A single run each meets nothing. */
static bool stand_apart(const struct result *fast, const struct result *slow)
{
    return fast->complete < 2 || slow->complete < 2 || fast->done.max < slow->done.min;
}

static bool is_kin(const struct results *results, size_t first, size_t other)
{
    const struct result *fast = &results->results[first], *slow = &results->results[other];
    const struct strategy *strategies_of = results->experiment->strategies;
    return first != other && strategies_of[first].ops == strategies_of[other].ops &&
           result_is_comparable(slow) && slow->done.median >= fast->done.median * NEAR &&
           stand_apart(fast, slow);
}

void find_kin(struct findings *findings, const struct results *results)
{
    struct best best = results_best(results);
    size_t other = 0;
    while (best.count > 1 && other < results->experiment->strategy_count &&
           !is_kin(results, best.first, other))
        other++;
    if (best.count < 2 || other == results->experiment->strategy_count)
        return;
    struct finding *finding = finding_add(findings, FINDING_KIN, FINDING_PLAIN);
    finding_name(finding, results, best.first);
    finding_say(finding, " was ");
    finding_times(finding, results->results[other].done.median / results->results[best.first].done.median);
    finding_say(finding, " as fast as ");
    finding_name(finding, results, other);
    finding_say(finding, ".");
}

/* ---- naps --------------------------------------------------------------------------------------------- */

void find_naps(struct findings *findings, const struct results *results)
{
    struct best best = results_best(results);
    if (!naps_are_worth_it(results, &best))
        return;
    struct finding *finding = finding_add(findings, FINDING_NAPS, FINDING_PLAIN);
    finding_plural(finding, results->experiment->workload.tasks, "nap");
    finding_say(finding, ", ");
    finding_ns(finding, results->naps);
    finding_say(finding, " of sleep in all, fit into ");
    finding_seconds(finding, results->results[best.first].done.median);
    finding_say(finding, ": a worker that sleeps needs no core.");
}

/* ---- limits of any schedule --------------------------------------------------------------------------- */

/* The bounds on most places of a run in which all tasks were done, and on fewer places than there are tasks. */
static const struct bounds *widest_bounds(const struct results *results, uint64_t below)
{
    const struct bounds *widest = NULL;
    for (size_t i = 0; i < results->experiment->strategy_count; i++) {
        const struct outcome *run = result_middle_run(&results->results[i]);
        if (run && !run->tasks_failed && run->bounds.lower && run->bounds.places < below &&
            (!widest || run->bounds.places > widest->places))
            widest = &run->bounds;
    }
    return widest;
}

/* The longest task is more than an even share of the work. */
void find_span(struct findings *findings, const struct results *results)
{
    const struct bounds *bounds = widest_bounds(results, UINT64_MAX);
    bool sleeps = !computes(results);
    if (!bounds || bounds->places < 2 || bounds->tasks <= 2 || bounds->span != bounds->lower ||
        bounds->shortest * 2 > bounds->span)
        return;
    struct finding *finding = finding_add(findings, FINDING_SPAN, FINDING_PLAIN);
    finding_say(finding, "the longest %s takes ", sleeps ? "nap" : "task");
    finding_ns(finding, bounds->span);
    finding_say(finding, ", and no number of workers is faster than that; it should start first.");
}

/* Less than this between the best and the worst order is not worth a sentence. */
#define ORDERS_APART 1.1

/* Nearer than this they read the same. */
#define ORDERS_EQUAL 1.001

/* Every order that is computed takes as long as the bound: it does not matter which one is taken. */
static bool orders_coincide(const struct bounds *bounds)
{
    double most = (double)bounds->lower * ORDERS_EQUAL;
    return bounds->fifo && (double)bounds->fifo < most && (double)bounds->lpt < most;
}

void find_orders(struct findings *findings, const struct results *results)
{
    const struct bounds *bounds = widest_bounds(results, results->experiment->workload.tasks);
    if (!bounds || bounds->places < 2 || orders_coincide(bounds) ||
        (double)bounds->greedy < (double)bounds->lower * ORDERS_APART)
        return;
    struct finding *finding = finding_add(findings, FINDING_ORDERS, FINDING_PLAIN);
    finding_say(finding, "With ");
    finding_plural(finding, bounds->places, computes(results) ? "core" : "worker");
    finding_say(finding, " no order is faster than ");
    finding_ns(finding, bounds->lower);
    if (bounds->fifo) {
        finding_say(finding, "; in order it is ");
        finding_ns(finding, bounds->fifo);
        finding_say(finding, ", longest first ");
        finding_ns(finding, bounds->lpt);
    }
    finding_say(finding, "; at most ");
    finding_ns(finding, bounds->greedy);
    finding_say(finding, " if no worker idles (Graham).");
}

/* Naps: no strategy had more workers than the one with most. */
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
    struct best best = results_best(results);
    char work[FORMAT_MAX], bound[FORMAT_MAX];
    snprintf(buf, size, "%s", "");
    if (!computes(results))
        return bound_of_naps(results, buf, size);
    if (!baseline || !result_is_comparable(baseline) || results->machine.cores < 2)
        return NAN;
    double ideal = baseline->done.median / results->machine.cores;
    if (results->results[best.first].done.min < ideal)
        return NAN;
    snprintf(buf, size, "work ÷ cores: %s ÷ %u = %s",
             format_seconds(work, sizeof work, baseline->done.median), results->machine.cores,
             format_seconds(bound, sizeof bound, ideal));
    return ideal;
}

/* ---- where the time went ------------------------------------------------------------------------------ */

/* A worker alone for less than this share of the run is not worth a sentence. */
#define ALONE_SHARE 0.03

/* Why a pool was slower than it might have been: its last chunk. */
void find_imbalance(struct findings *findings, const struct results *results)
{
    for (size_t i = 0; i < results->experiment->strategy_count; i++) {
        const struct result *result = &results->results[i];
        const struct outcome *run = result_middle_run(result);
        if (!run || !outcome_counts(run) || result->plan.traits.one_each || run->account.workers < 2 ||
            (double)run->account.alone < ALONE_SHARE * (double)run->done_ns)
            continue;
        struct finding *finding = finding_add_about(findings, FINDING_IMBALANCE, FINDING_PLAIN, results, i);
        finding_say(finding, "the last %s ran alone for ", result->plan.chunk > 1 ? "chunk" : "task");
        finding_ns(finding, run->account.alone);
        finding_say(finding, ", while %s had nothing left to take.",
                    run->account.workers > 2 ? "the other workers" : "the other worker");
    }
}

/* A task elsewhere takes so many times as long as here: then a process costs little beside it. */
#define SLOWER_ELSEWHERE 5

/* The baseline's time elsewhere, for each task, in s; 0: not known. */
static double task_elsewhere(const struct results *results, const char **source)
{
    const struct result *baseline = results_baseline(results);
    const struct experiment *experiment = results->experiment;
    for (size_t i = 0; baseline && i < experiment->reference_count; i++) {
        const char *kind = experiment->strategies[baseline - results->results].ops->name;
        *source = experiment->references[i].source;
        if (strncmp(experiment->references[i].label, kind, strlen(kind)) == 0)
            return (double)experiment->references[i].ns / 1e9 / (double)experiment->workload.tasks;
    }
    return 0;
}

/* A task that takes so many times what a process costs: then the cost is no finding. */
#define TASK_DWARFS 50

/* Why a process for each task pays, or does not. */
void find_processes(struct findings *findings, const struct results *results)
{
    for (size_t i = 0; i < results->experiment->strategy_count; i++) {
        const struct result *result = &results->results[i];
        double cost = result_overhead(result), task = results_task_seconds(results), elsewhere;
        const char *source = "";
        if (!result->plan.traits.one_each || !result_is_comparable(result) || !(cost > 0) ||
            task > cost * TASK_DWARFS)
            continue;
        struct finding *finding = finding_add_about(findings, FINDING_PROCESS, FINDING_PLAIN, results, i);
        finding_seconds(finding, cost);
        finding_say(finding, " to start and end each of ");
        finding_plural(finding, results->experiment->workload.tasks, "process");
        if (task > 0) {
            finding_say(finding, "; a task takes ");
            finding_seconds(finding, task);
        }
        finding_say(finding, ".");
        elsewhere = task > 0 && cost > task / SLOWER_ELSEWHERE ? task_elsewhere(results, &source) : 0;
        if (elsewhere < SLOWER_ELSEWHERE * task || elsewhere == 0)
            continue;
        finding_say(finding, " Elsewhere (%s) a task took ", source[0] ? source : "another machine");
        finding_seconds(finding, elsewhere);
        finding_say(finding, ": beside that a process costs little.");
    }
}

/* Above this an efficiency is no rounding. */
#define FULL 1.02

void find_efficiency(struct findings *findings, const struct results *results)
{
    for (size_t i = 0; i < results->experiment->strategy_count; i++) {
        const struct result *result = &results->results[i];
        if (!(result->efficiency > FULL))
            continue;
        struct finding *finding =
            finding_add_about(findings, FINDING_EFFICIENCY, FINDING_WARNING, results, i);
        finding_say(finding, "an efficiency of ");
        finding_share(finding, result->efficiency);
        finding_say(finding, " is more than its workers can gain: the times of ");
        finding_name(finding, results, (size_t)(results_baseline(results) - results->results));
        finding_say(finding, " and of this are too uneven to be compared.");
    }
}
