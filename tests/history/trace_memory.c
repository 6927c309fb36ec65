/* What the trace of a million tasks takes: little enough for a race of sixteen such runs,
 * and for one while it runs. */
#include "board/transition.h"
#include "history/trace.h"
#include "support/harness.h"
#include "support/make_workload.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

enum { TASKS = 1000000, WORKERS = 4, MB = 1000000 };

static const struct strategy strategy = { .ops = &strategy_pool };
static struct plan plan = { .slots = WORKERS, .lives = 8, .chunk = 1, .attempts = 3, .workers = WORKERS };

/* MB of the heap, with what was mapped for it. */
static double heap(void)
{
    struct mallinfo2 info = mallinfo2();
    return (double)(info.uordblks + info.hblkhd) / MB;
}

/* All of its tasks have been done, in turn. */
static struct board *finished_board(const struct workload *workload)
{
    char err[200];
    struct worker_id workers[WORKERS];
    plan.traits = strategy_pool.traits;
    struct board *board = board_open(workload, &plan, NULL, err, sizeof err);
    if (!board) {
        fprintf(stderr, "%s\n", err);
        exit(1);
    }
    board->tic = 1;
    board->phase = BOARD_RUNNING;
    for (uint32_t i = 0; i < WORKERS; i++) {
        workers[i] = transition_birth(board, i, TASK_NONE, 10);
        transition_born(board, workers[i], (struct worker_place){ .pid = 100 + (int)i });
    }
    for (uint64_t i = 0; i < TASKS; i++) {
        struct span span;
        EXPECT(transition_take(board, workers[i % WORKERS], &span));
        EXPECT(transition_start(board, workers[i % WORKERS], span.first, 20 + 10 * i));
        EXPECT(transition_end(board, workers[i % WORKERS], span.first, 0, 1, 29 + 10 * i));
    }
    return board;
}

static double of_record(const struct record *record, const struct workload *workload, unsigned parts)
{
    struct trace trace;
    double before = heap();
    trace_open(&trace, record, workload, &strategy, &plan, parts);
    double took = heap() - before;
    trace_close(&trace);
    return took;
}

static void a_million_tasks_take_100_MB_while_they_run_and_38_when_kept(void)
{
    struct workload workload = make_numbers(TASKS);
    struct board *board = finished_board(&workload);
    struct trace live;
    double before = heap();
    trace_follow(&live, board, &workload, &strategy, &plan);
    trace_index(&live, 30 + UINT64_C(10) * TASKS);
    EXPECT_BETWEEN(heap() - before, 0, 100);
    trace_close(&live);
    struct record record;
    record_take(&record, board);
    board_close(board);
    EXPECT_BETWEEN(of_record(&record, &workload, TRACE_SLOTS), 0, 5);
    EXPECT_BETWEEN(of_record(&record, &workload, TRACE_MAP), 0, 6);
    EXPECT_BETWEEN(of_record(&record, &workload, TRACE_MAP | TRACE_QUEUE), 0, 68);
    record_release(&record);
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        TEST(a_million_tasks_take_100_MB_while_they_run_and_38_when_kept),
    };
    return harness_main(tests, COUNT_OF(tests), argc, argv);
}
