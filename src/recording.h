/* A recording: the runs of an experiment, as a file keeps them (record_write.h, record_read.h) and replay, race and
 * export use them. */
#ifndef TICTOC_RECORDING_H
#define TICTOC_RECORDING_H

#include "experiment.h"
#include "machine.h"
#include "record.h"
#include "results.h"
#include "series.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RECORDING_FORMAT "tictoc.record/1"

/* Where the times come from. */
enum recording_origin { ORIGIN_MEASURED, ORIGIN_SIMULATED };

struct recorded_run {
    uint64_t strategy; /* index in the experiment */
    uint64_t repeat;   /* from 0 */
    bool warmup;
    struct plan plan;
    struct record record;
};

struct recording {
    char version[32]; /* of the program that wrote it */
    enum recording_origin origin;
    struct experiment experiment;
    struct machine machine;
    struct recorded_run *runs; /* in the order in which they were carried out */
    size_t run_count;
};

void recording_release(struct recording *recording);

/* Run `index` of a series that keeps its records. Borrowed: it shares what the series owns. */
struct recorded_run recorded_run_of(const struct series *series, size_t index);

/* "pool, run 2 of 3", "pool, warm-up 1 of 2", "pool": what a run is called. Returns `buf`. */
char *recorded_run_name(const struct experiment *experiment, const struct recorded_run *run, char *buf,
                        size_t size);

/* What came out of the first `runs` runs, as a series would have gathered it; point to the recording's experiment.
 * Owned: results_release(). */
void recording_results(const struct recording *recording, size_t runs, struct results *results);

#endif
