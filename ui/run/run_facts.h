/* What the panels of the run screen derive from a snapshot: in one place, so that they agree. Pure. */
#pragma once

#include "view/model.h"
#include "history/snapshot.h"

/* ns since tic; once every task has ended, to the end of the last. */
uint64_t run_elapsed_ns(const struct snapshot *snapshot);

/* ns until the end: by weight, and no less than the slowest running task of the snapshot needs.
 * UINT64_MAX: not known yet. */
uint64_t run_eta_ns(const struct snapshot *snapshot);

/* The worker whose task ends last, of those in the snapshot; NULL: none is in a task.
 * `rest`: what that task still needs, ns; 0: not known. */
const struct worker_facts *run_slowest(const struct snapshot *snapshot, uint64_t *rest);

/* The mean length of a task, ns: as asked for, else as measured; 0: not known yet. */
uint64_t run_task_ns(const struct snapshot *snapshot);

bool run_is_process(const struct snapshot *snapshot);

/* Processes too short-lived to be seen: one row shows all. */
bool run_is_folded(const struct snapshot *snapshot);

/* It has died and the coordinator has not noticed.
 * A worker that leaves in good order does not count, though it is dead for a moment. */
bool run_is_dead(const struct worker_facts *worker);

/* It had no core for a share of its time that is worth showing. */
bool run_lacks_core(const struct worker_facts *worker);

/* What a worker's bar shows. RUN_BAR_PART: its tasks against an even share of all, by weight. */
enum run_bar { RUN_BAR_NONE, RUN_BAR_TASK, RUN_BAR_CHUNK, RUN_BAR_PART };

struct run_progress {
    enum run_bar bar;
    double share;  /* 0 … 1 */
    char what[64]; /* "nap 3 · 2 s", "chunk 5", "share" */
};

struct run_progress run_progress_of(const struct snapshot *snapshot, const struct worker_facts *worker);

/* What a worker has taken from the queue and not ended. */
enum run_claim {
    RUN_CLAIM_NONE,
    RUN_CLAIM_WAITS, /* not begun, or between two tasks */
    RUN_CLAIM_TASK   /* in a task, perhaps with more claimed */
};

enum run_claim run_claim_of(const struct snapshot *snapshot, const struct worker_facts *worker);

/* From the system's sample where there is one, else from the board. */
struct run_state {
    uint32_t glyph;
    unsigned role;
    const char *word; /* "asleep" */
    const char *why;  /* "needs no core"; "" */
};

struct run_state run_state_of(const struct snapshot *snapshot, const struct worker_facts *worker);

/* When the alarm of a worker's nap rings, ns since tic:
 * it is set at the nap's start, and nothing moves it. 0: the worker is in no nap. */
uint64_t run_alarm_ns(const struct snapshot *snapshot, const struct worker_facts *worker);

/* The word for a state of a slot that has not been sampled. */
const char *run_slot_word(enum slot_state state);

/* The worker in the snapshot that runs a task; NULL: none that can be seen. */
const struct worker_facts *run_worker_of(const struct snapshot *snapshot, uint64_t task);
