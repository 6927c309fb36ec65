/* Results to compare. */
#include "scene_kind.h"

#include "xmalloc.h"

#include <stdio.h>

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
