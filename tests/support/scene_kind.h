/* What scenes are made of: scene_run.c, scene_compare.c. */
#pragma once

#include "support/scene.h"

#define S UINT64_C(1000000000)

/* The experiment of the pictures in mock/, open at its end. */
#define PERFECT                                                                                              \
    "{\"title\": \"Perfect numbers\", \"workload\": {\"kind\": \"perfect\", \"to\": 100000},"                \
    "\"strategies\": [\"serial\", \"process\", {\"kind\": \"pool\", \"workers\": 2},"                        \
    "{\"kind\": \"pool\", \"workers\": 2, \"chunk\": 1, \"label\": \"chunk 1\"}]"

#define NAPS "\"workload\": {\"kind\": \"sleep\", \"seconds\": 1, \"count\": 10},"

/* A run: what has become of each task, and of each worker. A comparison: what runs took. */
struct scene_kind {
    const char *name;
    const char *json;
    size_t next;  /* runs of the series begun */
    uint64_t now; /* ns since tic */
    void (*begin)(struct scene *scene);
    enum task_state (*task)(const struct scene *scene, uint64_t task, uint32_t *slot);
    void (*worker)(const struct scene *scene, struct worker_facts *worker);
    uint32_t workers;                  /* rows there are */
    void (*look)(struct scene *scene); /* last touches to the snapshot */
};

/* Ended by one without a name. */
extern const struct scene_kind scene_run_kinds[], scene_compare_kinds[];

/* A complete run in the results; the last one of a strategy, to be changed. */
void scene_add_run(struct scene *scene, size_t strategy, double done_s);
struct outcome *scene_last_run(struct scene *scene, size_t strategy);
