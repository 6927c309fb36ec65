/* Snapshots of a live board: one on which the transitions are called with times of our own.
 * No worker is started; where the system is to call one dead, a process has been and gone. */
#include "analysis/outcome.h"
#include "support/make_workload.h"
#include "record/record.h"
#include "history/snapshot.h"
#include "board/transition.h"
#include "history/sampling.h"
#include "history/snapshot_at.h"
#include "history/trace_live.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static const struct snapshot_window everything = { .workers = 16, .next = 16, .cells = 16 };

static struct workload workload;
static struct strategy strategy = { .ops = &strategy_pool };
static struct plan plan = {
    .slots = 2, .lives = 8, .chunk = 1, .attempts = 3, .neighbours = true, .workers = 2
};
static struct snapshot snapshot;
static struct trace trace;
static struct sampling sampling;

static void follow(struct board *board)
{
    trace_follow(&trace, board, &workload, &strategy, &plan);
    sampling = (struct sampling){ .sampled_at = 0 };
}

static void look_at_board(const struct snapshot_window *window)
{
    trace_poll(&trace);
    snapshot_at(&trace, board_now(trace.live->board), window, &snapshot);
}

static struct board *open_board(uint64_t count, uint64_t chunk)
{
    char err[200];
    struct board *board;

    workload = make_numbers(count);
    plan.chunk = chunk;
    board = board_open(&workload, &plan, NULL, err, sizeof err);
    assert_non_null(board);
    board->tic = 1;
    board->phase = BOARD_RUNNING;
    return board;
}

static struct worker_id born(struct board *board, uint32_t slot)
{
    struct worker_id id = transition_birth(board, slot, TASK_NONE, 10);

    transition_born(board, id, worker_place_of_process(100 + (int)slot));
    return id;
}

static void do_span(struct board *board, struct worker_id id, struct span span)
{
    for (uint64_t task = span.first; task < span.end; task++) {
        board_slot(board, id.slot)->chunk_at = task;
        assert_true(transition_start(board, id, task, 20));
        assert_true(transition_end(board, id, task, 0, (double)(task + 1), 30));
    }
}

static void a_watched_chunk_is_claimed_running_and_done_in_its_worker_colour(void **state)
{
    struct board *board = open_board(40, 10);
    follow(board);
    struct worker_id first = born(board, 0), second = born(board, 1);
    struct span a, b;

    (void)state;
    assert_true(transition_take(board, first, &a));
    assert_true(transition_take(board, second, &b));
    do_span(board, first, a);
    assert_true(transition_start(board, second, b.first, 25));
    look_at_board(&(struct snapshot_window){ .workers = 8, .next = 3, .cells = 4 });
    assert_int_equal(snapshot.done, 10);
    assert_int_equal(snapshot.running, 1);
    assert_int_equal(snapshot.claimed, 9);
    assert_int_equal(snapshot.waiting, 20);
    assert_int_equal(snapshot.next[0], 20);
    assert_int_equal(snapshot.cell_count, 4);
    assert_int_equal(snapshot.cells[0].done, 10);
    assert_int_equal(snapshot.cells[0].slot, 0);
    assert_int_equal(snapshot.cells[1].running, 1);
    assert_int_equal(snapshot.cells[1].claimed, 9);
    assert_int_equal(snapshot.cells[1].slot, 1);
    assert_int_equal(snapshot.cells[2].waiting, 10);
    assert_int_equal(snapshot.workers[0].chunk_number, 1);
    assert_int_equal(snapshot.workers[1].pid, 101);
    trace_close(&trace);
    board_close(board);
}

/* A worker may lose its core between the two. */
static void a_task_that_runs_and_whose_start_is_not_noted_yet_has_taken_no_time(void **state)
{
    struct board *board = open_board(4, 1);
    follow(board);
    struct worker_id id = born(board, 0);
    struct span span;

    (void)state;
    assert_true(transition_take(board, id, &span));
    assert_true(transition_start(board, id, 0, 20));
    board_task(board, 0)->started = 0;
    look_at_board(&everything);
    assert_int_equal(snapshot.running, 1);
    assert_int_equal(snapshot.busy_ns, 0);
    assert_int_equal(snapshot.workers[0].task_age_ns, 0);
    trace_close(&trace);
    board_close(board);
}

static void a_process_whose_task_has_ended_leaves(void **state)
{
    struct board *board = open_board(2, 1);
    struct strategy of_processes = { .ops = &strategy_process };
    struct plan one_each = plan;
    one_each.traits = strategy_process.traits;
    trace_follow(&trace, board, &workload, &of_processes, &one_each);
    struct worker_id id = transition_birth(board, 0, 0, 10);

    (void)state;
    transition_born(board, id, worker_place_of_process(100));
    assert_true(transition_start(board, id, 0, 20));
    look_at_board(&(struct snapshot_window){ .workers = 8 });
    assert_int_equal(snapshot.workers[0].state, SLOT_RUNNING);
    assert_true(transition_end(board, id, 0, 0, 1.0, 30));
    look_at_board(&(struct snapshot_window){ .workers = 8 });
    assert_int_equal(snapshot.workers[0].state, SLOT_LEAVING);
    assert_int_equal(snapshot.running, 0);
    trace_close(&trace);
    board_close(board);
}

static void what_an_unsupervised_worker_took_with_it_does_not_wait(void **state)
{
    struct board *board = open_board(3, 1);
    struct plan unsupervised = plan;
    unsupervised.unsupervised = true;
    trace_follow(&trace, board, &workload, &strategy, &unsupervised);
    struct worker_id id = born(board, 0);
    struct span span;

    (void)state;
    assert_true(transition_take(board, id, &span));
    assert_true(transition_start(board, id, span.first, 20));
    transition_abandon(board, id, &(struct exit_info){ .status = 9 }, 30);
    look_at_board(&(struct snapshot_window){ .workers = 8, .cells = 3 });
    assert_int_equal(snapshot.running, 0);
    assert_int_equal(snapshot.claimed, 1); /* by the dead */
    assert_int_equal(snapshot.cells[0].claimed, 1);
    assert_int_equal(snapshot.waiting, 2);
    assert_int_equal(snapshot.deaths, 1);
    trace_close(&trace);
    board_close(board);
}

static void with_a_queue_for_each_slot_everybody_draws_whole_chunks_from_his_own(void **state)
{
    struct board *board;
    struct worker_id first, second;
    struct span span;

    (void)state;
    plan.partitions = true;
    board = open_board(10, 3);
    plan.partitions = false;
    follow(board);
    assert_int_equal(board->queue_count, 2);
    assert_int_equal(board->queues[0].end, 6);
    assert_int_equal(board->queues[1].end, 10);
    first = born(board, 0), second = born(board, 1);
    assert_int_equal(board_handed_out(board), 0);
    assert_true(transition_take(board, second, &span));
    assert_int_equal(span.first, 6);
    assert_int_equal(board_handed_out(board), 9);
    look_at_board(&(struct snapshot_window){ .workers = 8, .next = 8, .cells = 4 });
    assert_int_equal(snapshot.next_count, 7);
    assert_int_equal(snapshot.next[0], 0);
    assert_int_equal(snapshot.next[6], 9);
    assert_true(transition_take(board, second, &span));
    assert_int_equal(span.end, 10);
    assert_false(transition_take(board, second, &span));
    assert_true(transition_nothing_waits(board, second));
    assert_false(transition_nothing_waits(board, first));
    assert_true(transition_take(board, first, &span));
    assert_int_equal(transition_death(board, first, &(struct exit_info){ .status = 9 }, 40), 3);
    assert_false(transition_take(board, second, &span));
    assert_true(transition_take(board, born(board, 0), &span));
    assert_int_equal(span.first, 0);
    trace_close(&trace);
    board_close(board);
}

static void a_death_puts_its_tasks_back_and_the_snapshot_shows_it(void **state)
{
    struct board *board = open_board(4, 2);
    follow(board);
    struct worker_id id = born(board, 0);
    struct span span;

    (void)state;
    assert_true(transition_take(board, id, &span));
    assert_true(transition_start(board, id, 0, 20));
    assert_int_equal(transition_death(board, id, &(struct exit_info){ .status = 9 }, 40), 2);
    look_at_board(&everything);
    assert_int_equal(snapshot.waiting, 4);
    assert_int_equal(snapshot.next[0], 0);
    assert_int_equal(snapshot.deaths, 1);
    assert_int_equal(snapshot.live_workers, 0);
    assert_int_equal(task_word_died(board_task(board, 0)->word), 1);
    assert_int_equal(task_word_died(board_task(board, 1)->word), 0); /* it only sat in the chunk */
    trace_close(&trace);
    board_close(board);
}

/* A worker that the system takes for dead, while the board still says that it runs the first task;
 * so the trace has seen it. It was not reaped. */
static struct worker_id born_dead(struct board *board, pid_t *pid)
{
    struct worker_id id = transition_birth(board, 0, TASK_NONE, 10);
    struct span span;
    siginfo_t info;

    *pid = fork();
    if (*pid == 0)
        _exit(0);
    assert_int_equal(waitid(P_PID, (id_t)*pid, &info, WEXITED | WNOWAIT), 0);
    transition_born(board, id, worker_place_of_process(*pid));
    assert_true(transition_take(board, id, &span));
    assert_true(transition_start(board, id, 0, 20));
    look_at_board(&everything);
    return id;
}

static void a_dead_worker_stays_busy_until_it_is_reaped(void **state)
{
    struct board *board = open_board(2, 1);
    follow(board);
    pid_t pid;
    struct worker_id id = born_dead(board, &pid);

    (void)state;
    sampling_look(&sampling, &trace, &snapshot, true);
    look_at_board(&everything);
    assert_int_equal(snapshot.claimed, 1);
    assert_int_equal(snapshot.workers[0].task, TASK_NONE);
    assert_int_equal(snapshot.workers[0].busy_ns, snapshot.now - 20);
    assert_int_equal(snapshot.busy_ns, snapshot.now - 20);
    waitpid(pid, NULL, 0);
    transition_death(board, id, &(struct exit_info){ .status = 9 }, 60);
    look_at_board(&everything);
    assert_int_equal(snapshot.workers[0].busy_ns, 40);
    trace_close(&trace);
    board_close(board);
}

/* Between the look at the board and the look at the processes. */
static void a_worker_that_has_just_ended_well_is_not_called_dead(void **state)
{
    struct board *board = open_board(2, 1);
    follow(board);
    pid_t pid;
    struct worker_id id = born_dead(board, &pid);

    (void)state;
    assert_true(transition_end(board, id, 0, 0, 1, 30));
    transition_state(board, id, SLOT_LEAVING);
    sampling_look(&sampling, &trace, &snapshot, true);
    assert_int_equal(snapshot.workers[0].sample.state, OS_UNKNOWN);
    look_at_board(&everything);
    assert_int_equal(snapshot.done, 1);
    assert_int_equal(snapshot.claimed, 0);
    waitpid(pid, NULL, 0);
    trace_close(&trace);
    board_close(board);
}

/* Its number goes to the next one, in another slot. */
static void a_worker_that_could_not_be_started_leaves_no_trace(void **state)
{
    struct board *board = open_board(2, 1);
    (void)state;
    follow(board);
    struct worker_id refused = transition_birth(board, 0, TASK_NONE, 10);
    look_at_board(&everything);
    transition_unborn(board, refused);
    struct worker_id id = born(board, 1);
    look_at_board(&everything);
    assert_int_equal(id.life, refused.life);
    assert_int_equal(trace.slots[0].born, 0);
    assert_int_equal(trace.slots[1].born, 1);
    assert_int_equal(snapshot.worker_count, 1);
    assert_int_equal(snapshot.workers[0].slot, 1);
    trace_close(&trace);
    board_close(board);
}

static void a_task_that_takes_down_three_workers_is_set_aside(void **state)
{
    struct board *board = open_board(2, 1);

    (void)state;
    for (int death = 1; death <= 3; death++) {
        struct worker_id id = born(board, 0);
        struct span span;

        assert_true(transition_take(board, id, &span));
        assert_int_equal(span.first, 0);
        assert_true(transition_start(board, id, 0, 20));
        assert_int_equal(transition_death(board, id, &(struct exit_info){ .status = 9 }, 40), death < 3);
    }
    assert_int_equal(task_word_state(board_task(board, 0)->word), TASK_FAILED);
    assert_int_equal(board->failed, 1);
    board_close(board);
}

static void a_result_is_committed_once(void **state)
{
    struct board *board = open_board(1, 1);
    struct worker_id id = born(board, 0), other = { 1, 1 };
    struct span span;

    (void)state;
    assert_true(transition_take(board, id, &span));
    assert_true(transition_start(board, id, 0, 20));
    assert_false(transition_start(board, other, 0, 20));
    assert_false(transition_end(board, other, 0, 7, 1, 30));
    assert_true(transition_end(board, id, 0, 5, 1, 30));
    assert_false(transition_end(board, id, 0, 6, 1, 31));
    assert_int_equal(board_task(board, 0)->result, 5);
    board_close(board);
}

static void a_record_keeps_what_the_board_said(void **state)
{
    struct board *board = open_board(4, 2);
    struct worker_id id = born(board, 0);
    struct record taken;
    struct outcome outcome;
    struct span span;

    (void)state;
    for (int i = 0; i < 2; i++) {
        assert_true(transition_take(board, id, &span));
        do_span(board, id, span);
    }
    transition_death(board, id, &(struct exit_info){ .cpu_ns = 77, .max_rss_kb = 5 }, 50);
    board->toc = 60;
    board->phase = BOARD_ENDED;
    record_take(&taken, board);
    board_close(board);
    outcome_of_record(&outcome, &taken, &workload, &plan, &(struct machine){ .cores = 2 });
    assert_int_equal(taken.done, 30);
    assert_int_equal(taken.lives[0].tasks, 4);
    assert_int_equal(taken.lives[0].busy_ns, 40);
    assert_int_equal(taken.lives[0].first_start, 20);
    assert_int_equal(taken.lives[0].cpu_ns, 77);
    assert_int_equal(outcome.tasks_done, 4);
    assert_int_equal(outcome.tasks_lost, 0);
    assert_true(outcome.complete);
    assert_int_equal(outcome.elapsed_ns, 60);
    assert_int_equal(outcome.lasted_ns, 50);
    outcome_release(&outcome);
    record_release(&taken);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_watched_chunk_is_claimed_running_and_done_in_its_worker_colour),
        cmocka_unit_test(a_task_that_runs_and_whose_start_is_not_noted_yet_has_taken_no_time),
        cmocka_unit_test(a_process_whose_task_has_ended_leaves),
        cmocka_unit_test(what_an_unsupervised_worker_took_with_it_does_not_wait),
        cmocka_unit_test(with_a_queue_for_each_slot_everybody_draws_whole_chunks_from_his_own),
        cmocka_unit_test(a_death_puts_its_tasks_back_and_the_snapshot_shows_it),
        cmocka_unit_test(a_dead_worker_stays_busy_until_it_is_reaped),
        cmocka_unit_test(a_worker_that_has_just_ended_well_is_not_called_dead),
        cmocka_unit_test(a_worker_that_could_not_be_started_leaves_no_trace),
        cmocka_unit_test(a_task_that_takes_down_three_workers_is_set_aside),
        cmocka_unit_test(a_result_is_committed_once),
        cmocka_unit_test(a_record_keeps_what_the_board_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
