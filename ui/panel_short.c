/* In short: a few sentences that follow from the medians alone, the most important first. */
#include "panel_compare.h"

#include "compare_facts.h"
#include "draw.h"
#include "format.h"
#include "rich.h"
#include "wording.h"

#include <math.h>
#include <stdio.h>

enum { INDENT = 1 };

/* Nearer than this is not called faster. */
#define NEAR 1.02

/* What a saving in sleep has to come to before it is told. */
#define WORTH_TELLING 1.5

static void add_name(struct strbuf *out, const struct results *results, size_t strategy)
{
    const struct strategy *of = &results->experiment->strategies[strategy];
    rich_keep(out, role_of_strategy(of) | ROLE_STRONG, of->label);
}

static void add_seconds(struct strbuf *out, double seconds)
{
    char text[FORMAT_MAX];
    rich_keep(out, ROLE_FIGURE, wording_seconds(text, sizeof text, seconds));
}

static void add_times(struct strbuf *out, double ratio)
{
    char text[FORMAT_MAX];
    rich_keep(out, ROLE_FIGURE, format_times(text, sizeof text, ratio));
}

/* ---- sentences: each writes one, or nothing ------------------------------------------------------------------ */

typedef void sentence_fn(struct strbuf *out, const struct results *results);

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

/* What went wrong, strategy after strategy. */
static void tell_trouble(struct strbuf *out, const struct results *results)
{
    for (size_t i = 0; i < results->experiment->strategy_count; i++) {
        const struct result *result = &results->results[i];
        const struct outcome *last = result->run_count ? &result->runs[result->run_count - 1] : NULL;
        uint64_t failed = failed_tasks(result);
        char count[FORMAT_MAX];
        if (!last || (result->complete == result->run_count && failed == 0))
            continue;
        if (out->length)
            rich_add(out, ROLE_TEXT, " ");
        add_name(out, results, i);
        if (result->complete < result->run_count && result->complete > 0)
            rich_addf(out, ROLE_WARN, ": %zu of %zu runs count, the rest did not come to their end.",
                      result->complete, result->run_count);
        else if (result->complete > 0)
            rich_addf(out, ROLE_FAILED, ": ✗ %s set aside as failed, workers died in %s.",
                      wording_plural(count, sizeof count, failed, "task"), failed == 1 ? "it" : "them");
        else if (last->interrupted)
            rich_add(out, ROLE_WARN, " was stopped.");
        else
            rich_addf(out, ROLE_FAILED, ": ✗ %s.", last->trouble[0] ? last->trouble : "tasks were lost");
    }
}

/* One strategy alone: the naps and the early toc are told with its time. */
static bool is_told_otherwise(const struct results *results, const struct compare_best *best)
{
    const struct result *only = &results->results[best->first];
    return best->count == 1 && (compare_is_unjoined(only) || naps_are_worth_it(results, best));
}

static void tell_fastest(struct strbuf *out, const struct results *results)
{
    struct compare_best best = compare_best(results);
    const struct result *serial = compare_serial(results);
    if (best.count == 0 || is_told_otherwise(results, &best))
        return;
    const struct result *first = &results->results[best.first];
    add_name(out, results, best.first);
    bool tie = best.count > 1 && results->results[best.second].done.median < first->done.median * NEAR;
    if (best.count == 1) {
        rich_add(out, ROLE_TEXT, " took ");
    } else if (tie) {
        rich_add(out, ROLE_TEXT, " and ");
        add_name(out, results, best.second);
        rich_add(out, ROLE_TEXT, " were fastest, as good as equal: ");
    } else {
        rich_add(out, ROLE_TEXT, " was fastest: ");
    }
    add_seconds(out, first->done.median);
    if (serial && serial != first && best.count > 1) {
        rich_add(out, ROLE_TEXT, ", ");
        add_times(out, first->speedup);
        rich_add(out, ROLE_TEXT, " as fast as ");
        add_name(out, results, (size_t)(serial - results->results));
        if (results->experiment->workload.ops->computes && results->machine.cores > 1)
            rich_addf(out, ROLE_TEXT, "; %u cores allow %u\u00A0×", results->machine.cores,
                      results->machine.cores);
    } else if (serial == first && best.count > 1 && !tie) {
        rich_add(out, ROLE_TEXT, ", and more workers gained nothing");
    }
    rich_add(out, ROLE_TEXT, ".");
}

static void tell_toc(struct strbuf *out, const struct results *results)
{
    for (size_t i = 0; i < results->experiment->strategy_count && !out->length; i++) {
        const struct result *result = &results->results[i];
        if (!compare_is_unjoined(result))
            continue;
        add_name(out, results, i);
        rich_add(out, ROLE_TEXT, " said toc after ");
        add_seconds(out, result->elapsed.median);
        rich_add(out, ROLE_TEXT, ", but its last task ended at ");
        add_seconds(out, result->done.median);
        rich_add(out, ROLE_TEXT, ": nobody waited for it.");
    }
}

static void tell_naps(struct strbuf *out, const struct results *results)
{
    const struct workload *workload = &results->experiment->workload;
    struct compare_naps naps = compare_naps(workload);
    struct compare_best best = compare_best(results);
    char count[FORMAT_MAX];
    if (!naps_are_worth_it(results, &best))
        return;
    rich_keep(out, ROLE_FIGURE, wording_plural(count, sizeof count, workload->tasks, "nap"));
    rich_add(out, ROLE_TEXT, ", ");
    add_seconds(out, naps.all);
    rich_add(out, ROLE_TEXT, " of sleep in all, fit into ");
    add_seconds(out, results->results[best.first].done.median);
    rich_add(out, ROLE_TEXT, ": who sleeps needs no core.");
}

/* The fastest against the next of its own kind. */
static void tell_kin(struct strbuf *out, const struct results *results)
{
    const struct experiment *experiment = results->experiment;
    struct compare_best best = compare_best(results);
    for (size_t i = 0; i < experiment->strategy_count && best.count > 1 && !out->length; i++) {
        const struct result *first = &results->results[best.first];
        double ratio = results->results[i].done.median / first->done.median;
        bool kin = experiment->strategies[i].ops == experiment->strategies[best.first].ops;
        if (i == best.first || !kin || !results->results[i].complete || ratio < NEAR)
            continue;
        add_name(out, results, best.first);
        rich_add(out, ROLE_TEXT, " is ");
        add_times(out, ratio);
        rich_add(out, ROLE_TEXT, " as fast as ");
        add_name(out, results, i);
        rich_add(out, ROLE_TEXT, ".");
    }
}

static void tell_processes(struct strbuf *out, const struct results *results)
{
    for (size_t i = 0; i < results->experiment->strategy_count && !out->length; i++) {
        const struct result *result = &results->results[i];
        bool process = results->experiment->strategies[i].ops == &strategy_process;
        double cost = process && result->complete ? compare_cost(results, i) : (double)NAN;
        char count[FORMAT_MAX];
        if (isnan(cost))
            continue;
        add_name(out, results, i);
        rich_add(out, ROLE_TEXT, " took ");
        add_seconds(out, cost);
        rich_addf(out, ROLE_TEXT, " for each of %s processes, from start to end, its task included.",
                  format_count(count, sizeof count, results->experiment->workload.tasks));
    }
}

static void tell_limit(struct strbuf *out, const struct results *results)
{
    for (size_t i = 0; i < results->experiment->strategy_count && !out->length; i++) {
        const struct result *result = &results->results[i];
        if (!result->run_count || !result->runs[0].note[0])
            continue;
        add_name(out, results, i);
        rich_addf(out, ROLE_TEXT, ": %s.", result->runs[0].note);
    }
}

static sentence_fn *const sentences[] = {
    tell_trouble, tell_fastest, tell_toc, tell_naps, tell_kin, tell_processes, tell_limit,
};

void panel_short(struct pane box, const struct results *results)
{
    char note[64];
    compare_basis(results, note, sizeof note);
    struct pane inside = draw_box(box, false, "In short", note);
    inside = pane_sub(inside, INDENT, 0, inside.w - INDENT, inside.h);
    struct pane nowhere = { inside.canvas, { 0, 0, 0, 0 }, 0, 0, inside.w, 0 };
    int y = 0;
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
        struct strbuf text = STRBUF_INIT;
        sentences[i](&text, results);
        /* Whole sentences only; but never an empty panel for want of a row. */
        if (text.length && (y == 0 || y + rich_draw(nowhere, 0, text.text) <= inside.h))
            y += rich_draw(inside, y, text.text);
        strbuf_release(&text);
    }
}
