#include "compare/compare_facts.h"

#include "base/format.h"
#include "view/labels.h"
#include "base/xmalloc.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

double compare_longest(const struct results *results)
{
    double longest = 0;
    for (size_t i = 0; i < results->experiment->strategy_count; i++)
        if (results->results[i].complete && results->results[i].done.median > longest)
            longest = results->results[i].done.median;
    return longest;
}

const struct result *compare_serial(const struct results *results)
{
    const struct result *baseline = results_baseline(results);
    return baseline && baseline->complete ? baseline : NULL;
}

struct compare_best compare_best(const struct results *results)
{
    struct compare_best best = { SIZE_MAX, SIZE_MAX, 0 };
    for (size_t i = 0; i < results->experiment->strategy_count; i++) {
        if (!result_is_comparable(&results->results[i]))
            continue;
        double median = results->results[i].done.median;
        best.count++;
        if (best.first == SIZE_MAX || median < results->results[best.first].done.median) {
            best.second = best.first;
            best.first = i;
        } else if (best.second == SIZE_MAX || median < results->results[best.second].done.median) {
            best.second = i;
        }
    }
    return best;
}

struct compare_naps compare_naps(const struct workload *workload)
{
    struct compare_naps naps = { 0, 0 };
    const struct naps *lengths = &workload->naps;
    if (workload->ops != &workload_sleep)
        return naps;
    for (uint64_t i = 0; i < lengths->distinct; i++) {
        double seconds = (double)lengths->ns[i] / 1e9;
        naps.all += seconds;
        naps.longest = seconds > naps.longest ? seconds : naps.longest;
    }
    if (lengths->distinct == 1)
        naps.all *= (double)lengths->count;
    return naps;
}

const struct outcome *compare_middle_run(const struct result *result)
{
    const struct outcome *middle = NULL;
    double nearest = INFINITY;
    for (size_t i = 0; i < result->run_count; i++) {
        const struct outcome *run = &result->runs[i];
        double away = fabs((double)run->done_ns / 1e9 - result->done.median);
        if (!run->complete || away >= nearest)
            continue;
        nearest = away;
        middle = run;
    }
    return middle;
}

const struct bounds *compare_bounds(const struct results *results)
{
    const struct bounds *widest = NULL;
    const struct result *serial = compare_serial(results);
    if (results->experiment->workload.ops->computes && serial && !result_failed(serial))
        return compare_middle_run(serial)->bounds.places ? &compare_middle_run(serial)->bounds : NULL;
    for (size_t i = 0; i < results->experiment->strategy_count; i++) {
        const struct outcome *run = compare_middle_run(&results->results[i]);
        if (run && !run->tasks_failed && (!widest || run->bounds.places > widest->places))
            widest = &run->bounds;
    }
    return widest && widest->places ? widest : NULL;
}

/* Of naps: the lower bound of who has the most workers is nobody's to pass. */
static double bound_of_naps(const struct results *results, char *buf, size_t size)
{
    const struct bounds *bounds = compare_bounds(results);
    struct compare_naps naps = compare_naps(&results->experiment->workload);
    char work[FORMAT_MAX], bound[FORMAT_MAX];
    uint64_t longest = (uint64_t)llround(naps.longest * 1e9);
    if (longest == 0)
        return NAN;
    if (bounds && bounds->lower > longest && bounds->places > 1) {
        snprintf(buf, size, "naps ÷ workers: %s ÷ %llu = %s", format_nap(work, sizeof work, bounds->work),
                 (unsigned long long)bounds->places, format_duration(bound, sizeof bound, bounds->lower));
        return (double)bounds->lower / 1e9;
    }
    snprintf(buf, size, "the longest nap: %s", format_nap(bound, sizeof bound, longest));
    return naps.longest;
}

double compare_bound(const struct results *results, char *buf, size_t size)
{
    const struct result *serial = compare_serial(results);
    char work[FORMAT_MAX], bound[FORMAT_MAX];
    if (!results->experiment->workload.ops->computes)
        return bound_of_naps(results, buf, size);
    if (!serial || !result_is_comparable(serial) || results->machine.cores < 2)
        return NAN;
    double ideal = serial->done.median / results->machine.cores;
    snprintf(buf, size, "work ÷ cores: %s ÷ %u = %s", format_seconds(work, sizeof work, serial->done.median),
             results->machine.cores, format_seconds(bound, sizeof bound, ideal));
    return ideal;
}

bool compare_is_unjoined(const struct result *result)
{
    return result->complete > 0 && !result->plan.join;
}

void compare_reason(const struct results *results, size_t strategy, char *buf, size_t size)
{
    const struct result *result = &results->results[strategy];
    const struct outcome *last = result->run_count ? &result->runs[result->run_count - 1] : NULL;
    char done[FORMAT_MAX], all[FORMAT_MAX];
    if (!last)
        snprintf(buf, size, "· not run");
    else if (last->interrupted || !last->trouble[0])
        snprintf(buf, size, "%s, %s of %s tasks done", last->interrupted ? "stopped" : "✗ failed",
                 format_count(done, sizeof done, last->tasks_done),
                 format_count(all, sizeof all, results->experiment->workload.tasks));
    else
        snprintf(buf, size, "✗ failed: %s", last->trouble);
}

static double idle_of(const struct result *result, const struct outcome *run)
{
    double busy = 0;
    if (!run->workers || run->tasks_done == 0)
        return NAN;
    for (size_t i = 0; i < run->worker_count; i++)
        busy += (double)run->workers[i].busy_ns;
    double rest = (double)result->workers * (double)run->done_ns - busy;
    return rest > 0 ? rest / 1e9 / (double)run->tasks_done : 0;
}

/* Above this, what lies between two processes is their tasks. */
#define SPAWN_MOST 1e-3

/* Naps overlap: unless they are next to nothing, the time between two processes is theirs. */
static double spawn_of(const struct results *results, const struct outcome *run)
{
    double each = (double)run->spawn_ns / 1e9;
    bool known = run->spawn_ns > 0 && each < SPAWN_MOST;
    return known && compare_naps(&results->experiment->workload).longest < each / 2 ? each : (double)NAN;
}

double compare_cost(const struct results *results, size_t strategy)
{
    const struct result *result = &results->results[strategy];
    bool process = results->results[strategy].plan.traits.one_each;
    double *costs = xreallocarray(NULL, result->run_count + 1, sizeof *costs);
    size_t count = 0;
    for (size_t i = 0; i < result->run_count; i++) {
        const struct outcome *run = &result->runs[i];
        double cost = !outcome_counts(run) ? (double)NAN
                      : process            ? spawn_of(results, run)
                                           : idle_of(result, run);
        if (!isnan(cost))
            costs[count++] = cost;
    }
    double median = count ? stats_of(costs, count).median : (double)NAN;
    free(costs);
    return median;
}

const char *compare_cost_words(const struct results *results, size_t strategy)
{
    bool process = results->results[strategy].plan.traits.one_each;
    return process ? "start to end" : "idle, overhead";
}

uint64_t compare_memory(const struct result *result)
{
    uint64_t most = 0;
    for (size_t i = 0; i < result->run_count; i++)
        for (size_t j = 0; result->runs[i].complete && j < result->runs[i].worker_count; j++)
            if (result->runs[i].workers[j].max_rss_kb > most)
                most = result->runs[i].workers[j].max_rss_kb;
    return most * 1024;
}

void compare_basis(const struct results *results, char *buf, size_t size)
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
}
