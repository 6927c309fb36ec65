/* Reads what record_write.h has written, a line at a time. Lines of a type that is not known are skipped,
 * and so are keys that are not known. A file that is cut short, damaged or none of
 * ours is refused with the line at fault. What has been accepted can be relied on, whatever wrote the file:
 *   - every index is one of something: strategies, lives, tasks, slots;
 *   - lives are in the order of their births, and those of one slot come one after the other;
 *   - the tasks of a life come one after the other, within it; what has no start or no end says 0 there;
 *   - an attempt that died came after what its life had ended, and before its task was started again;
 *   - times are below RECORD_NS_MAX (record_line.h); what a record says twice agrees. */
#pragma once

#include "record/recording.h"

#include <stdbool.h>
#include <stddef.h>

/* Room for the sentences of record_read(). */
#define RECORD_ERR_MAX 512

/* False, with "path:line: what is wrong" in `err`; nothing is owned then. Else release the recording. */
bool record_read(struct recording *recording, const char *path, char *err, size_t size);
