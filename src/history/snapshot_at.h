/* The facts of a run: of one that a trace follows, as it is now; of a recorded one, at any moment.
 * Those of a record are what a live snapshot had shown then, as far as a record keeps it.
 *   - An attempt in which its worker died runs from its start until the worker was reaped;
 *     its task waits afterwards. Other tasks that a dead worker had claimed are shown as waiting.
 *   - Between two tasks a worker is `claiming` if it starts another one later, `idle` if it does not,
 *     `leaving` once all tasks have ended. A worker with a single claim leaves as soon as its task has ended.
 *     Held workers are among these: no moment of a record is shown as held.
 *   - The share of a running task is its age as a share of the time it took.
 *     An attempt that did not end has the share of a nap of its age; of a computation it is not known. */
#pragma once

#include "history/snapshot.h"
#include "history/trace.h"

/* `now`: ns since tic; of a live run board_now(), after trace_poll().
 * Without TRACE_MAP a record has 0 for the counts of tasks that are not done, peak_live and the cells. */
void snapshot_at(const struct trace *trace, uint64_t now, const struct snapshot_window *window,
                 struct snapshot *snapshot);
