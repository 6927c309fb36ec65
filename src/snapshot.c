#include "snapshot.h"

#include <string.h>

double snapshot_share(const struct snapshot *snapshot)
{
    double share;

    if (snapshot->done + snapshot->failed == snapshot->tasks)
        return 1;
    share = snapshot->weight_total > 0 ? snapshot->weight_done / snapshot->weight_total : 0;
    return share < 1 ? share : 1;
}

uint64_t snapshot_eta_ns(const struct snapshot *snapshot)
{
    double share = snapshot_share(snapshot), left;

    if (share >= 1)
        return 0;
    if (share <= 0.001 || !snapshot->now)
        return UINT64_MAX;
    left = (double)snapshot->now * (1 - share) / share;
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

uint64_t snapshot_cell_tasks(uint64_t tasks, uint32_t cells)
{
    if (cells > SNAPSHOT_CELLS)
        cells = SNAPSHOT_CELLS;
    if (!cells || !tasks)
        return 1;
    return tasks / cells + (tasks % cells != 0);
}
