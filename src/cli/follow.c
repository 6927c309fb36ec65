#include "cli/follow.h"

#include "base/xmalloc.h"

#include <stdlib.h>

#define PROGRESS_MS 100
#define NARRATE_MS  20

/* With more tasks nobody reads when each of them starts and ends. */
#define TOLD_TASKS_MAX 100000

void follow_open(struct follow *follow, struct progress *progress, struct narrator *narrator)
{
    *follow = (struct follow){ .progress = progress, .narrator = narrator };
}

int follow_interval_ms(const struct follow *follow)
{
    return follow->narrator ? NARRATE_MS : follow->progress ? PROGRESS_MS : -1;
}

static void begin_narration(struct follow *follow, const struct series *series)
{
    const struct strategy *strategy = &series->experiment->strategies[follow->run.strategy];
    char how[192];
    strategy->ops->describe(&series->plans[follow->run.strategy], &series->experiment->workload, how,
                            sizeof how);
    struct strbuf heading = STRBUF_INIT;
    strbuf_addf(&heading, "%s: %s", strategy->label, how);
    if (follow->runs > 1)
        strbuf_addf(&heading, " (run %zu of %zu%s)", follow->number, follow->runs,
                    follow->run.warmup ? ", warm-up" : "");
    narrator_begin(follow->narrator, heading.text);
    strbuf_release(&heading);
}

void follow_begin(struct follow *follow, const struct series *series)
{
    if (follow_interval_ms(follow) < 0)
        return;
    follow->run = series_run_at(series, series->next - 1);
    follow->number = series->next;
    follow->runs = series->runs;
    const struct strategy *strategy = &series->experiment->strategies[follow->run.strategy];
    follow->label = strategy->label;
    if (!follow->snapshot)
        follow->snapshot = xcalloc(1, sizeof *follow->snapshot);
    follow->watch = watch_open(series->runner.board, &series->experiment->workload, strategy,
                               &series->plans[follow->run.strategy]);
    if (follow->narrator) {
        event_feed_open(&follow->event_feed, series->runner.board, TOLD_TASKS_MAX);
        follow->toc_told = follow->done_told = false;
        begin_narration(follow, series);
        narrator_add(follow->narrator, 0, NARRATE_TIC);
    }
}

static void show_progress(const struct follow *follow)
{
    const struct snapshot *snapshot = follow->snapshot;
    struct progress_facts facts = {
        .label = follow->label,
        .run = follow->number,
        .runs = follow->runs,
        .warmup = follow->run.warmup,
        .done = snapshot->done + snapshot->failed,
        .total = snapshot->tasks,
        .share = snapshot_share(snapshot),
        .rate = snapshot_rate(snapshot),
        .eta_ns = snapshot_eta_ns(snapshot),
    };
    progress_show(follow->progress, &facts);
}

static void on_line(void *context, const struct log_line *log_line)
{
    narrator_add(context, log_line->time, log_line->text);
}

/* toc and done, each when it is first seen: where nobody waits, tasks go on to end after toc. */
static void tell_marks(struct follow *follow)
{
    const struct snapshot *snapshot = follow->snapshot;
    if (snapshot->toc && !follow->toc_told)
        narrator_add(follow->narrator, snapshot->toc, NARRATE_TOC);
    if (snapshot_is_over(snapshot) && snapshot->last_done && !follow->done_told)
        narrator_add(follow->narrator, snapshot->last_done, NARRATE_DONE);
    follow->toc_told = snapshot->toc != 0;
    follow->done_told = snapshot_is_over(snapshot) && snapshot->last_done;
}

void follow_look(struct follow *follow)
{
    if (!follow->watch)
        return;
    const struct snapshot_window window = { 0 }; /* sums are all that is wanted */
    watch_look(follow->watch, &window, follow->snapshot);
    if (follow->progress)
        show_progress(follow);
    if (follow->narrator) {
        event_feed_look(&follow->event_feed, on_line, follow->narrator);
        tell_marks(follow);
        narrator_tell(follow->narrator, follow->snapshot->now);
    }
}

void follow_end(struct follow *follow)
{
    if (!follow->watch)
        return;
    if (follow->narrator) {
        narrator_finish(follow->narrator);
        event_feed_close(&follow->event_feed);
    }
    watch_close(follow->watch);
    follow->watch = NULL;
}

void follow_close(struct follow *follow)
{
    follow_end(follow);
    free(follow->snapshot);
    follow->snapshot = NULL;
}
