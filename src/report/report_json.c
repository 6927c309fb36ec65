#include "report/report.h"

#include "json/json_figure.h"
#include "json/json_tree.h"
#include "report/report_failed.h"
#include "report/report_time.h"
#include "base/version.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A figure over the complete runs, in s; null where there is none. */
static cJSON *figure(const struct result *result, double value)
{
    return result->complete ? json_seconds((uint64_t)llround(value * 1e9)) : cJSON_CreateNull();
}

static cJSON *host_object(const struct machine *machine)
{
    cJSON *host = cJSON_CreateObject();
    cJSON_AddItemToObject(host, "cores", json_whole(machine->cores));
    cJSON_AddItemToObject(host, "threads_per_core", json_whole(machine->threads_per_core));
    cJSON_AddStringToObject(host, "cpu", machine->cpu);
    cJSON_AddStringToObject(host, "os", machine->os);
    return host;
}

static cJSON *experiment_object(const struct experiment *experiment)
{
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "title", experiment->title);
    cJSON_AddStringToObject(object, "source", experiment->source ? experiment->source : "");
    return object;
}

/* The workload as an experiment file has it, by way of the one writer there is, and its number of tasks. */
static cJSON *workload_object(const struct experiment *experiment)
{
    char *text = experiment_write(experiment);
    struct json_scan scan;
    struct json_problem problem;
    cJSON *workload = NULL;
    if (json_scan(&scan, text, strlen(text), &problem)) {
        cJSON *tree = json_tree(&scan, 0);
        workload = cJSON_DetachItemFromObjectCaseSensitive(tree, "workload");
        cJSON_Delete(tree);
        json_scan_release(&scan);
    }
    free(text);
    if (!workload)
        workload = cJSON_CreateObject();
    cJSON_AddItemToObject(workload, "tasks", json_whole(experiment->workload.tasks));
    return workload;
}

static cJSON *workers_array(const struct outcome *run)
{
    cJSON *workers = cJSON_CreateArray();
    for (size_t i = 0; i < run->worker_count; i++) {
        const struct worker_total *total = &run->workers[i];
        cJSON *worker = cJSON_CreateObject();
        cJSON_AddItemToObject(worker, "slot", json_whole(total->slot));
        cJSON_AddItemToObject(worker, "tasks", json_whole(total->tasks));
        cJSON_AddItemToObject(worker, "busy_s", json_seconds(total->busy_ns));
        cJSON_AddItemToObject(worker, "cpu_s", json_seconds(total->cpu_ns));
        cJSON_AddItemToObject(worker, "max_rss_kb", json_whole(total->max_rss_kb));
        cJSON_AddItemToArray(workers, worker);
    }
    return workers;
}

static cJSON *run_object(const struct outcome *run, uint64_t serial_ns)
{
    cJSON *object = cJSON_CreateObject();
    cJSON_AddBoolToObject(object, "complete", run->complete);
    if (run->warmup)
        cJSON_AddTrueToObject(object, "warmup");
    if (run->interrupted)
        cJSON_AddTrueToObject(object, "interrupted");
    if (run->trouble[0])
        cJSON_AddStringToObject(object, "trouble", run->trouble);
    if (run->note[0])
        cJSON_AddStringToObject(object, "note", run->note);
    cJSON_AddItemToObject(object, "tasks_done", json_whole(run->tasks_done));
    cJSON_AddItemToObject(object, "tasks_failed", json_whole(run->tasks_failed));
    if (run->failed_count)
        cJSON_AddItemToObject(object, "failed", report_failed_item());
    cJSON_AddItemToObject(object, "tasks_lost", json_whole(run->tasks_lost));
    cJSON_AddItemToObject(object, "retries", json_whole(run->retries));
    cJSON_AddItemToObject(object, "forks_refused", json_whole(run->forks_refused));
    cJSON_AddItemToObject(object, "workers_started", json_whole(run->workers_started));
    cJSON_AddItemToObject(object, "peak_live", json_whole(run->peak_live));
    if (run->held_ns)
        cJSON_AddItemToObject(object, "held_s", json_seconds(run->held_ns));
    if (run->spawn_ns)
        cJSON_AddItemToObject(object, "spawn_s", json_seconds(run->spawn_ns));
    if (run->workers)
        cJSON_AddItemToObject(object, "workers", workers_array(run));
    report_add_time(object, run, serial_ns);
    return object;
}

/* What the first complete run found; the others found the same, or the notes of the table say otherwise. */
static cJSON *found_array(const struct result *result)
{
    cJSON *found = cJSON_CreateArray();
    size_t run = 0;
    while (run < result->run_count && !result->runs[run].complete)
        run++;
    for (size_t i = 0; run < result->run_count && i < result->runs[run].found_count; i++)
        cJSON_AddItemToArray(found, json_whole(result->runs[run].found[i]));
    return found;
}

/* elapsed_s, done_s and runs: one entry a repeat and one for each warm-up that went wrong, so that they can be read side
 * by side. A run that did not come to its end, or is a warm-up, has no times. */
static void add_runs(cJSON *object, const struct result *result, uint64_t serial_ns)
{
    cJSON *elapsed = cJSON_AddArrayToObject(object, "elapsed_s");
    cJSON *done = cJSON_AddArrayToObject(object, "done_s");
    cJSON *runs = cJSON_CreateArray();
    for (size_t i = 0; i < result->run_count; i++) {
        const struct outcome *run = &result->runs[i];
        cJSON_AddItemToArray(elapsed, run->complete ? json_seconds(run->elapsed_ns) : cJSON_CreateNull());
        cJSON_AddItemToArray(done, run->complete ? json_seconds(run->done_ns) : cJSON_CreateNull());
        cJSON_AddItemToArray(runs, run_object(run, serial_ns));
    }
    cJSON_AddItemToObject(object, "median_s", figure(result, result->done.median));
    cJSON_AddItemToObject(object, "min_s", figure(result, result->done.min));
    cJSON_AddItemToObject(object, "max_s", figure(result, result->done.max));
    cJSON_AddItemToObject(object, "speedup", json_ratio(result->complete ? result->speedup : (double)NAN));
    cJSON_AddItemToObject(object, "efficiency",
                          json_ratio(result->complete ? result->efficiency : (double)NAN));
    cJSON_AddItemToObject(object, "reduction_pct",
                          json_ratio(result->complete ? 100 * result->reduction : (double)NAN));
    cJSON_AddItemToObject(object, "found", found_array(result));
    cJSON_AddItemToObject(object, "runs", runs);
}

/* What may go wrong there, where it is out of the ordinary. */
static void add_risks(cJSON *object, const struct plan *plan)
{
    if (plan->attempts && plan->attempts != STRATEGY_ATTEMPTS)
        cJSON_AddItemToObject(object, "attempts", json_whole(plan->attempts));
    if (plan->task_timeout_ns)
        cJSON_AddItemToObject(object, "task_timeout_s", json_seconds(plan->task_timeout_ns));
    if (plan->unsupervised)
        cJSON_AddFalseToObject(object, "supervised");
    if (!plan->chaos.on)
        return;
    cJSON *chaos = cJSON_AddObjectToObject(object, "chaos");
    cJSON_AddItemToObject(chaos, "kill_every_s", json_seconds(plan->chaos.kill_every_ns));
    cJSON_AddItemToObject(chaos, "seed", json_whole(plan->chaos.seed));
}

static cJSON *result_object(const struct strategy *strategy, const struct result *result, uint64_t serial_ns)
{
    cJSON *object = cJSON_CreateObject();
    uint64_t workers = result->workers ? result->workers : result->plan.workers;
    cJSON_AddStringToObject(object, "label", strategy->label);
    cJSON_AddStringToObject(object, "strategy", strategy->ops->name);
    cJSON_AddItemToObject(object, "workers", workers ? json_whole(workers) : cJSON_CreateNull());
    cJSON_AddItemToObject(object, "chunk", json_whole(result->plan.chunk));
    cJSON_AddBoolToObject(object, "join", result->plan.join);
    add_risks(object, &result->plan);
    if (result->plan.limit[0])
        cJSON_AddStringToObject(object, "limit", result->plan.limit);
    add_runs(object, result, serial_ns);
    return object;
}

void report_json(struct strbuf *out, const struct results *results)
{
    const struct experiment *experiment = results->experiment;
    uint64_t serial_ns = results_serial_work(results);
    json_tree_use_xmalloc();
    cJSON *root = cJSON_CreateObject();
    cJSON_AddStringToObject(root, "format", "tictoc.result/1");
    cJSON_AddStringToObject(root, "version", TICTOC_VERSION);
    cJSON_AddItemToObject(root, "host", host_object(&results->machine));
    cJSON_AddItemToObject(root, "experiment", experiment_object(experiment));
    cJSON_AddItemToObject(root, "workload", workload_object(experiment));
    if (results->interrupted)
        cJSON_AddItemToObject(root, "signal", json_whole((uint64_t)results->signal));
    cJSON *list = cJSON_AddArrayToObject(root, "results");
    for (size_t i = 0; i < experiment->strategy_count; i++)
        cJSON_AddItemToArray(list,
                             result_object(&experiment->strategies[i], &results->results[i], serial_ns));
    report_add_verdict(root, results);
    char *text = cJSON_Print(root);
    report_failed_fill(out, text, results);
    strbuf_addc(out, '\n');
    cJSON_free(text);
    cJSON_Delete(root);
}
