#include "report/report_time.h"

#include "json/json_figure.h"
#include "analysis/verdict.h"
#include "base/xmalloc.h"

#include <stdlib.h>

/* ---- time ------------------------------------------------------------------------------------------------------- */

static void add_lines(cJSON *object, const struct account_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        cJSON_AddItemToObject(object, account_key(lines->line[i].part),
                              json_signed_seconds(lines->line[i].ns));
}

static cJSON *workers_object(const struct account *account)
{
    struct account_lines lines = account_workers(account);
    cJSON *object = cJSON_CreateObject();
    cJSON_AddItemToObject(object, "total_s", json_seconds(account->lifetimes));
    add_lines(object, &lines);
    return object;
}

static cJSON *machine_object(const struct account *account)
{
    struct account_lines lines = account_machine(account);
    cJSON *object = cJSON_CreateObject();
    cJSON_AddItemToObject(object, "cores", json_whole(account->places));
    cJSON_AddItemToObject(object, "total_s", json_seconds(account->capacity));
    add_lines(object, &lines);
    return object;
}

static cJSON *waterfall_object(const struct account *account, uint64_t serial_ns)
{
    struct account_lines lines = account_waterfall(account, serial_ns);
    cJSON *object = cJSON_CreateObject();
    cJSON_AddItemToObject(object, "places", json_whole(account->places));
    cJSON_AddItemToObject(object, "work_s", json_seconds(account_work(account, serial_ns)));
    cJSON_AddStringToObject(object, "work_from", account_source_words(account_source(account, serial_ns)));
    cJSON_AddItemToObject(object, "total_s", json_seconds(account->makespan));
    add_lines(object, &lines);
    return object;
}

static cJSON *pop_object(const struct account *account, uint64_t serial_ns)
{
    cJSON *object = cJSON_CreateObject();
    cJSON_AddItemToObject(object, "parallel_efficiency", json_ratio(account->parallel_efficiency));
    cJSON_AddItemToObject(object, "load_balance", json_ratio(account->load_balance));
    cJSON_AddItemToObject(object, "communication_efficiency", json_ratio(account->communication_efficiency));
    cJSON_AddItemToObject(object, "computation_scaling",
                          json_ratio(account_computation_scaling(account, serial_ns)));
    cJSON_AddItemToObject(object, "global_efficiency",
                          json_ratio(account_global_efficiency(account, serial_ns)));
    return object;
}

static cJSON *bounds_object(const struct bounds *bounds)
{
    cJSON *object = cJSON_CreateObject();
    bool all = bounds->tasks <= BOUNDS_TASKS_MAX;
    cJSON_AddItemToObject(object, "places", json_whole(bounds->places));
    cJSON_AddItemToObject(object, "work_s", json_seconds(bounds->work));
    cJSON_AddItemToObject(object, "span_s", json_seconds(bounds->span));
    cJSON_AddItemToObject(object, "lower_s", json_seconds(bounds->lower));
    cJSON_AddItemToObject(object, "greedy_s", json_seconds(bounds->greedy));
    cJSON_AddItemToObject(object, "graham_s", json_seconds(bounds->graham));
    cJSON_AddItemToObject(object, "fifo_s", all ? json_seconds(bounds->fifo) : cJSON_CreateNull());
    cJSON_AddItemToObject(object, "longest_first_s", all ? json_seconds(bounds->lpt) : cJSON_CreateNull());
    return object;
}

static cJSON *disturbance_object(const struct disturbance *disturbance)
{
    cJSON *object = cJSON_CreateObject();
    cJSON_AddItemToObject(object, "capacity_s", json_seconds(disturbance->capacity));
    cJSON_AddItemToObject(object, "others_s", json_seconds(disturbance->others));
    cJSON_AddItemToObject(object, "steal_s", json_seconds(disturbance->steal));
    return object;
}

void report_add_time(cJSON *run, const struct outcome *outcome, uint64_t serial_ns)
{
    const struct account *account = &outcome->account;
    if (account->lifetimes) {
        cJSON *time = cJSON_AddObjectToObject(run, "time");
        cJSON_AddItemToObject(time, "workers", workers_object(account));
        if (account->computes && account->capacity)
            cJSON_AddItemToObject(time, "machine", machine_object(account));
        if (account->capacity) {
            cJSON_AddItemToObject(time, "waterfall", waterfall_object(account, serial_ns));
            cJSON_AddItemToObject(time, "pop", pop_object(account, serial_ns));
        }
    }
    if (outcome->bounds.places && outcome->bounds.tasks)
        cJSON_AddItemToObject(run, "bounds", bounds_object(&outcome->bounds));
    if (outcome->disturbance.capacity)
        cJSON_AddItemToObject(run, "machine_use", disturbance_object(&outcome->disturbance));
}

/* ---- verdict ---------------------------------------------------------------------------------------------------- */

static cJSON *pair_object(const struct results *results, const struct verdict_pair *pair)
{
    const struct strategy *strategies_of = results->experiment->strategies;
    char text[VERDICT_SENTENCE_MAX];
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "faster", strategies_of[pair->fast].label);
    cJSON_AddStringToObject(object, "slower", strategies_of[pair->slow].label);
    cJSON_AddStringToObject(object, "answer", verdict_answer_word(pair->answer));
    cJSON_AddItemToObject(object, "repeats", json_whole(pair->repeats));
    cJSON_AddItemToObject(object, "ratio", json_ratio(pair->interval.ratio));
    cJSON_AddItemToObject(object, "low", json_ratio(pair->interval.low));
    cJSON_AddItemToObject(object, "high", json_ratio(pair->interval.high));
    if (pair->answer != VERDICT_TOLD)
        cJSON_AddItemToObject(object, "more_repeats",
                              pair->more ? json_whole(pair->more) : cJSON_CreateNull());
    cJSON_AddStringToObject(object, "text", verdict_sentence(results, pair, text, sizeof text));
    return object;
}

static cJSON *warning_object(const struct results *results, const struct verdict_warning *warning)
{
    char text[VERDICT_SENTENCE_MAX];
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "strategy", results->experiment->strategies[warning->strategy].label);
    cJSON_AddStringToObject(object, "kind", verdict_doubt_word(warning->doubt));
    cJSON_AddItemToObject(object, "figure", json_ratio(warning->figure));
    cJSON_AddStringToObject(object, "text", verdict_warning_sentence(results, warning, text, sizeof text));
    return object;
}

void report_add_verdict(cJSON *root, const struct results *results)
{
    struct verdict *verdict = xmalloc(sizeof *verdict);
    verdict_of(verdict, results);
    cJSON *pairs = cJSON_AddArrayToObject(root, "verdict");
    for (size_t i = 0; i < verdict->pair_count; i++)
        cJSON_AddItemToArray(pairs, pair_object(results, &verdict->pairs[i]));
    cJSON *warnings = cJSON_AddArrayToObject(root, "warnings");
    for (size_t i = 0; i < verdict->warning_count; i++)
        cJSON_AddItemToArray(warnings, warning_object(results, &verdict->warnings[i]));
    free(verdict);
}
