/* Writes the runs of an experiment to a file: newline-delimited JSON, a line at a time through a buffer.
 * The README describes the format; record_read.h reads it.
 *
 *     record_writer_open(&writer, path, &experiment, &machine, ORIGIN_MEASURED, err, sizeof err)
 *     record_writer_add(&writer, &run)      as each run has ended, and not while one goes on
 *     record_writer_close(&writer, err, sizeof err)
 *
 * Until the close the file has another name, so a file of this name is whole. */
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
    size_t summed;  /* bytes of the buffer that are in the sum */
    uint64_t sum;   /* checksum of all bytes so far */
    uint64_t lines; /* so far */
    uint64_t runs;
};

/* False, with a sentence in `err` that begins with the path. Close it otherwise. */
bool record_writer_open(struct record_writer *writer, const char *path, const struct experiment *experiment,
                        const struct machine *machine, enum recording_origin origin, char *err, size_t size);

/* Writes a run through to the disk, so that the system writes nothing during the next run. */
void record_writer_add(struct record_writer *writer, const struct recorded_run *run);

/* False, with a sentence in `err`, when a part could not be written; there is no file then. */
bool record_writer_close(struct record_writer *writer, char *err, size_t size);

/* Does all of that for a recording; the file is the same. */
bool record_write_all(const char *path, const struct recording *recording, char *err, size_t size);
