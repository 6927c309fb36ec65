/* The facts of a finished run at a moment, found the plain way:
 * every life and every task looked at, nothing indexed. What snapshot_at() finds quickly has to be this. */
#pragma once

#include "record/record.h"
#include "history/snapshot.h"

/* A cell's slot is the one that has more than half of its tasks that wait no longer;
 * REFERENCE_ANY where none has. */
#define REFERENCE_ANY (SLOTS_MAX + 1)

void snapshot_of_record(struct snapshot *snapshot, const struct record *record,
                        const struct workload *workload, const struct strategy *strategy,
                        const struct plan *plan, uint64_t now, const struct snapshot_window *window);
