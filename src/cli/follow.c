#include "cli/follow.h"

#define PROGRESS_MS 100
#define NARRATE_MS  20

void follow_open(struct follow *follow, struct session *session, struct progress *progress,
                 struct narrator *narrator)
{
    *follow = (struct follow){ .session = session, .progress = progress, .narrator = narrator };
}

int follow_interval_ms(const struct follow *follow)
{
    return follow->narrator ? NARRATE_MS : follow->progress ? PROGRESS_MS : -1;
}

void follow_begin(struct follow *follow)
{
    const struct series *series = &follow->session->series;
    const struct series_run run = session_run(follow->session);
    const struct strategy *strategy = &series->experiment->strategies[run.strategy];
    if (!follow->narrator)
        return;
    char how[192];
    struct strbuf heading = STRBUF_INIT;
    strategy->ops->describe(&series->results.results[run.strategy].plan, &series->experiment->workload, how,
                            sizeof how);
    strbuf_addf(&heading, "%s: %s", strategy->label, how);
    if (series->runs > 1)
        strbuf_addf(&heading, " (run %zu of %zu%s)", series->next, series->runs,
                    run.warmup ? ", warm-up" : "");
    narrator_begin(follow->narrator, heading.text);
    narrator_add(follow->narrator, 0, NARRATE_TIC);
    strbuf_release(&heading);
    follow->toc_shown = follow->done_shown = false;
}

static void show_progress(const struct follow *follow)
{
    const struct snapshot *snapshot = follow->session->snapshot;
    const struct series *series = &follow->session->series;
    const struct series_run run = session_run(follow->session);
    struct progress_facts facts = {
        .label = series->experiment->strategies[run.strategy].label,
        .run = series->next,
        .runs = series->runs,
        .warmup = run.warmup,
        .done = snapshot->done + snapshot->failed,
        .total = snapshot->tasks,
        .share = snapshot_share(snapshot),
        .rate = snapshot_rate(snapshot),
        .eta_ns = snapshot_eta_ns(snapshot),
    };
    progress_show(follow->progress, &facts);
}

void follow_line(void *follow, const struct log_line *line)
{
    narrator_add(((struct follow *)follow)->narrator, line->time, line->text);
}

/* toc and done, each when it is first seen: without a join tasks go on to end after toc. */
static void add_marks(struct follow *follow)
{
    const struct snapshot *snapshot = follow->session->snapshot;
    bool done = snapshot_is_over(snapshot) && snapshot->last_done;
    if (snapshot->toc && !follow->toc_shown)
        narrator_add(follow->narrator, snapshot->toc, NARRATE_TOC);
    if (done && !follow->done_shown)
        narrator_add(follow->narrator, snapshot->last_done, NARRATE_DONE);
    follow->toc_shown = snapshot->toc != 0;
    follow->done_shown = done;
}

void follow_look(struct follow *follow)
{
    const struct snapshot_window window = { 0 }; /* only the sums are wanted */
    if (!follow->session->traced)
        return;
    session_look(follow->session, &window, false);
    if (follow->progress)
        show_progress(follow);
    if (follow->narrator) {
        add_marks(follow);
        narrator_print(follow->narrator, follow->session->snapshot->now);
    }
}

void follow_end(struct follow *follow)
{
    if (!follow->narrator || !follow->session->snapshot)
        return;
    add_marks(follow);
    narrator_finish(follow->narrator);
}
