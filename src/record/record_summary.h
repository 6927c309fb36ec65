/* The summary of a record file, for lists of records: its experiment, its machine, the time of each strategy.
 * Lines of tasks and workers are skipped unread, so the file is not checked as record_read() does it. */
#pragma once

#include "record/recording.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct record_summary {
    struct recording recording; /* without runs */
    uint64_t *median_ns; /* by strategy: median of done over counted runs, ns; 0: none has ended. Owned */
    size_t run_count;    /* warm-ups included */
};

/* False, with "path: what is wrong" in `err`; nothing is owned then. Else release the summary. */
bool record_summary_read(struct record_summary *summary, const char *path, char *err, size_t size);
void record_summary_release(struct record_summary *summary);
