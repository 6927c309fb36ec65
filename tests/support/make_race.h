/* Races made up for tests: an experiment that has ended,
 * its runs worked out task by task, no process behind them. */
#pragma once

#include "view/model.h"

/* How a run went: so many workers take tasks, `chunk` at a time,
 * each of which takes its weight × `unit` ns; before each chunk a worker needs `overhead` ns.
 * A process strategy has a life for every task, else for every worker. */
struct race_run {
    size_t strategy;
    uint64_t repeat;
    bool warmup;
    uint32_t workers;
    uint64_t chunk, unit, overhead;
    uint64_t held_ns;
    bool broken; /* its second half never began */
    bool fails;  /* its last task is set aside */
};

/* Fills it in from the experiment's JSON; results and verdict as a series would have left them.
 * Release it with free_race(). */
void make_race(struct finished *finished, const char *json, const struct race_run *runs, size_t count);
void free_race(struct finished *finished);
