/* Reads the files of record_write.h, a line at a time. Lines of an unknown type and unknown keys are skipped.
 * A file that is cut short, damaged or no record is refused, with the number of its wrong line.
 * These are true of every record that is accepted, whatever wrote the file:
 *   - every index is in range: strategies, lives, tasks, slots;
 *   - lives are in the order of their births, and those of one slot come one after the other;
 *   - the tasks of a life come one after the other, within it; a time that there is not is 0;
 *   - an attempt that died came after the ended tasks of its life, and before its task was started again;
 *   - times are below RECORD_NS_MAX (record_line.h); values that are there twice agree. */
#pragma once

#include "record/recording.h"

#include <stdbool.h>
#include <stddef.h>

/* Room for the sentences of record_read(). */
#define RECORD_ERR_MAX 512

/* False, with "path:line: what is wrong" in `err`; nothing is owned then. Else release the recording. */
bool record_read(struct recording *recording, const char *path, char *err, size_t size);
