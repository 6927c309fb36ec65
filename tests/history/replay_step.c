/* Stepping through a run: every moment at which something happens, and no other, in both directions. */
#include "base/random.h"
#include "support/make_record.h"
#include "history/snapshot_at.h"
#include "support/make_workload.h"
#include "base/xmalloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

struct moments {
    uint64_t *at;
    size_t count;
};

static int by_time(const void *a, const void *b)
{
    uint64_t one = *(const uint64_t *)a, other = *(const uint64_t *)b;
    return (one > other) - (one < other);
}

static void add_moment(struct moments *moments, uint64_t at, uint64_t end)
{
    if (at > 0 && at <= end)
        moments->at[moments->count++] = at;
}

/* All of them, by looking at everything; each once. */
static struct moments moments_of(const struct record *record, uint64_t end)
{
    size_t room = 3 * record->life_count + 2 * record->task_count + record->event_count + 2;
    struct moments moments = { xcalloc(room, sizeof(uint64_t)), 0 };
    for (uint32_t i = 0; i < record->life_count; i++) {
        add_moment(&moments, record->lives[i].spawned, end);
        add_moment(&moments, record->lives[i].exited, end);
        add_moment(&moments, trace_doom(record, i), end);
    }
    for (uint64_t i = 0; i < record->task_count; i++) {
        const struct record_task *task = &record->tasks[i];
        bool started = task->life != RECORD_LIFE_NONE && task->state >= TASK_RUNNING;
        add_moment(&moments, started ? task->started : 0, end);
        add_moment(&moments, task->state == TASK_DONE || task->state == TASK_FAILED ? task->ended : 0, end);
    }
    for (uint32_t i = 0; i < record->event_count; i++)
        add_moment(&moments, record->events[i].time, end);
    add_moment(&moments, record->toc, end);
    add_moment(&moments, end, end);
    qsort(moments.at, moments.count, sizeof *moments.at, by_time);
    size_t kept = 0;
    for (size_t i = 0; i < moments.count; i++)
        if (kept == 0 || moments.at[i] != moments.at[kept - 1])
            moments.at[kept++] = moments.at[i];
    moments.count = kept;
    return moments;
}

static void walk(const struct record_request *request)
{
    struct recorded_run run;
    struct trace trace;
    make_record(&run, request);
    struct workload workload = make_numbers(request->tasks);
    struct strategy strategy = { .ops = request->ops };
    trace_open(&trace, &run.record, &workload, &strategy, &run.plan, TRACE_MAP);
    struct moments moments = moments_of(&run.record, trace.end);
    uint64_t now = 0;
    for (size_t i = 0; i < moments.count; i++) {
        if (moments.at[i] > 1) /* also from in between */
            assert_int_equal(trace_next(&trace, moments.at[i] - 1), moments.at[i]);
        now = trace_next(&trace, now);
        assert_int_equal(now, moments.at[i]);
    }
    assert_int_equal(trace_next(&trace, now), trace.end);
    for (size_t i = moments.count; i-- > 1;) {
        now = trace_previous(&trace, now);
        assert_int_equal(now, moments.at[i - 1]);
    }
    assert_int_equal(trace_previous(&trace, now), 0);
    assert_int_equal(trace_previous(&trace, 0), 0);
    free(moments.at);
    trace_close(&trace);
    record_release(&run.record);
}

static void walk_many(const struct strategy_ops *ops, unsigned deaths, bool broken)
{
    uint64_t seed = 11 + deaths + broken;
    for (int i = 0; i < 30; i++) {
        struct record_request request = {
            .ops = ops,
            .tasks = 1 + random_next(&seed) % 200,
            .slots = ops == &strategy_serial ? 1 : (uint32_t)(1 + random_next(&seed) % 9),
            .chunk = ops == &strategy_pool ? 1 + random_next(&seed) % 20 : 1,
            .deaths = deaths,
            .empty = (unsigned)(random_next(&seed) % 80),
            .broken = broken,
            .seed = random_next(&seed),
        };
        walk(&request);
    }
}

static void steps_find_every_event_of_serial_runs(void **state)
{
    (void)state;
    walk_many(&strategy_serial, 0, false);
}

static void steps_find_every_event_of_process_runs(void **state)
{
    (void)state;
    walk_many(&strategy_process, 0, false);
    walk_many(&strategy_process, 100, false);
}

static void steps_find_every_event_of_pools_in_which_workers_die(void **state)
{
    (void)state;
    walk_many(&strategy_pool, 0, false);
    walk_many(&strategy_pool, 200, false);
    walk_many(&strategy_pool, 30, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_find_every_event_of_serial_runs),
        cmocka_unit_test(steps_find_every_event_of_process_runs),
        cmocka_unit_test(steps_find_every_event_of_pools_in_which_workers_die),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
