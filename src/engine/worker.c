#include "engine/worker.h"

#include "base/clock.h"
#include "base/futex.h"
#include "base/hot.h"
#include "board/gate.h"
#include "board/protocol_step.h"
#include "board/transition.h"

#include <errno.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

/* Bytes of tasks mapped at a time: one call for many pages costs less than a fault for each. */
#define WINDOW ((uint64_t)1 << 20)

HOT static uint64_t now(const struct worker *worker)
{
    return clock_ns() - worker->tic;
}

HOT static bool is_over(const struct worker *worker)
{
    uint32_t phase = LOAD(&worker->board->phase);

    return phase >= BOARD_ENDING;
}

/* Maps the tasks around `task` into this process's page tables. Where that fails, they are faulted in. */
HOT static void map_tasks(const struct worker *worker, uint64_t task, uint64_t *mapped)
{
#ifdef MADV_POPULATE_READ
    struct board *board = worker->board;
    uint64_t window = (task << board->task_shift) / WINDOW;
    uint64_t first = board->tasks_at + window * WINDOW;
    uint64_t length = board->lives_at - first < WINDOW ? board->lives_at - first : WINDOW;

    if (window + 1 == *mapped)
        return;
    *mapped = window + 1;
    madvise((char *)board + first, length, MADV_POPULATE_READ);
#else
    (void)worker, (void)task, (void)mapped;
#endif
}

/* Whether the worker has nothing to start behind the gate:
 * another worker has its task, or there is nothing to claim. */
static bool is_pointless(const struct worker *worker, uint64_t task)
{
    if (task == TASK_NONE)
        return transition_nothing_waits(worker->board, worker->id);
    return !transition_may_start(worker->board, worker->id, task);
}

/* The outcome of waiting at the gate. After POINTLESS a worker must not try to start a task:
 * a death may give it one meanwhile, and for that it needs a permit. */
enum passage { PASSED, POINTLESS, RUN_IS_OVER };

/* Passes the gate before `task` or, TASK_NONE, before a claim; waits while it is closed. */
HOT static enum passage pass_gate(const struct worker *worker, uint64_t task, bool *permitted)
{
    struct board *board = worker->board;

    *permitted = false;
    while (!gate_is_open(board)) {
        uint32_t turn = LOAD(&board->gate_turn);

        if (is_pointless(worker, task))
            return POINTLESS;
        if (is_over(worker))
            return RUN_IS_OVER;
        if (gate_try(board, worker->id, permitted))
            return PASSED;
        transition_state(board, worker->id, SLOT_HELD);
        gate_wait(board, RULE(turn_is_read_first) ? turn : LOAD(&board->gate_turn));
    }
    return PASSED;
}

static void note_result(const struct worker *worker, uint64_t task, uint64_t result, uint64_t time)
{
    board_note(worker->board, &(struct event){ .time = time,
                                               .task = task,
                                               .value = result,
                                               .slot = worker->id.slot,
                                               .life = worker->id.life,
                                               .kind = EVENT_RESULT });
}

/* Does one task. False: another worker has it. */
HOT static bool do_task(const struct worker *worker, uint64_t task, bool permitted)
{
    struct board *board = worker->board;
    const struct workload *workload = &worker->workload;
    uint64_t started = now(worker), ended, result;
    bool mine = transition_start(board, worker->id, task, started);

    if (permitted)
        gate_leave(board, worker->id, mine);
    if (!mine)
        return false;
    result = workload->ops->run(workload, task, started + worker->tic,
                                &board_slot(board, worker->id.slot)->progress,
                                board_scratch(board, worker->id.slot));
    ended = now(worker);
    transition_end(board, worker->id, task, result, (double)workload->ops->weight(workload, task), ended);
    if (result)
        note_result(worker, task, result, ended);
    return true;
}

/* Does the tasks of a span; the gate has been passed for the first. False when the run ends meanwhile. */
HOT static bool do_span(const struct worker *worker, struct span span, bool permitted, uint64_t *mapped)
{
    struct board *board = worker->board;
    struct slot *slot = board_slot(board, worker->id.slot);

    for (uint64_t position = span.first; position < span.end; position++) {
        uint64_t task = board_order(board, position);

        enum passage passage =
            position > span.first && RULE(gate_inside_chunks) ? pass_gate(worker, task, &permitted) : PASSED;

        if (passage == RUN_IS_OVER)
            return false;
        if (passage == POINTLESS)
            continue;
        if (board->chunk > 1)
            NOTE(&slot->chunk_at, position);
        map_tasks(worker, task, mapped);
        do_task(worker, task, permitted);
    }
    return true;
}

/* Nothing is left to claim: notifies the coordinator and waits until tasks come back or the run ends. */
HOT static void wait_idle(const struct worker *worker, uint32_t wake)
{
    ssize_t written;

    transition_state(worker->board, worker->id, SLOT_IDLE);
    do
        written = write(worker->notify_fd, "", 1);
    while (written < 0 && errno == EINTR);
    /* A full pipe wakes the coordinator as well. Where the write fails otherwise, a signal does. */
    if (written < 0 && errno != EAGAIN)
        kill(getppid(), SIGCHLD);
    futex_wait(&worker->board->wake, RULE(wake_is_read_first) ? wake : LOAD(&worker->board->wake));
}

HOT void worker_serve(const struct worker *worker)
{
    struct board *board = worker->board;
    uint64_t mapped = 0;

    for (;;) {
        /* Read before all checks that lead to sleep, so that no later wake is missed. */
        uint32_t wake = LOAD(&board->wake);
        struct span span;
        bool permitted;

        enum passage passage = is_over(worker) ? RUN_IS_OVER : pass_gate(worker, TASK_NONE, &permitted);
        if (passage == RUN_IS_OVER)
            break;
        if (passage == PASSED && transition_take(board, worker->id, &span)) {
            if (!do_span(worker, span, permitted, &mapped))
                break;
            continue;
        }
        if (permitted)
            gate_leave(board, worker->id, false);
        wait_idle(worker, wake);
    }
    transition_state(board, worker->id, SLOT_LEAVING);
}

HOT void worker_do_one(const struct worker *worker, uint64_t task)
{
    bool permitted;

    if (pass_gate(worker, task, &permitted) == PASSED)
        do_task(worker, task, permitted);
    transition_state(worker->board, worker->id, SLOT_LEAVING);
}
