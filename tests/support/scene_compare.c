/* Results to compare. */
#include "support/scene_kind.h"

#include "base/xmalloc.h"

#include <stdio.h>
#include <stdlib.h>

/* Workers of a run that did equal parts. */
static void add_workers(struct scene *scene, size_t strategy, size_t count, double busy_s, uint64_t rss_kb)
{
    struct outcome *outcome = scene_last_run(scene, strategy);
    outcome->workers = xcalloc(count, sizeof *outcome->workers);
    outcome->worker_count = count;
    for (size_t i = 0; i < count; i++)
        outcome->workers[i] = (struct worker_total){ .slot = (uint32_t)i,
                                                     .tasks = outcome->tasks_done / count,
                                                     .busy_ns = (uint64_t)(busy_s * 1e9 / (double)count),
                                                     .max_rss_kb = rss_kb };
}

/* Where the time of the last run went: shares of 2 cores. */
static void add_machine(struct scene *scene, size_t strategy, double tasks, double processes)
{
    struct outcome *outcome = scene_last_run(scene, strategy);
    struct account *account = &outcome->account;
    double capacity = 2 * (double)outcome->done_ns;
    *account = (struct account){ .capacity = 2 * outcome->done_ns,
                                 .makespan = outcome->done_ns,
                                 .places = 2,
                                 .workers = outcome->peak_live,
                                 .computes = true };
    account->ns[ACCOUNT_TASKS] = (uint64_t)(tasks * capacity);
    account->ns[ACCOUNT_PROCESSES] = account->overhead = (uint64_t)(processes * capacity);
    account->ns[ACCOUNT_NOTHING] =
        account->capacity - account->ns[ACCOUNT_TASKS] - account->ns[ACCOUNT_PROCESSES];
}

/* The same of the lives of `workers` sleepers: naps,
 * starting and leaving, idle at the end; the rest is between. */
static void add_sleepers(struct scene *scene, size_t strategy, size_t workers, double naps, double start,
                         double idle)
{
    struct outcome *outcome = scene_last_run(scene, strategy);
    struct account *account = &outcome->account;
    const struct workload *workload = &scene->experiment.workload;
    double all = (double)workers * (double)outcome->done_ns;
    uint64_t *ns = xcalloc(workload->tasks, sizeof *ns);
    *account = (struct account){ .lifetimes = workers * outcome->done_ns,
                                 .makespan = outcome->done_ns,
                                 .places = workers,
                                 .workers = workers };
    account->ns[ACCOUNT_NAP] = (uint64_t)(naps * all);
    account->ns[ACCOUNT_START] = (uint64_t)(start * all);
    account->ns[ACCOUNT_IDLE] = (uint64_t)(idle * all);
    account->overhead = outcome->spawn_ns && outcome->spawn_ns < 1000000 ? outcome->spawn_ns * workload->tasks
                                                                         : account->ns[ACCOUNT_START];
    account->ns[ACCOUNT_BETWEEN] = account->lifetimes - account->ns[ACCOUNT_NAP] -
                                   account->ns[ACCOUNT_START] - account->ns[ACCOUNT_IDLE];
    account->capacity = account->lifetimes;
    account->ns[ACCOUNT_TASKS] = account->ns[ACCOUNT_NAP];
    account->ns[ACCOUNT_PROCESSES] = account->ns[ACCOUNT_START];
    account->ns[ACCOUNT_NOTHING] =
        account->capacity - account->ns[ACCOUNT_TASKS] - account->ns[ACCOUNT_PROCESSES];
    for (uint64_t i = 0; i < workload->tasks; i++) {
        ns[i] = workload->ops->length(workload, i);
        account->asked += ns[i];
        account->longest = ns[i] > account->longest ? ns[i] : account->longest;
    }
    bounds_of(&outcome->bounds, ns, workload->tasks, workers);
    free(ns);
}

static const double tasks_of[] = { 0.499, 0.51, 0.89, 0.991 };
static const double processes_of[] = { 0.0004, 0.44, 0.004, 0.006 };

static void compare_perfect(struct scene *scene)
{
    scene_add_run(scene, 0, 9.48);
    add_workers(scene, 0, 1, 9.46, 1380);
    scene_add_run(scene, 1, 9.21);
    scene_last_run(scene, 1)->spawn_ns = 92100;
    scene_last_run(scene, 1)->peak_live = 212;
    scene_add_run(scene, 2, 5.34);
    add_workers(scene, 2, 2, 9.50, 1412);
    scene_add_run(scene, 3, 4.77);
    add_workers(scene, 3, 2, 9.49, 1408);
    for (size_t i = 0; i < 4; i++)
        add_machine(scene, i, tasks_of[i], processes_of[i]);
    results_compute(&scene->series.results);
}

static void compare_repeats(struct scene *scene)
{
    static const double times[][4] = { { 9.48, 9.21, 5.34, 4.77 },
                                       { 9.41, 8.90, 5.31, 4.80 },
                                       { 9.60, 9.77, 5.40, 4.76 },
                                       { 9.47, 9.20, 5.33, 4.78 },
                                       { 9.50, 9.30, 5.35, 4.77 } };
    for (size_t repeat = 0; repeat < 5; repeat++)
        for (size_t i = 0; i < 4; i++) {
            scene_add_run(scene, i, times[repeat][i]);
            add_machine(scene, i, tasks_of[i], processes_of[i]);
            if (i == 1) {
                scene_last_run(scene, i)->peak_live = 212;
                scene_last_run(scene, i)->spawn_ns = (uint64_t)(times[repeat][i] * 1e4);
            } else {
                add_workers(scene, i, i ? 2 : 1, 9.42, 1400);
            }
        }
    results_compute(&scene->series.results);
}

static void compare_naps(struct scene *scene)
{
    scene_add_run(scene, 0, 1.0021);
    add_workers(scene, 0, 10, 10.0, 1100);
    scene_last_run(scene, 0)->spawn_ns = 100210000;
    add_sleepers(scene, 0, 10, 0.9978, 0.0022, 0);
}

/* Five over 1 … 10: the longest nap is the last to begin. */
static void compare_five(struct scene *scene)
{
    scene_add_run(scene, 0, 55.003);
    add_workers(scene, 0, 1, 55.0, 1100);
    add_sleepers(scene, 0, 1, 0.9997, 0.0001, 0);
    scene_add_run(scene, 1, 15.002);
    add_workers(scene, 1, 5, 55.0, 1100);
    add_sleepers(scene, 1, 5, 0.7333, 0.0006, 0.266);
    results_compute(&scene->series.results);
}

/* Nothing but the price of the strategy: five times, a process each a thousand times as long. */
static void compare_empty(struct scene *scene)
{
    static const double noise[][4] = { { 1.00, 1.00, 1.01, 1.03 },
                                       { 1.02, 1.03, 0.99, 0.98 },
                                       { 0.97, 1.01, 1.04, 1.00 },
                                       { 1.03, 0.99, 1.00, 1.01 },
                                       { 1.01, 1.02, 1.02, 0.99 } };
    for (size_t repeat = 0; repeat < 5; repeat++) {
        const double *slower = noise[repeat];
        scene_add_run(scene, 0, 0.00081 * slower[0]);
        add_sleepers(scene, 0, 1, 0.31, 0.4, 0.01);
        scene_add_run(scene, 1, 0.8788 * slower[1]);
        scene_last_run(scene, 1)->spawn_ns = 87880;
        add_sleepers(scene, 1, 200, 0.003, 0.987, 0);
        scene_add_run(scene, 2, 0.0021 * slower[2]);
        add_sleepers(scene, 2, 2, 0.2, 0.3, 0.05);
        scene_add_run(scene, 3, 0.0008 * slower[3]);
        add_sleepers(scene, 3, 2, 0.3, 0.6, 0.04);
    }
    results_compute(&scene->series.results);
}

static void compare_unjoined(struct scene *scene)
{
    scene_add_run(scene, 0, 2.0004);
    add_workers(scene, 0, 1, 2.0001, 1100);
    scene_add_run(scene, 1, 1.0009);
    add_workers(scene, 1, 2, 2.0001, 1100);
    scene_add_run(scene, 2, 1.0012);
    add_workers(scene, 2, 2, 2.0001, 1100);
    scene_last_run(scene, 2)->elapsed_ns = 310000;
    for (size_t i = 0; i < 3; i++)
        add_sleepers(scene, i, i ? 2 : 1, 0.9992, 0.0006, 0);
    results_compute(&scene->series.results);
}

static void compare_trouble(struct scene *scene)
{
    scene_add_run(scene, 0, 9.48);
    add_workers(scene, 0, 1, 9.46, 1380);
    scene_add_run(scene, 1, 3.2);
    scene_last_run(scene, 1)->complete = false;
    scene_last_run(scene, 1)->tasks_done = 40213;
    snprintf(scene_last_run(scene, 1)->trouble, sizeof scene_last_run(scene, 1)->trouble,
             "fork was refused for 5 s with no process of this run left: see ulimit -u");
    scene_add_run(scene, 2, 5.34);
    scene_last_run(scene, 2)->tasks_failed = 1;
    add_machine(scene, 0, tasks_of[0], processes_of[0]);
    add_machine(scene, 2, tasks_of[2], processes_of[2]);
    scene_add_run(scene, 3, 1.1);
    scene_last_run(scene, 3)->complete = false;
    scene_last_run(scene, 3)->interrupted = true;
    scene_last_run(scene, 3)->tasks_done = 21977;
    results_compute(&scene->series.results);
}

static void compare_many(struct scene *scene)
{
    for (size_t i = 0; i < scene->experiment.strategy_count; i++)
        scene_add_run(scene, i, i > 1 ? 10.02 + 0.04 * (double)i : 20.0);
    for (size_t i = 0; i < scene->experiment.strategy_count; i++)
        add_machine(scene, i, i > 1 ? 0.98 - 0.005 * (double)i : 0.499, 0.004);
}

#define REFERENCES                                                                                                    \
    ", \"reference\": [{\"label\": \"serial\", \"seconds\": 258.87, \"source\": \"published Python figures, another " \
    "machine\"}, {\"label\": \"process per number\", \"seconds\": 143.59, \"source\": \"published Python figures, "   \
    "another machine\"}, {\"label\": \"pool\", \"seconds\": 74.22, \"source\": \"published Python figures, another "  \
    "machine\"}]"

const struct scene_kind scene_compare_kinds[] = {
    { .name = "perfect", .json = PERFECT REFERENCES "}", .begin = compare_perfect },
    { .name = "spread", .json = PERFECT ", \"repeat\": 5}", .begin = compare_repeats },
    { .name = "tennaps",
      .json = "{\"title\": \"Ten naps\"," NAPS "\"strategies\": [\"process\"]}",
      .begin = compare_naps },
    { .name = "queue",
      .json =
          "{\"title\": \"Pool of five\", \"workload\": {\"kind\": \"sleep\", \"seconds\": {\"from\": 1, "
          "\"to\": 10}}, \"strategies\": [\"serial\", {\"kind\": \"pool\", \"workers\": 5, \"chunk\": 1}]}",
      .begin = compare_five },
    { .name = "empty",
      .json =
          "{\"title\": \"Empty tasks\", \"workload\": {\"kind\": \"sleep\", \"seconds\": 0, \"count\": 10000},"
          "\"repeat\": 5, \"strategies\": [\"serial\", \"process\", {\"kind\": \"pool\", \"workers\": 2, "
          "\"chunk\": 1, \"label\": \"pool, chunk 1\"}, {\"kind\": \"pool\", \"workers\": 2, \"label\": "
          "\"pool, auto\"}]}",
      .begin = compare_empty },
    { .name = "unjoined",
      .json =
          "{\"title\": \"Two naps\", \"workload\": {\"kind\": \"sleep\", \"seconds\": 1, \"count\": 2},"
          "\"strategies\": [\"serial\", {\"kind\": \"process\", \"label\": \"joined\"}, {\"kind\": \"process\","
          "\"join\": false, \"label\": \"nobody joins\"}]}",
      .begin = compare_unjoined },
    { .name = "trouble", .json = PERFECT "}", .begin = compare_trouble },
    { .name = "many",
      .json =
          "{\"title\": \"Twelve pools\", \"workload\": {\"kind\": \"perfect\", \"to\": 20000}, \"strategies\": ["
          "\"serial\", {\"kind\":\"pool\",\"workers\":1}, {\"kind\":\"pool\",\"workers\":2},"
          "{\"kind\":\"pool\",\"workers\":3}, {\"kind\":\"pool\",\"workers\":4}, {\"kind\":\"pool\",\"workers\":5},"
          "{\"kind\":\"pool\",\"workers\":6}, {\"kind\":\"pool\",\"workers\":7}, {\"kind\":\"pool\",\"workers\":8},"
          "{\"kind\":\"pool\",\"workers\":9}, {\"kind\":\"pool\",\"workers\":10}, "
          "{\"kind\":\"pool\",\"workers\":11}]}",
      .begin = compare_many },
    { .name = NULL },
};
