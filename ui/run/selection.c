#include "run/selection.h"

#include "run/run_facts.h"

void selection_clear(struct selection *selection)
{
    *selection = (struct selection){ .made = false };
}

void selection_choose(struct selection *selection, int row)
{
    selection->wanted = row + 1;
}

int selection_row(const struct selection *selection)
{
    return selection->wanted ? selection->wanted - 1 : selection->made ? selection->row : -1;
}

/* The worker in the wanted row, if the snapshot shows it. */
static void choose_wanted(struct selection *selection, const struct snapshot *snapshot)
{
    uint32_t row = (uint32_t)selection->wanted - 1;
    if (row < snapshot->worker_first || row - snapshot->worker_first >= snapshot->worker_count)
        return;
    const struct worker_facts *worker = &snapshot->workers[row - snapshot->worker_first];
    *selection = (struct selection){ .made = true, .id = { worker->slot, worker->life }, .row = (int)row };
}

void selection_follow(struct selection *selection, const struct snapshot *snapshot)
{
    if (selection->wanted) {
        choose_wanted(selection, snapshot);
        return;
    }
    /* The snapshot was taken for another selection. */
    if (!selection->made || snapshot->chosen.slot != selection->id.slot)
        return;
    bool same = snapshot->chosen_row != UINT32_MAX && snapshot->chosen.life == selection->id.life;
    if (!same && (run_is_process(snapshot) || snapshot->chosen_row == UINT32_MAX)) {
        selection_clear(selection);
        return;
    }
    selection->row = (int)snapshot->chosen_row;
    selection->id.life = snapshot->chosen.life;
}

const struct worker_facts *selection_worker(const struct selection *selection,
                                            const struct snapshot *snapshot)
{
    for (uint32_t i = 0; selection->made && !selection->wanted && i < snapshot->worker_count; i++)
        if (snapshot->workers[i].slot == selection->id.slot &&
            snapshot->workers[i].life == selection->id.life)
            return &snapshot->workers[i];
    return NULL;
}
