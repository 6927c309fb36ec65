/* Bounds on the makespan, against cases worked out by hand. */
#include "analysis/bounds.h"
#include "support/make_workload.h"

#include "record/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

static struct bounds bounds;

static void pool_of_five_over_1_to_10_takes_15_in_order_and_11_at_best(void **state)
{
    (void)state;
    const uint64_t lengths[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };
    bounds_of(&bounds, lengths, COUNT_OF(lengths), 5);
    assert_int_equal(bounds.work, 55);
    assert_int_equal(bounds.span, 10);
    assert_int_equal(bounds.lower, 11);
    assert_int_equal(bounds.fifo, 15);
    assert_int_equal(bounds.lpt, 11);
    assert_int_equal(bounds.greedy, 11 + 10 - 2);
    assert_int_equal(bounds.graham, 2 * 11 - 2);
}

static void longest_first_misses_the_best_by_its_known_factor(void **state)
{
    (void)state;
    /* Graham 1969: P = 2; 3 3 2 2 2 fits into 6, longest first takes 7 = (4/3 - 1/6) × 6. */
    const uint64_t lengths[] = { 2, 2, 2, 3, 3 };
    bounds_of(&bounds, lengths, COUNT_OF(lengths), 2);
    assert_int_equal(bounds.lower, 6);
    assert_int_equal(bounds.lpt, 7);
    assert_int_equal(bounds.fifo, 7);
}

static void the_worst_list_reaches_grahams_bound(void **state)
{
    (void)state;
    /* P (P - 1) tasks of 1, then one of P: the list takes 2P - 1 where P is possible. */
    const uint64_t lengths[] = { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 4 };
    bounds_of(&bounds, lengths, COUNT_OF(lengths), 4);
    assert_int_equal(bounds.lower, 4);
    assert_int_equal(bounds.fifo, 7);
    assert_int_equal(bounds.greedy, 7);
    assert_int_equal(bounds.graham, 7);
    assert_int_equal(bounds.lpt, 4);
}

static void one_place_takes_the_sum(void **state)
{
    (void)state;
    const uint64_t lengths[] = { 5, 0, 7 };
    bounds_of(&bounds, lengths, COUNT_OF(lengths), 1);
    for (int line = 0; line < BOUNDS_LINES; line++)
        assert_int_equal(bounds_ns(&bounds, (enum bounds_line)line), 12);
}

static void with_a_place_for_each_the_longest_decides(void **state)
{
    (void)state;
    const uint64_t lengths[] = { 3, 9, 1 };
    bounds_of(&bounds, lengths, COUNT_OF(lengths), 100);
    assert_int_equal(bounds.lower, 9);
    assert_int_equal(bounds.fifo, 9);
    assert_int_equal(bounds.lpt, 9);
}

static void without_tasks_all_is_0(void **state)
{
    (void)state;
    bounds_of(&bounds, NULL, 0, 3);
    for (int line = 0; line < BOUNDS_LINES; line++)
        assert_int_equal(bounds_ns(&bounds, (enum bounds_line)line), 0);
}

static void list_schedules_stay_between_the_bounds(void **state)
{
    (void)state;
    static uint64_t lengths[3000];
    uint64_t random = 1;
    for (uint64_t places = 1; places < 40; places += 3) {
        size_t count = (size_t)(places * places * 2 % 2999) + 1;
        for (size_t i = 0; i < count; i++) {
            random = random * UINT64_C(6364136223846793005) + 1442695040888963407;
            lengths[i] = random >> (30 + i % 30);
        }
        bounds_of(&bounds, lengths, count, places);
        assert_true(bounds.lower <= bounds.lpt && bounds.lower <= bounds.fifo);
        assert_true(bounds.fifo <= bounds.greedy && bounds.lpt <= bounds.greedy);
        assert_true(bounds.greedy <= bounds.graham);
    }
}

static struct record_task three_tasks[] = {
    { .started = 0, .ended = 10, .state = TASK_DONE },
    { .started = 5, .ended = 25, .state = TASK_DONE },
    { .started = 9, .ended = 99, .state = TASK_FAILED },
};
static uint64_t three_naps[] = { 7, 8, 9 };
static struct workload perfect, naps;
static const struct machine two_cores = { .cores = 2 };
static const struct record two_workers = {
    .tasks = three_tasks, .task_count = 3, .slots = 2, .peak_live = 2, .done = 25
};

static void a_run_is_bounded_by_what_it_has_done(void **state)
{
    (void)state;
    struct record record = two_workers;
    bounds_of_run(&bounds, &record, &record, &perfect, &two_cores);
    assert_int_equal(bounds.work, 30);
    assert_int_equal(bounds.span, 20);
    assert_int_equal(bounds.lower, 20);
    assert_false(bounds.asked);
    bounds_of_run(&bounds, &record, &record, &naps, &two_cores);
    assert_int_equal(bounds.work, 15);
    assert_int_equal(bounds.places, 2);
    assert_true(bounds.asked);
    record.slots = 3; /* of three processes two lived at once: there was room for all */
    bounds_of_run(&bounds, &record, &record, &naps, &two_cores);
    assert_int_equal(bounds.places, 3);
    assert_int_equal(bounds.lower, 8);
    bounds_of_run(&bounds, &record, &record, &perfect, &two_cores);
    assert_int_equal(bounds.places, 2);
}

static void one_worker_has_one_place_whatever_the_cores(void **state)
{
    (void)state;
    struct record record = two_workers;
    record.slots = record.peak_live = 1;
    record.done = 40;
    bounds_of_run(&bounds, &record, &record, &perfect, &two_cores);
    assert_int_equal(bounds.places, 1);
    assert_int_equal(bounds.lower, 30);
}

/* Their lengths include waiting for a core. Those of another run do not. */
static void workers_that_share_cores_say_nothing_of_the_work(void **state)
{
    (void)state;
    struct record crowded = two_workers;
    crowded.slots = crowded.peak_live = 4;
    bounds_of_run(&bounds, &crowded, &crowded, &perfect, &two_cores);
    assert_int_equal(bounds.places, 0);
    bounds_of_run(&bounds, &crowded, &two_workers, &perfect, &two_cores);
    assert_int_equal(bounds.places, 2);
    bounds_of_run(&bounds, &crowded, &crowded, &naps, &two_cores);
    assert_int_equal(bounds.places, 4);
}

static void a_bound_that_the_run_refutes_is_none(void **state)
{
    (void)state;
    struct record faster = two_workers;
    faster.done = 19;
    bounds_of_run(&bounds, &faster, &two_workers, &perfect, &two_cores);
    assert_int_equal(bounds.places, 0);
}

static void empty_tasks_have_no_bounds(void **state)
{
    (void)state;
    uint64_t nothing = 0;
    struct workload empty = make_naps(&nothing, 1, 3);
    bounds_of_run(&bounds, &two_workers, &two_workers, &empty, &two_cores);
    assert_int_equal(bounds.places, 0);
}

static uint64_t seed = 7;

static uint64_t below(uint64_t end)
{
    seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
    return (seed >> 20) % end;
}

/* What a run could have been: workers take tasks in order, pause in between, fail some, leave some undone;
 * tasks sleep at least as long as asked, or compute as long as they take,
 * more workers than cores included. */
static void make_run_of(struct record *record, const struct workload *workload, unsigned workers)
{
    uint64_t free_at[8];
    record->slots = record->peak_live = workers;
    record->done = 0;
    for (unsigned i = 0; i < workers; i++)
        free_at[i] = below(50);
    for (uint64_t i = 0; i < record->task_count; i++) {
        struct record_task *task = &record->tasks[i];
        uint64_t *worker = &free_at[below(workers)];
        uint64_t asked = workload->ops->length ? workload->ops->length(workload, i) : 0;
        task->state = below(9) ? TASK_DONE : below(2) ? TASK_FAILED : TASK_WAITING;
        task->started = *worker + below(20);
        task->ended = task->started + (workload->ops->computes ? below(100) : asked + below(10));
        *worker = task->ended;
        if (task->state == TASK_DONE && task->ended > record->done)
            record->done = task->ended;
    }
}

static void no_run_is_faster_than_its_lower_bound(void **state)
{
    (void)state;
    static uint64_t asked[30];
    static struct record_task tasks[30];
    for (int round = 0; round < 5000; round++) {
        uint64_t count = 1 + below(30), work = 0;
        for (uint64_t i = 0; i < count; i++)
            asked[i] = below(3) ? below(100) : 0;
        struct workload workload = below(2) ? make_numbers(count) : make_naps(asked, count, count);
        struct machine machine = { .cores = 1 + (unsigned)below(4) };
        struct record record = { .tasks = tasks, .task_count = workload.tasks };
        unsigned workers = 1 + (unsigned)below(8);
        make_run_of(&record, &workload, workers);
        bounds_of_run(&bounds, &record, &record, &workload, &machine);
        assert_true(bounds.lower <= record.done);
        assert_true(!bounds.places || !workload.ops->computes || workers <= machine.cores);
        /* Known wherever it can be known. */
        bool known = !workload.ops->computes || workers <= machine.cores;
        for (uint64_t i = 0; i < workload.tasks; i++)
            if (tasks[i].state == TASK_DONE)
                work += workload.ops->computes ? tasks[i].ended - tasks[i].started : asked[i];
        assert_true((bounds.places > 0) == (known && work > 0));
    }
}

int main(void)
{
    perfect = make_numbers(3);
    naps = make_naps(three_naps, 3, 3);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pool_of_five_over_1_to_10_takes_15_in_order_and_11_at_best),
        cmocka_unit_test(longest_first_misses_the_best_by_its_known_factor),
        cmocka_unit_test(the_worst_list_reaches_grahams_bound),
        cmocka_unit_test(one_place_takes_the_sum),
        cmocka_unit_test(with_a_place_for_each_the_longest_decides),
        cmocka_unit_test(without_tasks_all_is_0),
        cmocka_unit_test(list_schedules_stay_between_the_bounds),
        cmocka_unit_test(a_run_is_bounded_by_what_it_has_done),
        cmocka_unit_test(one_worker_has_one_place_whatever_the_cores),
        cmocka_unit_test(workers_that_share_cores_say_nothing_of_the_work),
        cmocka_unit_test(a_bound_that_the_run_refutes_is_none),
        cmocka_unit_test(empty_tasks_have_no_bounds),
        cmocka_unit_test(no_run_is_faster_than_its_lower_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
