/* A recording: the runs of an experiment, as a file keeps them (record_write.h,
 * record_read.h) and replay, race and export use them. */
#pragma once

#include "experiment/experiment.h"
#include "machine/machine.h"
#include "record/record.h"

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
    size_t dropped; /* runs that were left out to spare memory */
};

void recording_release(struct recording *recording);

/* Begins an empty recording of an experiment, which is copied. Owned: recording_release(). */
void recording_begin(struct recording *recording, const struct experiment *experiment,
                     const struct machine *machine);

/* Takes a run over. So that a long experiment does not fill the memory, the oldest run of a strategy goes
 * when all together are above RECORDING_BYTES_MAX and there is a newer one of it; `dropped` counts them. */
#define RECORDING_BYTES_MAX (UINT64_C(256) << 20)
void recording_add(struct recording *recording, const struct recorded_run *run);

/* Puts the runs of an earlier recording of the same experiment in front of these,
 * which have no warm-ups, and takes them out of there. */
void recording_put_before(struct recording *recording, struct recording *before);

/* Bytes that its runs take. */
uint64_t recording_bytes(const struct recording *recording);

/* "pool, run 2 of 3", "pool, warm-up 1 of 2", "pool": what a run is called. Returns `buf`. */
char *recorded_run_name(const struct experiment *experiment, const struct recorded_run *run, char *buf,
                        size_t size);
