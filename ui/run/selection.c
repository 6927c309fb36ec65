#include "run/selection.h"

#include "run/run_facts.h"

void choice_clear(struct choice *choice)
{
    *choice = (struct choice){ .made = false };
}

void choice_take(struct choice *choice, int row)
{
    choice->wanted = row + 1;
}

int choice_row(const struct choice *choice)
{
    return choice->wanted ? choice->wanted - 1 : choice->made ? choice->row : -1;
}

void choice_move(struct choice *choice, int64_t rows, int top, int count)
{
    int64_t row = choice_row(choice);
    row = row < 0 ? top + (rows > 0 ? rows - 1 : rows + 1) : row + rows;
    row = row < count ? row : count - 1;
    if (count > 0)
        choice_take(choice, row > 0 ? (int)row : 0);
}

/* Who is in the wanted row, if that is to be seen. */
static void take_wanted(struct choice *choice, const struct snapshot *snapshot)
{
    uint32_t row = (uint32_t)choice->wanted - 1;
    if (row < snapshot->worker_first || row - snapshot->worker_first >= snapshot->worker_count)
        return;
    const struct worker_facts *worker = &snapshot->workers[row - snapshot->worker_first];
    *choice = (struct choice){ .made = true, .who = { worker->slot, worker->life }, .row = (int)row };
}

void choice_follow(struct choice *choice, const struct snapshot *snapshot)
{
    if (choice->wanted) {
        take_wanted(choice, snapshot);
        return;
    }
    /* A snapshot that was taken for another choice says nothing of this one. */
    if (!choice->made || snapshot->chosen.slot != choice->who.slot)
        return;
    bool same = snapshot->chosen_row != UINT32_MAX && snapshot->chosen.life == choice->who.life;
    if (!same && (run_is_process(snapshot) || snapshot->chosen_row == UINT32_MAX)) {
        choice_clear(choice);
        return;
    }
    choice->row = (int)snapshot->chosen_row;
    choice->who.life = snapshot->chosen.life;
}

const struct worker_facts *choice_worker(const struct choice *choice, const struct snapshot *snapshot)
{
    for (uint32_t i = 0; choice->made && !choice->wanted && i < snapshot->worker_count; i++)
        if (snapshot->workers[i].slot == choice->who.slot && snapshot->workers[i].life == choice->who.life)
            return &snapshot->workers[i];
    return NULL;
}
