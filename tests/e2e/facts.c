/* The facts of a replay at t are the facts that were live at t:
 * runs of the real engine are held at several moments, looked at while the gate is closed,
 * let go on to their end, and their records looked at again at the same moments.
 *
 * Left out is what a record does not keep (snapshot_at.h): the gate itself and
 * the workers that wait at it (gate, permitted, held_ns, states, the state of a worker that is in no task),
 * what only a live system shows (live, samples, chosen), and the share of a running task,
 * which a replay takes from the time it came to take: at least half of what was live. */
#include "support/harness.h"
#include "support/live_run.h"
#include "history/snapshot_at.h"
#include "base/xmalloc.h"

#include <signal.h>
#include <math.h>
#include <stdlib.h>

enum { MOMENTS = 3 };

static struct snapshot *seen[MOMENTS], *again;
static size_t seen_count;

/* ---- looking ------------------------------------------------------------------------------------------- */

static bool is_like(const struct snapshot *one, const struct snapshot *other)
{
    return one->done < one->tasks && one->done == other->done && one->running == other->running &&
           one->lives == other->lives && one->live_workers == other->live_workers &&
           one->states[SLOT_STARTING] == 0 && one->states[SLOT_LEAVING] == other->states[SLOT_LEAVING];
}

/* A worker may be at work before the coordinator, which has just forked it, counts it as living;
 * and its life has begun before it is forked. */
static bool counts_all(struct board *board, const struct snapshot *snapshot)
{
    uint64_t workers = 0, lives = 0;
    for (uint32_t i = 0; i < atomic_load(&board->lives); i++)
        lives += atomic_load(&board_life(board, i)->exited) == 0;
    for (int state = SLOT_EMPTY + 1; state <= SLOT_LEAVING; state++)
        workers += snapshot->states[state];
    return workers == snapshot->live_workers && lives == snapshot->live_workers;
}

/* What is kept is a look between two that saw the same:
 * nothing happened from its first glance to its last. */
static void look_calmly(struct live_run *live)
{
    struct snapshot *kept = seen[seen_count++];
    double end = now_s() + PATIENCE_S;
    bool calm = false;
    while (!calm) {
        EXPECT(now_s() < end);
        live_look(live);
        *again = *live->snapshot;
        sleep_s(0.005);
        live_look(live);
        *kept = *live->snapshot;
        sleep_s(0.005);
        live_look(live);
        /* How far a computation is: its worker says so, a replay takes it from the time. */
        calm = is_like(kept, again) && is_like(kept, live->snapshot) &&
               counts_all(live->series.runner.board, kept) &&
               (kept->running == 0 || !kept->workload->ops->computes);
    }
}

/* ---- comparing ----------------------------------------------------------------------------------------- */

#define SAME(one, other, field)                                                                              \
    expect_int(__FILE__, __LINE__, #field, (long long)(other)->field, (long long)(one)->field)
#define NEAR(one, other, field, off)                                                                         \
    expect_between(__FILE__, __LINE__, #field, (double)(other)->field, (double)(one)->field - (off),         \
                   (double)(one)->field + (off))

/* How far a replay has the task of a worker: by the time that it took. A nap that is woken
 * late takes longer than it was to, so that is less than the live share. 0: not known, the attempt died. */
static double replayed_share(const struct record *record, const struct worker_facts *live)
{
    if (live->task == TASK_NONE || record->tasks[live->task].attempts != 1)
        return 0;
    const struct record_task *task = &record->tasks[live->task];
    return (double)live->task_age_ns / (double)(task->ended - task->started);
}

static void compare_workers(const struct record *record, const struct worker_facts *live,
                            const struct worker_facts *replayed)
{
    SAME(live, replayed, slot);
    SAME(live, replayed, life);
    SAME(live, replayed, generation);
    SAME(live, replayed, pid);
    SAME(live, replayed, task);
    SAME(live, replayed, task_age_ns);
    expect_between(__FILE__, __LINE__, "task_share", replayed->task_share,
                   fmin(replayed_share(record, live), live->task_share) - 1e-6, live->task_share + 1e-6);
    SAME(live, replayed, tasks_done);
    NEAR(live, replayed, weight_done, 1e-6);
    SAME(live, replayed, busy_ns);
    SAME(live, replayed, chunk_number);
    if (live->task != TASK_NONE) {
        SAME(live, replayed, state);
        NEAR(live, replayed, chunk_share, 1e-9);
    }
}

static void compare_cells(const struct snapshot *live, const struct snapshot *replayed)
{
    SAME(live, replayed, cell_count);
    SAME(live, replayed, cell_tasks);
    for (uint32_t i = 0; i < live->cell_count; i++) {
        SAME(&live->cells[i], &replayed->cells[i], waiting);
        SAME(&live->cells[i], &replayed->cells[i], claimed);
        SAME(&live->cells[i], &replayed->cells[i], running);
        SAME(&live->cells[i], &replayed->cells[i], done);
        SAME(&live->cells[i], &replayed->cells[i], failed);
        SAME(&live->cells[i], &replayed->cells[i], slot);
    }
}

/* Weight by which the tasks that run may be less far in a replay. */
static double replayed_less(const struct record *record, const struct snapshot *live)
{
    double shares = live->worker_count < live->worker_total ? (double)live->running : 0;
    for (uint32_t i = 0; i < live->worker_count && live->worker_count == live->worker_total; i++)
        if (live->workers[i].task != TASK_NONE)
            shares += live->workers[i].task_share - replayed_share(record, &live->workers[i]);
    return fmax(shares, 0) * live->weight_total / (double)live->tasks;
}

static void compare(const struct record *record, const struct snapshot *live, const struct snapshot *replayed)
{
    SAME(live, replayed, phase);
    SAME(live, replayed, now);
    SAME(live, replayed, toc);
    SAME(live, replayed, last_done);
    SAME(live, replayed, tasks);
    SAME(live, replayed, done);
    SAME(live, replayed, running);
    SAME(live, replayed, claimed);
    SAME(live, replayed, waiting);
    SAME(live, replayed, failed);
    expect_between(__FILE__, __LINE__, "weight_done", replayed->weight_done,
                   live->weight_done - replayed_less(record, live) - 1e-3, live->weight_done + 1e-3);
    NEAR(live, replayed, weight_total, 1e-6);
    SAME(live, replayed, lives);
    SAME(live, replayed, live_workers);
    SAME(live, replayed, peak_live);
    SAME(live, replayed, forks_refused);
    SAME(live, replayed, deaths);
    SAME(live, replayed, busy_ns);
    SAME(live, replayed, next_count);
    for (uint32_t i = 0; i < live->next_count; i++)
        SAME(live, replayed, next[i]);
    SAME(live, replayed, worker_total);
    SAME(live, replayed, worker_count);
    for (uint32_t i = 0; i < live->worker_count; i++)
        compare_workers(record, &live->workers[i], &replayed->workers[i]);
    compare_cells(live, replayed);
}

/* ---- the runs ------------------------------------------------------------------------------------------ */

static void replay_and_compare(const struct live_run *live)
{
    struct trace trace;
    trace_open(&trace, &live->series.record, &live->experiment.workload, &live->experiment.strategies[0],
               &live->series.results.results[0].plan, TRACE_MAP);
    for (size_t i = 0; i < seen_count; i++) {
        snapshot_at(&trace, seen[i]->now, &live_window, again);
        compare(&live->series.record, seen[i], again);
    }
    trace_close(&trace);
}

/* In its task: what a dead worker had only claimed a replay shows as waiting,
 * and the chunks after a death are others than it says. */
static void kill_first(struct live_run *live)
{
    const struct worker_facts *first = &live->snapshot->workers[0];
    if (first->task != TASK_NONE && live->series.results.results[0].plan.chunk == 1)
        EXPECT(runner_signal(&live->series.runner, (struct worker_id){ first->slot, first->life }, SIGKILL));
}

/* Held at three moments, at the first one with a worker killed. */
static void hold_look_and_compare(const char *workload, const char *strategy, uint64_t tasks)
{
    struct live_run *live = live_open(textf("{\"workload\": %s, \"strategies\": [%s]}", workload, strategy));
    seen_count = 0;
    for (int i = 0; i < MOMENTS; i++) {
        live_await(live, live_done, tasks * (uint64_t)(i + 1) / 5);
        runner_hold(&live->series.runner, true);
        look_calmly(live);
        if (i == 0)
            kill_first(live);
        runner_hold(&live->series.runner, false);
    }
    const struct outcome *outcome = live_end(live);
    EXPECT(outcome->complete);
    EXPECT_INT(outcome->tasks_done, tasks);
    replay_and_compare(live);
}

#define NAPS    "{\"kind\": \"sleep\", \"seconds\": 0.06, \"count\": 40}"
#define NUMBERS "{\"kind\": \"perfect\", \"to\": 15000}"
#define SHORT   "{\"kind\": \"sleep\", \"seconds\": 0.002, \"count\": 600}"

static void serial_at_any_moment(void)
{
    hold_look_and_compare("{\"kind\": \"sleep\", \"seconds\": 0.03, \"count\": 20}", "\"serial\"", 20);
    hold_look_and_compare(NUMBERS, "\"serial\"", 15000);
}

static void process_at_any_moment(void)
{
    hold_look_and_compare(NAPS, "{\"kind\": \"process\", \"max_live\": 4}", 40);
    hold_look_and_compare(SHORT, "{\"kind\": \"process\"}", 600);
    hold_look_and_compare(SHORT, "{\"kind\": \"process\", \"join\": false}", 600);
}

static void pool_at_any_moment(void)
{
    hold_look_and_compare(NAPS, "{\"kind\": \"pool\", \"workers\": 4, \"chunk\": 1}", 40);
    hold_look_and_compare(NAPS, "{\"kind\": \"pool\", \"workers\": 4, \"chunk\": 3}", 40);
    hold_look_and_compare(NUMBERS, "{\"kind\": \"pool\", \"workers\": 3, \"chunk\": 1}", 15000);
    hold_look_and_compare(NUMBERS, "{\"kind\": \"pool\", \"workers\": 3, \"chunk\": 50}", 15000);
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(serial_at_any_moment),
        TEST(process_at_any_moment),
        TEST(pool_at_any_moment),
    };
    for (int i = 0; i < MOMENTS; i++)
        seen[i] = xcalloc(1, sizeof *seen[i]);
    again = xcalloc(1, sizeof *again);
    int status = harness_main(tests, COUNT_OF(tests), argc, argv);
    live_close();
    for (int i = 0; i < MOMENTS; i++)
        free(seen[i]);
    free(again);
    return status;
}
