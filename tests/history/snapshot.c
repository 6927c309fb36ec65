/* Snapshots: the facts at time t, from a record made up by hand. */
#include "analysis/estimate.h"
#include "support/make_workload.h"
#include "analysis/outcome.h"
#include "record/record.h"
#include "history/snapshot_at.h"
#include "history/snapshot.h"
#include "base/xmalloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define S UINT64_C(1000000000)

static const struct snapshot_window everything = { .workers = 16, .next = 16, .cells = 16 };

static const struct perfect six = { .from = 1, .to = 6 };
static struct workload workload = { .ops = &workload_perfect, .tasks = 6, .settings = &six };
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
    struct trace trace;

    trace_open(&trace, &record, &workload, &strategy, &plan, TRACE_MAP);
    snapshot_at(&trace, (uint64_t)(seconds * (double)S), &everything, &snapshot);
    trace_close(&trace);
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
    struct workload naps = make_naps(ns, 10, 10);
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
    naps_now->weight_done = 5;
    naps_now->live_workers = 1;
    assert_int_not_equal(snapshot_eta_ns(naps_now), 8 * S);
    naps_now->live_workers = 5;
    naps_now->deaths = 1;
    assert_int_not_equal(snapshot_eta_ns(naps_now), 8 * S);
    naps_now->weight_done = 50; /* as if little were left: but no worker sleeps faster */
    assert_int_equal(snapshot_eta_ns(naps_now), 8 * S);
    naps_now->failed = 1;
    naps_now->busy_ns = 35 * S;
    assert_true(snapshot_eta_ns(naps_now) < 8 * S);
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

static void at_the_end_everything_is_known(void **state)
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

/* Of the attempts at the task that was set aside one was killed early;
 * the other two lasted until the limit. */
static void attempts_that_ended_at_the_time_limit_are_counted(void **state)
{
    struct record_life mortal[3] = {
        { .exited = 1 * S, .died_task = 0, .died_started = S / 2, .status = 9 },
        { .spawned = 2 * S, .exited = 3 * S, .died_task = 0, .died_started = 2 * S, .status = 15 },
        { .spawned = 4 * S, .exited = 6 * S, .died_task = 0, .died_started = 4 * S, .status = 9 },
    };
    struct record_task task = { 4 * S, 6 * S, 0, 2, TASK_FAILED, 3 };
    struct record short_one = { .tasks = &task, .task_count = 1, .lives = mortal, .life_count = 3 };
    struct plan limited = { .task_timeout_ns = 1 * S };
    struct outcome outcome;

    (void)state;
    outcome_of_record(&outcome, &short_one, &workload, &limited, &(struct machine){ .cores = 2 });
    assert_int_equal(outcome.failed_attempts, 3);
    assert_int_equal(outcome.failed_at_limit, 2);
    outcome_release(&outcome);
    outcome_of_record(&outcome, &short_one, &workload, &plan, &(struct machine){ .cores = 2 });
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
        cmocka_unit_test(at_the_end_everything_is_known),
        cmocka_unit_test(cells_stand_for_equal_numbers_of_tasks),
        cmocka_unit_test(attempts_that_ended_at_the_time_limit_are_counted),
    };

    return cmocka_run_group_tests(tests_, NULL, NULL);
}
