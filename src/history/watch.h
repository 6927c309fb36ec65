/* Looks at a live board, thirty times a second or less, without disturbing it and without reading it whole: what has
 * ended is counted once and not looked at again.
 *
 *     struct watch *watch = watch_open(board, …);
 *     watch_look(watch, &window, &snapshot);          // facts
 *     watch_sample(watch, &snapshot);                 // samples of the shown workers, at most ten times a second
 *     watch_close(watch);
 */
#ifndef TICTOC_WATCH_H
#define TICTOC_WATCH_H

#include "history/snapshot.h"

struct watch;

/* The three are borrowed and must outlive the watch. */
struct watch *watch_open(struct board *board, const struct workload *workload,
                         const struct strategy *strategy, const struct plan *plan);
void watch_close(struct watch *watch);

/* Fills in the facts. Samples are those of the last watch_sample(). */
void watch_look(struct watch *watch, const struct snapshot_window *window, struct snapshot *snapshot);

/* Asks the system what the workers of the snapshot do, unless it was asked less than 0.1 s ago. */
void watch_sample(struct watch *watch, struct snapshot *snapshot);

#endif
