/* The first line of a record file: its format, its machine and its experiment. */
#pragma once

#include "record/recording.h"
#include "base/strbuf.h"

/* Appends the line with its newline. */
void record_header_write(struct strbuf *out, const struct experiment *experiment,
                         const struct machine *machine, enum recording_origin origin);

/* Fills in all of the recording but its runs; release its experiment.
 * False, with a sentence in `err`, when the text is no such line; nothing is owned then. */
bool record_header_read(struct recording *recording, const char *text, size_t length, char *err, size_t size);
