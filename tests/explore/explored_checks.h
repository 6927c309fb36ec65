/* What must hold in the explored pool (explored_pool.h):
 * after every step, and when no actor can go on. Included once, by explore.c. */
#pragma once

#include "explore/explored_pool.h"

/* ---- after every step ---------------------------------------------------------------------------------- */

/* A task that waits below the ticket will be found:
 * by the worker that has drawn it, or by the coordinator, which looks after the death of one that had. */
static bool will_be_found(void)
{
    for (int worker = 0; worker < WORKERS; worker++)
        if (is_gone(worker) ||
            (explorer_is_alive(worker) && board_slot(board, (uint32_t)worker)->state == SLOT_CLAIMING))
            return true;
    return world.retiring != 0;
}

static void check_task(uint64_t position)
{
    uint64_t task = board_order(board, position);
    struct task *place = board_task(board, task);
    enum task_state state = task_word_state(place->word);

    world.began |= state == TASK_RUNNING;
    if (plan.unsupervised) /* what the dead had is lost */
        return;
    if (state == TASK_WAITING && position < queue_at(task)->ticket)
        expect(will_be_found(), "a task waits below the ticket and is lost");
    if (state == TASK_CLAIMED || state == TASK_RUNNING)
        expect(!board_life(board, task_word_life(place->word))->exited,
               "a task belongs to a worker that has been retired");
}

/* What is done stays as it is; what is not done will be done. */
static void after_step(void)
{
    for (uint64_t task = 0; task < board->tasks; task++) {
        struct task *place = board_task(board, task);

        check_task(task);

        if (!world.done[task] && has_come_to_its_end(task)) {
            world.done[task] = place->word;
            world.result[task] = place->result;
        }
        if (world.done[task])
            explorer_must(place->word == world.done[task] && place->result == world.result[task],
                          "what was done has changed");
    }
}

/* ---- at the end ---------------------------------------------------------------------------------------- */

/* How many attempts at it have died, as the lives have it. */
static unsigned attempts_that_died(uint64_t task)
{
    unsigned died = 0;

    for (uint64_t life = 0; life < board->lives; life++)
        died += board_life(board, life)->exited && board_life(board, life)->died_task == task;
    return died;
}

/* It is done, with its result, or set aside, because so many have died in it and no more and no less. */
static void check_end_of(uint64_t task)
{
    struct task *place = board_task(board, task);
    unsigned died = task_word_died(place->word);
    bool aside = task_word_state(place->word) == TASK_FAILED;

    expect(aside || task_word_state(place->word) == TASK_DONE, "a task has not come to its end");
    expect(aside || place->result == task + 100, "a task has another result");
    expect(aside ? died == board->attempts : died < board->attempts,
           "a task is set aside too soon or too late");
    expect(died == (ours ? 0 : attempts_that_died(task)), "other deaths are counted than those in the task");
}

/* Nothing else is left than what the dead had: begun, claimed, or just taken off the queue;
 * or every worker is dead. */
static void check_waits_in_vain(void)
{
    bool any = explorer_is_alive(0) || explorer_is_alive(1);

    expect(board->stuck, "it does not say that it waits");
    for (uint64_t position = 0; position < board->tasks; position++) {
        uint64_t task = board_order(board, position), word = board_task(board, task)->word;
        struct life *life = board_life(board, task_word_life(word));

        if (task_word_state(word) == TASK_WAITING)
            expect(!any || position < queue_at(task)->ticket, "a task waits that a live worker could do");
        else if (task_word_state(word) != TASK_DONE)
            expect(life->exited, "a live worker has a task and does nothing");
        if (task_word_state(word) == TASK_RUNNING)
            expect(life->died_task == task, "a death in a task is not noted");
    }
}

/* The sums of all slots. */
static uint64_t count_done(void)
{
    uint64_t counted = 0;

    for (uint32_t slot = 0; slot < WORKERS; slot++)
        counted += slot_sums(board_slot(board, slot))->tasks_done;
    return counted;
}

/* In the end every task has come to its own, and is counted. An unsupervised pool waits instead. */
static bool is_end(void)
{
    uint64_t done = 0;

    for (uint64_t task = 0; task < board->tasks; task++)
        done += task_word_state(board_task(board, task)->word) == TASK_DONE;
    expect(count_done() == done, "count_done() == done");
    if (plan.unsupervised && !is_all_done()) {
        check_waits_in_vain();
        return !world.ended;
    }
    expect(world.through, "world.through");
    expect(atomic_load(&board->live) == 0, "atomic_load(&board->live) == 0");
    for (uint64_t task = 0; task < board->tasks; task++)
        check_end_of(task);
    expect(done + board->failed == board->tasks, "done + board->failed == board->tasks");
    return world.ended || untrue_deaths;
}
