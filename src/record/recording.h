/* A recording: the runs of an experiment, in a file (record_write.h, record_read.h) or in memory,
 * for replay, race and export. */
#pragma once

#include "experiment/experiment.h"
#include "machine/machine.h"
#include "record/record.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RECORDING_FORMAT "tictoc.record/1"

/* How the times were found. */
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
    struct recorded_run *runs; /* in the order of their starts; owned */
    size_t run_count;
    size_t dropped; /* runs that were left out to spare memory */
};

void recording_release(struct recording *recording);

/* An empty recording of an experiment, which is copied. Release it. */
void recording_begin(struct recording *recording, const struct experiment *experiment,
                     const struct machine *machine);

/* Adds a run and owns it. So that a long experiment does not fill the memory, the oldest runs are dropped
 * while all are above RECORDING_BYTES_MAX, but never the last one of a strategy; `dropped` counts them. */
#define RECORDING_BYTES_MAX (UINT64_C(256) << 20)
void recording_add(struct recording *recording, const struct recorded_run *run);

/* Moves the runs of an earlier recording of the same experiment before these, which have no warm-ups. */
void recording_put_before(struct recording *recording, struct recording *before);

/* Bytes of its runs. */
uint64_t recording_bytes(const struct recording *recording);

/* The name of a run: "pool, run 2 of 3", "pool, warm-up 1 of 2", "pool". Returns `buf`. */
char *recorded_run_name(const struct experiment *experiment, const struct recorded_run *run, char *buf,
                        size_t size);
