#include "compare/compare_words.h"

#include "compare/compare_facts.h"
#include "base/format.h"
#include "draw/styled_text.h"
#include "analysis/verdict.h"
#include "view/labels.h"

#include <math.h>
#include <stdio.h>

/* Nearer than this is not called faster. */
#define NEAR 1.02

/* What a saving in sleep has to come to before it is told. */
#define WORTH_TELLING 1.5

void compare_add_name(struct strbuf *out, const struct results *results, size_t strategy)
{
    const struct strategy *of = &results->experiment->strategies[strategy];
    styled_keep(out, role_of_strategy(of) | ROLE_STRONG, of->label);
}

static void add_seconds(struct strbuf *out, double seconds)
{
    char text[FORMAT_MAX];
    styled_keep(out, ROLE_FIGURE, format_seconds(text, sizeof text, seconds));
}

static void add_times(struct strbuf *out, double ratio)
{
    char text[FORMAT_MAX];
    styled_keep(out, ROLE_FIGURE, format_times(text, sizeof text, ratio));
}

/* ---- sentences ------------------------------------------------------------------------------------------------- */

static bool naps_are_worth_it(const struct results *results, const struct compare_best *best)
{
    double all = compare_naps(&results->experiment->workload).all;
    return best->count > 0 && all >= results->results[best->first].done.median * WORTH_TELLING;
}

static uint64_t failed_tasks(const struct result *result)
{
    uint64_t failed = 0;
    for (size_t run = 0; run < result->run_count; run++)
        failed += result->runs[run].tasks_failed;
    return failed;
}

/* Runs that did not come to their end. A warm-up that did is told of for the tasks it set aside. */
static size_t broken_off(const struct result *result)
{
    size_t broken = 0;
    for (size_t i = 0; i < result->run_count; i++) {
        const struct outcome *run = &result->runs[i];
        broken += !run->complete && !(run->warmup && run->tasks_failed && !run->tasks_lost);
    }
    return broken;
}

/* "✗ 1 task set aside as failed: each attempt was ended at the time limit of 1 s." */
static void tell_failed(struct strbuf *out, const struct results *results, size_t strategy, uint64_t failed)
{
    char count[FORMAT_MAX], why[VERDICT_SENTENCE_MAX];
    verdict_failed_sentence(results, strategy, why, sizeof why);
    if (!why[0])
        snprintf(why, sizeof why, "workers died in %s", failed == 1 ? "it" : "them");
    styled_addf(out, ROLE_FAILED, ": ✗ %s set aside as failed: %s.",
                format_plural(count, sizeof count, failed, "task"), why);
}

/* What went wrong, strategy after strategy. */
void compare_tell_trouble(struct strbuf *out, const struct results *results)
{
    for (size_t i = 0; i < results->experiment->strategy_count; i++) {
        const struct result *result = &results->results[i];
        const struct outcome *last = result->run_count ? &result->runs[result->run_count - 1] : NULL;
        uint64_t failed = failed_tasks(result);
        if (!last || (result->complete == result->run_count && failed == 0))
            continue;
        if (out->length)
            styled_add(out, ROLE_TEXT, " ");
        compare_add_name(out, results, i);
        size_t broken = broken_off(result);
        if (broken > 0 && result->complete > 0)
            styled_addf(out, ROLE_WARN, ": %zu of %zu runs count, the rest did not come to their end.",
                        result->complete, result->run_count);
        else if (broken == 0)
            tell_failed(out, results, i, failed);
        else if (last->interrupted)
            styled_add(out, ROLE_WARN, " was stopped.");
        else
            styled_addf(out, ROLE_FAILED, ": ✗ %s.", last->trouble[0] ? last->trouble : "tasks were lost");
    }
}

void compare_tell_deaths(struct strbuf *out, const struct results *results)
{
    for (size_t i = 0; i < results->experiment->strategy_count; i++) {
        const struct result *result = &results->results[i];
        uint64_t again = 0, failed = failed_tasks(result);
        char count[FORMAT_MAX];
        for (size_t run = 0; run < result->run_count; run++)
            again += result->runs[run].retries;
        if (again == 0 || result->complete < result->run_count)
            continue;
        if (out->length)
            styled_add(out, ROLE_TEXT, " ");
        compare_add_name(out, results, i);
        styled_add(out, ROLE_TEXT, ": ");
        styled_keep(out, ROLE_FIGURE, format_plural(count, sizeof count, again, "attempt"));
        styled_addf(out, ROLE_TEXT, " died and %s made again%s.", again == 1 ? "was" : "were",
                    failed == 0 ? "; no task is missing" : "");
    }
}

/* One strategy alone: the naps and the early toc are told with its time. */
static bool is_told_otherwise(const struct results *results, const struct compare_best *best)
{
    const struct result *only = &results->results[best->first];
    return best->count == 1 && (compare_is_unjoined(only) || naps_are_worth_it(results, best));
}

void compare_tell_fastest(struct strbuf *out, const struct results *results)
{
    struct compare_best best = compare_best(results);
    const struct result *serial = compare_serial(results);
    if (serial && !result_is_comparable(serial))
        serial = NULL;
    if (best.count == 0 || is_told_otherwise(results, &best))
        return;
    const struct result *first = &results->results[best.first];
    compare_add_name(out, results, best.first);
    bool tie = best.count > 1 && results->results[best.second].done.median < first->done.median * NEAR;
    if (best.count == 1) {
        styled_add(out, ROLE_TEXT, " took ");
    } else if (tie) {
        styled_add(out, ROLE_TEXT, " and ");
        compare_add_name(out, results, best.second);
        styled_add(out, ROLE_TEXT, " were fastest, as good as equal: ");
    } else {
        styled_add(out, ROLE_TEXT, " was fastest: ");
    }
    add_seconds(out, first->done.median);
    if (serial && serial != first && best.count > 1) {
        styled_add(out, ROLE_TEXT, ", ");
        add_times(out, first->speedup);
        styled_add(out, ROLE_TEXT, " as fast as ");
        compare_add_name(out, results, (size_t)(serial - results->results));
        if (results->experiment->workload.ops->computes && results->machine.cores > 1)
            styled_addf(out, ROLE_TEXT, "; %u cores allow %u\u00A0×", results->machine.cores,
                        results->machine.cores);
    } else if (serial == first && best.count > 1 && !tie) {
        styled_add(out, ROLE_TEXT, ", and more workers gained nothing");
    }
    styled_add(out, ROLE_TEXT, ".");
}

void compare_tell_toc(struct strbuf *out, const struct results *results)
{
    for (size_t i = 0; i < results->experiment->strategy_count && !out->length; i++) {
        const struct result *result = &results->results[i];
        if (!compare_is_unjoined(result))
            continue;
        compare_add_name(out, results, i);
        styled_add(out, ROLE_TEXT, " said toc after ");
        add_seconds(out, result->elapsed.median);
        styled_add(out, ROLE_TEXT, ", but its last task ended at ");
        add_seconds(out, result->done.median);
        styled_add(out, ROLE_TEXT, ": nobody waited for it.");
    }
}

void compare_tell_naps(struct strbuf *out, const struct results *results)
{
    const struct workload *workload = &results->experiment->workload;
    struct compare_naps naps = compare_naps(workload);
    struct compare_best best = compare_best(results);
    char count[FORMAT_MAX];
    if (!naps_are_worth_it(results, &best))
        return;
    styled_keep(out, ROLE_FIGURE, format_plural(count, sizeof count, workload->tasks, "nap"));
    styled_add(out, ROLE_TEXT, ", ");
    add_seconds(out, naps.all);
    styled_add(out, ROLE_TEXT, " of sleep in all, fit into ");
    add_seconds(out, results->results[best.first].done.median);
    styled_add(out, ROLE_TEXT, ": who sleeps needs no core.");
}

/* Their repeats do not meet. A single run each meets nothing. */
static bool stand_apart(const struct result *fast, const struct result *slow)
{
    return fast->complete < 2 || slow->complete < 2 || fast->done.max < slow->done.min;
}

/* The fastest against the next of its own kind. */
void compare_tell_kin(struct strbuf *out, const struct results *results)
{
    const struct experiment *experiment = results->experiment;
    struct compare_best best = compare_best(results);
    for (size_t i = 0; i < experiment->strategy_count && best.count > 1 && !out->length; i++) {
        const struct result *first = &results->results[best.first];
        double ratio = results->results[i].done.median / first->done.median;
        bool kin = experiment->strategies[i].ops == experiment->strategies[best.first].ops;
        if (i == best.first || !kin || !result_is_comparable(&results->results[i]) || ratio < NEAR ||
            !stand_apart(first, &results->results[i]))
            continue;
        compare_add_name(out, results, best.first);
        styled_add(out, ROLE_TEXT, " was ");
        add_times(out, ratio);
        styled_add(out, ROLE_TEXT, " as fast as ");
        compare_add_name(out, results, i);
        styled_add(out, ROLE_TEXT, ".");
    }
}

void compare_tell_processes(struct strbuf *out, const struct results *results)
{
    for (size_t i = 0; i < results->experiment->strategy_count && !out->length; i++) {
        const struct result *result = &results->results[i];
        bool process = result->plan.traits.one_each;
        double cost = process && result->complete ? compare_cost(results, i) : (double)NAN;
        char count[FORMAT_MAX];
        if (isnan(cost))
            continue;
        compare_add_name(out, results, i);
        styled_add(out, ROLE_TEXT, ": ");
        add_seconds(out, cost);
        styled_addf(out, ROLE_TEXT, " to start, run and end each of %s processes.",
                    format_count(count, sizeof count, results->experiment->workload.tasks));
    }
}

void compare_tell_limit(struct strbuf *out, const struct results *results)
{
    for (size_t i = 0; i < results->experiment->strategy_count && !out->length; i++) {
        const struct result *result = &results->results[i];
        if (!result->run_count || !result->runs[0].note[0])
            continue;
        compare_add_name(out, results, i);
        styled_addf(out, ROLE_TEXT, ": %s.", result->runs[0].note);
    }
}

/* Less than this between the best and the worst order is not worth a sentence. */
#define ORDERS_APART 1.1

/* Nearer than this they read the same. */
#define ORDERS_EQUAL 1.001

static void add_ns(struct strbuf *out, uint64_t ns)
{
    char text[FORMAT_MAX];
    styled_keep(out, ROLE_FIGURE, format_duration(text, sizeof text, ns));
}

/* Every order that is told takes as long as the bound: which one is taken does not matter. */
static bool orders_coincide(const struct bounds *bounds)
{
    double most = (double)bounds->lower * ORDERS_EQUAL;
    return bounds->fifo && (double)bounds->fifo < most && (double)bounds->lpt < most;
}

void compare_tell_orders(struct strbuf *out, const struct results *results)
{
    const struct bounds *bounds = compare_bounds(results);
    bool sleeps = !results->experiment->workload.ops->computes;
    char places[FORMAT_MAX];
    if (!bounds || bounds->places < 2 || bounds->places >= bounds->tasks || bounds->lower == 0 ||
        (double)bounds->greedy < (double)bounds->lower * ORDERS_APART || orders_coincide(bounds))
        return;
    format_plural(places, sizeof places, bounds->places, sleeps ? "worker" : "core");
    styled_addf(out, ROLE_TEXT, "With %s no order is faster than ", places);
    add_ns(out, bounds->lower);
    if (bounds->fifo) {
        styled_add(out, ROLE_TEXT, "; in order it is ");
        add_ns(out, bounds->fifo);
        styled_add(out, ROLE_TEXT, ", longest first ");
        add_ns(out, bounds->lpt);
    }
    styled_add(out, ROLE_TEXT, "; at most ");
    add_ns(out, bounds->greedy);
    styled_add(out, ROLE_TEXT, " if nobody idles (Graham).");
}
