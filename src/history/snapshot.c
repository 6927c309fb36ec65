#include "history/snapshot.h"

double snapshot_share(const struct snapshot *snapshot)
{
    if (snapshot_is_over(snapshot))
        return 1;
    double share = snapshot->weight_total > 0 ? snapshot->weight_done / snapshot->weight_total : 0;
    return share < 1 ? share : 1;
}

uint64_t snapshot_going_ns(const struct snapshot *snapshot, uint64_t time)
{
    uint64_t held = snapshot->live ? snapshot->held_ns : 0;
    return time > held ? time - held : 0;
}

static uint64_t going_ns(const struct snapshot *snapshot)
{
    return snapshot_going_ns(snapshot, snapshot->now);
}

/* The share of the run's capacity so far that went into tasks: 0 … 1. The rest went into starting processes,
 * claiming and waiting, which cost time for each task whatever its weight. */
static double work_share(const struct snapshot *snapshot)
{
    const struct plan *plan = snapshot->plan;
    double capacity = plan->workers ? plan->workers : (double)snapshot->peak_live;
    if (snapshot->workload->ops->computes && plan->cores && capacity > plan->cores)
        capacity = plan->cores;
    capacity *= (double)going_ns(snapshot);
    if (capacity <= 0 || (double)snapshot->busy_ns >= capacity)
        return 1;
    return (double)snapshot->busy_ns / capacity;
}

/* Time left by the schedule. */
static uint64_t scheduled_ns(const struct snapshot *snapshot)
{
    uint64_t now = going_ns(snapshot);
    return snapshot->schedule_ns > (double)now ? (uint64_t)snapshot->schedule_ns - now : 0;
}

/* Processes take their time to be started, and workers may be missing. */
static bool goes_by_schedule(const struct snapshot *snapshot)
{
    bool all_there =
        snapshot->plan->workers ? snapshot->live_workers >= snapshot->plan->slots : snapshot->waiting == 0;
    return snapshot->deaths == 0 && all_there && scheduled_ns(snapshot) > 0;
}

uint64_t snapshot_eta_ns(const struct snapshot *snapshot)
{
    if (snapshot->stuck || snapshot->coordinator_stopped)
        return UINT64_MAX;
    double share = snapshot_share(snapshot), now = (double)going_ns(snapshot);
    if (share >= 1)
        return 0;
    if (snapshot->gate == GATE_HOLD)
        return UINT64_MAX;
    if (goes_by_schedule(snapshot))
        return scheduled_ns(snapshot);
    double ended = (double)(snapshot->done + snapshot->failed);
    double work = ended > 0 ? work_share(snapshot) : 1;
    if (now <= 0 || (share <= 0.001 && (work > 0.5 || ended < 100)))
        return UINT64_MAX;
    double left = work * (1 - share) / share;
    if (work < 1)
        left += (1 - work) * ((double)snapshot->tasks - ended) / ended;
    left *= now;
    if (snapshot->failed == 0 &&
        left < (double)scheduled_ns(snapshot)) /* no sooner than if all had gone well */
        return scheduled_ns(snapshot);
    return left < 1e19 ? (uint64_t)left : UINT64_MAX;
}

double snapshot_rate(const struct snapshot *snapshot)
{
    uint64_t until = snapshot->last_done ? snapshot->last_done : snapshot->now;
    return until ? (double)snapshot->done * 1e9 / (double)until : 0;
}

bool snapshot_is_over(const struct snapshot *snapshot)
{
    return snapshot->done + snapshot->failed == snapshot->tasks;
}

void snapshot_vote(uint32_t *slot, uint32_t *votes, uint32_t worker, uint32_t count)
{
    if (*slot == worker) {
        *votes += count;
    } else if (*votes >= count) {
        *votes -= count;
    } else {
        *slot = worker;
        *votes = count - *votes;
    }
}

void snapshot_count(struct map_cell *cell, uint32_t *votes, enum task_state state, uint32_t slot,
                    uint64_t count)
{
    uint32_t *const counts[] = {
        [TASK_WAITING] = &cell->waiting, [TASK_CLAIMED] = &cell->claimed, [TASK_RUNNING] = &cell->running,
        [TASK_DONE] = &cell->done,       [TASK_FAILED] = &cell->failed,
    };
    *counts[state] += (uint32_t)count;
    if (state != TASK_WAITING)
        snapshot_vote(&cell->slot, votes, slot, (uint32_t)count);
}

uint64_t snapshot_cell_tasks(uint64_t tasks, uint32_t cells)
{
    if (cells > SNAPSHOT_CELLS)
        cells = SNAPSHOT_CELLS;
    if (!cells || !tasks)
        return 1;
    return tasks / cells + (tasks % cells != 0);
}
