/* Snapshots: the facts at time t, from a record made up by hand and from a board on which the transitions were called
 * with times of our own. No process is started, but for one that is a zombie. */
#include "estimate.h"
#include "record.h"
#include "replay.h"
#include "snapshot.h"
#include "transition.h"
#include "watch.h"
#include "xmalloc.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define S UINT64_C(1000000000)

static const struct snapshot_window everything = { .workers = 16, .next = 16, .cells = 16 };

static struct workload workload = { .ops = &workload_perfect, .tasks = 6, .from = 1, .to = 6 };
static struct strategy strategy = { .ops = &strategy_pool };
static struct plan plan = {
    .slots = 2, .lives = 8, .chunk = 1, .attempts = 3, .neighbours = true, .workers = 2
};
static struct snapshot snapshot;

/* Two workers; task 3 takes down the first worker 0 at 3 s and is done by its successor. */
static struct record_task tasks[6] = {
    { .started = 1 * S, .ended = 2 * S, .life = 0, .state = TASK_DONE, .attempts = 1 },
    { .started = 1 * S, .ended = 4 * S, .life = 1, .state = TASK_DONE, .attempts = 1 },
    { .started = 5 * S, .ended = 9 * S, .life = 2, .state = TASK_DONE, .attempts = 2 },
    { .started = 4 * S, .ended = 6 * S, .life = 1, .state = TASK_DONE, .attempts = 1 },
    { .started = 6 * S, .ended = 7 * S, .life = 1, .state = TASK_DONE, .attempts = 1 },
    { .started = 7 * S, .ended = 8 * S, .life = 1, .state = TASK_FAILED, .attempts = 3 },
};
static struct record_life lives[3] = {
    { .spawned = 0,
      .exited = 3 * S,
      .first_start = 1 * S,
      .slot = 0,
      .pid = 11,
      .status = 9,
      .died_task = UINT32_MAX },
    { .spawned = 0, .exited = 10 * S, .first_start = 1 * S, .slot = 1, .pid = 12, .died_task = UINT32_MAX },
    { .spawned = 4 * S,
      .exited = 10 * S,
      .first_start = 5 * S,
      .slot = 0,
      .pid = 13,
      .died_task = UINT32_MAX },
};
static const struct record record = {
    .tasks = tasks,
    .task_count = 6,
    .lives = lives,
    .life_count = 3,
    .toc = 10 * S,
    .done = 9 * S,
    .chunk = 1,
    .slots = 2,
    .peak_live = 2,
    .phase = BOARD_ENDED,
};

static void at(double seconds)
{
    struct replay replay;

    replay_open(&replay, &record, &workload, &strategy, &plan);
    replay_look(&replay, (uint64_t)(seconds * (double)S), &everything, &snapshot);
    replay_close(&replay);
}

static void before_the_first_task_everything_waits_in_order(void **state)
{
    (void)state;
    at(0.5);
    assert_int_equal(snapshot.waiting, 6);
    assert_int_equal(snapshot.next_count, 6);
    for (uint64_t i = 0; i < 6; i++)
        assert_int_equal(snapshot.next[i], i);
    assert_int_equal(snapshot.worker_count, 2);
    assert_int_equal(snapshot.workers[0].state, SLOT_STARTING);
    assert_true(snapshot_share(&snapshot) == 0);
    assert_int_equal(snapshot_eta_ns(&snapshot), UINT64_MAX);
}

static void counts_follow_the_times_of_the_tasks(void **state)
{
    (void)state;
    at(3.5);
    assert_int_equal(snapshot.done, 1);
    assert_int_equal(snapshot.running, 1);
    assert_int_equal(snapshot.waiting, 4);
    assert_int_equal(snapshot.next[0], 2);
    assert_int_equal(snapshot.cells[0].done, 1);
    assert_int_equal(snapshot.cells[1].running, 1);
    assert_int_equal(snapshot.cells[1].slot, 1);
    assert_int_equal(snapshot.cells[2].waiting, 1);
}

static void a_dead_worker_leaves_its_row_empty_until_its_successor_is_born(void **state)
{
    (void)state;
    at(3.5);
    assert_int_equal(snapshot.deaths, 1);
    assert_int_equal(snapshot.live_workers, 1);
    assert_int_equal(snapshot.worker_total, 2);
    assert_int_equal(snapshot.workers[0].state, SLOT_EMPTY);
    assert_int_equal(snapshot.workers[1].pid, 12);
    at(4.5);
    assert_int_equal(snapshot.worker_total, 2);
    assert_int_equal(snapshot.workers[0].pid, 13);
}

static void progress_goes_by_weight(void **state)
{
    (void)state;
    at(4);
    /* Tasks weigh 1 … 6, 21 in all: 1 and 2 are done, 4 has just begun. */
    assert_true(snapshot.weight_total == 21);
    assert_true(snapshot.weight_done == 3);
    at(5);
    assert_true(snapshot.weight_done == 3 + 4 / 2.0);
}

static void time_left_goes_by_weight_for_work_and_by_number_for_the_rest(void **state)
{
    (void)state;
    at(5);
    /* 5 of 21 by weight are behind it, 2 of 6 tasks; of 2 × 5 s of workers' time 5 s went into tasks. */
    assert_int_equal(snapshot_eta_ns(&snapshot) / 1000, (uint64_t)(5e6 * (0.5 * 16 / 5 + 0.5 * 4 / 2)));
}

/* Five over naps of 1 … 10 s: 15 s, whatever share of the sleep is behind them. */
static void time_left_of_naps_goes_by_their_schedule(void **state)
{
    uint64_t ns[10];
    struct workload naps = { .ops = &workload_sleep, .tasks = 10, .naps = { ns, 10, 10, false } };
    struct plan five = { .slots = 5, .workers = 5, .chunk = 1 };
    struct snapshot *naps_now = xcalloc(1, sizeof *naps_now);

    (void)state;
    for (uint64_t i = 0; i < 10; i++)
        ns[i] = (i + 1) * S;
    *naps_now = (struct snapshot){ .workload = &naps, .plan = &five, .tasks = 10, .live = true };
    naps_now->schedule_ns = estimate_schedule(&naps, &five);
    naps_now->weight_total = 55;
    naps_now->live_workers = 5;
    for (uint64_t now = S / 10; now < 15 * S; now += S / 2) {
        naps_now->now = now;
        naps_now->weight_done = 50 * (double)now / (15 * (double)S);
        assert_int_equal(snapshot_eta_ns(naps_now), 15 * S - now);
    }
    naps_now->held_ns = 2 * S;
    naps_now->now = 9 * S;
    assert_int_equal(snapshot_eta_ns(naps_now), 8 * S);
    naps_now->live_workers = 1;
    assert_int_not_equal(snapshot_eta_ns(naps_now), 8 * S);
    naps_now->live_workers = 5;
    naps_now->deaths = 1;
    assert_int_not_equal(snapshot_eta_ns(naps_now), 8 * S);
    free(naps_now);
}

static void a_running_task_shows_its_age_and_its_worker(void **state)
{
    (void)state;
    at(6);
    assert_int_equal(snapshot.workers[0].task, 2);
    assert_int_equal(snapshot.workers[0].task_age_ns, 1 * S);
    assert_true(snapshot.workers[0].task_share == 0.25);
    assert_int_equal(snapshot.workers[1].task, 4);
    assert_int_equal(snapshot.workers[1].tasks_done, 2);
    assert_int_equal(snapshot.workers[1].busy_ns, 5 * S);
}

static void nothing_is_sampled_in_a_record(void **state)
{
    (void)state;
    at(6);
    assert_false(snapshot.live);
    assert_int_equal(snapshot.workers[0].sample.state, OS_UNKNOWN);
    assert_int_equal(snapshot.workers[0].sample.core, -1);
}

static void at_the_end_everything_is_told(void **state)
{
    (void)state;
    at(10);
    assert_true(snapshot_is_over(&snapshot));
    assert_int_equal(snapshot.done, 5);
    assert_int_equal(snapshot.failed, 1);
    assert_int_equal(snapshot.live_workers, 0);
    assert_int_equal(snapshot.phase, BOARD_ENDED);
    assert_true(snapshot_share(&snapshot) == 1);
    assert_int_equal(snapshot_eta_ns(&snapshot), 0);
    assert_int_equal(snapshot.cells[5].failed, 1);
}

static void cells_stand_for_equal_numbers_of_tasks(void **state)
{
    (void)state;
    assert_int_equal(snapshot_cell_tasks(100000, 304), 329);
    assert_int_equal(snapshot_cell_tasks(10, 304), 1);
    assert_int_equal(snapshot_cell_tasks(304, 304), 1);
    assert_int_equal(snapshot_cell_tasks(305, 304), 2);
}

/* ---- a live board ---------------------------------------------------------------------------------------- */

static struct board *open_board(uint64_t count, uint64_t chunk)
{
    char err[200];
    struct board *board;

    workload = (struct workload){ .ops = &workload_perfect, .tasks = count, .from = 1, .to = count };
    plan.chunk = chunk;
    board = board_open(&workload, &plan, NULL, err, sizeof err);
    assert_non_null(board);
    board->tic = 1;
    board->phase = BOARD_RUNNING;
    return board;
}

static struct who born(struct board *board, uint32_t slot)
{
    struct who who = transition_birth(board, slot, TASK_NONE, 10);

    transition_born(board, who, 100 + (int)slot);
    return who;
}

static void do_span(struct board *board, struct who who, struct span span)
{
    for (uint64_t task = span.first; task < span.end; task++) {
        board_slot(board, who.slot)->chunk_at = task;
        assert_true(transition_start(board, who, task, 20));
        assert_true(transition_end(board, who, task, 0, (double)(task + 1), 30));
    }
}

static void a_watched_chunk_is_claimed_running_and_done_in_its_worker_colour(void **state)
{
    struct board *board = open_board(40, 10);
    struct watch *watch = watch_open(board, &workload, &strategy, &plan);
    struct who first = born(board, 0), second = born(board, 1);
    struct span a, b;

    (void)state;
    assert_true(transition_take(board, first, &a));
    assert_true(transition_take(board, second, &b));
    do_span(board, first, a);
    assert_true(transition_start(board, second, b.first, 25));
    watch_look(watch, &(struct snapshot_window){ .workers = 8, .next = 3, .cells = 4 }, &snapshot);
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
    watch_close(watch);
    board_close(board);
}

static void a_process_whose_task_has_ended_leaves(void **state)
{
    struct board *board = open_board(2, 1);
    struct strategy of_processes = { .ops = &strategy_process };
    struct watch *watch = watch_open(board, &workload, &of_processes, &plan);
    struct who who = transition_birth(board, 0, 0, 10);

    (void)state;
    transition_born(board, who, 100);
    assert_true(transition_start(board, who, 0, 20));
    watch_look(watch, &(struct snapshot_window){ .workers = 8 }, &snapshot);
    assert_int_equal(snapshot.workers[0].state, SLOT_RUNNING);
    assert_true(transition_end(board, who, 0, 0, 1.0, 30));
    watch_look(watch, &(struct snapshot_window){ .workers = 8 }, &snapshot);
    assert_int_equal(snapshot.workers[0].state, SLOT_LEAVING);
    assert_int_equal(snapshot.running, 0);
    watch_close(watch);
    board_close(board);
}

static void what_an_unsupervised_worker_took_with_it_does_not_wait(void **state)
{
    struct board *board = open_board(3, 1);
    struct plan unsupervised = plan;
    unsupervised.unsupervised = true;
    struct watch *watch = watch_open(board, &workload, &strategy, &unsupervised);
    struct who who = born(board, 0);
    struct span span;

    (void)state;
    assert_true(transition_take(board, who, &span));
    assert_true(transition_start(board, who, span.first, 20));
    transition_forsaken(board, who, &(struct demise){ .status = 9 }, 30);
    watch_look(watch, &(struct snapshot_window){ .workers = 8, .cells = 3 }, &snapshot);
    assert_int_equal(snapshot.running, 0);
    assert_int_equal(snapshot.claimed, 1); /* by the dead */
    assert_int_equal(snapshot.cells[0].claimed, 1);
    assert_int_equal(snapshot.waiting, 2);
    assert_int_equal(snapshot.deaths, 1);
    watch_close(watch);
    board_close(board);
}

static void with_a_queue_for_each_slot_everybody_draws_whole_chunks_from_his_own(void **state)
{
    struct board *board;
    struct watch *watch;
    struct who first, second;
    struct span span;

    (void)state;
    plan.partitions = true;
    board = open_board(10, 3);
    plan.partitions = false;
    watch = watch_open(board, &workload, &strategy, &plan);
    assert_int_equal(board->queue_count, 2);
    assert_int_equal(board->queues[0].end, 6);
    assert_int_equal(board->queues[1].end, 10);
    first = born(board, 0), second = born(board, 1);
    assert_int_equal(board_handed_out(board), 0);
    assert_true(transition_take(board, second, &span));
    assert_int_equal(span.first, 6);
    assert_int_equal(board_handed_out(board), 9);
    watch_look(watch, &(struct snapshot_window){ .workers = 8, .next = 8, .cells = 4 }, &snapshot);
    assert_int_equal(snapshot.next_count, 7);
    assert_int_equal(snapshot.next[0], 0);
    assert_int_equal(snapshot.next[6], 9);
    assert_true(transition_take(board, second, &span));
    assert_int_equal(span.end, 10);
    assert_false(transition_take(board, second, &span));
    assert_true(transition_nothing_waits(board, second));
    assert_false(transition_nothing_waits(board, first));
    assert_true(transition_take(board, first, &span));
    assert_int_equal(transition_death(board, first, &(struct demise){ .status = 9 }, 40), 3);
    assert_false(transition_take(board, second, &span));
    assert_true(transition_take(board, born(board, 0), &span));
    assert_int_equal(span.first, 0);
    watch_close(watch);
    board_close(board);
}

static void a_death_puts_its_tasks_back_and_the_watch_sees_it(void **state)
{
    struct board *board = open_board(4, 2);
    struct watch *watch = watch_open(board, &workload, &strategy, &plan);
    struct who who = born(board, 0);
    struct span span;

    (void)state;
    assert_true(transition_take(board, who, &span));
    assert_true(transition_start(board, who, 0, 20));
    assert_int_equal(transition_death(board, who, &(struct demise){ .status = 9 }, 40), 2);
    watch_look(watch, &everything, &snapshot);
    assert_int_equal(snapshot.waiting, 4);
    assert_int_equal(snapshot.next[0], 0);
    assert_int_equal(snapshot.deaths, 1);
    assert_int_equal(snapshot.live_workers, 0);
    assert_int_equal(task_word_died(board_task(board, 0)->word), 1);
    assert_int_equal(task_word_died(board_task(board, 1)->word), 0); /* it only sat in the chunk */
    watch_close(watch);
    board_close(board);
}

static void whom_nobody_has_reaped_stays_busy_until_somebody_does(void **state)
{
    struct board *board = open_board(2, 1);
    struct watch *watch = watch_open(board, &workload, &strategy, &plan);
    struct who who = transition_birth(board, 0, TASK_NONE, 10);
    struct span span;
    siginfo_t info;
    pid_t pid = fork();

    (void)state;
    if (pid == 0)
        _exit(0);
    assert_int_equal(waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT), 0);
    transition_born(board, who, pid);
    assert_true(transition_take(board, who, &span));
    assert_true(transition_start(board, who, 0, 20));
    watch_look(watch, &everything, &snapshot);
    watch_sample(watch, &snapshot);
    watch_look(watch, &everything, &snapshot);
    assert_int_equal(snapshot.claimed, 1);
    assert_int_equal(snapshot.workers[0].task, TASK_NONE);
    assert_int_equal(snapshot.workers[0].busy_ns, snapshot.now - 20);
    assert_int_equal(snapshot.busy_ns, snapshot.now - 20);
    waitpid(pid, NULL, 0);
    transition_death(board, who, &(struct demise){ .status = 9 }, 60);
    watch_look(watch, &everything, &snapshot);
    assert_int_equal(snapshot.workers[0].busy_ns, 40);
    watch_close(watch);
    board_close(board);
}

/* Between the look at the board and the look at the processes. */
static void who_has_just_ended_well_is_not_called_dead(void **state)
{
    struct board *board = open_board(2, 1);
    struct watch *watch = watch_open(board, &workload, &strategy, &plan);
    struct who who = transition_birth(board, 0, TASK_NONE, 10);
    struct span span;
    siginfo_t info;
    pid_t pid = fork();

    (void)state;
    if (pid == 0)
        _exit(0);
    assert_int_equal(waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT), 0);
    transition_born(board, who, pid);
    assert_true(transition_take(board, who, &span));
    assert_true(transition_start(board, who, 0, 20));
    watch_look(watch, &everything, &snapshot);
    assert_true(transition_end(board, who, 0, 0, 1, 30));
    transition_state(board, who, SLOT_LEAVING);
    watch_sample(watch, &snapshot);
    assert_int_equal(snapshot.workers[0].sample.state, OS_UNKNOWN);
    watch_look(watch, &everything, &snapshot);
    assert_int_equal(snapshot.done, 1);
    assert_int_equal(snapshot.claimed, 0);
    waitpid(pid, NULL, 0);
    watch_close(watch);
    board_close(board);
}

static void a_task_that_takes_down_three_workers_is_set_aside(void **state)
{
    struct board *board = open_board(2, 1);

    (void)state;
    for (int death = 1; death <= 3; death++) {
        struct who who = born(board, 0);
        struct span span;

        assert_true(transition_take(board, who, &span));
        assert_int_equal(span.first, 0);
        assert_true(transition_start(board, who, 0, 20));
        assert_int_equal(transition_death(board, who, &(struct demise){ .status = 9 }, 40), death < 3);
    }
    assert_int_equal(task_word_state(board_task(board, 0)->word), TASK_FAILED);
    assert_int_equal(board->failed, 1);
    board_close(board);
}

static void a_result_is_committed_once(void **state)
{
    struct board *board = open_board(1, 1);
    struct who who = born(board, 0), other = { 1, 1 };
    struct span span;

    (void)state;
    assert_true(transition_take(board, who, &span));
    assert_true(transition_start(board, who, 0, 20));
    assert_false(transition_start(board, other, 0, 20));
    assert_false(transition_end(board, other, 0, 7, 1, 30));
    assert_true(transition_end(board, who, 0, 5, 1, 30));
    assert_false(transition_end(board, who, 0, 6, 1, 31));
    assert_int_equal(board_task(board, 0)->result, 5);
    board_close(board);
}

static void a_record_keeps_what_the_board_said(void **state)
{
    struct board *board = open_board(4, 2);
    struct who who = born(board, 0);
    struct record taken;
    struct outcome outcome;
    struct span span;

    (void)state;
    for (int i = 0; i < 2; i++) {
        assert_true(transition_take(board, who, &span));
        do_span(board, who, span);
    }
    transition_death(board, who, &(struct demise){ .cpu_ns = 77, .max_rss_kb = 5 }, 50);
    board->toc = 60;
    board->phase = BOARD_ENDED;
    record_take(&taken, board);
    board_close(board);
    record_outcome(&taken, &workload, &strategy, &outcome);
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

/* Of the attempts at the task that was set aside one was killed early; the other two lasted until the limit. */
static void attempts_that_ended_at_the_time_limit_are_counted(void **state)
{
    struct record_life mortal[3] = {
        { .exited = 1 * S, .died_task = 0, .died_started = S / 2, .status = 9 },
        { .spawned = 2 * S, .exited = 3 * S, .died_task = 0, .died_started = 2 * S, .status = 15 },
        { .spawned = 4 * S, .exited = 6 * S, .died_task = 0, .died_started = 4 * S, .status = 9 },
    };
    struct record_task task = { 4 * S, 6 * S, 0, 2, TASK_FAILED, 3 };
    struct record short_one = { .tasks = &task, .task_count = 1, .lives = mortal, .life_count = 3 };
    struct strategy limited = { .ops = &strategy_pool, .task_timeout_ns = 1 * S };
    struct outcome outcome;

    (void)state;
    record_outcome(&short_one, &workload, &limited, &outcome);
    assert_int_equal(outcome.failed_attempts, 3);
    assert_int_equal(outcome.failed_at_limit, 2);
    outcome_release(&outcome);
    record_outcome(&short_one, &workload, &strategy, &outcome);
    assert_int_equal(outcome.failed_at_limit, 0);
    outcome_release(&outcome);
}

int main(void)
{
    const struct CMUnitTest tests_[] = {
        cmocka_unit_test(before_the_first_task_everything_waits_in_order),
        cmocka_unit_test(counts_follow_the_times_of_the_tasks),
        cmocka_unit_test(a_dead_worker_leaves_its_row_empty_until_its_successor_is_born),
        cmocka_unit_test(progress_goes_by_weight),
        cmocka_unit_test(time_left_goes_by_weight_for_work_and_by_number_for_the_rest),
        cmocka_unit_test(time_left_of_naps_goes_by_their_schedule),
        cmocka_unit_test(a_running_task_shows_its_age_and_its_worker),
        cmocka_unit_test(nothing_is_sampled_in_a_record),
        cmocka_unit_test(at_the_end_everything_is_told),
        cmocka_unit_test(cells_stand_for_equal_numbers_of_tasks),
        cmocka_unit_test(a_watched_chunk_is_claimed_running_and_done_in_its_worker_colour),
        cmocka_unit_test(a_process_whose_task_has_ended_leaves),
        cmocka_unit_test(what_an_unsupervised_worker_took_with_it_does_not_wait),
        cmocka_unit_test(with_a_queue_for_each_slot_everybody_draws_whole_chunks_from_his_own),
        cmocka_unit_test(a_death_puts_its_tasks_back_and_the_watch_sees_it),
        cmocka_unit_test(whom_nobody_has_reaped_stays_busy_until_somebody_does),
        cmocka_unit_test(who_has_just_ended_well_is_not_called_dead),
        cmocka_unit_test(a_task_that_takes_down_three_workers_is_set_aside),
        cmocka_unit_test(a_result_is_committed_once),
        cmocka_unit_test(a_record_keeps_what_the_board_said),
        cmocka_unit_test(attempts_that_ended_at_the_time_limit_are_counted),
    };

    return cmocka_run_group_tests(tests_, NULL, NULL);
}
