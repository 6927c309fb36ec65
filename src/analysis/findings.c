#include "analysis/findings.h"

#include "analysis/finding_kinds.h"

#include <stdlib.h>

static bool is_decided(const struct verdict *verdict)
{
    return verdict->pair_count > 0 && verdict->missing == 0;
}

/* A median that is called too short does not make its strategy the fastest. */
static bool is_best_too_short(const struct verdict *verdict, const struct results *results)
{
    struct best best = results_best(results);
    for (size_t i = 0; best.count > 1 && i < verdict->warning_count; i++)
        if (verdict->warnings[i].doubt == VERDICT_SHORT && verdict->warnings[i].strategy == best.first)
            return true;
    return false;
}

/* A stable sort: findings of a kind keep their order. */
static void sort_by_weight(struct findings *findings)
{
    for (size_t i = 1; i < findings->count; i++) {
        struct finding finding = findings->list[i];
        size_t at = i;
        for (; at > 0 && findings->list[at - 1].kind > finding.kind; at--)
            findings->list[at] = findings->list[at - 1];
        findings->list[at] = finding;
    }
}

void findings_of(struct findings *findings, const struct results *results, bool over)
{
    static void (*const of_all[])(struct findings *) = {
        find_interruption, find_pairs, find_naps,    find_span,       find_doubts,
        find_orders,       find_found, find_missing, find_references,
    };
    static void (*const of_one[])(struct findings *, size_t, const struct result *) = {
        find_trouble,      find_toc,       find_deaths,     find_imbalance,
        find_shared_cores, find_processes, find_efficiency, find_limits,
    };
    *findings = (struct findings){ .results = results, .over = over };
    if (over)
        verdict_of(&findings->verdict, results);
    for (size_t i = 0; i < sizeof of_all / sizeof *of_all; i++)
        of_all[i](findings);
    for (size_t strategy = 0; strategy < results->count; strategy++)
        for (size_t i = 0; i < sizeof of_one / sizeof *of_one; i++)
            of_one[i](findings, strategy, &results->results[strategy]);
    if (!is_decided(&findings->verdict) && !is_best_too_short(&findings->verdict, results)) {
        find_fastest(findings);
        find_kin(findings);
    }
    sort_by_weight(findings);
}

void findings_release(struct findings *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        free(findings->list[i].strategies);
        free(findings->list[i].marks);
        strbuf_release(&findings->list[i].text);
    }
    free(findings->list);
    verdict_release(&findings->verdict);
    *findings = (struct findings){ .list = NULL };
}

const struct finding *findings_first(const struct findings *findings, enum finding_kind kind)
{
    for (size_t i = 0; i < findings->count; i++)
        if (findings->list[i].kind == kind)
            return &findings->list[i];
    return NULL;
}

const struct finding *findings_pair(const struct findings *findings, size_t a, size_t b)
{
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->list[i];
        if (finding->kind == FINDING_PAIR && (finding->strategies[0] == a || finding->strategies[1] == a) &&
            (finding->strategies[0] == b || finding->strategies[1] == b))
            return finding;
    }
    return NULL;
}
