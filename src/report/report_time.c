#include "report/report_time.h"

#include "analysis/finding_kinds.h"
#include "analysis/findings.h"

#include <stdlib.h>

/* ---- time ---------------------------------------------------------------------------------------------- */

static void add_lines(struct json_writer *json, const struct account_lines lines)
{
    for (size_t i = 0; i < lines.count; i++)
        json_signed_seconds(json, account_key(lines.line[i].part), lines.line[i].ns);
}

static void add_workers(struct json_writer *json, const struct account *account)
{
    json_object(json, "workers", JSON_TABS);
    json_seconds(json, "total_s", account->lifetimes);
    add_lines(json, account_workers(account));
    json_close(json);
}

static void add_machine(struct json_writer *json, const struct account *account)
{
    json_object(json, "machine", JSON_TABS);
    json_whole(json, "cores", account->places);
    json_seconds(json, "total_s", account->capacity);
    add_lines(json, account_machine(account));
    json_close(json);
}

static void add_waterfall(struct json_writer *json, const struct account *account, uint64_t serial_ns)
{
    json_object(json, "waterfall", JSON_TABS);
    json_whole(json, "places", account->places);
    json_seconds(json, "work_s", account_work(account, serial_ns));
    json_text(json, "work_from", account_work_source(account, serial_ns));
    json_seconds(json, "total_s", account->makespan);
    add_lines(json, account_waterfall(account, serial_ns));
    json_close(json);
}

static void add_pop(struct json_writer *json, const struct account *account, uint64_t serial_ns)
{
    json_object(json, "pop", JSON_TABS);
    json_ratio(json, "parallel_efficiency", account->parallel_efficiency);
    json_ratio(json, "load_balance", account->load_balance);
    json_ratio(json, "communication_efficiency", account->communication_efficiency);
    json_ratio(json, "computation_scaling", account_computation_scaling(account, serial_ns));
    json_ratio(json, "global_efficiency", account_global_efficiency(account, serial_ns));
    json_close(json);
}

/* Null where there were too many tasks for a schedule. */
static void add_schedule(struct json_writer *json, const char *key, const struct bounds *bounds, uint64_t ns)
{
    if (bounds->tasks <= BOUNDS_TASKS_MAX)
        json_seconds(json, key, ns);
    else
        json_null(json, key);
}

static void add_bounds(struct json_writer *json, const struct bounds *bounds)
{
    json_object(json, "bounds", JSON_TABS);
    json_whole(json, "places", bounds->places);
    json_seconds(json, "work_s", bounds->work);
    json_seconds(json, "span_s", bounds->span);
    json_seconds(json, "lower_s", bounds->lower);
    json_seconds(json, "greedy_s", bounds->greedy);
    json_seconds(json, "graham_s", bounds->graham);
    add_schedule(json, "fifo_s", bounds, bounds->fifo);
    add_schedule(json, "longest_first_s", bounds, bounds->lpt);
    json_close(json);
}

static void add_disturbance(struct json_writer *json, const struct disturbance *disturbance)
{
    json_object(json, "machine_use", JSON_TABS);
    json_seconds(json, "capacity_s", disturbance->capacity);
    json_seconds(json, "others_s", disturbance->others);
    json_seconds(json, "steal_s", disturbance->steal);
    if (disturbance->quota_known) {
        json_seconds(json, "throttled_s", disturbance->quota);
        json_whole(json, "throttled_times", disturbance->quota_times);
    } else {
        json_null(json, "throttled_s");
        json_null(json, "throttled_times");
    }
    json_close(json);
}

static void add_accounts(struct json_writer *json, const struct account *account, uint64_t serial_ns)
{
    json_object(json, "time", JSON_TABS);
    add_workers(json, account);
    if (account->computes && account->capacity)
        add_machine(json, account);
    if (account->capacity && !account->partial)
        add_waterfall(json, account, serial_ns);
    if (account->capacity)
        add_pop(json, account, serial_ns);
    json_close(json);
}

void report_add_time(struct json_writer *json, const struct outcome *outcome, uint64_t serial_ns)
{
    if (outcome->account.lifetimes)
        add_accounts(json, &outcome->account, serial_ns);
    if (outcome->bounds.places)
        add_bounds(json, &outcome->bounds);
    else if (outcome->account.lifetimes)
        json_null(json, "bounds");
    if (outcome->disturbance.capacity)
        add_disturbance(json, &outcome->disturbance);
}

/* ---- verdict ------------------------------------------------------------------------------------------- */

static void add_pair(struct json_writer *json, const struct results *results, const struct findings *findings,
                     const struct verdict_pair *pair)
{
    const struct strategy *of = results->experiment->strategies;
    json_object(json, NULL, JSON_TABS);
    json_text(json, "faster", of[pair->fast].label);
    json_text(json, "slower", of[pair->slow].label);
    json_text(json, "answer", verdict_answer_word(pair->answer));
    json_whole(json, "repeats", pair->repeats);
    json_ratio(json, "ratio", pair->interval.ratio);
    json_ratio(json, "low", pair->interval.low);
    json_ratio(json, "high", pair->interval.high);
    if (pair->answer != VERDICT_KNOWN && pair->more)
        json_whole(json, "more_repeats", pair->more);
    else if (pair->answer != VERDICT_KNOWN)
        json_null(json, "more_repeats");
    json_text(json, "text", findings_pair(findings, pair->fast, pair->slow)->text.text);
    json_close(json);
}

static void add_warning(struct json_writer *json, const struct results *results,
                        const struct verdict_warning *warning)
{
    char *text = finding_warning_words(results, warning);
    json_object(json, NULL, JSON_TABS);
    json_text(json, "strategy", results->experiment->strategies[warning->strategy].label);
    json_text(json, "kind", verdict_doubt_word(warning->doubt));
    json_ratio(json, "figure", warning->figure);
    json_text(json, "text", text);
    json_close(json);
    free(text);
}

static void add_finding(struct json_writer *json, const struct results *results,
                        const struct finding *finding)
{
    json_object(json, NULL, JSON_TABS);
    json_text(json, "kind", finding_word(finding->kind));
    json_array(json, "strategies", JSON_INLINE);
    for (size_t i = 0; i < finding->strategy_count; i++)
        json_text(json, NULL, results->experiment->strategies[finding->strategies[i]].label);
    json_close(json);
    json_text(json, "text", finding->text.text);
    json_close(json);
}

void report_add_findings(struct json_writer *json, const struct results *results)
{
    struct findings findings;
    findings_of(&findings, results, true);
    json_array(json, "verdict", JSON_TABS);
    for (size_t i = 0; i < findings.verdict.pair_count; i++)
        add_pair(json, results, &findings, &findings.verdict.pairs[i]);
    json_close(json);
    json_array(json, "warnings", JSON_TABS);
    for (size_t i = 0; i < findings.verdict.warning_count; i++)
        add_warning(json, results, &findings.verdict.warnings[i]);
    json_close(json);
    json_array(json, "findings", JSON_TABS);
    for (size_t i = 0; i < findings.count; i++)
        if (!findings.list[i].minor)
            add_finding(json, results, &findings.list[i]);
    json_close(json);
    findings_release(&findings);
}
