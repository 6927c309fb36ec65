#include "support/make_results.h"
#include "support/make_strategy.h"

#include "base/xmalloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void make_results(struct made_results *made, const char *json)
{
    *made = (struct made_results){ 0 };
    char *messages = experiment_parse(&made->experiment, "made.json", json, strlen(json), NULL, 0);
    if (messages) {
        fputs(messages, stderr);
        abort();
    }
    struct machine machine = { .cores = 2, .threads_per_core = 1, .cpu = "AMD EPYC", .os = "Linux 6" };
    results_open(&made->results, &made->experiment, &machine);
    for (size_t i = 0; i < made->experiment.strategy_count; i++) {
        const struct strategy *strategy = &made->experiment.strategies[i];
        struct plan *plan = &made->results.results[i].plan;
        uint64_t tasks = made->experiment.workload.tasks;
        bool process = strcmp(strategy->ops->name, "process") == 0,
             pool = strcmp(strategy->ops->name, "pool") == 0;
        plan->traits = strategy->ops->traits;
        plan->slots = process ? (uint32_t)tasks : pool ? 2 : 1;
        plan->workers = process ? 0 : plan->slots;
        plan->chunk = 1;
        plan->join = !process || setting_of(strategy, "join");
    }
    results_compute(&made->results);
}

void free_results(struct made_results *made)
{
    results_release(&made->results);
    experiment_release(&made->experiment);
}

struct outcome *make_run(struct made_results *made, size_t strategy, uint64_t done_ns)
{
    struct outcome outcome = {
        .complete = true,
        .elapsed_ns = done_ns,
        .done_ns = done_ns,
        .tasks_done = made->experiment.workload.tasks,
        .peak_live = made->results.results[strategy].plan.slots,
        .workers_started = made->results.results[strategy].plan.slots,
    };
    results_add(&made->results, strategy, &outcome, false);
    results_compute(&made->results);
    struct result *result = &made->results.results[strategy];
    return &result->runs[result->run_count - 1];
}

void make_found(struct outcome *run, const uint64_t *numbers, size_t count)
{
    free(run->found);
    run->found = xreallocarray(NULL, count, sizeof *run->found);
    memcpy(run->found, numbers, count * sizeof *numbers);
    run->found_count = count;
}

void make_failed(struct outcome *run, size_t count, uint8_t deaths)
{
    free(run->failed);
    run->failed = xreallocarray(NULL, count, sizeof *run->failed);
    for (size_t i = 0; i < count; i++)
        run->failed[i] = (struct failed_task){ (uint32_t)i, deaths };
    run->tasks_failed = run->failed_count = count;
}
