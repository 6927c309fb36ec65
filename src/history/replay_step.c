/* From one event of a run to the next. Every slot tells its nearest by binary search; the nearest of all is it. */
#include "history/replay.h"

/* The nearest moment on one side of where the search began. */
struct search {
    uint64_t from;
    bool before;
    uint64_t found; /* UINT64_MAX: none yet */
};

static void offer(struct search *search, uint64_t moment)
{
    bool nearer =
        search->found == UINT64_MAX || (search->before ? moment > search->found : moment < search->found);
    if (moment != UINT64_MAX && nearer && (search->before ? moment < search->from : moment > search->from))
        search->found = moment;
}

static void offer_life(struct search *search, const struct record *record, uint32_t number)
{
    const struct record_life *life = &record->lives[number];
    offer(search, life->spawned);
    offer(search, replay_doom(record, number));
    if (life->exited)
        offer(search, life->exited);
}

static void offer_task(struct search *search, const struct record_task *task)
{
    offer(search, task->started);
    if (task->state == TASK_DONE || task->state == TASK_FAILED)
        offer(search, task->ended);
}

/* Those of a slot come one after the other, so the next one and the last one that had begun are enough; and, looking
 * back from the very moment at which that one began, those before it, until one began earlier. */
static void look_at_slot(struct search *search, const struct replay *replay, uint32_t slot)
{
    uint32_t first = replay->life_at[slot], end = replay->life_at[slot + 1];
    uint32_t begun = first + replay_lives_until(replay, slot, search->from);
    if (begun < end)
        offer_life(search, replay->record, replay->lives[begun]);
    for (bool on = true; on && begun > first; begun--) {
        offer_life(search, replay->record, replay->lives[begun - 1]);
        on = replay->record->lives[replay->lives[begun - 1]].spawned == search->from;
    }
    first = replay->task_at[slot], end = replay->task_at[slot + 1];
    begun = first + replay_tasks_until(replay, slot, search->from);
    if (begun < end)
        offer_task(search, &replay->record->tasks[replay->tasks[begun]]);
    for (bool on = true; on && begun > first; begun--) {
        const struct record_task *task = &replay->record->tasks[replay->tasks[begun - 1]];
        offer_task(search, task);
        on = task->started == search->from;
    }
}

static uint64_t step(const struct replay *replay, uint64_t now, bool before)
{
    const struct record *record = replay->record;
    struct search search = { .from = now, .before = before, .found = UINT64_MAX };
    for (uint32_t slot = 0; slot < replay->slots; slot++)
        look_at_slot(&search, replay, slot);
    for (uint32_t i = 0; i < record->event_count; i++)
        offer(&search, record->events[i].time);
    if (record->toc)
        offer(&search, record->toc);
    return search.found;
}

uint64_t replay_next(const struct replay *replay, uint64_t now)
{
    uint64_t moment = step(replay, now, false);
    return moment < replay->end ? moment : replay->end;
}

uint64_t replay_previous(const struct replay *replay, uint64_t now)
{
    uint64_t moment = step(replay, now, true);
    return moment == UINT64_MAX ? 0 : moment;
}
