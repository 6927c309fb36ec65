/* A trace: what it says of any stretch of time is what a plain look at every task and life says. */
#include "support/make_workload.h"

#include "base/random.h"
#include "support/make_record.h"
#include "history/snapshot_at.h"
#include "base/xmalloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define S UINT64_C(1000000000)

/* ---- a plain look -------------------------------------------------------------------------------------- */

static uint64_t common(uint64_t from, uint64_t to, uint64_t began, uint64_t ended)
{
    uint64_t low = began > from ? began : from, high = ended < to ? ended : to;
    return high > low ? high - low : 0;
}

struct plain {
    uint64_t task, lost, alive;
    uint32_t begun;
};

static struct plain plain_cell(const struct record *record, uint32_t slot, uint64_t from, uint64_t to)
{
    struct plain plain = { 0 };
    for (uint64_t i = 0; i < record->life_count; i++) {
        const struct record_life *life = &record->lives[i];
        uint64_t doom = trace_doom(record, (uint32_t)i);
        if (life->slot != slot)
            continue;
        plain.alive += common(from, to, life->spawned, life->exited ? life->exited : UINT64_MAX);
        if (doom == UINT64_MAX)
            continue;
        plain.lost += common(from, to, doom, life->exited);
        plain.begun += doom >= from && doom < to;
    }
    for (uint64_t i = 0; i < record->task_count; i++) {
        const struct record_task *task = &record->tasks[i];
        if (task->life == RECORD_LIFE_NONE || task->state < TASK_RUNNING ||
            record->lives[task->life].slot != slot)
            continue;
        uint64_t end = task->state == TASK_RUNNING ? UINT64_MAX : task->ended;
        *(task->state == TASK_FAILED ? &plain.lost : &plain.task) += common(from, to, task->started, end);
        plain.begun += task->started >= from && task->started < to;
    }
    return plain;
}

static uint64_t running_at(const struct trace *trace, uint64_t at)
{
    return time_index_until(&trace->starts, at) - time_index_until(&trace->ends, at);
}

static uint64_t sum_of(const struct trace_cell *cell)
{
    uint64_t sum = 0;
    for (enum trace_phase phase = PHASE_NONE; phase < PHASES; phase++)
        sum += cell->ns[phase];
    return sum;
}

struct opened {
    struct recorded_run run;
    struct workload workload;
    struct strategy strategy;
    struct trace trace;
};

static const struct plan watched = { .unsupervised = false };

static void open_made(struct opened *opened, const struct record_request *request)
{
    make_record(&opened->run, request);
    opened->workload = make_numbers(request->tasks);
    opened->strategy = (struct strategy){ .ops = request->ops };
    trace_open(&opened->trace, &opened->run.record, &opened->workload, &opened->strategy, &opened->run.plan,
               TRACE_MAP | TRACE_QUEUE);
}

static void close_made(struct opened *opened)
{
    trace_close(&opened->trace);
    record_release(&opened->run.record);
}

static void compare_cell(const struct opened *opened, uint32_t slot, uint64_t from, uint64_t to, uint64_t now)
{
    struct trace_cell cell;
    struct plain plain = plain_cell(&opened->run.record, slot, from, now < to ? now : to);
    trace_cells(&opened->trace, slot, (uint64_t[]){ from, to }, 1, now, &cell);
    assert_int_equal(sum_of(&cell), to - from);
    assert_int_equal(cell.ns[PHASE_TASK], plain.task);
    assert_int_equal(cell.ns[PHASE_LOST], plain.lost);
    assert_int_equal(cell.ns[PHASE_NONE], to - from - plain.alive);
    assert_int_equal(cell.begun, now > from ? plain.begun : 0);
    assert_true(cell.touched >= cell.begun && cell.touched <= cell.begun + 1);
}

static void compare_whole(struct opened *opened, uint64_t at)
{
    static const struct snapshot_window none = { 0 };
    static struct snapshot snapshot;
    const struct trace *trace = &opened->trace;
    uint64_t busy = 0, from = at / 2, to = from + trace->end + 1;
    snapshot_at(&opened->trace, at, &none, &snapshot);
    assert_int_equal(trace_waiting(trace, at), snapshot.waiting);
    assert_int_equal(running_at(trace, at), snapshot.running);
    for (uint32_t slot = 0; slot < trace->slot_count; slot++) {
        struct trace_cell cell;
        trace_cells(trace, slot, (uint64_t[]){ from, to }, 1, to, &cell);
        busy += cell.ns[PHASE_TASK] + cell.ns[PHASE_LOST];
    }
    assert_int_equal(trace_running_ns(trace, from, to), busy);
}

static void compare_many(const struct strategy_ops *ops, unsigned deaths, bool broken)
{
    uint64_t seed = 11 + deaths + broken;
    for (int i = 0; i < 60; i++) {
        struct record_request request = { .ops = ops,
                                          .tasks = 1 + random_next(&seed) % 300,
                                          .slots = ops == &strategy_serial
                                                       ? 1
                                                       : (uint32_t)(1 + random_next(&seed) % 12),
                                          .chunk = ops == &strategy_pool ? 1 + random_next(&seed) % 40 : 1,
                                          .deaths = deaths,
                                          .empty = (unsigned)(random_next(&seed) % 50),
                                          .broken = broken,
                                          .seed = random_next(&seed) };
        struct opened opened;
        open_made(&opened, &request);
        for (int look = 0; look < 40; look++) {
            uint64_t end = opened.trace.end + 20, from = random_next(&seed) % end;
            uint64_t to = from + 1 + random_next(&seed) % (random_next(&seed) % 2 ? 30 : end);
            uint64_t now = random_next(&seed) % 3 ? UINT64_MAX : random_next(&seed) % end;
            compare_cell(&opened, (uint32_t)(random_next(&seed) % opened.trace.slot_count), from, to, now);
            compare_whole(&opened, random_next(&seed) % end);
        }
        close_made(&opened);
    }
}

static void a_cell_says_what_a_plain_look_says_and_its_parts_sum_to_its_length(void **state)
{
    (void)state;
    compare_many(&strategy_serial, 0, false);
    compare_many(&strategy_pool, 0, false);
    compare_many(&strategy_process, 0, false);
}

static void the_same_holds_when_workers_die(void **state)
{
    (void)state;
    compare_many(&strategy_pool, 20, false);
    compare_many(&strategy_pool, 300, false);
    compare_many(&strategy_process, 100, false);
}

static void the_same_holds_for_runs_that_were_broken_off(void **state)
{
    (void)state;
    compare_many(&strategy_pool, 30, true);
    compare_many(&strategy_process, 30, true);
}

static void cells_side_by_side_come_to_the_cell_over_all_of_them(void **state)
{
    (void)state;
    struct opened opened;
    open_made(&opened, &(struct record_request){ &strategy_pool, 3000, 4, 7, 20, 10, false, 3 });
    for (uint32_t slot = 0; slot < opened.trace.slot_count; slot++) {
        struct trace_cell all, cell;
        uint64_t sums[PHASES] = { 0 }, begun = 0, end = opened.trace.end;
        trace_cells(&opened.trace, slot, (uint64_t[]){ 0, end }, 1, end, &all);
        for (uint64_t from = 0, to; from < end; from = to) {
            to = from + 777 < end ? from + 777 : end;
            trace_cells(&opened.trace, slot, (uint64_t[]){ from, to }, 1, end, &cell);
            for (enum trace_phase phase = PHASE_NONE; phase < PHASES; phase++)
                sums[phase] += cell.ns[phase];
            begun += cell.begun;
        }
        assert_memory_equal(sums, all.ns, sizeof sums);
        assert_int_equal(begun, all.begun);
    }
    close_made(&opened);
}

/* ---- what it means ------------------------------------------------------------------------------------- */

static void open_pool(struct trace *trace, const struct record *record, const struct plan *plan)
{
    static const struct strategy strategy = { .ops = &strategy_pool };
    static struct workload workload;
    workload = make_numbers(record->task_count);
    trace_open(trace, record, &workload, &strategy, plan, TRACE_MAP | TRACE_QUEUE);
}

static uint32_t died_before(const struct trace *trace, uint32_t index)
{
    struct trace_span span = trace_span(trace, &trace->slots[0], index);
    return trace_died_before(trace, &span);
}

/* The first worker of the slot leaves in good order without a task; the next one does the task. */
static void a_worker_that_began_no_task_was_idle_also_when_another_has_come_after_it(void **state)
{
    (void)state;
    struct record_life lives[] = {
        { .spawned = 0, .exited = 2 * S, .died_task = UINT32_MAX },
        { .spawned = 3 * S, .exited = 9 * S, .died_task = UINT32_MAX },
    };
    struct record_task tasks[] = { { .started = 4 * S, .ended = 8 * S, .life = 1, .state = TASK_DONE } };
    struct record record = { .tasks = tasks, .task_count = 1, .lives = lives, .life_count = 2, .chunk = 1 };
    struct trace trace;
    struct trace_cell cell;
    record_sum(&record);
    open_pool(&trace, &record, &watched);
    trace_cells(&trace, 0, (uint64_t[]){ 0, 5 * S }, 1, UINT64_MAX, &cell);
    assert_int_equal(cell.ns[PHASE_IDLE], 2 * S);
    assert_int_equal(cell.ns[PHASE_START], S);
    trace_cells(&trace, 0, (uint64_t[]){ 1 * S, 5 * S }, 1, UINT64_MAX, &cell);
    assert_int_equal(cell.ns[PHASE_IDLE], S);
    assert_int_equal(cell.ns[PHASE_START], S);
    assert_int_equal(sum_of(&cell), 4 * S);
    trace_close(&trace);
}

/* The worker that died at 5 s had died; the two that ended together at the end were stopped with the run. */
static void who_is_stopped_with_the_run_has_not_died(void **state)
{
    (void)state;
    struct record_life lives[] = {
        { .spawned = 0, .exited = 5 * S, .slot = 0, .died_task = 0, .died_started = 1 * S, .status = 9 },
        { .spawned = 0, .exited = 12 * S - 1, .slot = 1, .died_task = 1, .died_started = 2 * S, .status = 9 },
        { .spawned = 6 * S, .exited = 12 * S, .slot = 0, .died_task = 0, .died_started = 7 * S, .status = 9 },
    };
    struct record_task tasks[] = {
        { .life = RECORD_LIFE_NONE, .state = TASK_WAITING, .attempts = 2 },
        { .life = RECORD_LIFE_NONE, .state = TASK_WAITING, .attempts = 1 },
    };
    struct record record = { .tasks = tasks,
                             .task_count = 2,
                             .lives = lives,
                             .life_count = 3,
                             .chunk = 1,
                             .slots = 2,
                             .interrupted = true };
    struct trace trace;
    struct trace_cell cell;
    record_sum(&record);
    open_pool(&trace, &record, &watched);
    assert_int_equal(trace_span_of(&trace, 2).end, SPAN_DIED);
    assert_int_equal(trace_span_of(&trace, 3).end, SPAN_STOPPED);
    assert_int_equal(trace_span_of(&trace, 4).end, SPAN_STOPPED);
    trace_cells(&trace, 0, (uint64_t[]){ 4 * S, 6 * S }, 1, UINT64_MAX, &cell);
    assert_true(cell.death);
    trace_cells(&trace, 0, (uint64_t[]){ 11 * S, 13 * S }, 1, UINT64_MAX, &cell);
    assert_false(cell.death);
    trace_close(&trace);
    record.interrupted = false;
    open_pool(&trace, &record, &watched);
    assert_int_equal(trace_span_of(&trace, 4).end, SPAN_DIED);
    trace_close(&trace);
}

/* Two workers; the first dies in task 2 and is replaced; the second has nothing to do in the end. */
static void a_death_leaves_a_gap_and_a_new_generation_and_a_worker_that_waits_is_idle(void **state)
{
    (void)state;
    struct record_life lives[] = {
        { .spawned = 0, .exited = 5 * S, .slot = 0, .died_task = 2, .died_started = 3 * S, .status = 9 },
        { .spawned = 0, .exited = 12 * S, .slot = 1, .died_task = UINT32_MAX },
        { .spawned = 6 * S, .exited = 12 * S, .slot = 0, .died_task = UINT32_MAX },
    };
    struct record_task tasks[] = {
        { .started = 1 * S, .ended = 3 * S, .life = 0, .state = TASK_DONE, .attempts = 1 },
        { .started = 1 * S, .ended = 4 * S, .life = 1, .state = TASK_DONE, .attempts = 1 },
        { .started = 7 * S, .ended = 11 * S, .life = 2, .state = TASK_DONE, .attempts = 2 },
    };
    struct record record = { .tasks = tasks,
                             .task_count = 3,
                             .lives = lives,
                             .life_count = 3,
                             .chunk = 1,
                             .slots = 2,
                             .toc = 12 * S };
    struct trace trace;
    struct trace_cell cell;
    record_sum(&record);
    open_pool(&trace, &record, &watched);
    const struct trace_slot *first = &trace.slots[0];
    trace_cells(&trace, 0, (uint64_t[]){ 5 * S, 6 * S }, 1, UINT64_MAX, &cell);
    assert_int_equal(cell.ns[PHASE_NONE], S);
    assert_true(cell.death);
    trace_cells(&trace, 0, (uint64_t[]){ 6 * S, 7 * S }, 1, UINT64_MAX, &cell);
    assert_int_equal(cell.ns[PHASE_START], S);
    assert_false(cell.death);
    trace_cells(&trace, 0, (uint64_t[]){ 3 * S, 5 * S }, 1, UINT64_MAX, &cell);
    assert_int_equal(cell.ns[PHASE_LOST], 2 * S);
    trace_cells(&trace, 1, (uint64_t[]){ 4 * S, 12 * S }, 1, UINT64_MAX, &cell);
    assert_int_equal(cell.ns[PHASE_IDLE], 7 * S);
    assert_int_equal(cell.ns[PHASE_LEAVING], S);
    assert_int_equal(trace_lives_until(&trace, first, 7 * S), 2);
    assert_int_equal(died_before(&trace, 2), 1);
    assert_int_equal(died_before(&trace, 1), 0);
    assert_int_equal(trace.last_slot, 0);
    assert_int_equal(trace.last, 2);
    assert_int_equal(trace_idle_ns(&trace, 1), 7 * S);
    assert_int_equal(trace.idle, 7 * S);
    assert_int_equal(trace_waiting(&trace, 2 * S), 1);
    assert_int_equal(trace_waiting(&trace, 4 * S), 0);
    assert_int_equal(trace_waiting(&trace, 5 * S), 1);
    assert_int_equal(trace_waiting(&trace, 7 * S), 0);
    trace_close(&trace);
}

static void a_worker_without_a_task_while_tasks_wait_is_held_and_not_idle(void **state)
{
    (void)state;
    struct record_life lives[] = {
        { .spawned = 0, .exited = 10 * S, .slot = 0, .died_task = UINT32_MAX },
        { .spawned = 0, .exited = 10 * S, .slot = 1, .died_task = UINT32_MAX },
    };
    struct record_task tasks[] = {
        { .started = 0, .ended = 1 * S, .life = 0, .state = TASK_DONE, .attempts = 1 },
        { .started = 0, .ended = 4 * S, .life = 1, .state = TASK_DONE, .attempts = 1 },
        { .started = 6 * S, .ended = 10 * S, .life = 1, .state = TASK_DONE, .attempts = 1 },
    };
    struct record record = { .tasks = tasks,
                             .task_count = 3,
                             .lives = lives,
                             .life_count = 2,
                             .chunk = 1,
                             .slots = 2,
                             .toc = 10 * S };
    struct trace trace;
    struct trace_cell cell;
    record_sum(&record);
    open_pool(&trace, &record, &watched);
    trace_cells(&trace, 0, (uint64_t[]){ 1 * S, 10 * S }, 1, UINT64_MAX, &cell);
    assert_int_equal(cell.ns[PHASE_BETWEEN], 5 * S); /* until the last task was taken */
    assert_int_equal(cell.ns[PHASE_IDLE], 4 * S);
    trace_cells(&trace, 0, (uint64_t[]){ 1 * S, 10 * S }, 1, 3 * S, &cell); /* as it was known then */
    assert_int_equal(cell.ns[PHASE_BETWEEN], 2 * S);
    assert_int_equal(cell.ns[PHASE_NONE], 7 * S);
    trace_close(&trace);
}

static void a_task_that_died_in_an_unsupervised_pool_does_not_wait_again(void **state)
{
    (void)state;
    struct record_life lives[] = {
        { .spawned = 0, .exited = 5 * S, .slot = 0, .died_task = 2, .died_started = 3 * S, .status = 9 },
        { .spawned = 0, .exited = 10 * S, .slot = 1, .died_task = UINT32_MAX },
    };
    struct record_task tasks[] = {
        { .started = 1 * S, .ended = 3 * S, .life = 0, .state = TASK_DONE, .attempts = 1 },
        { .started = 1 * S, .ended = 6 * S, .life = 1, .state = TASK_DONE, .attempts = 1 },
        { .life = RECORD_LIFE_NONE, .state = TASK_WAITING },
    };
    struct record record = {
        .tasks = tasks, .task_count = 3, .lives = lives, .life_count = 2, .chunk = 1, .slots = 2
    };
    for (int supervised = 0; supervised < 2; supervised++) {
        struct trace trace;
        struct trace_cell cell;
        record_sum(&record);
        open_pool(&trace, &record, &(struct plan){ .unsupervised = !supervised });
        assert_int_equal(trace_waiting(&trace, 4 * S), 0);
        assert_int_equal(trace_waiting(&trace, 6 * S), supervised);
        trace_cells(&trace, 1, (uint64_t[]){ 6 * S, 9 * S }, 1, UINT64_MAX, &cell);
        assert_int_equal(cell.ns[supervised ? PHASE_BETWEEN : PHASE_IDLE], 3 * S);
        trace_close(&trace);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cell_says_what_a_plain_look_says_and_its_parts_sum_to_its_length),
        cmocka_unit_test(the_same_holds_when_workers_die),
        cmocka_unit_test(the_same_holds_for_runs_that_were_broken_off),
        cmocka_unit_test(cells_side_by_side_come_to_the_cell_over_all_of_them),
        cmocka_unit_test(a_worker_that_began_no_task_was_idle_also_when_another_has_come_after_it),
        cmocka_unit_test(who_is_stopped_with_the_run_has_not_died),
        cmocka_unit_test(a_death_leaves_a_gap_and_a_new_generation_and_a_worker_that_waits_is_idle),
        cmocka_unit_test(a_task_that_died_in_an_unsupervised_pool_does_not_wait_again),
        cmocka_unit_test(a_worker_without_a_task_while_tasks_wait_is_held_and_not_idle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
