#include "history/watch_deaths.h"

#include "base/xmalloc.h"

#include <stdlib.h>

/* How many lives that are not counted yet are looked at. */
#define AHEAD 4096

void watch_deaths_init(struct watch_deaths *deaths, struct board *board, const struct plan *plan)
{
    *deaths = (struct watch_deaths){
        .board = board,
        .unsupervised = plan->unsupervised,
        .called = xcalloc(board->slot_count, sizeof *deaths->called),
    };
}

void watch_deaths_release(struct watch_deaths *deaths)
{
    free(deaths->called);
}

static bool is_called_dead(const struct watch_deaths *deaths, uint32_t slot, uint64_t life)
{
    return deaths->called[slot] == life + 1;
}

bool watch_deaths_call(struct watch_deaths *deaths, const struct worker_facts *row)
{
    struct slot *slot = board_slot(deaths->board, row->slot);
    uint32_t state = atomic_load(&slot->state);

    if (state == SLOT_LEAVING || state == SLOT_EMPTY || atomic_load(&slot->life) != row->life)
        return false;
    deaths->called[row->slot] = (uint64_t)row->life + 1;
    return true;
}

/* ---- how many ------------------------------------------------------------------------------------------ */

static bool has_exited(const struct watch_deaths *deaths, uint64_t life)
{
    return atomic_load(&board_life(deaths->board, life)->exited);
}

static void count(struct watch_deaths *deaths, uint64_t number)
{
    struct life *life = board_life(deaths->board, number);

    deaths->all += life_died(life);
    deaths->at_work += atomic_load(&life->died_task) != UINT32_MAX;
}

/* In order of birth, as far as everybody has gone: these are not looked at again. Then those who have gone while an
 * older worker still lives. */
void watch_deaths_fill(struct watch_deaths *deaths, struct snapshot *snapshot)
{
    uint64_t lives = atomic_load(&deaths->board->lives);
    struct watch_deaths with;

    for (; deaths->from < lives && has_exited(deaths, deaths->from); deaths->from++)
        count(deaths, deaths->from);
    with = *deaths;
    for (uint64_t life = with.from; life < lives && life < with.from + AHEAD; life++)
        if (has_exited(&with, life))
            count(&with, life);
    snapshot->deaths = with.all;
    snapshot->deaths_at_work = with.at_work;
}

/* ---- what stays with the dead -------------------------------------------------------------------------- */

enum task_state watch_deaths_state(const struct watch_deaths *deaths, uint64_t word)
{
    enum task_state state = task_word_state(word);

    if (state == TASK_RUNNING && (is_called_dead(deaths, task_word_slot(word), task_word_life(word)) ||
                                  has_exited(deaths, task_word_life(word))))
        return TASK_CLAIMED;
    return state;
}

void watch_deaths_end(const struct watch_deaths *deaths, struct worker_facts *row, struct snapshot *snapshot)
{
    if (row->task == TASK_NONE || !is_called_dead(deaths, row->slot, row->life))
        return;
    row->task = TASK_NONE;
    row->task_age_ns = 0;
    row->task_share = 0;
    snapshot->claimed++;
}

uint64_t watch_deaths_lost(const struct watch_deaths *deaths)
{
    uint64_t lives = deaths->unsupervised ? atomic_load(&deaths->board->lives) : 0, lost = 0;

    for (uint64_t life = 0; life < lives; life++) {
        uint32_t task = atomic_load(&board_life(deaths->board, life)->died_task);

        lost += task != UINT32_MAX &&
                task_word_state(atomic_load(&board_task(deaths->board, task)->word)) == TASK_RUNNING;
    }
    return lost;
}
