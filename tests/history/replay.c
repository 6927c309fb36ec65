/* Replay: the indexed facts are those that a plain look at every task gives, at any moment of any run. */
#include "base/random.h"
#include "support/make_record.h"
#include "support/make_workload.h"
#include "support/reference.h"
#include "support/same_cells.h"
#include "history/snapshot_at.h"
#include "base/xmalloc.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct snapshot fast, plain;

static void assert_same_row(const struct worker_facts *a, const struct worker_facts *b)
{
    assert_int_equal(a->slot, b->slot);
    assert_int_equal(a->life, b->life);
    assert_int_equal(a->generation, b->generation);
    assert_int_equal(a->pid, b->pid);
    assert_int_equal(a->state, b->state);
    assert_int_equal(a->task, b->task);
    assert_int_equal(a->task_age_ns, b->task_age_ns);
    assert_int_equal(a->chunk_number, b->chunk_number);
    assert_int_equal(a->tasks_done, b->tasks_done);
    assert_int_equal(a->busy_ns, b->busy_ns);
    assert_true(fabs(a->weight_done - b->weight_done) <= 1e-9 * (1 + b->weight_done));
    assert_true(fabs(a->chunk_share - b->chunk_share) < 1e-12);
    assert_true(isnan(a->task_share) == isnan(b->task_share));
    assert_true(isnan(a->task_share) || fabs(a->task_share - b->task_share) < 1e-12);
}

static void assert_same(const struct snapshot *a, const struct snapshot *b)
{
    assert_int_equal(a->phase, b->phase);
    assert_int_equal(a->now, b->now);
    assert_int_equal(a->toc, b->toc);
    assert_int_equal(a->last_done, b->last_done);
    assert_int_equal(a->tasks, b->tasks);
    assert_int_equal(a->waiting, b->waiting);
    assert_int_equal(a->claimed, b->claimed);
    assert_int_equal(a->running, b->running);
    assert_int_equal(a->done, b->done);
    assert_int_equal(a->failed, b->failed);
    assert_true(fabs(a->weight_done - b->weight_done) <= 1e-9 * (1 + b->weight_total));
    assert_true(a->weight_total == b->weight_total);
    assert_int_equal(a->lives, b->lives);
    assert_int_equal(a->live_workers, b->live_workers);
    assert_int_equal(a->peak_live, b->peak_live);
    assert_int_equal(a->forks_refused, b->forks_refused);
    assert_int_equal(a->deaths, b->deaths);
    assert_int_equal(a->deaths_at_work, b->deaths_at_work);
    assert_int_equal(a->busy_ns, b->busy_ns);
    assert_int_equal(a->worker_total, b->worker_total);
    assert_int_equal(a->worker_first, b->worker_first);
    assert_int_equal(a->worker_count, b->worker_count);
    for (uint32_t i = 0; i < a->worker_count; i++)
        assert_same_row(&a->workers[i], &b->workers[i]);
    assert_memory_equal(a->states, b->states, sizeof a->states);
    assert_int_equal(a->next_count, b->next_count);
    assert_memory_equal(a->next, b->next, a->next_count * sizeof *a->next);
    assert_same_cells(a, b);
}

/* Compares both at random moments, and at those at which something happens. */
static void compare_run(const struct record_request *request, uint64_t seed)
{
    struct recorded_run run;
    struct workload workload = make_numbers(request->tasks);
    struct strategy strategy = { .ops = request->ops };
    struct trace trace;
    make_record(&run, request);
    trace_open(&trace, &run.record, &workload, &strategy, &run.plan, TRACE_MAP);
    for (int i = 0; i < 40; i++) {
        const struct record_task *task = &run.record.tasks[random_next(&seed) % request->tasks];
        const struct record_life *life = &run.record.lives[random_next(&seed) % run.record.life_count];
        const uint64_t moments[] = { random_next(&seed) % (trace.end + 10),
                                     task->started,
                                     task->ended,
                                     life->spawned,
                                     life->exited,
                                     life->died_started };
        uint64_t now = moments[random_next(&seed) % (sizeof moments / sizeof *moments)];
        struct snapshot_window window = { .first_worker = (uint32_t)(random_next(&seed) % 4),
                                          .workers = (uint32_t)(random_next(&seed) % 8),
                                          .next = (uint32_t)(random_next(&seed) % 70),
                                          .cells = (uint32_t)(random_next(&seed) % 300) };
        snapshot_at(&trace, now, &window, &fast);
        snapshot_of_record(&plain, &run.record, &workload, &strategy, &run.plan, now, &window);
        assert_same(&fast, &plain);
    }
    trace_close(&trace);
    record_release(&run.record);
}

static void compare_many(const struct strategy_ops *ops, unsigned deaths, bool broken)
{
    uint64_t seed = 7 + deaths + broken;
    for (int i = 0; i < 120; i++) {
        uint64_t tasks = 1 + random_next(&seed) % 300, chunk = 1;
        if (ops == &strategy_pool && random_next(&seed) % 3)
            chunk = 1 + random_next(&seed) % 40;
        struct record_request request = {
            .ops = ops,
            .tasks = tasks,
            .slots = ops == &strategy_serial ? 1 : (uint32_t)(1 + random_next(&seed) % 12),
            .chunk = chunk,
            .deaths = deaths,
            .empty = (unsigned)(random_next(&seed) % 50),
            .broken = broken,
            .seed = random_next(&seed),
        };
        compare_run(&request, random_next(&seed));
    }
}

static void a_replay_gives_the_facts_of_a_plain_look_for_serial_runs(void **state)
{
    (void)state;
    compare_many(&strategy_serial, 0, false);
    compare_many(&strategy_serial, 50, false);
}

static void a_replay_gives_the_facts_of_a_plain_look_for_process_runs(void **state)
{
    (void)state;
    compare_many(&strategy_process, 0, false);
    compare_many(&strategy_process, 100, false);
}

static void a_replay_gives_the_facts_of_a_plain_look_for_pools_with_and_without_chunks(void **state)
{
    (void)state;
    compare_many(&strategy_pool, 0, false);
}

static void a_replay_gives_the_facts_of_a_plain_look_when_workers_die(void **state)
{
    (void)state;
    compare_many(&strategy_pool, 20, false);
    compare_many(&strategy_pool, 300, false);
}

static void a_replay_gives_the_facts_of_a_plain_look_for_runs_that_were_broken_off(void **state)
{
    (void)state;
    compare_many(&strategy_pool, 30, true);
    compare_many(&strategy_process, 30, true);
}

static void a_replay_of_more_tasks_than_buckets_counts_each_of_them(void **state)
{
    (void)state;
    struct record_request request = { &strategy_pool, 40000, 3, 700, 0, 10, false, 99 };
    compare_run(&request, 5);
    request.deaths = 1;
    compare_run(&request, 6);
}

/* ---- what it means ------------------------------------------------------------------------------------ */

#define S UINT64_C(1000000000)

static const struct snapshot_window all = { .workers = 8, .next = 8, .cells = 8 };

static void what_a_worker_has_claimed_is_the_rest_of_its_chunk(void **state)
{
    (void)state;
    struct record_life lives[] = { { .exited = 9 * S, .died_task = UINT32_MAX } };
    struct record_task tasks[] = {
        { .started = 1 * S, .ended = 2 * S, .state = TASK_DONE },
        { .started = 2 * S, .ended = 3 * S, .state = TASK_DONE },
        { .started = 4 * S, .ended = 5 * S, .state = TASK_DONE },
        { .started = 5 * S, .ended = 6 * S, .state = TASK_DONE },
    };
    struct record record = {
        .tasks = tasks, .task_count = 4, .lives = lives, .life_count = 1, .chunk = 2, .slots = 1
    };
    struct workload workload = make_numbers(4);
    struct strategy strategy = { .ops = &strategy_pool };
    struct plan plan = { .slots = 1, .chunk = 2 };
    struct trace trace;
    record_sum(&record);
    trace_open(&trace, &record, &workload, &strategy, &plan, TRACE_MAP);
    snapshot_at(&trace, 3 * S / 2, &all, &fast);
    assert_int_equal(fast.claimed, 1);
    assert_int_equal(fast.waiting, 2);
    assert_int_equal(fast.next[0], 2);
    assert_int_equal(fast.workers[0].chunk_number, 1);
    snapshot_at(&trace, 7 * S / 2, &all, &fast);
    assert_int_equal(fast.claimed, 0);
    assert_int_equal(fast.workers[0].state, SLOT_CLAIMING);
    snapshot_at(&trace, 7 * S, &all, &fast);
    assert_int_equal(fast.workers[0].state, SLOT_LEAVING);
    assert_int_equal(fast.last_done, 6 * S);
    trace_close(&trace);
}

static void an_attempt_that_died_runs_until_its_worker_was_reaped(void **state)
{
    (void)state;
    struct record_life lives[] = {
        { .exited = 3 * S, .died_task = 0, .died_started = 1 * S, .status = 9 },
        { .spawned = 4 * S, .exited = 9 * S, .died_task = UINT32_MAX },
    };
    struct record_task tasks[] = {
        { .started = 5 * S, .ended = 7 * S, .life = 1, .state = TASK_DONE, .attempts = 2 },
    };
    struct record record = {
        .tasks = tasks, .task_count = 1, .lives = lives, .life_count = 2, .chunk = 1, .slots = 1
    };
    struct workload workload = make_numbers(1);
    struct strategy strategy = { .ops = &strategy_pool };
    struct plan plan = { .slots = 1, .chunk = 1 };
    struct trace trace;
    record_sum(&record);
    trace_open(&trace, &record, &workload, &strategy, &plan, TRACE_MAP);
    snapshot_at(&trace, 2 * S, &all, &fast);
    assert_int_equal(fast.running, 1);
    assert_int_equal(fast.workers[0].task, 0);
    assert_int_equal(fast.workers[0].task_age_ns, 1 * S);
    snapshot_at(&trace, 7 * S / 2, &all, &fast);
    assert_int_equal(fast.waiting, 1);
    assert_int_equal(fast.deaths, 1);
    assert_int_equal(fast.workers[0].state, SLOT_EMPTY);
    snapshot_at(&trace, 6 * S, &all, &fast);
    assert_int_equal(fast.workers[0].generation, 1);
    assert_true(fast.workers[0].task_share == 0.5);
    trace_close(&trace);
}

/* The second task ended its worker at the time limit and was set aside; the third never came to its end. */
static void look_at_cut_short(const struct workload *workload, uint64_t now)
{
    struct record_life lives[] = {
        { .exited = 3 * S, .died_task = 0, .died_started = 2 * S, .status = 15 },
        { .slot = 1, .died_task = UINT32_MAX },
    };
    struct record_task tasks[] = {
        { .started = 2 * S, .ended = 3 * S, .state = TASK_FAILED, .attempts = 1 },
        { .started = 1 * S, .life = 1, .state = TASK_RUNNING },
    };
    struct record record = {
        .tasks = tasks, .task_count = 2, .lives = lives, .life_count = 2, .chunk = 1, .slots = 2
    };
    struct strategy strategy = { .ops = &strategy_pool };
    struct plan plan = { .slots = 2, .chunk = 1 };
    struct trace trace;
    record_sum(&record);
    trace_open(&trace, &record, workload, &strategy, &plan, TRACE_MAP);
    snapshot_at(&trace, now, &all, &fast);
    trace_close(&trace);
    assert_int_equal(fast.running, 2);
}

static void a_nap_that_was_cut_short_is_as_far_as_its_length_says(void **state)
{
    (void)state;
    uint64_t length = 5 * S;
    struct workload naps = make_naps(&length, 1, 2);
    look_at_cut_short(&naps, 5 * S / 2);
    assert_true(fabs(fast.workers[0].task_share - 0.1) < 1e-9);
    assert_true(fabs(fast.workers[1].task_share - 0.3) < 1e-9);
    assert_true(fabs(snapshot_share(&fast) - 0.2) < 1e-9);
}

static void how_far_a_computation_was_that_was_cut_short_is_not_known(void **state)
{
    (void)state;
    struct workload workload = make_numbers(2);
    look_at_cut_short(&workload, 5 * S / 2);
    assert_true(isnan(fast.workers[0].task_share));
    assert_true(isnan(fast.workers[1].task_share));
    assert_true(snapshot_share(&fast) == 0);
}

static void an_unsupervised_pool_does_not_take_it_back(void **state)
{
    (void)state;
    struct record_life lives[] = {
        { .exited = 3 * S, .died_task = 0, .died_started = 1 * S, .status = 9 },
        { .exited = 9 * S, .slot = 1, .died_task = UINT32_MAX },
    };
    struct record_task tasks[] = {
        { .life = RECORD_LIFE_NONE, .state = TASK_WAITING },
        { .started = 1 * S, .ended = 7 * S, .life = 1, .state = TASK_DONE, .attempts = 1 },
    };
    struct record record = {
        .tasks = tasks, .task_count = 2, .lives = lives, .life_count = 2, .chunk = 1, .slots = 2
    };
    struct workload workload = make_numbers(2);
    struct strategy strategy = { .ops = &strategy_pool };
    struct plan plan = { .slots = 2, .chunk = 1, .unsupervised = true };
    struct trace trace;
    record_sum(&record);
    trace_open(&trace, &record, &workload, &strategy, &plan, TRACE_MAP);
    snapshot_at(&trace, 5 * S, &all, &fast);
    assert_int_equal(fast.waiting, 0);
    assert_int_equal(fast.running, 1);
    assert_int_equal(fast.claimed, 1); /* by the dead */
    assert_int_equal(fast.workers[0].task, TASK_NONE);
    assert_int_equal(fast.workers[0].state, SLOT_EMPTY);
    trace_close(&trace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_replay_gives_the_facts_of_a_plain_look_for_serial_runs),
        cmocka_unit_test(a_replay_gives_the_facts_of_a_plain_look_for_process_runs),
        cmocka_unit_test(a_replay_gives_the_facts_of_a_plain_look_for_pools_with_and_without_chunks),
        cmocka_unit_test(a_replay_gives_the_facts_of_a_plain_look_when_workers_die),
        cmocka_unit_test(a_replay_gives_the_facts_of_a_plain_look_for_runs_that_were_broken_off),
        cmocka_unit_test(a_replay_of_more_tasks_than_buckets_counts_each_of_them),
        cmocka_unit_test(what_a_worker_has_claimed_is_the_rest_of_its_chunk),
        cmocka_unit_test(an_attempt_that_died_runs_until_its_worker_was_reaped),
        cmocka_unit_test(a_nap_that_was_cut_short_is_as_far_as_its_length_says),
        cmocka_unit_test(how_far_a_computation_was_that_was_cut_short_is_not_known),
        cmocka_unit_test(an_unsupervised_pool_does_not_take_it_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
