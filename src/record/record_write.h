/* Writes the runs of an experiment to a file: newline-delimited JSON, a line at a time,
 * so that nothing is held but a buffer. The format is described in the README; record_read.h reads it.
 *
 *     record_writer_open(&writer, path, &experiment, &machine, ORIGIN_MEASURED, err, sizeof err)
 *     record_writer_add(&writer, &run)      as each run has ended, and not while one goes on
 *     record_writer_close(&writer, err, sizeof err)
 *
 * The file appears, whole, at the close: until then it is one with another name. */
#pragma once

#include "record/recording.h"
#include "base/save.h"
#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct record_writer {
    struct save save;
    struct strbuf buffer;
    size_t summed;  /* of the buffer, how much is in the sum */
    uint64_t sum;   /* of all bytes so far */
    uint64_t lines; /* so far */
    uint64_t runs;
};

/* False, with a sentence in `err` that begins with the path. Close or abandon it otherwise. */
bool record_writer_open(struct record_writer *writer, const char *path, const struct experiment *experiment,
                        const struct machine *machine, enum recording_origin origin, char *err, size_t size);

/* Writes a run out, to the disk and not only to memory, so that no writing goes on beside the next one. */
void record_writer_add(struct record_writer *writer, const struct recorded_run *run);

/* False, with a sentence in `err`, when any of it could not be written; there is no file then. */
bool record_writer_close(struct record_writer *writer, char *err, size_t size);

/* All of that for a recording: the file is what a writer
 * that was there from its beginning would have made of it. */
bool record_write_all(const char *path, const struct recording *recording, char *err, size_t size);
