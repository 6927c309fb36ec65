#include "support/live_run.h"

#include "support/harness.h"
#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

const struct snapshot_window live_window = { .workers = SNAPSHOT_WORKERS,
                                             .next = SNAPSHOT_NEXT,
                                             .cells = SNAPSHOT_CELLS };

static struct live_run *open_run;

void live_close(void)
{
    if (!open_run)
        return;
    trace_close(&open_run->trace);
    series_close(&open_run->series);
    experiment_release(&open_run->experiment);
    free(open_run->snapshot);
    free(open_run);
    open_run = NULL;
}

static bool has_begun(const struct snapshot *snapshot, uint64_t wanted)
{
    return snapshot->phase >= (enum board_phase)wanted;
}

void live_next(struct live_run *live)
{
    struct series *series = &live->series;
    EXPECT(series_start(series));
    size_t strategy = series_run_at(series, series->next - 1).strategy;
    trace_follow(&live->trace, series->runner.board, &live->experiment.workload,
                 &live->experiment.strategies[strategy], &series->results.results[strategy].plan);
    live_await(live, has_begun, BOARD_RUNNING);
}

struct live_run *live_open(const char *json)
{
    live_close();
    struct live_run *live = open_run = xcalloc(1, sizeof *live);
    char *messages = experiment_parse(&live->experiment, "test", json, strlen(json), NULL, 0);
    if (messages)
        test_fails(__FILE__, __LINE__, "%s", messages);
    live->machine = (struct machine){ .cores = 2, .threads_per_core = 1, .cpu = "test", .os = "test" };
    live->snapshot = xcalloc(1, sizeof *live->snapshot);
    series_open(&live->series, &live->experiment, &live->machine);
    live_next(live);
    return live;
}

void live_look(struct live_run *live)
{
    trace_poll(&live->trace);
    snapshot_at(&live->trace, board_now(live->series.runner.board), &live_window, live->snapshot);
    sampling_look(&live->sampling, &live->trace, live->snapshot, live->sampled);
}

void live_await(struct live_run *live, live_fn *is, uint64_t wanted)
{
    double end = now_s() + PATIENCE_S;
    for (live_look(live); !is(live->snapshot, wanted); live_look(live)) {
        if (now_s() > end)
            test_fails(__FILE__, __LINE__, "it never came to that: %llu done, %llu running, %llu waiting",
                       (unsigned long long)live->snapshot->done, (unsigned long long)live->snapshot->running,
                       (unsigned long long)live->snapshot->waiting);
        sleep_s(0.0005);
    }
}

bool live_done(const struct snapshot *snapshot, uint64_t least)
{
    return snapshot->done >= least;
}

bool live_running(const struct snapshot *snapshot, uint64_t exactly)
{
    return snapshot->running == exactly;
}

const struct outcome *live_end(struct live_run *live)
{
    double end = now_s() + PATIENCE_S;
    while (series_poll(&live->series)) {
        if (now_s() > end)
            test_fails(__FILE__, __LINE__, "the run does not end");
        sleep_s(0.0005);
    }
    trace_close(&live->trace);
    size_t strategy = series_run_at(&live->series, live->series.next - 1).strategy;
    const struct result *result = &live->series.results.results[strategy];
    return &result->runs[result->run_count - 1];
}

uint64_t live_events(struct live_run *live, enum event_kind kind, struct event *event)
{
    struct board *board = live->series.runner.board;
    uint64_t count = 0;
    for (uint64_t i = 0; i < atomic_load(&board->event_count); i++) {
        struct event seen;
        if (!board_event(board, i, &seen) || seen.kind != kind)
            continue;
        *event = seen;
        count++;
    }
    return count;
}
