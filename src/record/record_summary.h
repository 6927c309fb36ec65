/* The summary of a record file, for lists of records: its experiment, its machine, the time of each strategy.
 * Lines of tasks and workers are skipped unread, so the file is not checked as record_read() does it. */
#pragma once

#include "base/stats.h"
#include "record/recording.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A strategy's counted runs, ns from tic to the end of the last task. */
struct summary_times {
    size_t runs; /* 0: none has come to its end */
    struct stats done;
    uint64_t early_toc; /* of the last run whose toc came before the end of its tasks, ns; 0: none did */
};

struct record_summary {
    struct recording recording;  /* without runs */
    struct summary_times *times; /* by strategy; owned */
    size_t run_count;            /* warm-ups included */
};

/* False, with "path: what is wrong" in `err`; nothing is owned then. Else release the summary. */
bool record_summary_read(struct record_summary *summary, const char *path, char *err, size_t size);
void record_summary_release(struct record_summary *summary);
