/* The facts of a run: of one that a trace follows as it is now, of a recorded one at any moment of it.
 * These are those that were live then, as far as a record keeps them.
 *   - An attempt that took its worker down runs from its start until the worker was reaped;
 *     its task waits afterwards. What else a dead worker had claimed is shown as waiting.
 *   - Between two tasks a worker is `claiming` when it goes on to start another one, `idle` when it does not,
 *     `leaving` once all tasks have ended; one with a single claim leaves as soon as its task has ended.
 *     Held workers are among these: no moment of a record is shown as held.
 *   - The share of a running task is its age as a share of the time it took. An
 *     attempt that did not come to its end has that of a nap of its age; of a computation it is not known. */
#pragma once

#include "history/snapshot.h"
#include "history/trace.h"

/* `now`: ns after tic; of a live run board_now(), after trace_poll().
 * Of a record without TRACE_MAP the counts of tasks that are not done, peak_live and the cells are 0. */
void snapshot_at(const struct trace *trace, uint64_t now, const struct snapshot_window *window,
                 struct snapshot *snapshot);
