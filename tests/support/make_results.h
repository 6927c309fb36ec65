/* Results made up for tests: an experiment from its JSON, runs from their figures, no process. */
#pragma once

#include "analysis/results.h"

struct made_results {
    struct experiment experiment;
    struct results results;
};

/* `json` is an experiment file. A machine with two cores called "AMD EPYC".
 * Plans: serial 1 worker; pool 2 workers, chunk 1; process one a task. */
void make_results(struct made_results *made, const char *json);
void free_results(struct made_results *made);

/* Adds a run in which all tasks were done, and computes.
 * The outcome can be changed until the next one is added; results_compute() again then. */
struct outcome *make_run(struct made_results *made, size_t strategy, uint64_t done_ns);

/* Gives a run its found numbers. */
void make_found(struct outcome *run, const uint64_t *numbers, size_t count);

/* Its first tasks have been set aside, with so many deaths each. */
void make_failed(struct outcome *run, size_t count, uint8_t deaths);
