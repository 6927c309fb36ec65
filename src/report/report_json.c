#include "report/report.h"

#include "base/format.h"
#include "base/version.h"
#include "json/json_write.h"
#include "report/report_time.h"

#include <math.h>

/* A figure over the complete runs, in s; null where there is none. */
static void add_figure(struct json_writer *json, const char *key, const struct result *result, double value)
{
    if (result->complete)
        json_seconds(json, key, (uint64_t)llround(value * 1e9));
    else
        json_null(json, key);
}

static void add_host(struct json_writer *json, const struct machine *machine)
{
    json_object(json, "host", JSON_TABS);
    json_whole(json, "cores", machine->cores);
    json_whole(json, "threads_per_core", machine->threads_per_core);
    json_text(json, "cpu", machine->cpu);
    json_text(json, "os", machine->os);
    json_close(json);
}

static void add_experiment(struct json_writer *json, const struct experiment *experiment)
{
    json_object(json, "experiment", JSON_TABS);
    json_text(json, "title", experiment->title);
    json_text(json, "source", experiment->source ? experiment->source : "");
    json_close(json);
}

/* The workload as in an experiment file, and its number of tasks. */
static void add_workload(struct json_writer *json, const struct workload *workload)
{
    json_object(json, "workload", JSON_TABS);
    json->all = JSON_TABS;
    experiment_write_workload(json, workload);
    json->all = JSON_OWN;
    json_whole(json, "tasks", workload->tasks);
    json_close(json);
}

static void add_workers(struct json_writer *json, const struct outcome *run)
{
    json_array(json, "workers", JSON_TABS);
    for (size_t i = 0; i < run->worker_count; i++) {
        const struct worker_total *total = &run->workers[i];
        json_object(json, NULL, JSON_TABS);
        json_whole(json, "slot", total->slot);
        json_whole(json, "tasks", total->tasks);
        json_seconds(json, "busy_s", total->busy_ns);
        json_seconds(json, "cpu_s", total->cpu_ns);
        json_whole(json, "max_rss_kb", total->max_rss_kb);
        json_close(json);
    }
    json_close(json);
}

/* The tasks that were set aside: there may be a million of them. */
static void add_failed(struct json_writer *json, const struct outcome *run, const struct workload *workload)
{
    json_array(json, "failed", JSON_LIST);
    for (size_t i = 0; i < run->failed_count; i++) {
        char label[FORMAT_MAX + 16];
        workload->ops->label(workload, run->failed[i].task, label, sizeof label);
        json_object(json, NULL, JSON_LIST);
        json_whole(json, "task", run->failed[i].task);
        json_text(json, "label", label);
        json_whole(json, "deaths", run->failed[i].deaths);
        json_close(json);
    }
    json_close(json);
}

/* Members for what is out of the ordinary. */
static void add_marks(struct json_writer *json, const struct outcome *run)
{
    if (run->warmup)
        json_flag(json, "warmup", true);
    if (run->interrupted)
        json_flag(json, "interrupted", true);
    if (run->trouble[0])
        json_text(json, "trouble", run->trouble);
    if (run->note[0])
        json_text(json, "note", run->note);
}

static void add_run(struct json_writer *json, const struct outcome *run, const struct workload *workload,
                    uint64_t serial_ns)
{
    json_object(json, NULL, JSON_TABS);
    json_flag(json, "complete", run->complete);
    add_marks(json, run);
    json_whole(json, "tasks_done", run->tasks_done);
    json_whole(json, "tasks_failed", run->tasks_failed);
    if (run->failed_count)
        add_failed(json, run, workload);
    json_whole(json, "tasks_lost", run->tasks_lost);
    json_whole(json, "retries", run->retries);
    json_whole(json, "forks_refused", run->forks_refused);
    json_whole(json, "workers_started", run->workers_started);
    json_whole(json, "peak_live", run->peak_live);
    if (run->held_ns)
        json_seconds(json, "held_s", run->held_ns);
    if (run->spawn_ns)
        json_seconds(json, "spawn_s", run->spawn_ns);
    if (run->workers)
        add_workers(json, run);
    report_add_time(json, run, serial_ns);
    json_close(json);
}

/* What the first complete run found; a finding reports where others found something else. */
static void add_found(struct json_writer *json, const struct result *result)
{
    size_t run = 0;
    while (run < result->run_count && !result->runs[run].complete)
        run++;
    json_array(json, "found", JSON_TABS);
    for (size_t i = 0; run < result->run_count && i < result->runs[run].found_count; i++)
        json_whole(json, NULL, result->runs[run].found[i]);
    json_close(json);
}

/* An entry for each repeat and for each warm-up that went wrong; null for a warm-up and an incomplete run. */
static void add_times(struct json_writer *json, const struct result *result, bool done)
{
    json_array(json, done ? "done_s" : "elapsed_s", JSON_TABS);
    for (size_t i = 0; i < result->run_count; i++) {
        const struct outcome *run = &result->runs[i];
        if (run->complete)
            json_seconds(json, NULL, done ? run->done_ns : run->elapsed_ns);
        else
            json_null(json, NULL);
    }
    json_close(json);
}

static void add_figures(struct json_writer *json, const struct result *result)
{
    const double none = (double)NAN;
    add_figure(json, "median_s", result, result->done.median);
    add_figure(json, "min_s", result, result->done.min);
    add_figure(json, "max_s", result, result->done.max);
    add_figure(json, "median_done_s", result, result->done.median);
    add_figure(json, "median_elapsed_s", result, result->elapsed.median);
    json_ratio(json, "speedup", result->complete ? result->speedup : none);
    json_ratio(json, "efficiency", result->complete ? result->efficiency : none);
    json_ratio(json, "reduction_pct", result->complete ? 100 * result->reduction : none);
}

/* Settings for failures, where they are not the usual ones. */
static void add_risks(struct json_writer *json, const struct plan *plan)
{
    if (plan->attempts && plan->attempts != STRATEGY_ATTEMPTS)
        json_whole(json, "attempts", plan->attempts);
    if (plan->task_timeout_ns)
        json_seconds(json, "task_timeout_s", plan->task_timeout_ns);
    if (plan->unsupervised)
        json_flag(json, "supervised", false);
    if (!plan->chaos.on)
        return;
    json_object(json, "chaos", JSON_TABS);
    json_seconds(json, "kill_every_s", plan->chaos.kill_every_ns);
    json_whole(json, "seed", plan->chaos.seed);
    json_close(json);
}

static void add_strategy(struct json_writer *json, const struct strategy *strategy,
                         const struct result *result)
{
    uint64_t workers = result->workers ? result->workers : result->plan.workers;
    json_text(json, "label", strategy->label);
    json_text(json, "strategy", strategy->ops->name);
    if (workers)
        json_whole(json, "workers", workers);
    else
        json_null(json, "workers");
    json_whole(json, "chunk", result->plan.chunk);
    if (result->plan.order != ORDER_FIFO)
        json_text(json, "order", order_names[result->plan.order]);
    json_flag(json, "join", result->plan.join);
    add_risks(json, &result->plan);
    if (result->plan.limit[0])
        json_text(json, "limit", result->plan.limit);
}

static void add_result(struct json_writer *json, const struct results *results, size_t index)
{
    const struct experiment *experiment = results->experiment;
    const struct result *result = &results->results[index];
    json_object(json, NULL, JSON_TABS);
    add_strategy(json, &experiment->strategies[index], result);
    add_times(json, result, false);
    add_times(json, result, true);
    add_figures(json, result);
    add_found(json, result);
    json_array(json, "runs", JSON_TABS);
    for (size_t i = 0; i < result->run_count; i++)
        add_run(json, &result->runs[i], &experiment->workload, results_serial_work(results));
    json_close(json);
    json_close(json);
}

void report_json(struct strbuf *out, const struct results *results)
{
    struct json_writer json = { .out = out };
    json_object(&json, NULL, JSON_TABS);
    json_text(&json, "format", "tictoc.result/1");
    json_text(&json, "version", TICTOC_VERSION);
    add_host(&json, &results->machine);
    add_experiment(&json, results->experiment);
    add_workload(&json, &results->experiment->workload);
    if (results->interrupted)
        json_whole(&json, "signal", (uint64_t)results->signal);
    json_array(&json, "results", JSON_TABS);
    for (size_t i = 0; i < results->experiment->strategy_count; i++)
        add_result(&json, results, i);
    json_close(&json);
    report_add_findings(&json, results);
    json_close(&json);
    strbuf_addc(out, '\n');
}
