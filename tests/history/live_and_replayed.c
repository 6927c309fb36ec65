/* What a replay shows of a moment is what was shown live then. */
#include "support/same_cells.h"
#include "support/make_workload.h"
#include "board/transition.h"
#include "history/snapshot_at.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define S UINT64_C(1000000000)

static const struct snapshot_window all = { .workers = 8, .next = 8, .cells = 8 };
static struct snapshot watched, fast;

#define LATER (1000 * S)

/* Does the tasks of a span, each 5 ns long, from `time` on; the last one `runs_on`. */
static void do_tasks(struct board *board, struct worker_id id, struct span span, uint64_t time, bool runs_on)
{
    for (uint64_t at = span.first; at < span.end; at++, time += 10) {
        uint64_t task = board_order(board, at);
        board_slot(board, id.slot)->chunk_at = at;
        assert_true(transition_start(board, id, task, time));
        if (runs_on && at + 1 == span.end)
            return;
        assert_true(transition_end(board, id, task, 0, (double)(task + 1), time + 5));
    }
}

static void assert_counts_are(const struct snapshot *live, const struct snapshot *replayed)
{
    assert_int_equal(replayed->waiting, live->waiting);
    assert_int_equal(replayed->claimed, live->claimed);
    assert_int_equal(replayed->running, live->running);
    assert_int_equal(replayed->done, live->done);
    assert_int_equal(replayed->lives, live->lives);
    assert_int_equal(replayed->live_workers, live->live_workers);
    assert_int_equal(replayed->peak_live, live->peak_live);
    assert_int_equal(replayed->deaths, live->deaths);
    assert_int_equal(replayed->deaths_at_work, live->deaths_at_work);
    assert_int_equal(replayed->next_count, live->next_count);
    assert_memory_equal(replayed->next, live->next, live->next_count * sizeof *live->next);
    assert_same_cells(replayed, live);
    assert_int_equal(replayed->worker_count, live->worker_count);
    for (uint32_t i = 0; i < live->worker_count; i++) {
        const struct worker_facts *one = &replayed->workers[i], *other = &live->workers[i];
        assert_int_equal(one->slot, other->slot);
        assert_int_equal(one->life, other->life);
        assert_int_equal(one->generation, other->generation);
        assert_int_equal(one->pid, other->pid);
        assert_int_equal(one->task, other->task);
        assert_int_equal(one->tasks_done, other->tasks_done);
        assert_true(one->weight_done == other->weight_done);
        assert_int_equal(one->chunk_number, other->chunk_number);
        assert_true(one->chunk_share == other->chunk_share);
    }
}

static struct board *open_ordered(const struct workload *workload, const struct plan *plan)
{
    char reason[200];
    uint32_t *order = order_make(plan->order, plan->seed, workload);
    struct board *board = board_open(workload, plan, order, reason, sizeof reason);
    free(order);
    return board;
}

static void replay_chunks(enum order in)
{
    struct workload workload = make_numbers(40);
    struct strategy strategy = { .ops = &strategy_pool };
    struct plan plan = { .slots = 2,
                         .lives = 8,
                         .chunk = 10,
                         .attempts = 3,
                         .neighbours = true,
                         .workers = 2,
                         .order = in,
                         .seed = 1 };
    struct board *board = open_ordered(&workload, &plan);
    struct trace live;
    trace_follow(&live, board, &workload, &strategy, &plan);
    struct worker_id workers[2];
    struct span first, second, third;
    board->tic = 1;
    board->phase = BOARD_RUNNING;
    for (uint32_t slot = 0; slot < 2; slot++) {
        workers[slot] = transition_birth(board, slot, TASK_NONE, 10);
        transition_born(board, workers[slot], worker_place_of_process(100 + (int)slot));
    }
    assert_true(transition_take(board, workers[0], &first));
    assert_true(transition_take(board, workers[1], &second));
    do_tasks(board, workers[0], first, 20, false);
    assert_true(transition_take(board, workers[0], &third));
    do_tasks(board, workers[0], (struct span){ third.first, third.first + 4 }, 200, true);
    do_tasks(board, workers[1], (struct span){ second.first, second.first + 7 }, 30, true);
    trace_poll(&live);
    snapshot_at(&live, board_now(board), &all, &watched);
    assert_true(transition_end(board, workers[0], board_order(board, third.first + 3), 0, 1, LATER));
    assert_true(transition_end(board, workers[1], board_order(board, second.first + 6), 0, 1, LATER));
    do_tasks(board, workers[0], (struct span){ third.first + 4, third.end }, LATER + 5, false);
    do_tasks(board, workers[1], (struct span){ second.first + 7, second.end }, LATER + 5, false);
    assert_true(transition_take(board, workers[1], &first));
    do_tasks(board, workers[1], first, LATER + 500, false);
    for (int i = 0; i < 2; i++)
        transition_death(board, workers[i], &(struct exit_info){ .status = 0 }, LATER + 900);
    board->toc = LATER + 1000;
    board->phase = BOARD_ENDED;
    struct record record;
    struct trace trace;
    record_take(&record, board);
    trace_open(&trace, &record, &workload, &strategy, &plan, TRACE_MAP);
    snapshot_at(&trace, 300, &all, &fast);
    assert_counts_are(&watched, &fast);
    trace_close(&trace);
    record_release(&record);
    trace_close(&live);
    board_close(board);
}

static void what_was_live_in_the_middle_of_chunks_is_what_is_replayed(void **state)
{
    (void)state;
    for (enum order order = ORDER_FIFO; order < ORDERS; order++)
        replay_chunks(order);
}

/* Three die in the first task, which is set aside then; the second is done by the fourth. */
static void let_three_die(struct board *board)
{
    static const struct exit_info exit_info = { .status = 9 };
    struct span span;
    struct worker_id id;
    for (uint64_t time = 100; time <= 300; time += 100) {
        id = transition_birth(board, 0, TASK_NONE, time);
        transition_born(board, id, worker_place_of_process(100));
        assert_true(transition_take(board, id, &span));
        assert_true(transition_start(board, id, span.first, time + 10));
        transition_death(board, id, &exit_info, time + 50);
    }
    id = transition_birth(board, 0, TASK_NONE, 400);
    transition_born(board, id, worker_place_of_process(100));
    assert_true(transition_take(board, id, &span));
    do_tasks(board, id, span, 410, false);
    transition_death(board, id, &(struct exit_info){ .status = 0 }, 450);
}

static void time_in_attempts_that_died_is_busy_live_and_replayed(void **state)
{
    (void)state;
    struct workload workload = make_numbers(2);
    struct strategy strategy = { .ops = &strategy_pool };
    struct plan plan = { .slots = 1, .lives = 8, .chunk = 1, .attempts = 3, .workers = 1 };
    char reason[200];
    struct board *board = board_open(&workload, &plan, NULL, reason, sizeof reason);
    struct trace live;
    trace_follow(&live, board, &workload, &strategy, &plan);
    board->tic = 1;
    let_three_die(board);
    trace_poll(&live);
    snapshot_at(&live, board_now(board), &all, &watched);
    board->toc = 460;
    board->phase = BOARD_ENDED;
    struct record record;
    struct trace trace;
    record_take(&record, board);
    trace_open(&trace, &record, &workload, &strategy, &plan, TRACE_MAP);
    snapshot_at(&trace, 149, &all, &fast);
    assert_int_equal(fast.workers[0].busy_ns, 39);
    snapshot_at(&trace, 150, &all, &fast);
    assert_int_equal(fast.workers[0].busy_ns, 40);
    snapshot_at(&trace, 320, &all, &fast);
    assert_int_equal(fast.workers[0].busy_ns, 2 * 40 + 10);
    snapshot_at(&trace, 460, &all, &fast);
    assert_int_equal(fast.workers[0].busy_ns, 3 * 40 + 5);
    assert_int_equal(watched.workers[0].busy_ns, 3 * 40 + 5);
    assert_int_equal(watched.busy_ns, fast.busy_ns);
    trace_close(&trace);
    record_release(&record);
    trace_close(&live);
    board_close(board);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_live_in_the_middle_of_chunks_is_what_is_replayed),
        cmocka_unit_test(time_in_attempts_that_died_is_busy_live_and_replayed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
